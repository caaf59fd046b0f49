"""Identifiers, all lower-case hyphenated UUIDs, one type each so that none passes for another."""

from __future__ import annotations

from typing import NewType

OrganizationId = NewType("OrganizationId", str)
EnvironmentId = NewType("EnvironmentId", str)
WalletId = NewType("WalletId", str)
LineId = NewType("LineId", str)
PaymentId = NewType("PaymentId", str)
QuoteId = NewType("QuoteId", str)
HoldId = NewType("HoldId", str)
BillId = NewType("BillId", str)
WebhookId = NewType("WebhookId", str)
DeliveryId = NewType("DeliveryId", str)
