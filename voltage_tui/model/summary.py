"""Counts of payments without their money (API schemas section 9)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import datetime

    from voltage_tui.model.ids import LineId, WalletId
    from voltage_tui.model.open_enum import Unrecognised
    from voltage_tui.model.payment import AnyStatus, Direction, PaymentKind
    from voltage_tui.money import Currency


@dataclass(frozen=True, slots=True)
class Bucket:
    """How many payments share a direction, status, currency and kind, and from when."""

    direction: Direction | Unrecognised
    status: AnyStatus
    currency: Currency
    kind: PaymentKind | Unrecognised
    count: int
    oldest_created_at: datetime
    newest_created_at: datetime


@dataclass(frozen=True, slots=True)
class LineCounts:
    """The buckets of one line of credit."""

    line_id: LineId
    count: int
    buckets: tuple[Bucket, ...]


@dataclass(frozen=True, slots=True)
class PaymentSummary:
    """Counts of an environment's payments, by line of credit."""

    count: int
    oldest_created_at: datetime | None
    newest_created_at: datetime | None
    lines: tuple[LineCounts, ...]


@dataclass(frozen=True, slots=True)
class WalletPaymentSummary:
    """Counts of one wallet's payments."""

    wallet_id: WalletId
    count: int
    oldest_created_at: datetime | None
    newest_created_at: datetime | None
    buckets: tuple[Bucket, ...]
