"""Bills: a cursor list, one of them, and sums (API reference, sections 4.6 and 13)."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Final

from voltage_tui.simulator.amounts import UNITS
from voltage_tui.simulator.context import reply
from voltage_tui.simulator.errors import invalid_parameter, not_found
from voltage_tui.simulator.moments import stamp
from voltage_tui.simulator.paging import (
    CursorError,
    Place,
    fingerprint,
    read_cursor,
    write_cursor,
)
from voltage_tui.simulator.router import Route
from voltage_tui.simulator.state.keys import Permission
from voltage_tui.simulator.wire.bills import bill_json

if TYPE_CHECKING:
    from voltage_tui.simulator.context import Context
    from voltage_tui.simulator.http import Response
    from voltage_tui.simulator.json_types import JsonObject
    from voltage_tui.simulator.state.bill import Bill

STATUSES: Final = ("payment_due", "queued", "processing", "paid", "void", "failed")
_IN_FLIGHT: Final = ("queued", "processing")
_DEFAULT_PAGE: Final = 25


def list_bills(context: Context) -> Response:
    """`get_bills_as_user`: cursor pages, newest first."""
    query = context.query
    limit, descending = query.limit(_DEFAULT_PAGE), query.descending()
    query.choice("sort_key", ("created_at",))
    found, mark = _chosen(context), _mark(context, descending=descending)
    places = [(Place(bill.created, order), bill) for order, bill in found]
    if descending:
        places.reverse()
    cursor = query.text("cursor")
    if cursor is not None:
        try:
            last = read_cursor(cursor, mark)
        except CursorError:
            raise invalid_parameter("cursor") from None
        places = [one for one in places if (one[0] < last if descending else one[0] > last)]
    page = places[:limit]
    more = len(places) > len(page) > 0
    return reply(
        200,
        {
            "items": [bill_json(context.state, bill) for _, bill in page],
            "limit": limit,
            "next_cursor": write_cursor(mark, page[-1][0]) if more else None,
            "has_more": more,
        },
    )


def _chosen(context: Context) -> list[tuple[int, Bill]]:
    """The bills that the query asks for, oldest first, with their order numbers."""
    query = context.query
    line_id, statuses = query.uuid("line_of_credit_id"), query.many("statuses", STATUSES)
    without_zero = query.flag("exclude_zero_amount_bills") or False
    return [
        (order, bill)
        for order, bill in enumerate(context.state.bills)
        if line_id in (None, bill.line.id)
        and (not statuses or bill.status in statuses)
        and not (without_zero and bill.due == 0)
    ]


def _mark(context: Context, *, descending: bool) -> str:
    query = context.query
    return fingerprint(
        "bills",
        query.uuid("line_of_credit_id"),
        query.many("statuses"),
        query.flag("exclude_zero_amount_bills"),
        descending,
    )


def get_bill(context: Context) -> Response:
    """`get_bill_as_user`."""
    bill_id = context.ids["bill"]
    for bill in context.state.bills:
        if bill.id == bill_id:
            return reply(200, bill_json(context.state, bill))
    raise not_found("bill_not_found", "bill_id", bill_id)


def get_summary(context: Context) -> Response:
    """`get_bill_summary_as_user`: counts by status, sums by currency; owed is negative."""
    bills = [bill for _, bill in _chosen(context)]
    currencies = sorted({bill.line.currency for bill in bills})
    return reply(
        200,
        {
            "organization_id": context.state.identity.organization_id,
            "line_of_credit_id": context.query.uuid("line_of_credit_id"),
            **_counts(bills),
            "amount_units": {currency.value: UNITS[currency] for currency in currencies},
            "by_currency": {
                currency.value: _by_currency([b for b in bills if b.line.currency is currency])
                for currency in currencies
            },
            "by_status": {
                status: _counts([bill for bill in bills if bill.status == status])
                for status in _statuses(bills)
            },
        },
    )


def _statuses(bills: list[Bill]) -> list[str]:
    return sorted(Counter(bill.status for bill in bills))


def _counts(bills: list[Bill]) -> JsonObject:
    return {
        "bill_total_count": len(bills),
        "inflight_total_count": sum(1 for bill in bills if bill.status in _IN_FLIGHT),
    }


def _sums(bills: list[Bill]) -> JsonObject:
    return {**_counts(bills), "total_due_base_units": sum(bill.due for bill in bills)}


def _by_currency(bills: list[Bill]) -> JsonObject:
    return {
        **_sums(bills),
        "oldest_created_at": stamp(min(bill.created for bill in bills)),
        "newest_created_at": stamp(max(bill.created for bill in bills)),
        "by_status": {
            status: _sums([bill for bill in bills if bill.status == status])
            for status in _statuses(bills)
        },
    }


_BILLS = "/organizations/{org}/bills"
ROUTES = (
    Route("GET", _BILLS, list_bills, (Permission.BILLING,)),
    Route("GET", _BILLS + "/summary", get_summary, (Permission.BILLING,)),
    Route("GET", _BILLS + "/{bill}", get_bill, (Permission.BILLING,)),
)
