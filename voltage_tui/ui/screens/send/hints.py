"""The words under each field: what is wrong, what is asked, or what helps."""

from __future__ import annotations

from typing import Final

from voltage_tui.money import Money, figure_of, plain
from voltage_tui.text import clean
from voltage_tui.treasury.paying.attempts import Raised
from voltage_tui.treasury.paying.fee_caps import judge_cap, rail_of
from voltage_tui.ui.form.fault import Fault
from voltage_tui.ui.form.typed_amount import Asked
from voltage_tui.ui.form.units import Question
from voltage_tui.ui.paint import Span
from voltage_tui.ui.palette import Role
from voltage_tui.ui.rate_age import is_stale
from voltage_tui.ui.screens.send.draft import (
    Draft,
    Field,
    Known,
    read_amount,
    read_cap,
    usual_cap,
)
from voltage_tui.ui.screens.send.faults import NOT_ARMED, READ_ONLY, wallet_fault
from voltage_tui.ui.screens.send.given import fixed_amount
from voltage_tui.ui.screens.send.permit import Permit
from voltage_tui.ui.templates.fill import with_words

NOTHING_YET: Final = "nothing is sent before you confirm"


def heading_of(draft: Draft) -> str:
    """What the form is about: in a new attempt, which payment it follows."""
    attempt = draft.attempt
    if attempt is None:
        return NOTHING_YET
    return f"a new attempt of {attempt.of[:8]}, which {attempt.ended}"


def hint_for(
    field: Field,
    draft: Draft,
    known: Known,
    fault: Fault[Field] | None,
    question: Question | None,
    *,
    hidden: bool = False,
) -> Span:
    """The one thing to say under this field; a question before a fault before a hint.

    `hidden` leaves out the amounts that nobody typed.
    """
    if field is Field.AMOUNT and question is not None:
        return Span(question.words, Role.ACCENT)
    if fault is not None and fault.field is field:
        return Span(fault.words, Role.BAD)
    match field:
        case Field.PAY_TO:
            return Span("")
        case Field.AMOUNT:
            return _amount(draft, known)
        case Field.WALLET:
            return _wallet(draft, known, hidden=hidden)
        case Field.CAP:
            return _cap(draft, known, hidden=hidden)
        case Field.REFERENCE:
            if clean(draft.reference) != draft.reference:
                return Span("what cannot be shown is left out", Role.WARN)
            if draft.metadata:
                return Span(with_words(draft.metadata), Role.MUTED)
            return Span("")


def _amount(draft: Draft, known: Known) -> Span:
    destination = draft.destination
    if destination is not None and fixed_amount(destination) is not None:
        return Span("")
    read = read_amount(draft, known)
    if isinstance(read, Fault) and draft.amount.strip():
        return Span(read.words, Role.BAD)
    return Span("↑ ↓ change the unit; a word works too: 25 usd", Role.FAINT)


def _wallet(draft: Draft, known: Known, *, hidden: bool) -> Span:
    """What is left in it, unless something keeps it from paying."""
    match known.permit:
        case Permit.NOT_ARMED:
            return Span(NOT_ARMED, Role.WARN)
        case Permit.READ_ONLY:
            return Span(READ_ONLY, Role.WARN)
        case Permit.ARMED:
            fault = wallet_fault(draft, known)
            if fault is not None:
                return Span(fault.words, Role.BAD)
    account = known.account
    if account is None or account.headroom is None or hidden:
        return Span("")
    return Span(f"{plain(account.headroom)} can be spent from it", Role.MUTED)


def _cap(draft: Draft, known: Known, *, hidden: bool) -> Span:
    """The cap in sats, as a part of the amount, and in dollars (product.md 1.2)."""
    cap = read_cap(draft, known)
    if isinstance(cap, Fault):
        return Span(cap.words, Role.BAD) if draft.cap.strip() else Span("")
    if hidden:
        return Span("")
    words = f"{plain(cap)} at most{_share(cap, draft, known)}{_dollars(cap, known)}"
    if draft.raised is not None:
        return Span(f"{words}; {_raised(draft.raised)}", Role.WARN)
    usual = usual_cap(draft, known)
    if draft.cap.strip() or usual is None:
        remark = _remark(cap, draft, known)
        if cap.is_zero:
            return Span(remark, Role.WARN)
        return Span(f"{words}. {remark}", Role.WARN) if remark else Span(words, Role.MUTED)
    note = "the least that is offered" if usual.is_floor else "the usual"
    return Span(f"{words}; {note}", Role.MUTED)


def _raised(raised: Raised) -> str:
    """Why a larger cap is suggested than the one before."""
    if raised.needed is None:
        return f"a suggestion, as {plain(raised.before)} found no route"
    return f"a suggestion, as {plain(raised.needed)} were needed and {plain(raised.before)} allowed"


def _remark(cap: Money, draft: Draft, known: Known) -> str:
    """What should be known of a cap that was typed."""
    destination, read = draft.destination, read_amount(draft, known)
    if destination is None or not isinstance(read, Asked) or read.amount is None:
        return ""
    judged = judge_cap(rail_of(destination), read.amount, cap)
    return judged.words if judged is not None else ""


def _share(cap: Money, draft: Draft, known: Known) -> str:
    """The cap as a percentage of the principal, to two places, rounded up."""
    read = read_amount(draft, known)
    if not isinstance(read, Asked) or read.amount is None or not read.amount.units:
        return ""
    hundredths = -(-cap.units * 10_000 // read.amount.units)
    whole, rest = divmod(hundredths, 100)
    figure = f"{whole:,}" + (f".{rest:02}".rstrip("0") if rest else "")
    return f", {figure} %"


def _dollars(cap: Money, known: Known) -> str:
    if known.rate is None or is_stale(known.rate, known.now):
        return ""
    return f", ≈ ${figure_of(known.rate.rate.value_of(cap))}"
