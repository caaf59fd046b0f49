"""Requests made here that are no payment yet, or never became one, and can be opened again."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Final

from voltage_tui.treasury.durations import duration
from voltage_tui.treasury.receiving import ReceivingStage
from voltage_tui.ui.paint import Line, Span, fit, width_of
from voltage_tui.ui.palette import Role

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from voltage_tui.treasury.receiving import Receiving
    from voltage_tui.treasury.snapshot import Snapshot
    from voltage_tui.ui.app import VoltageApp

TOLD_FOR: Final = timedelta(hours=1)
"""How long a request that came to nothing is still told."""
_LEAST_NAME: Final = 6
_WIDE: Final = 100
"""From here a request's age is told too."""


def without_payment(snapshot: Snapshot | None, now: datetime) -> tuple[Receiving, ...]:
    """What was asked for and is in no list of payments.

    Those first of which it is not known whether they exist, then the newest.
    """
    if snapshot is None:
        return ()
    found = (
        r
        for r in snapshot.receivings
        if r.payment is None and (r.ended_at is None or now - r.ended_at < TOLD_FOR)
    )
    return tuple(sorted(found, key=lambda r: r.stage is not ReceivingStage.UNKNOWN))


def asked_line(requests: Sequence[Receiving], app: VoltageApp, width: int) -> Line:
    """The first of `requests`, what is known of it, and the key that opens it; a name gives way."""
    from voltage_tui.ui.screens.receive.stages import stage_mark  # noqa: PLC0415

    first = requests[0]
    more = f"  and {len(requests) - 1} more" if len(requests) > 1 else ""
    age = f", {duration(app.now() - first.started_at)} ago" if width >= _WIDE else ""

    def line(wallet: str) -> Line:
        what = f"{_amount(first, app)} into {wallet}"
        return [
            Span("  "),
            stage_mark(first),
            Span(f"  {what}"),
            Span(f"{age}: {known_words(first)}", Role.MUTED),
            Span("  o", Role.ACCENT),
            Span(more, Role.MUTED),
        ]

    name = _wallet(first, app)
    excess = width_of(line(name)) - width
    return line(fit(name, max(_LEAST_NAME, width_of((Span(name),)) - max(0, excess))))


def choice_words(request: Receiving, app: VoltageApp) -> str:
    """One of several requests, to choose it by."""
    age = duration(app.now() - request.started_at)
    return f"{_amount(request, app)} into {_wallet(request, app)}, {request.stage.value}, {age} ago"


def known_words(request: Receiving) -> str:
    """What is known of a request that is no payment here, and what follows from it."""
    match request.stage:
        case ReceivingStage.UNKNOWN:
            return "may exist, look first"
        case ReceivingStage.NOT_SENT:
            return "never left here, nothing was made"
        case ReceivingStage.REFUSED:
            return "Voltage refused it, nothing was made"
        case ReceivingStage.QUOTING | ReceivingStage.SENDING | ReceivingStage.ACCEPTED:
            return "being made"
        case ReceivingStage.READY:
            return "ready to be paid"
        case ReceivingStage.PAID | ReceivingStage.EXPIRED | ReceivingStage.FAILED:
            return "over"


def _amount(request: Receiving, app: VoltageApp) -> str:
    amount = request.order.amount
    return "any amount" if amount is None else app.amounts.words(amount)


def _wallet(request: Receiving, app: VoltageApp) -> str:
    account = app.snapshot.account(request.order.wallet_id) if app.snapshot else None
    return account.wallet.name if account else "a wallet"
