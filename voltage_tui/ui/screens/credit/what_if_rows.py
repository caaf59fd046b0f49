"""What each wallet says to an amount, as rows, and all of them in a sentence."""

from __future__ import annotations

from typing import TYPE_CHECKING

from voltage_tui.treasury.credit.what_if import Answer, Tried
from voltage_tui.treasury.durations import duration
from voltage_tui.treasury.paying.checks import CheckKind, Stops, Unknown
from voltage_tui.ui.paint import Align, Span
from voltage_tui.ui.palette import Role
from voltage_tui.ui.widgets.columns import Cell, Column

if TYPE_CHECKING:
    from collections.abc import Sequence

    from voltage_tui.money import Money
    from voltage_tui.ui.display import Display

_MARKS = {
    Answer.YES: Span("✓ yes", Role.OK),
    Answer.MAYBE: Span("? not known", Role.WARN),
    Answer.NO: Span("✕ no", Role.BAD),
}


def tried_columns() -> tuple[Column, ...]:
    """What would be left leaves first, then when it is free again."""
    return (
        Column("WALLET", flex=True, least=10, most=28),
        Column("PAYS", least=5),
        Column("STOPPED BY", least=10, most=44),
        Column("FREE AGAIN", drop=3),
        Column("CAN BE SPENT AFTER", point=True, drop=5),
        Column("UNIT", Align.LEFT, drop=5),
    )


def tried_key(tried: Tried) -> str:
    """What tells wallets apart."""
    return tried.account.wallet.id


def tried_cells(tried: Tried, display: Display) -> Sequence[Cell]:
    """A row."""
    after = _after(tried)
    short = after is not None and after.is_negative
    return (
        (Span(tried.account.wallet.name, Role.STRONG),),
        (_MARKS[tried.answer],),
        (Span(_why(tried), Role.TEXT if tried.stop is not None else Role.MUTED),),
        (Span(_free(tried), Role.MUTED),),
        display.number(after, Role.BAD if short else Role.TEXT),
        (Span("" if after is None else display.unit_word(after), Role.MUTED),),
    )


def _after(tried: Tried) -> Money | None:
    """What could still be spent after the worst case; None where that is not known."""
    headroom, most = tried.account.headroom, tried.most
    if headroom is None or most is None or most.known.currency != headroom.currency:
        return None
    return headroom - (most.total or most.known)


def _why(tried: Tried) -> str:
    """The limit that stops it, or those of which nothing is known."""
    if tried.stop is not None:
        return tried.stop.kind.value
    unknown = [c.kind.value for c in tried.checks if isinstance(c.verdict, Unknown)]
    return "" if not unknown else f"not judged: {', '.join(dict.fromkeys(unknown))}"


def _free(tried: Tried) -> str:
    """When it would be free again, as far as that is known."""
    stop = tried.stop
    if stop is None:
        return ""
    if tried.free_in is not None:
        return f"in {duration(tried.free_in)}"
    if tried.after_holds:
        return "when its holds end"
    if stop.kind is CheckKind.SIZE:
        return "not by waiting"
    return "not known"


def summary(tried: Sequence[Tried]) -> tuple[Answer, str]:
    """All wallets in one sentence."""
    by = {answer: [t for t in tried if t.answer is answer] for answer in Answer}
    able, perhaps = by[Answer.YES], by[Answer.MAYBE]
    if able:
        return Answer.YES, f"It could be paid from {_names(able)}: no limit known here stops it."
    if perhaps:
        words = "nothing known here stops it, and not everything is known."
        return Answer.MAYBE, f"Perhaps from {_names(perhaps)}: {words}"
    if not tried:
        return Answer.MAYBE, "There is no wallet to judge."
    return Answer.NO, f"No wallet could pay it. {_nearest(tried[0])}"


def _nearest(tried: Tried) -> str:
    stop = tried.stop
    if stop is None or not isinstance(stop.verdict, Stops):
        return ""
    return f"{tried.account.wallet.name}: {stop.verdict.words}"


def _names(tried: Sequence[Tried]) -> str:
    names = [t.account.wallet.name for t in tried]
    if len(names) > 3:
        names = [*names[:3], f"{len(names) - 3:,} more"]
    *first, last = names
    return f"{', '.join(first)} or {last}" if first else last


def fee_words(tried: Tried | None, display: Display) -> str:
    """Which fees are counted in."""
    most = tried.most if tried is not None else None
    if most is None:
        return "Fees are not counted in here: there is no fresh rate, or no currency known."
    cap = f"with up to {display.words(most.cap)} of network fees"
    if most.processing_fee is None:
        return f"Judged {cap}; the processing fee comes on top and is not known."
    fee = display.words(most.processing_fee)
    return f"Judged {cap} and a processing fee of {fee}: at most {display.words(most.total)}."
