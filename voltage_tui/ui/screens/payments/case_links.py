"""Which other attempts a payment is linked with: the one it follows, and those that follow it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from voltage_tui.treasury.paying.attempts import attempt_before, attempts_after
from voltage_tui.ui.paint import Line, Span
from voltage_tui.ui.palette import Role
from voltage_tui.ui.watches import standing

if TYPE_CHECKING:
    from voltage_tui.model.ids import PaymentId
    from voltage_tui.model.payment import Payment
    from voltage_tui.treasury.snapshot import Snapshot

EARLIER_KEY = "["
LATER_KEY = "]"


def earlier(
    payment_id: PaymentId, payment: Payment | None, snapshot: Snapshot | None
) -> PaymentId | None:
    """The attempt before this one."""
    sending = snapshot.sending(payment_id) if snapshot is not None else None
    return attempt_before(payment, sending)


def later(payment_id: PaymentId, snapshot: Snapshot | None) -> tuple[PaymentId, ...]:
    """The attempts after this one, newest first."""
    return attempts_after(payment_id, snapshot) if snapshot is not None else ()


def link_lines(
    payment_id: PaymentId, payment: Payment | None, snapshot: Snapshot | None
) -> list[Line]:
    """Each of them by its number, how it stands, and the key that opens it."""
    lines: list[Line] = []
    before = earlier(payment_id, payment, snapshot)
    if before is not None:
        lines.append(_link("A new attempt of", before, snapshot, EARLIER_KEY))
    for count, after in enumerate(later(payment_id, snapshot)):
        lines.append(_link("Tried again as", after, snapshot, "" if count else LATER_KEY))
    return lines


def _link(words: str, other: PaymentId, snapshot: Snapshot | None, key: str) -> Line:
    now = standing(snapshot, other) if snapshot is not None else None
    stands = "" if now is None else f", {now.words}"
    line: Line = (Span(f"  {words} ", Role.MUTED), Span(other[:8]), Span(stands, Role.MUTED))
    if not key:
        return line
    return (*line, Span("   "), Span(key, Role.ACCENT), Span(" opens it", Role.MUTED))
