"""What holds at this moment of the order on the card that asks."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from voltage_tui.api.power import Level
from voltage_tui.treasury.durations import duration
from voltage_tui.treasury.paying.checks import CheckKind, first_stop
from voltage_tui.treasury.receive_steps import noticeable
from voltage_tui.ui.form.typed_amount import Asked
from voltage_tui.ui.rate_age import age_of, is_stale
from voltage_tui.ui.screens.send.decoded import Look

if TYPE_CHECKING:
    from voltage_tui.treasury.snapshot import Snapshot
    from voltage_tui.ui.app import VoltageApp
    from voltage_tui.ui.screens.send.orders import Judged

_HIDDEN: Final = "amounts are hidden: p shows them, and nothing is confirmed unseen"


def why_not_now(app: VoltageApp, shown: Judged) -> str:
    """Why it cannot be confirmed now, in words; empty when it can."""
    if app.amounts.hidden:
        return _HIDDEN
    if app.power is None or app.power.level < Level.SEND:
        return "sending is not armed any more: A arms it"
    converted_at = shown.converted_at
    if converted_at is not None and is_stale(converted_at, app.now()):
        age = duration(age_of(converted_at, app.now()))
        return f"the rate the dollars were converted at is {age} old: go back and review again"
    stop = first_stop(shown.checks)
    if stop is None or shown.stop is None:
        return ""
    again = " n asks for a new rate." if stop.kind is CheckKind.QUOTE else ""
    return f"{shown.stop.words} {shown.stop.next_step}{again}"


def look_now(app: VoltageApp, shown: Judged, snapshot: Snapshot) -> Look:
    """Its destination, whole, as the card tells it."""
    order, now, offset = shown.order, app.now(), snapshot.connection.server_offset
    return Look(
        order.destination,
        Asked(order.amount, rate=shown.converted_at),
        snapshot.account(order.wallet_id),
        snapshot.rate,
        now,
        now + noticeable(offset),
        app.amounts.hidden,
        offset,
        headed=False,
        payees=snapshot.payees,
    )
