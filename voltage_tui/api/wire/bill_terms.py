"""The terms a bill was made under, on the wire (API schemas section 12)."""

from __future__ import annotations

from voltage_tui.api.wire.base import Amount, Count, Number, Text, Timestamp, Wire
from voltage_tui.model.bill import Holdback, HoldbackMode, ScheduledSection, SplitRate
from voltage_tui.model.open_enum import recognise
from voltage_tui.model.wallet import SettlementType
from voltage_tui.money import cents


class FlatRateWire(Wire):
    """VolumeFeePercentage, where it is one number."""

    rate: Number


class SplitRateWire(Wire):
    """SplitVolumeFeePercentage."""

    send: Number
    receive: Number


class HoldbackWire(Wire):
    """PayoutHoldback; a fixed one is a bare number of cents."""

    mode: Text
    amount: Count | None = None
    percentage: Number | None = None


class CoverageWire(Wire):
    """BillCoverage: a day, or a period."""

    type: Text
    bill_at: Timestamp | None = None
    start_at: Timestamp | None = None
    end_at: Timestamp | None = None


class CalculationWire(Wire):
    """ScheduledBillingCalculationRead, as far as its kind."""

    type: Text


class SectionWire(Wire):
    """ScheduledBillingSectionRead."""

    coverage: CoverageWire
    amount: Amount
    settlement_type: Text
    calculation: CalculationWire


def to_volume_rate(raw: object) -> SplitRate | None:
    """A rate in percent, the same for both sides or one for each."""
    if raw is None:
        return None
    if isinstance(raw, dict):
        split = SplitRateWire.model_validate(raw)
        return SplitRate(split.send, split.receive)
    flat = FlatRateWire.model_validate({"rate": raw}).rate
    return SplitRate(flat, flat)


def to_holdback(wire: HoldbackWire) -> Holdback:
    """What is held back of a payout."""
    amount = cents(wire.amount) if wire.amount is not None else None
    return Holdback(recognise(HoldbackMode, wire.mode), amount, wire.percentage)


def to_section(wire: SectionWire) -> ScheduledSection:
    """A part that is billed by contract."""
    starts_at = wire.coverage.start_at or wire.coverage.bill_at
    if starts_at is None:
        raise ValueError("a section without its time")
    return ScheduledSection(
        type=wire.calculation.type,
        starts_at=starts_at,
        ends_at=wire.coverage.end_at,
        amount=wire.amount,
        settlement_type=recognise(SettlementType, wire.settlement_type),
    )
