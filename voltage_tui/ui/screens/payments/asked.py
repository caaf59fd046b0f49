"""What this program asked for or sends that is no payment here yet, or never became one."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Final, TypeAlias

from voltage_tui.treasury.durations import duration
from voltage_tui.treasury.paying.sending import Sending, SendStage
from voltage_tui.treasury.receiving import Receiving, ReceivingStage
from voltage_tui.ui.paint import Line, Span, fit, width_of
from voltage_tui.ui.palette import Role

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from voltage_tui.model.ids import WalletId
    from voltage_tui.treasury.snapshot import Snapshot
    from voltage_tui.ui.app import VoltageApp

TOLD_FOR: Final = timedelta(hours=1)
"""How long a request that came to nothing is still told."""
_LEAST_NAME: Final = 6
_WIDE: Final = 100
"""From here a request's age is told too."""
_UNKNOWN: Final = frozenset({SendStage.UNKNOWN, ReceivingStage.UNKNOWN})

Request: TypeAlias = Receiving | Sending


def without_payment(snapshot: Snapshot | None, now: datetime) -> tuple[Request, ...]:
    """What was asked for or sent from here and is in no list of payments.

    Sends first, then those of which it is not known whether they exist, then the newest.
    """
    if snapshot is None:
        return ()
    requests: tuple[Request, ...] = (*snapshot.sendings, *snapshot.receivings)
    found = (
        r
        for r in requests
        if r.payment is None and (r.ended_at is None or now - r.ended_at < TOLD_FOR)
    )
    return tuple(sorted(found, key=lambda r: r.stage not in _UNKNOWN))


def asked_line(requests: Sequence[Request], app: VoltageApp, width: int) -> Line:
    """The first of `requests`, what is known of it, and the key that opens it; a name gives way."""
    first = requests[0]
    more = f"  and {len(requests) - 1} more" if len(requests) > 1 else ""
    age = f", {duration(app.now() - first.started_at)} ago" if width >= _WIDE else ""

    def line(wallet: str) -> Line:
        return [
            Span("  "),
            _mark(first),
            Span(f"  {_what(first, app, wallet)}"),
            Span(f"{age}: {known_words(first)}", Role.MUTED),
            Span("  o", Role.ACCENT),
            Span(more, Role.MUTED),
        ]

    name = _wallet(first, app)
    excess = width_of(line(name)) - width
    return line(fit(name, max(_LEAST_NAME, width_of((Span(name),)) - max(0, excess))))


def choice_words(request: Request, app: VoltageApp) -> str:
    """One of several requests, to choose it by."""
    age = duration(app.now() - request.started_at)
    what = _what(request, app, _wallet(request, app))
    return f"{what}, {request.stage.value}, {age} ago"


def known_words(request: Request) -> str:
    """What is known of a request that is no payment here, and what follows from it."""
    return _sent_words(request) if isinstance(request, Sending) else _asked_words(request)


def _asked_words(request: Receiving) -> str:
    match request.stage:
        case ReceivingStage.UNKNOWN:
            return "may exist, look first"
        case ReceivingStage.NOT_SENT if request.missing is not None:
            return "Voltage does not know it, nothing was made"
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


def _sent_words(sending: Sending) -> str:
    """As much as is known of a send; of one that may exist the warning never leaves (S-5)."""
    match sending.stage:
        case SendStage.UNKNOWN:
            return "may have been sent, do not pay again"
        case SendStage.NOT_SENT:
            return "never left here, nothing was paid"
        case SendStage.REFUSED:
            return "Voltage refused it, nothing was paid"
        case SendStage.GIVEN_UP:
            return "declared never sent"
        case SendStage.JOURNALLED | SendStage.SENDING | SendStage.ACCEPTED:
            return "being sent"
        case SendStage.COMPLETED | SendStage.FAILED:
            return "over"


def _mark(request: Request) -> Span:
    if isinstance(request, Sending):
        return _sent_mark(request.stage)
    from voltage_tui.ui.screens.receive.stages import stage_mark  # noqa: PLC0415

    return stage_mark(request)


def _sent_mark(stage: SendStage) -> Span:
    match stage:
        case SendStage.UNKNOWN:
            return Span("? unknown", Role.WARN_STRONG)
        case SendStage.NOT_SENT | SendStage.REFUSED | SendStage.GIVEN_UP | SendStage.FAILED:
            return Span(f"✕ {stage.value}", Role.BAD_STRONG)
        case SendStage.JOURNALLED | SendStage.SENDING | SendStage.ACCEPTED:
            return Span("◐ sending", Role.WARN)
        case SendStage.COMPLETED:
            return Span("● completed", Role.OK)


def _what(request: Request, app: VoltageApp, wallet: str) -> str:
    """How much, and whose: after a start anew a send's amount is not known (S-2)."""
    if isinstance(request, Sending):
        order = request.order
        return f"{'a payment' if order is None else app.amounts.words(order.amount)} from {wallet}"
    amount = request.order.amount
    return f"{'any amount' if amount is None else app.amounts.words(amount)} into {wallet}"


def _wallet(request: Request, app: VoltageApp) -> str:
    account = app.snapshot.account(wallet_of(request)) if app.snapshot else None
    return account.wallet.name if account else "a wallet"


def wallet_of(request: Request) -> WalletId:
    """The wallet that pays or is paid."""
    return request.wallet_id if isinstance(request, Sending) else request.order.wallet_id
