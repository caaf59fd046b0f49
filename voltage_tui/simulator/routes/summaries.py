"""Counts of payments, for the environment and for one wallet (section 4.4, schemas 9)."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, NamedTuple

from voltage_tui.simulator.context import reply
from voltage_tui.simulator.moments import stamp_or_none
from voltage_tui.simulator.router import Route
from voltage_tui.simulator.routes.payment_filter import direction_of, read_filter
from voltage_tui.simulator.state.keys import Permission
from voltage_tui.simulator.state.kinds import Direction
from voltage_tui.simulator.state.payment import Receive, Send

if TYPE_CHECKING:
    from collections.abc import Iterable

    from voltage_tui.simulator.amounts import Currency
    from voltage_tui.simulator.context import Context
    from voltage_tui.simulator.http import Response
    from voltage_tui.simulator.json_types import JsonObject, JsonValue
    from voltage_tui.simulator.routes.payment_filter import PaymentFilter
    from voltage_tui.simulator.state.line import Line
    from voltage_tui.simulator.state.payment import Payment
    from voltage_tui.simulator.state.state import State


class Key(NamedTuple):
    """What a bucket counts."""

    direction: str
    status: str
    currency: Currency
    kind: str


@dataclass(slots=True)
class Count:
    """How many, and from when to when."""

    total: int = 0
    oldest: int | None = None
    newest: int | None = None

    def add(self, count: int, oldest: int, newest: int) -> None:
        """Count some more."""
        self.total += count
        self.oldest = oldest if self.oldest is None else min(self.oldest, oldest)
        self.newest = newest if self.newest is None else max(self.newest, newest)

    def wire(self) -> JsonObject:
        """The three fields that every summary has."""
        return {
            "total_count": self.total,
            "oldest_created_at": stamp_or_none(self.oldest),
            "newest_created_at": stamp_or_none(self.newest),
        }


def _buckets(state: State, chosen: PaymentFilter, lines: Iterable[Line]) -> dict[Key, Count]:
    """The counts by direction, status, currency and kind of what is chosen."""
    buckets: dict[Key, Count] = {}
    for payment in state.in_order:
        if chosen.takes(payment, state.now):
            count = buckets.setdefault(_key(payment), Count())
            count.add(1, payment.created, payment.created)
    for line in lines:
        for direction in Direction:
            narrowed = _narrowed(chosen, line, direction)
            older = None if narrowed is None else narrowed.bulk(state)
            if older and state.bulk is not None:
                key = Key(direction.value, "completed", line.currency, "bolt11")
                first, last = (
                    state.bulk.created(older[0]),
                    state.bulk.created(older[len(older) - 1]),
                )
                buckets.setdefault(key, Count()).add(len(older), first, last)
    return buckets


def _narrowed(chosen: PaymentFilter, line: Line, direction: Direction) -> PaymentFilter | None:
    """The filter for one line and direction, or None when it excludes them."""
    if chosen.line_id not in (None, line.id) or chosen.direction not in (None, direction.value):
        return None
    return replace(chosen, line_id=line.id, direction=direction.value)


def _key(payment: Payment) -> Key:
    if not isinstance(payment, Send | Receive):
        raise TypeError(type(payment).__name__)
    direction = direction_of(payment).value
    return Key(direction, payment.status.value, payment.currency, payment.kind.value)


def _buckets_json(buckets: dict[Key, Count]) -> list[JsonValue]:
    return [
        {
            "direction": key.direction,
            "status": key.status,
            "currency": key.currency.value,
            "kind": key.kind,
            **count.wire(),
        }
        for key, count in sorted(buckets.items())
    ]


def _sum(buckets: dict[Key, Count]) -> Count:
    whole = Count()
    for count in buckets.values():
        if count.oldest is not None and count.newest is not None:
            whole.add(count.total, count.oldest, count.newest)
    return whole


def get_summary(context: Context) -> Response:
    """`get_payment_summary`: zero counts and empty maps when nothing matches."""
    state = context.state
    context.query.flag("include_inactive")
    chosen = read_filter(context.query)
    organization = state.identity.organization_id
    environment = state.identity.environment_id
    everything = Count()
    by_line: JsonObject = {}
    for line in state.lines.values():
        narrowed = replace(chosen, line_id=line.id)
        if chosen.line_id not in (None, line.id):
            continue
        buckets = _buckets(state, narrowed, (line,))
        count = _sum(buckets)
        if count.oldest is None or count.newest is None:
            continue
        everything.add(count.total, count.oldest, count.newest)
        by_line[line.id] = {
            "organization_id": organization,
            "environment_id": environment,
            **count.wire(),
            "buckets": _buckets_json(buckets),
        }
    some = everything.total > 0
    return reply(
        200,
        {
            "organization_id": organization,
            "environment_id": environment,
            **everything.wire(),
            "by_organization_id": {organization: everything.wire()} if some else {},
            "by_environment_id": (
                {environment: {"organization_id": organization, **everything.wire()}}
                if some
                else {}
            ),
            "by_line_of_credit_id": by_line,
        },
    )


def get_wallet_summary(context: Context) -> Response:
    """`get_wallet_payment_summary`: an unknown wallet has none, which is no error."""
    state, wallet_id = context.state, context.ids["wallet"]
    context.query.flag("include_inactive")
    wallet = state.wallet(wallet_id)
    chosen = read_filter(context.query, wallet_id=wallet_id)
    buckets = {} if wallet is None else _buckets(state, chosen, (wallet.line,))
    return reply(
        200,
        {
            "wallet_id": wallet_id,
            "organization_id": state.identity.organization_id,
            "environment_id": state.identity.environment_id,
            "line_of_credit_id": None if wallet is None else wallet.line.id,
            **_sum(buckets).wire(),
            "buckets": _buckets_json(buckets),
        },
    )


ROUTES = (
    Route(
        "GET",
        "/organizations/{org}/environments/{env}/payments/summary",
        get_summary,
        (Permission.READ,),
    ),
    Route(
        "GET",
        "/organizations/{org}/wallets/{wallet}/payments/summary",
        get_wallet_summary,
        (Permission.READ,),
    ),
)
