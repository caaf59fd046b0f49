"""What wants the treasurer, as sentences: what happened, what it means, which key leads on."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from voltage_tui.money import BTC, Money
from voltage_tui.treasury.attention import Attention, Matter, Urgency, attention
from voltage_tui.treasury.durations import duration
from voltage_tui.ui.bars import percent
from voltage_tui.ui.paint import Line, Span, width_of
from voltage_tui.ui.palette import Role
from voltage_tui.ui.unread import as_sentence

if TYPE_CHECKING:
    from collections.abc import Sequence

    from voltage_tui.treasury.snapshot import Snapshot
    from voltage_tui.ui.app import VoltageApp


def sentences(app: VoltageApp, snapshot: Snapshot, width: int) -> list[Line]:
    """One line for everything that wants a person, worst first."""
    found = attention(snapshot, app.now())
    lines = [_line(item, app, width) for item in found if item.matter is not Matter.UNREAD]
    unread = [item for item in found if item.matter is Matter.UNREAD]
    return [*_unread_lines(unread, app, width), *lines]


def _unread_lines(items: Sequence[Attention], app: VoltageApp, width: int) -> list[Line]:
    """One sentence for all that one cause kept from being read, so that the rest stays in view."""
    lines = []
    causes = dict.fromkeys(item.problem.words if item.problem else "" for item in items)
    for cause in causes:
        same = [i for i in items if (i.problem.words if i.problem else "") == cause]
        what = [i.what for i in same[:1]] + [i.what[:1].lower() + i.what[1:] for i in same[1:]]
        words = " and ".join(part for part in (", ".join(what[:-1]), what[-1]) if part)
        first = min(same, key=lambda item: item.since)
        lines.append(_line(replace(first, what=words), app, width))
    return lines


def _line(item: Attention, app: VoltageApp, width: int) -> Line:
    """The meaning leaves when there is no room for it; the key never does."""
    head, meaning, key = sentence(item, app)
    mark = Role.BAD_STRONG if item.urgency is Urgency.NOW else Role.WARN_STRONG
    line = [Span("  "), Span("! ", mark), Span(head, Role.TEXT)]
    rest = [Span(f"  {meaning}", Role.MUTED)] if meaning else []
    end = [Span(f"  {key}", Role.ACCENT)] if key else []
    if width_of(line) + width_of(rest) + width_of(end) > width:
        return [*line, *end]
    return [*line, *rest, *end]


def sentence(item: Attention, app: VoltageApp) -> tuple[str, str, str]:
    """What happened, what it means, and the key that leads on (may be empty)."""
    age = duration(app.now() - item.since)
    match item.matter:
        case Matter.UNREAD:
            words = as_sentence(item.problem.words) if item.problem else ""
            return (f"{item.what} could not be read for {age}", f"{words} Old figures stay.", "R")
        case Matter.STUCK_SEND:
            return (
                f"{_payment_words(item, app)} still sending after {age}",
                "It may still complete: do not pay again.",
                "3",
            )
        case Matter.UNKNOWN_OUTCOME:
            return (
                f"{_request_words(item, app)}: it is not known whether it arrived",
                "It may exist: look before asking again.",
                "3",
            )
        case Matter.FROZEN:
            return (f"{_payment_words(item, app)}: funds are frozen", "Compliance must look.", "3")
        case Matter.FAILED_SEND:
            return (f"{_payment_words(item, app)} failed {age} ago", _reason(item), "3")
        case Matter.CREDIT_HIGH:
            return _credit_words(item, app)
        case Matter.LINE_DISABLED:
            return ("A line of credit is disabled", f"since {age}: it takes no payments.", "5")
        case Matter.LINE_NOT_SECURED:
            return ("A line of credit is not secured yet", "Its limit may not be usable.", "5")
        case Matter.WALLET_TROUBLE:
            name = item.wallet.name if item.wallet else "A wallet"
            error = item.wallet.error.type.value if item.wallet and item.wallet.error else ""
            return (f"{name}: the last change failed", error, "2")


def _payment_words(item: Attention, app: VoltageApp) -> str:
    payment = item.payment
    if payment is None:
        return "A payment"
    rail = Money(BTC, payment.rail_units) if payment.rail_units is not None else None
    amount = app.amounts.words(payment.amount or rail)
    memo = "" if app.amounts.hidden or not payment.memo else f" ({payment.memo})"
    return f"{amount}{memo}"


def _request_words(item: Attention, app: VoltageApp) -> str:
    order = item.receiving.order if item.receiving else None
    if order is None or order.amount is None:
        return "A request for a payment"
    return f"A request for {app.amounts.words(order.amount)}"


def _reason(item: Attention) -> str:
    error = item.payment.error if item.payment else None
    if error is None:
        return ""
    code = error.code or error.type
    return code.value.replace("_", " ")


def _credit_words(item: Attention, app: VoltageApp) -> tuple[str, str, str]:
    account = item.account
    if account is None:
        return ("Credit is high", "", "5")
    used = "much" if app.amounts.hidden else percent(account.used_permille)
    left = app.amounts.words(account.headroom)
    return (f"{account.wallet.name} uses {used} of its credit", f"{left} can still be spent.", "5")
