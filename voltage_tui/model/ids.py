"""Identifiers, all lower-case hyphenated UUIDs, one type each so that none passes for another."""

from __future__ import annotations

import re
from typing import Final, NewType
from uuid import uuid4

UUID: Final = re.compile(r"[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}")
"""The form of an identifier as others may write it, in either case."""

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
AssetKey = NewType("AssetKey", str)
"""A Taproot Asset's group key, 66 hex digits; not a UUID."""


def new_id() -> str:
    """A fresh identifier for what the caller is about to create (UUIDv4, S-1)."""
    return str(uuid4())
