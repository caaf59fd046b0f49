"""Bill summaries on the wire (API schemas section 12)."""

from __future__ import annotations

from voltage_tui.api.wire.base import Count, CurrencyCode, Id, Integer, Text, Wire
from voltage_tui.model.bill import BillCounts, BillStatus, BillSummary
from voltage_tui.model.ids import LineId
from voltage_tui.model.open_enum import recognise
from voltage_tui.money import Money


class StatusCountsWire(Wire):
    """BillStatusSummary."""

    bill_total_count: Count
    inflight_total_count: Count


class CurrencyCountsWire(Wire):
    """BillCurrencySummary; what is due is a bare, signed number of base units."""

    bill_total_count: Count
    inflight_total_count: Count
    total_due_base_units: Integer


class BillSummaryWire(Wire):
    """BillSummary."""

    line_of_credit_id: Id | None = None
    bill_total_count: Count
    inflight_total_count: Count
    by_currency: dict[CurrencyCode, CurrencyCountsWire]
    by_status: dict[Text, StatusCountsWire]


def to_bill_summary(wire: BillSummaryWire) -> BillSummary:
    """Counts of bills."""
    return BillSummary(
        line_id=LineId(wire.line_of_credit_id) if wire.line_of_credit_id else None,
        all=BillCounts(wire.bill_total_count, wire.inflight_total_count, None),
        by_currency={
            currency: BillCounts(
                counts.bill_total_count,
                counts.inflight_total_count,
                Money(currency, counts.total_due_base_units),
            )
            for currency, counts in wire.by_currency.items()
        },
        by_status={
            recognise(BillStatus, status): BillCounts(
                counts.bill_total_count, counts.inflight_total_count, None
            )
            for status, counts in wire.by_status.items()
        },
    )
