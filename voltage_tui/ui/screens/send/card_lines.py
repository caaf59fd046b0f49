"""How far a payment has come, as lines: only what is known of it is said (S-5, S-13)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from voltage_tui.model.payment import PaymentStatus
from voltage_tui.money import Money
from voltage_tui.treasury.account import Account
from voltage_tui.treasury.durations import duration
from voltage_tui.treasury.failures import error_words
from voltage_tui.treasury.paying.after import fee_breach
from voltage_tui.treasury.paying.lookalike import KnownPayee, payee_keys
from voltage_tui.treasury.paying.sending import Sending, SendStage
from voltage_tui.ui.display import Display
from voltage_tui.ui.frame.top import world_band
from voltage_tui.ui.paint import Line, Span, spread, width_of, wrap
from voltage_tui.ui.palette import Ground, Role
from voltage_tui.ui.screens.send.grouped import grouped
from voltage_tui.ui.screens.send.payee_lines import known_words
from voltage_tui.ui.three_units import hero

_LABEL: Final = 13
_DONE: Final = "●"
_OPEN: Final = "○"


@dataclass(frozen=True, slots=True)
class Following:
    """A sending at a moment; `silent` is how long Voltage has not answered, None while it does.

    `payee` is who was paid, once that is known.
    """

    sending: Sending
    account: Account | None
    display: Display
    now: datetime
    silent: timedelta | None = None
    payee: KnownPayee | None = None

    @property
    def amount(self) -> Money | None:
        """What the payee gets: as ordered, or as the API says after a restart."""
        sending = self.sending
        if sending.order is not None:
            return sending.order.amount
        return sending.payment.amount if sending.payment else None


def following_lines(following: Following, width: int, height: int) -> list[Line]:
    """The card; blank lines between subjects where there is room for them."""
    parts: list[list[Line]] = [
        _head(following, width),
        _stage(following, width),
        _facts(following, width),
        _timeline(following),
        [(_label("payment ID"), Span(following.sending.payment_id))],
    ]
    lines: list[Line] = []
    for part in parts:
        if lines and part:
            lines.append(())
        lines += part
    return lines if len(lines) <= height else [line for line in lines if line]


def receipt(following: Following) -> str:
    """What is copied as a receipt: never the preimage, nor anything that could pay again."""
    sending, payment = following.sending, following.sending.payment
    display = Display()
    ended = "" if sending.ended_at is None else f"{sending.ended_at:%Y-%m-%d %H:%M:%S} UTC"
    rows = [
        ("payment", sending.payment_id),
        ("status", sending.stage.value),
        ("amount", display.words(following.amount)),
        ("fees", display.words(payment.fees if payment else None)),
        ("ended", ended or "not yet"),
    ]
    order = sending.order
    if following.payee is not None and following.payee.name is not None:
        rows.append(("payee", following.payee.name))
    if order is not None:
        rows += [("to", key) for key in payee_keys(order.destination)]
        if order.reference is not None:
            rows.append(("reference", order.reference))
    return "\n".join(f"{name}: {value}" for name, value in rows)


def _head(following: Following, width: int) -> list[Line]:
    account = following.account
    left: list[Span] = [Span("SEND", Role.ACCENT_STRONG)]
    if account is None:
        return [left]
    left += [Span("   from ", Role.MUTED), Span(account.wallet.name)]
    band = world_band([account.wallet.network])
    if width_of(left) + width_of(band) < width:
        return [spread(left, band, width)]
    return [left, band]


def _stage(following: Following, width: int) -> list[Line]:
    """The state as a glyph and a word, then in sentences; UNKNOWN in a band of its own."""
    sending = following.sending
    lines: list[Line] = []
    amount = following.amount
    if amount is not None:
        lines.append(hero(amount, hidden=following.display.hidden))
    lines.append(_mark(following))
    for words, role in _sentences(following):
        lines += [(Span(line, role),) for line in wrap(words, width)]
    if sending.payment is not None and sending.stage is SendStage.COMPLETED:
        breaches = fee_breach(sending.payment, sending.order, say=following.display.words)
        for breach in breaches:
            lines += [(Span(line, Role.BAD_STRONG),) for line in wrap(breach.words, width)]
    return lines


def _mark(following: Following) -> Line:
    sending = following.sending
    match sending.stage:
        case SendStage.JOURNALLED:
            return (Span("◐ written down, about to be sent", Role.WARN),)
        case SendStage.SENDING:
            return (Span("◐ sending", Role.WARN),)
        case SendStage.ACCEPTED:
            waited = duration(following.now - (sending.accepted_at or sending.started_at))
            return (Span("◐ sending", Role.WARN), Span(f"   accepted, {waited}", Role.MUTED))
        case SendStage.COMPLETED:
            return (Span(f" ● completed{_took(sending)} ", Role.STRONG, Ground.OK_BAND),)
        case SendStage.UNKNOWN:
            return (Span(" ? UNKNOWN: do not pay again ", Role.STRONG, Ground.WARN_BAND),)
        case SendStage.FAILED:
            return (Span("✕ failed", Role.BAD_STRONG),)
        case SendStage.REFUSED:
            return (Span("✕ refused", Role.BAD_STRONG), Span("   nothing was paid", Role.MUTED))
        case SendStage.NOT_SENT:
            return (Span("✕ not sent", Role.BAD_STRONG), Span("   nothing left", Role.MUTED))
        case SendStage.GIVEN_UP:
            return (Span("✕ declared never sent", Role.BAD_STRONG),)


def _took(sending: Sending) -> str:
    """From the confirm to its end, in tenths of a second while that is short."""
    if sending.ended_at is None:
        return ""
    took = sending.ended_at - sending.started_at
    if took >= timedelta(minutes=1):
        return f" in {duration(took)}"
    tenths = max(0, took // timedelta(milliseconds=100))
    return f" in {tenths // 10}.{tenths % 10} s"


def _sentences(following: Following) -> list[tuple[str, Role]]:
    sending = following.sending
    told: list[tuple[str, Role]] = []
    if sending.stage is SendStage.UNKNOWN:
        told.append(
            (
                "It may have been sent or not. Its ID is looked for until that is known; until "
                "then the same cannot be paid again from here.",
                Role.TEXT,
            )
        )
    told += [(words, Role.TEXT) for words in _why(following)]
    if sending.stage is SendStage.FAILED:
        told.append((_holds(sending), Role.WARN))
    if following.silent is not None and not sending.is_over:
        words = f"no word from Voltage for {duration(following.silent)}: it may have ended"
        told.append((words, Role.WARN))
    return told


def _why(following: Following) -> list[str]:
    """The reason; told again from its code where it names an amount, so that hiding holds."""
    sending = following.sending
    error = sending.payment.error if sending.payment is not None else None
    if error is not None:
        told = error_words(error, following.display.words)
        return [told.words, told.next_step]
    if sending.problem is None:
        return []
    return [sending.problem.words, sending.problem.advice]


def _holds(sending: Sending) -> str:
    """Whether what it held is back, since before that it is not safe to pay again (S-15)."""
    match sending.holds_open:
        case None if sending.captured:
            return "do not pay again: the ledger says that it was paid"
        case None:
            return "do not pay again yet: whether anything is still held is being looked at"
        case 0:
            return "nothing of it is held any more: it can be paid again, as a new payment"
        case held:
            return f"do not pay again yet: {held} of its holds still open"


def _facts(following: Following, width: int) -> list[Line]:
    """To whom, whole, and what it cost."""
    sending, display = following.sending, following.display
    lines: list[Line] = []
    if following.payee is not None:
        said = wrap(known_words(following.payee, hidden=display.hidden), width - _LABEL)
        labels = [_label("payee"), *[Span(" " * _LABEL)] * (len(said) - 1)]
        lines += [(label, Span(words)) for label, words in zip(labels, said, strict=True)]
    if sending.order is not None:
        for key in payee_keys(sending.order.destination):
            first, *rest = grouped(key, width - _LABEL)
            indent = Span(" " * _LABEL)
            lines += [(_label("to"), *first), *((indent, *line) for line in rest)]
        if sending.order.reference is not None:
            lines.append((_label("reference"), Span(sending.order.reference)))
    fees = sending.payment.fees if sending.payment is not None else None
    if fees is not None and sending.stage is SendStage.COMPLETED:
        lines.append((_label("fees"), *display.spans(fees)))
    if sending.order is not None:
        lines.append((_label("fee cap"), *display.spans(sending.order.max_fee)))
    return lines


def _timeline(following: Following) -> list[Line]:
    """When each step was reached; what has not come yet has an empty mark."""
    sending = following.sending
    status = sending.payment.status if sending.payment is not None else None
    approved = status is PaymentStatus.APPROVED or sending.stage is SendStage.COMPLETED
    steps: list[tuple[str, bool, datetime | None]] = [
        ("written to the journal", True, sending.started_at),
        ("accepted (202)", sending.accepted_at is not None, sending.accepted_at),
        ("approved", approved, None),
    ]
    end = "completed" if not sending.is_over else sending.stage.value
    steps.append((end, sending.is_over, sending.ended_at))
    return [_step(*step) for step in steps]


def _step(name: str, reached: bool, at: datetime | None) -> Line:  # noqa: FBT001
    glyph, role = (_DONE, Role.TEXT) if reached else (_OPEN, Role.FAINT)
    when = "" if at is None else f"  {at:%H:%M:%S}.{at.microsecond // 100_000}"
    return (Span(f"{glyph} {name}", role), Span(when, Role.MUTED))


def _label(words: str) -> Span:
    return Span(f"{words:<{_LABEL}}", Role.MUTED)
