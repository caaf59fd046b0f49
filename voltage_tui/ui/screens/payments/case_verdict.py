"""The top of a send's case: whether it may be paid again, and what it still holds (S-15)."""

from __future__ import annotations

from voltage_tui.model.ids import PaymentId
from voltage_tui.model.ledger import LedgerEntry
from voltage_tui.model.payment import Direction, Payment, PaymentStatus
from voltage_tui.model.writes import WriteOutcome
from voltage_tui.store.journal import Resolution
from voltage_tui.treasury.durations import duration
from voltage_tui.treasury.paying.attempts import alive_after
from voltage_tui.treasury.paying.holds import OpenHold, holds_of, is_held, was_captured
from voltage_tui.treasury.paying.sending import Sending, SendStage
from voltage_tui.treasury.paying.verdict import No, NotYet, PayAgain, Yes, safe_to_pay_again
from voltage_tui.treasury.snapshot import Snapshot
from voltage_tui.treasury.usual import usual_for
from voltage_tui.ui.paint import Line, Span, width_of, wrap
from voltage_tui.ui.palette import Role
from voltage_tui.ui.payment_rows import kind_word
from voltage_tui.ui.screens.payments.look import Look


def verdict_of(payment: Payment, snapshot: Snapshot | None) -> PayAgain | None:
    """The answer to whether a send may be paid again; None for a receive.

    One of this program is answered only when its question is settled: until then the journal
    guards it, and nothing like it leaves (S-7).
    """
    if payment.direction is not Direction.SEND:
        return None
    if snapshot is None:
        return safe_to_pay_again(payment, held=None)
    return _unless_tried_again(_by_itself(payment, snapshot), payment.id, snapshot)


def _unless_tried_again(
    verdict: PayAgain, payment_id: PaymentId, snapshot: Snapshot | None
) -> PayAgain:
    """What was tried again is paid again by nobody, unless that came to nothing too."""
    later = alive_after(payment_id, snapshot) if snapshot is not None else None
    if later is None or not isinstance(verdict, Yes):
        return verdict
    return No(f"It was tried again as {later[:8]}, which was paid or may still be.")


def _by_itself(payment: Payment, snapshot: Snapshot) -> PayAgain:
    sending = snapshot.sending(payment.id)
    closed = sending.closed if sending is not None else None
    rows, offset = ledger_of(payment, snapshot), snapshot.connection.server_offset
    held = is_held(payment, snapshot.wallets, rows, offset)
    if closed is Resolution.ENDED:
        held = bool(held)  # it was looked for closely; a hold that is seen now counts all the same
    captured = sending is not None and sending.captured
    noted = closed is Resolution.PAID or payment.id in snapshot.paid
    paid = captured or noted or was_captured(payment, rows)
    answer = safe_to_pay_again(payment, held=held, paid=paid)
    if isinstance(answer, Yes) and sending is not None and sending.closed is None:
        return NotYet("It ended; whether anything of it is still held is being looked at.")
    return answer


def ledger_of(payment: Payment, snapshot: Snapshot) -> tuple[LedgerEntry, ...]:
    """The rows of the payment's wallet that were read: they say whose a hold is."""
    reading = snapshot.statements.get(payment.wallet_id)
    statement = reading.value if reading is not None else None
    return tuple(row.entry for row in statement.rows) if statement is not None else ()


def open_holds(payment: Payment, snapshot: Snapshot | None) -> tuple[OpenHold, ...]:
    """The holds on its wallet that are or may be its own; none of one that was paid."""
    account = snapshot.account(payment.wallet_id) if snapshot is not None else None
    paid = payment.status is PaymentStatus.COMPLETED
    if snapshot is None or account is None or paid or payment.direction is not Direction.SEND:
        return ()
    return holds_of(payment, account.wallet.holds, ledger_of(payment, snapshot))


def verdict_lines(look: Look, width: int) -> list[Line]:
    """The question, its answer and why; what is still held."""
    verdict = verdict_of(look.payment, look.snapshot)
    return [*_said(verdict, width), *_holds(look)] if verdict is not None else []


def unread_lines(sending: Sending, width: int, snapshot: Snapshot | None = None) -> list[Line]:
    """The same of a send that was never read, from what is known of its request."""
    return _said(unread_verdict(sending, snapshot), width)


def unread_verdict(sending: Sending, snapshot: Snapshot | None) -> PayAgain:
    """The answer for a send that was never read."""
    match sending.stage:
        case SendStage.NOT_SENT:
            outcome = WriteOutcome.NOT_SENT
        case SendStage.REFUSED:
            outcome = WriteOutcome.REFUSED
        case SendStage.ACCEPTED | SendStage.COMPLETED:
            outcome = WriteOutcome.ACCEPTED
        case (
            SendStage.JOURNALLED
            | SendStage.SENDING
            | SendStage.UNKNOWN
            | SendStage.FAILED
            | SendStage.GIVEN_UP
        ):
            outcome = WriteOutcome.UNKNOWN
    verdict = safe_to_pay_again(outcome, held=None)
    return _unless_tried_again(verdict, sending.payment_id, snapshot)


def _said(verdict: PayAgain, width: int) -> list[Line]:
    said: Line = [Span("  Safe to pay again? ", Role.STRONG), _answer(verdict)]
    beside: Line = [*said, Span(f"  {verdict.words}")]
    if width_of(beside) < width:
        return [beside]
    return [said, *((Span(f"    {piece}"),) for piece in wrap(verdict.words, width - 6))]


def answer_word(verdict: PayAgain) -> str:
    """`YES`, `NOT YET` or `NO`."""
    match verdict:
        case Yes():
            return "YES"
        case NotYet():
            return "NOT YET"
        case No():
            return "NO"


def _answer(verdict: PayAgain) -> Span:
    role = Role.OK_STRONG if isinstance(verdict, Yes) else Role.WARN_STRONG
    return Span(answer_word(verdict), role)


def _holds(look: Look) -> list[Line]:
    lines: list[Line] = []
    for found in open_holds(look.payment, look.snapshot):
        since = duration(look.now - found.hold.effective_time)
        whose = "for it" if found.certain else "perhaps for it"
        lines.append(
            [
                Span("  Still reserved on its wallet: ", Role.MUTED),
                *look.display.spans(found.hold.amount, Role.STRONG),
                Span(f" {whose}, since {since}", Role.MUTED),
            ]
        )
    return lines


def usual_words(look: Look) -> str:
    """How long its kind usually takes, where enough is known to say."""
    payment = look.payment
    book = look.snapshot.book.value if look.snapshot is not None else None
    usual = usual_for(payment, book.payments) if book is not None else None
    if usual is None:
        return ""
    way = "sends" if payment.direction is Direction.SEND else "receives"
    kind = f"{usual.count} completed {kind_word(payment.kind)} {way}"
    if payment.is_terminal:
        took = f"It took {duration(payment.updated_at - payment.created_at)}"
    else:
        took = f"Its age is {duration(look.now - payment.created_at)}"
    return f"{took}, usual is {duration(usual.span)}, the median of {kind}"
