"""The words under each field: what is wrong, what is asked, or what helps."""

from __future__ import annotations

from voltage_tui.money import USD
from voltage_tui.text import clean
from voltage_tui.ui.form.fault import Fault
from voltage_tui.ui.form.units import Question
from voltage_tui.ui.paint import Span
from voltage_tui.ui.palette import Role
from voltage_tui.ui.screens.receive.draft import ONLY_READING, Draft, Field, Known
from voltage_tui.ui.templates.fill import with_words


def hint_for(
    field: Field, draft: Draft, known: Known, fault: Fault[Field] | None, question: Question | None
) -> Span:
    """The one thing to say under this field; a question before a fault before a hint."""
    if field is Field.AMOUNT and question is not None:
        return Span(question.words, Role.ACCENT)
    if fault is not None and fault.field is field:
        return Span(fault.words, Role.BAD)
    dollars = known.account is not None and known.account.currency == USD
    match field:
        case Field.WALLET if not known.may_ask:
            return Span(ONLY_READING, Role.WARN)
        case Field.AMOUNT if not dollars:
            return Span("↑ ↓ change the unit; a word works too: 25 usd", Role.FAINT)
        case Field.MEMO if clean(draft.memo) != draft.memo:
            return Span("what cannot be shown is left out", Role.WARN)
        case Field.MEMO if draft.metadata:
            return Span(with_words(draft.metadata), Role.MUTED)
        case Field.EXPIRY if dollars:
            return Span("or sooner, with the rate that is locked for it", Role.FAINT)
        case Field.AMOUNT | Field.MEMO | Field.EXPIRY | Field.WALLET | Field.KIND:
            return Span("")
