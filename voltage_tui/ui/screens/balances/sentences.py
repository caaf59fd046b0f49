"""What wants the treasurer, as sentences: what happened, what it means, which key leads on."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from rich.cells import cell_len

from voltage_tui.money import BTC, Money
from voltage_tui.treasury.attention import Attention, Matter, Urgency, attention
from voltage_tui.treasury.durations import duration
from voltage_tui.ui.bars import percent
from voltage_tui.ui.paint import Line, Span, fit, width_of
from voltage_tui.ui.palette import Role
from voltage_tui.ui.unread import as_sentence

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from voltage_tui.treasury.snapshot import Snapshot
    from voltage_tui.ui.app import VoltageApp

_LEAST_MEMO = 5
"""A memo with fewer cells says nothing."""


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
    """The meaning leaves when there is no room for it; the key and "do not pay again" never do."""
    mark = Role.BAD_STRONG if item.urgency is Urgency.NOW else Role.WARN_STRONG
    line: list[Span] = []
    for head, meaning, key in _forms(item, app, width):
        line = [Span("  "), Span("! ", mark), Span(head, Role.TEXT)]
        line += [Span(f"  {meaning}", Role.MUTED)] if meaning else []
        line += [Span(f"  {key}", Role.ACCENT)] if key else []
        if width_of(line) <= width:
            break
    return line


def _forms(item: Attention, app: VoltageApp, width: int) -> Iterator[tuple[str, str, str]]:
    """A sentence whole, then shorter: without its meaning, the memo's end, the memo."""
    head, meaning, key = sentence(item, app)
    yield head, meaning, key
    yield _short(item, app), "", key
    bare = _short(item, app, 0)
    room = width - cell_len(f"  ! {bare} ()  {key}")
    if room >= _LEAST_MEMO:
        yield _short(item, app, room), "", key
    yield bare, "", key


def _short(item: Attention, app: VoltageApp, memo_cells: int | None = None) -> str:
    """What has to be said where there is little room."""
    age = duration(app.now() - item.since)
    match item.matter:
        case Matter.STUCK_SEND:
            return f"{_payment_words(item, app, memo_cells)} sending {age}: do not pay again"
        case Matter.UNKNOWN_SEND:
            return f"{_sending_words(item, app)} may have been sent: do not pay again"
        case Matter.UNKNOWN_OUTCOME:
            return f"{_request_words(item, app)} may exist: look before asking again"
        case Matter.FROZEN:
            return f"{_payment_words(item, app, memo_cells)}: funds are frozen"
        case Matter.FAILED_SEND:
            return f"{_payment_words(item, app, memo_cells)} failed {age} ago"
        case _:
            return sentence(item, app)[0]


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
        case Matter.UNKNOWN_SEND:
            return (
                f"{_sending_words(item, app)}: it is not known whether it was sent",
                "It may still complete: do not pay again.",
                "3 o",
            )
        case Matter.UNKNOWN_OUTCOME:
            return (
                f"{_request_words(item, app)}: it is not known whether it arrived",
                "It may exist: look before asking again.",
                "3",
            )
        case Matter.FROZEN:
            return (_short(item, app), "Compliance must look.", "3")
        case Matter.FAILED_SEND:
            return (_short(item, app), _reason(item), "3")
        case Matter.CREDIT_HIGH:
            return _credit_words(item, app)
        case Matter.SEAL_BROKEN:
            return (f"{item.what} was sealed and has changed", _seal_words(item), "8")
        case Matter.LINE_DISABLED | Matter.LINE_NOT_SECURED | Matter.WALLET_TROUBLE:
            return _standing(item, age)


def _seal_words(item: Attention) -> str:
    """What changed in a sealed month."""
    change = item.sealed.change if item.sealed is not None else None
    if change is None:
        return ""
    rows = change.rows
    counts = ((rows.added, "added"), (rows.changed, "changed"), (rows.gone, "gone"))
    told = ", ".join(f"{n:,} {'row' if n == 1 else 'rows'} {word}" for n, word in counts if n)
    return f"{told or 'Its balances are others'}."


def _standing(item: Attention, age: str) -> tuple[str, str, str]:
    """Of lines and wallets, where no payment is the matter."""
    if item.matter is Matter.LINE_DISABLED:
        return ("A line of credit is disabled", f"since {age}: it takes no payments.", "5")
    if item.matter is Matter.LINE_NOT_SECURED:
        return ("A line of credit is not secured yet", "Its limit may not be usable.", "5")
    name = item.wallet.name if item.wallet else "A wallet"
    error = item.wallet.error.type.value if item.wallet and item.wallet.error else ""
    return (f"{name}: the last change failed", error, "2")


def _payment_words(item: Attention, app: VoltageApp, memo_cells: int | None = None) -> str:
    """Its amount and its memo, shortened to so many cells; 0 leaves the memo out."""
    payment = item.payment
    if payment is None:
        return "A payment"
    rail = Money(BTC, payment.rail_units) if payment.rail_units is not None else None
    amount = app.amounts.words(payment.amount or rail)
    if app.amounts.hidden or not payment.memo or memo_cells == 0:
        return amount
    return f"{amount} ({payment.memo if memo_cells is None else fit(payment.memo, memo_cells)})"


def _request_words(item: Attention, app: VoltageApp) -> str:
    order = item.receiving.order if item.receiving else None
    if order is None or order.amount is None:
        return "A request for a payment"
    return f"A request for {app.amounts.words(order.amount)}"


def _sending_words(item: Attention, app: VoltageApp) -> str:
    """After a start anew the amount is not known: the journal keeps none (S-2)."""
    order = item.sending.order if item.sending else None
    return "A payment" if order is None else f"A payment of {app.amounts.words(order.amount)}"


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
