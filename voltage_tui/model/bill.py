"""Bills, the periodic settlement of a line of credit (API reference section 13)."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime
    from decimal import Decimal

    from voltage_tui.model.ids import BillId, LineId, OrganizationId, WalletId
    from voltage_tui.model.open_enum import Unrecognised
    from voltage_tui.model.wallet import SettlementType
    from voltage_tui.money import Currency, Money


class BillStatus(Enum):
    """How far a bill has come."""

    PAYMENT_DUE = "payment_due"
    QUEUED = "queued"
    PROCESSING = "processing"
    PAID = "paid"
    VOID = "void"
    FAILED = "failed"


class BillPeriod(Enum):
    """How often a line is settled."""

    DAILY = "daily"
    WEEKLY = "weekly"
    MONTHLY = "monthly"
    BI_MONTHLY = "bi_monthly"
    NEVER = "never"


class TransferStatus(Enum):
    """How far one bank transfer has come."""

    SUBMITTED = "submitted"
    PROCESSING = "processing"
    SUCCEEDED = "succeeded"
    FAILED = "failed"


class TransferPurpose(Enum):
    """What one bank transfer is for."""

    COLLECTION = "collection"
    PAYOUT = "payout"
    FEE = "fee"


class HoldbackMode(Enum):
    """How the part of a payout that is held back is set."""

    NONE = "none"
    FIXED = "fixed"
    PERCENTAGE = "percentage"


class BillErrorType(Enum):
    """Why a bill failed."""

    WRITE_MESSAGE = "write_message"
    FULFILLMENT_FAILURE = "fulfillment_failure"
    TRANSFER_FAILURE = "transfer_failure"
    MAX_RETRIES_EXCEEDED = "max_retries_exceeded"


@dataclass(frozen=True, slots=True)
class SplitFee:
    """A fee in all, and its two sides where the rates differ (None under one flat rate)."""

    total: Money
    send: Money | None
    receive: Money | None


@dataclass(frozen=True, slots=True)
class SplitRate:
    """A rate in percent for each side."""

    send: Decimal
    receive: Decimal


@dataclass(frozen=True, slots=True)
class Activity:
    """How many payments, and their volume."""

    count: int
    volume: Money


@dataclass(frozen=True, slots=True)
class PaymentActivity:
    """Ordinary and treasury payments of a period, apart."""

    sent: Activity
    received: Activity
    treasury_sent: Activity
    treasury_received: Activity


@dataclass(frozen=True, slots=True)
class LineItem:
    """One wallet's part of a bill.

    `amount_total` is the unsigned difference of sent and received, `settlement_type` its
    direction. Processing fees are for information: they are in `amount_sent` already, or were
    paid by the payer.
    """

    wallet_id: WalletId
    currency: Currency
    starting_balance: Money | None
    amount_total: Money
    settlement_type: SettlementType | Unrecognised
    sent_count: int
    amount_sent: Money
    received_count: int
    amount_received: Money
    processing_fees: SplitFee | None
    activity: PaymentActivity | None
    volume_fee: SplitFee
    interest_fee: Money | None
    payout_holdback: Money | None


@dataclass(frozen=True, slots=True)
class ScheduledSection:
    """A part that is billed by contract; `ends_at` is None for one that is billed once."""

    type: str
    starts_at: datetime
    ends_at: datetime | None
    amount: Money
    settlement_type: SettlementType | Unrecognised


@dataclass(frozen=True, slots=True)
class Holdback:
    """What of a payout is held back: a target in dollars or a percentage."""

    mode: HoldbackMode | Unrecognised
    amount: Money | None
    percentage: Decimal | None


@dataclass(frozen=True, slots=True)
class Transfer:
    """One bank transfer of a dollar bill."""

    id: str | None
    purpose: TransferPurpose | Unrecognised | None
    amount: Money
    status: TransferStatus | Unrecognised
    submitted_at: datetime | None
    processing_at: datetime | None
    completed_at: datetime | None
    failed_at: datetime | None


@dataclass(frozen=True, slots=True)
class BillError:
    """Why a bill failed; branch on `type`. `detail` is flat, cleaned text by name."""

    type: BillErrorType | Unrecognised
    detail: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class BillTimes:
    """When each step of a bill was reached; None for one that was not."""

    created_at: datetime
    updated_at: datetime
    due_at: datetime
    queued_at: datetime | None
    requested_at: datetime | None
    received_at: datetime | None
    paid_at: datetime | None
    settled_at: datetime | None
    voided_at: datetime | None
    failed_at: datetime | None


@dataclass(frozen=True, slots=True)
class Bill:
    """A bill as last read.

    `amount_due` is unsigned; `settlement_type` says who pays it: a collection is paid to Voltage,
    a payout by Voltage. A bitcoin bill is paid to `invoice` or `address`, a dollar bill by the
    bank `transfers`. All text is cleaned.
    """

    id: BillId
    organization_id: OrganizationId
    line_id: LineId
    period_start: datetime
    period_end: datetime
    period: BillPeriod | Unrecognised
    status: BillStatus | Unrecognised
    settlement_type: SettlementType | Unrecognised
    wallet_ids: tuple[WalletId, ...]
    items: tuple[LineItem, ...]
    sections: tuple[ScheduledSection, ...]
    service_fee: Money
    settlement_fee: Money | None
    volume_rate: SplitRate | None
    settlement_rate: Decimal | None
    holdback: Holdback | None
    amount_due: Money
    amount_paid: Money | None
    invoice: str | None
    address: str | None
    transfers: tuple[Transfer, ...]
    error: BillError | None
    times: BillTimes


@dataclass(frozen=True, slots=True)
class BillPage:
    """One page of bills; `next_cursor` is None on the last."""

    bills: tuple[Bill, ...]
    next_cursor: str | None
    has_more: bool


@dataclass(frozen=True, slots=True)
class BillCounts:
    """How many bills, how many of them under way, and what is due where that is known (signed)."""

    count: int
    inflight: int
    due: Money | None


@dataclass(frozen=True, slots=True)
class BillSummary:
    """Counts of bills by currency and by status."""

    line_id: LineId | None
    all: BillCounts
    by_currency: Mapping[Currency, BillCounts]
    by_status: Mapping[BillStatus | Unrecognised, BillCounts]
