"""The top of a case: what it is, where it stands, how much, and what to do about it."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from voltage_tui.model.open_enum import Unrecognised
from voltage_tui.model.payment import Direction, Payment, PaymentError, PaymentKind, PaymentStatus
from voltage_tui.money import BTC, Money
from voltage_tui.treasury.durations import duration
from voltage_tui.treasury.failures import error_words
from voltage_tui.treasury.words import status_words
from voltage_tui.ui.paint import Line, Span, spread, width_of, wrap
from voltage_tui.ui.palette import Role
from voltage_tui.ui.payment_rows import HIDDEN_TEXT, kind_word, shown_amount
from voltage_tui.ui.rate_age import worth_mark
from voltage_tui.ui.screens.payments.case_links import link_lines
from voltage_tui.ui.screens.payments.case_verdict import usual_words, verdict_lines
from voltage_tui.ui.screens.payments.look import Look
from voltage_tui.ui.status import amount_role, status_span

_NOTE: Final = "  note  "
WATCHED: Final = "◉ watched: the bell rings when it moves"


def head(look: Look, width: int) -> list[Line]:
    """What stands above everything else, with a blank line under it."""
    payment = look.payment
    lines: list[Line] = [*verdict_lines(look, width), *_first_lines(look, width)]
    usual = usual_words(look)
    if usual:
        lines += _wrapped("", usual, Role.MUTED, width)
    lines += link_lines(payment.id, payment, look.snapshot)
    if look.watched:
        lines.append([Span(f"  {WATCHED}", Role.ACCENT)])
    lines.append(_amounts(look))
    if payment.memo:
        memo = HIDDEN_TEXT if look.hidden else payment.memo
        lines += _wrapped("", memo, Role.FAINT if look.hidden else Role.TEXT, width)
    lines += _marks(look, width)
    lines += _trouble(look, width)
    lines += _reading_problem(look, width)
    return [*lines, ()]


def _marks(look: Look, width: int) -> list[Line]:
    """What a person wrote about it here: tags, and the note."""
    lines: list[Line] = []
    if look.tags:
        tags = HIDDEN_TEXT if look.hidden else "  ".join(f"#{tag}" for tag in look.tags)
        lines += _wrapped("", tags, Role.ACCENT, width)
    if look.note:
        first, *rest = wrap(look.private(look.note), width - len(_NOTE) - 2)
        lines.append([Span(_NOTE, Role.MUTED), Span(first)])
        lines += [[Span(" " * len(_NOTE)), Span(piece)] for piece in rest]
    return lines


def _first_lines(look: Look, width: int) -> list[Line]:
    """In one line where there is room, else where it stands goes on in the next."""
    payment = look.payment
    left: Line = [
        Span(f"  {what_it_is(payment)}   ", Role.STRONG),
        status_span(payment.status, check_only=payment.check_only),
    ]
    words = f"{_where(payment)}{_age(look)}"
    read: Line = [Span(f"{_read(look)}  ", Role.FAINT)]
    together = [*left, Span(f"   {words}", Role.MUTED)]
    if width_of(together) + width_of(read) < width:
        return [spread(together, read, width)]
    return [spread(left, read, width), *_wrapped("", words, Role.MUTED, width)]


def what_it_is(payment: Payment) -> str:
    """`Lightning receive`, `On-chain send`, `Lightning check`."""
    kind = kind_word(payment.kind)
    kind = {PaymentKind.BIP21: "BIP21", PaymentKind.USDBATCH: "Bank batch"}.get(
        payment.kind if isinstance(payment.kind, PaymentKind) else PaymentKind.BOLT11,
        kind[:1].upper() + kind[1:],
    )
    way = "receive" if payment.direction is Direction.RECEIVE else "send"
    return f"{kind} {'check' if payment.check_only else way}"


def _where(payment: Payment) -> str:
    if isinstance(payment.status, Unrecognised):
        return "a status not known here, so still pending, "
    words = status_words(payment)
    return "" if words == payment.status.value else f"{words}, "


def _age(look: Look) -> str:
    payment = look.payment
    if payment.is_terminal:
        return f"{duration(look.now - payment.updated_at)} ago"
    return f"for {duration(look.now - payment.created_at)}"


def _read(look: Look) -> str:
    if look.reading is None or look.reading.read_at is None:
        return "being read"
    return f"read {duration(look.now - look.reading.read_at)} ago"


def _amounts(look: Look) -> Line:
    """The amount in sats, BTC and dollars, whichever of them can be said."""
    payment = look.payment
    amount = shown_amount(payment)
    if is_any_amount(payment):
        return [Span("  any amount", Role.STRONG), Span("   the payer chooses", Role.MUTED)]
    sats = replace(look.display, unit="sats")
    line: list[Span] = [Span("  "), *sats.spans(amount, amount_role(payment), signed=True)]
    bitcoin = _bitcoin(payment)
    if bitcoin is None:
        return line
    if amount is None or amount.currency != BTC:
        line += [Span("   "), *sats.spans(bitcoin)]
    coins = replace(look.display, unit="btc")
    line += [Span("   "), *coins.spans(bitcoin)]
    if amount is None or amount.currency == BTC:
        worth = sats.worth(bitcoin)
        mark = worth_mark(look.display.rate, look.now) or (Span(" now", Role.FAINT),)
        line += [Span("   "), *worth, *mark] if worth else []
    return line


def is_any_amount(payment: Payment) -> bool:
    """Whether the payer chooses the amount and has not yet."""
    nothing = payment.amount is None or payment.amount.is_zero
    return (
        payment.direction is Direction.RECEIVE
        and nothing
        and not payment.rail_units
        and (payment.requested is None or payment.requested.is_zero)
        and payment.kind in (PaymentKind.BOLT11, PaymentKind.BIP21)
    )


def _bitcoin(payment: Payment) -> Money | None:
    if payment.bitcoin is not None:
        return payment.bitcoin
    amount = payment.amount
    return abs(amount) if amount is not None and amount.currency == BTC else None


def _trouble(look: Look, width: int) -> list[Line]:
    """Why it ended badly and the next step, and what is withheld."""
    payment, lines = look.payment, list[Line]()
    if payment.error is not None:
        lines += _failure(look, payment.error, width)
    elif payment.status is PaymentStatus.FAILED:
        said = "It failed, and Voltage gave no reason."
        step = "Ask Voltage: b writes what they need."
        lines += _wrapped("✕ ", said, Role.STRONG, width) + _wrapped("  ", step, Role.TEXT, width)
    for frozen in payment.frozen:
        withheld: Line = [
            Span("  ! ", Role.BAD_STRONG),
            *look.display.spans(frozen.amount, Role.STRONG),
            Span(" withheld"),
        ]
        why = f": {frozen.reason}. Ask Voltage's compliance."
        lines += _with_reason(withheld, why, width)
    return [(), *lines] if lines else []


def _with_reason(said: Line, why: str, width: int) -> list[Line]:
    """What is said and why, the reason under it where it does not fit beside it."""
    beside: Line = [*said, Span(why)]
    if width_of(beside) < width:
        return [beside]
    return [said, *_wrapped("  ", why.removeprefix(": "), Role.TEXT, width)]


def _failure(look: Look, error: PaymentError, width: int) -> list[Line]:
    expired = look.payment.status is PaymentStatus.EXPIRED
    explained = error_words(error, look.display.words)
    words = f"{explained.words[:1].upper()}{explained.words[1:]}."
    step = f"{explained.next_step[:1].upper()}{explained.next_step[1:]}."
    mark = "" if expired else "✕ "
    lines = _wrapped(mark, words, Role.TEXT if expired else Role.STRONG, width)
    lines += _wrapped(" " * len(mark), step, Role.TEXT, width)
    if error.detail:
        said = f"Voltage says: {look.private(error.detail)}"
        lines += _wrapped(" " * len(mark), said, Role.MUTED, width)
    return lines


def _reading_problem(look: Look, width: int) -> list[Line]:
    problem = look.reading.problem if look.reading is not None else None
    if problem is None:
        return []
    since = duration(look.now - problem.since)
    words = f"not read for {since}: {problem.words} {problem.advice}".rstrip()
    return [(), *_wrapped("! ", words, Role.WARN, width)]


def _wrapped(mark: str, words: str, role: Role, width: int) -> list[Line]:
    pieces = wrap(words, width - len(mark) - 4)
    first, rest = pieces[0], pieces[1:]
    indent = " " * (2 + len(mark))
    mark_role = Role.BAD_STRONG if mark.strip() == "✕" else Role.WARN_STRONG
    return [
        [Span("  "), Span(mark, mark_role), Span(first, role)],
        *([Span(indent), Span(piece, role)] for piece in rest),
    ]
