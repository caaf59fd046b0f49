"""What wants the treasurer, in sentences: what happened, what it means, which key opens it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from voltage_tui.money import BTC, Money
from voltage_tui.treasury.attention import Attention, Matter, Urgency, attention
from voltage_tui.treasury.durations import duration
from voltage_tui.ui.bars import percent
from voltage_tui.ui.paint import Line, Span, width_of
from voltage_tui.ui.palette import Role
from voltage_tui.ui.widgets.painted import Painted

if TYPE_CHECKING:
    from collections.abc import Sequence

    from voltage_tui.ui.app import VoltageApp

MOST = 5


class NeedsYou(Painted):
    """A head and up to five sentences; when there is nothing it says so in one line."""

    def wanted(self, width: int, height: int) -> int:
        """Rows wanted, with the blank lines around."""
        count = len(self._items())
        airy = height >= 27
        most = MOST if airy else 2
        return 1 + 1 + min(count, most) + 1 if airy else min(max(1, count), most) + 2

    def _items(self) -> tuple[Attention, ...]:
        snapshot = self.app.snapshot
        return attention(snapshot, self.app.now()) if snapshot is not None else ()

    def paint(self, width: int, height: int) -> Sequence[Line]:
        """The lines."""
        items = self._items()
        trouble = self.app.trouble
        if trouble is not None:
            return [
                (),
                [Span("  ! ", Role.BAD_STRONG), Span(trouble.what, Role.STRONG)],
                [Span("    "), Span(trouble.advice, Role.MUTED)],
            ]
        if self.app.snapshot is None:
            return []
        if not items:
            return [(), [Span("  Nothing needs you.", Role.MUTED)]]
        room = height - 2
        lines: list[Line] = [()]
        if room > 2:
            lines.append([Span("  NEEDS YOU", Role.WARN_STRONG)])
            room -= 1
        shown = items[:room] if len(items) <= room else items[: max(1, room)]
        more = len(items) - len(shown)
        for n, item in enumerate(shown):
            tail = f"  and {more} more" if more and n == len(shown) - 1 else ""
            lines.append(self._sentence(item, width, tail))
        return lines

    def _sentence(self, item: Attention, width: int, tail: str) -> Line:
        head, meaning, key = sentence(item, self.app)
        mark = ("! ", Role.BAD_STRONG) if item.urgency is Urgency.NOW else ("! ", Role.WARN_STRONG)
        line = [Span("  "), Span(*mark), Span(head, Role.TEXT)]
        rest = [Span(f"  {meaning}", Role.MUTED)]
        end = [Span(f"  {key}", Role.ACCENT)] if key else []
        end += [Span(tail, Role.MUTED)] if tail else []
        if width_of(line) + width_of(rest) + width_of(end) <= width:
            return [*line, *rest, *end]
        return [*line, *end]


def sentence(item: Attention, app: VoltageApp) -> tuple[str, str, str]:
    """What happened, what it means, and the key that leads on (may be empty)."""
    age = duration(app.now() - item.since)
    match item.matter:
        case Matter.UNREAD:
            words = item.problem.words if item.problem else ""
            return (f"{item.what} could not be read for {age}", f"{words} Old figures stay.", "R")
        case Matter.STUCK_SEND:
            return (
                f"{_payment_words(item, app)} still sending after {age}",
                "It may still complete: do not pay again.",
                "3",
            )
        case Matter.UNKNOWN_OUTCOME:
            return (f"{_payment_words(item, app)}: outcome unknown", "Do not pay again.", "3")
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
    used = percent(account.used_permille)
    left = app.amounts.words(account.headroom)
    return (f"{account.wallet.name} uses {used} of its credit", f"{left} can still be spent.", "5")
