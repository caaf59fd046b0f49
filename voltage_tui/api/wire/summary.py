"""Payment summaries on the wire (API schemas section 9)."""

from __future__ import annotations

from voltage_tui.api.wire.base import Count, CurrencyCode, Id, Text, Timestamp, Wire
from voltage_tui.model.ids import LineId, WalletId
from voltage_tui.model.open_enum import recognise
from voltage_tui.model.payment import Direction, PaymentKind, PaymentStatus
from voltage_tui.model.summary import Bucket, LineCounts, PaymentSummary, WalletPaymentSummary


class BucketWire(Wire):
    """PaymentBucketSummary."""

    direction: Text
    status: Text
    currency: CurrencyCode
    kind: Text
    total_count: Count
    oldest_created_at: Timestamp
    newest_created_at: Timestamp


class LineCountsWire(Wire):
    """PaymentLineOfCreditSummary."""

    total_count: Count
    buckets: list[BucketWire]


class PaymentSummaryWire(Wire):
    """PaymentSummary; its counts by organisation and environment only repeat the total."""

    total_count: Count
    oldest_created_at: Timestamp | None = None
    newest_created_at: Timestamp | None = None
    by_line_of_credit_id: dict[Id, LineCountsWire]


class WalletSummaryWire(Wire):
    """PaymentWalletSummary."""

    wallet_id: Id
    total_count: Count
    oldest_created_at: Timestamp | None = None
    newest_created_at: Timestamp | None = None
    buckets: list[BucketWire]


def to_summary(wire: PaymentSummaryWire) -> PaymentSummary:
    """Counts of an environment."""
    return PaymentSummary(
        count=wire.total_count,
        oldest_created_at=wire.oldest_created_at,
        newest_created_at=wire.newest_created_at,
        lines=tuple(
            LineCounts(LineId(line_id), line.total_count, _buckets(line.buckets))
            for line_id, line in wire.by_line_of_credit_id.items()
        ),
    )


def to_wallet_summary(wire: WalletSummaryWire) -> WalletPaymentSummary:
    """Counts of one wallet."""
    return WalletPaymentSummary(
        wallet_id=WalletId(wire.wallet_id),
        count=wire.total_count,
        oldest_created_at=wire.oldest_created_at,
        newest_created_at=wire.newest_created_at,
        buckets=_buckets(wire.buckets),
    )


def _buckets(buckets: list[BucketWire]) -> tuple[Bucket, ...]:
    return tuple(
        Bucket(
            direction=recognise(Direction, bucket.direction),
            status=recognise(PaymentStatus, bucket.status),
            currency=bucket.currency,
            kind=recognise(PaymentKind, bucket.kind),
            count=bucket.total_count,
            oldest_created_at=bucket.oldest_created_at,
            newest_created_at=bucket.newest_created_at,
        )
        for bucket in buckets
    )
