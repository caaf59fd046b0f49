"""Payments: the list, one of them, its history (API reference, section 4.4)."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from typing import TYPE_CHECKING

from voltage_tui.simulator.context import reply
from voltage_tui.simulator.errors import bad_request, not_found
from voltage_tui.simulator.moments import stamp
from voltage_tui.simulator.paging import (
    CursorError,
    Place,
    fingerprint,
    read_cursor,
    write_cursor,
)
from voltage_tui.simulator.router import Route
from voltage_tui.simulator.routes.payment_filter import read_filter
from voltage_tui.simulator.state.keys import Permission
from voltage_tui.simulator.wire.payments import payment_json

if TYPE_CHECKING:
    from voltage_tui.simulator.context import Context
    from voltage_tui.simulator.http import Response
    from voltage_tui.simulator.json_types import JsonObject, JsonValue
    from voltage_tui.simulator.routes.payment_filter import PaymentFilter
    from voltage_tui.simulator.state.payment import Payment
    from voltage_tui.simulator.state.state import State

_SORT_KEYS = ("created_at", "updated_at")


class Matches:
    """The payments that match, in ascending order: the older history, then the rest."""

    def __init__(self, state: State, chosen: PaymentFilter, *, by_update: bool) -> None:
        self._bulk = state.bulk
        self._older = chosen.bulk(state)
        self._by_update = by_update
        self._newer = [p for p in state.in_order if chosen.takes(p, state.now)]
        if by_update:
            self._newer.sort(key=self.place)

    def __len__(self) -> int:
        return self._older_count() + len(self._newer)

    def at(self, index: int) -> Payment:
        """The match with so many before it."""
        older = self._older_count()
        if index >= older:
            return self._newer[index - older]
        if self._bulk is None or self._older is None:
            raise IndexError(index)
        return self._bulk.payment_at(self._older[index])

    def place(self, payment: Payment) -> Place:
        """Where a payment stands in this order."""
        return Place(payment.updated if self._by_update else payment.created, payment.seq)

    def index(self, place: Place, *, after: bool) -> int:
        """How many matches come before a place, or up to and with it."""
        bisect = bisect_right if after else bisect_left
        if place.order < 0 and self._bulk is not None and self._older is not None:
            return bisect(self._older, place.order + self._bulk.domain)
        return self._older_count() + bisect(self._newer, place, key=self.place)

    def _older_count(self) -> int:
        return 0 if self._older is None else len(self._older)


def list_payments(context: Context) -> Response:
    """`get_payments`, in offset or cursor pages."""
    state, query = context.state, context.query
    chosen = read_filter(query)
    sort_key = query.choice("sort_key", _SORT_KEYS) or "created_at"
    descending, limit, offset = query.descending(), query.limit(), query.offset()
    cursor = query.text("cursor")
    by_cursor = query.choice("pagination", ("offset", "cursor")) == "cursor" or cursor is not None
    matches = Matches(state, chosen, by_update=sort_key == "updated_at")
    mark = fingerprint(chosen, sort_key, descending)
    first = offset
    if by_cursor:
        first = 0 if cursor is None else _after(matches, cursor, mark, descending=descending)
    count = len(matches)
    found = [
        matches.at(count - 1 - place if descending else place)
        for place in range(first, min(count, first + limit))
    ]
    more = first + len(found) < count
    page: JsonObject = {
        "items": [payment_json(state, payment) for payment in found],
        "offset": 0 if by_cursor else offset,
        "limit": limit,
    }
    if by_cursor:
        last = matches.place(found[-1]) if more and found else None
        page["next_cursor"] = None if last is None else write_cursor(mark, last)
        page["has_more"] = last is not None
    else:
        page |= {"total": count, "next_cursor": None, "has_more": more}
    return reply(200, page)


def _after(matches: Matches, cursor: str, mark: str, *, descending: bool) -> int:
    try:
        place = read_cursor(cursor, mark)
    except CursorError:
        raise bad_request(
            "invalid_cursor",
            "The cursor does not belong to this query.",
            field="cursor",
            recovery="restart from the first page",
        ) from None
    if descending:
        return len(matches) - matches.index(place, after=False)
    return matches.index(place, after=True)


def get_payment(context: Context) -> Response:
    """`get_payment`."""
    payment = context.state.payment(context.ids["payment"])
    if payment is None:
        raise not_found("payment_not_found", "payment_id", context.ids["payment"])
    return reply(200, payment_json(context.state, payment))


def get_history(context: Context) -> Response:
    """`get_payment_history`: an unknown payment has an empty one."""
    payment = context.state.payment(context.ids["payment"])
    happenings = payment.history if payment is not None else []
    events: list[JsonValue] = [
        {
            "event_type": happening.name,
            "error": happening.error,
            "time": stamp(happening.at),
            "position": position,
        }
        for position, happening in enumerate(happenings)
    ]
    return reply(200, {"events": events})


_PAYMENTS = "/organizations/{org}/environments/{env}/payments"
ROUTES = (
    Route("GET", _PAYMENTS, list_payments, (Permission.READ,)),
    Route("GET", _PAYMENTS + "/{payment}", get_payment, (Permission.READ,)),
    Route("GET", _PAYMENTS + "/{payment}/history", get_history, (Permission.READ,)),
)
