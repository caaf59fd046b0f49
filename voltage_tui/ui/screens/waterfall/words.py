"""What a line of a waterfall opens and means, in words."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from voltage_tui.treasury.phrases import counted
from voltage_tui.treasury.waterfall import Receipt, ReceiptKind, Step, StepKind
from voltage_tui.ui.paint import Span
from voltage_tui.ui.palette import Role
from voltage_tui.ui.screens.waterfall.lines import AVAILABLE, HEADROOM, LIMIT, TOTAL

if TYPE_CHECKING:
    from voltage_tui.treasury.waterfall import Part
    from voltage_tui.ui.display import Display
    from voltage_tui.ui.screens.waterfall.lines import WaterfallLine

_MEANINGS: Final = {
    TOTAL: "All that is there, holds included; below zero it is owed, drawn on credit.",
    AVAILABLE: "What is left of the total after every step above.",
    LIMIT: "What may be drawn on credit.",
    HEADROOM: "What is available, with the credit limit on top.",
}
_NONE: Final = {
    StepKind.HOLDS: "Nothing is held: no payment has money reserved.",
    StepKind.SETTLEMENTS: "No bill is being settled.",
    StepKind.RECEIPTS: "No payment that was read is frozen or unconfirmed.",
    StepKind.UNEXPLAINED: "",
}


def opens(line: WaterfallLine, display: Display, *, tight: bool) -> tuple[Span, ...]:
    """How many rows enter opens, and what of them is not in the figure; `tight` only counts."""
    step = line.step
    if step is None or not step.parts:
        return ()
    if tight:
        return (Span(counted(len(step.parts), "row"), Role.MUTED),)
    words = parts_words(step)
    others = [part for part in step.parts if not part.taken]
    if others:
        words += ", not in it"
        if all(part.amount is not None for part in others):
            words += ": " + "".join(span.text for span in display.number(step.beside).spans)
    return (Span(words, Role.MUTED),)


def parts_words(step: Step) -> str:
    """`3 holds`, `1 frozen, 2 unconfirmed`."""
    count = len(step.parts)
    match step.kind:
        case StepKind.HOLDS:
            return counted(count, "hold")
        case StepKind.SETTLEMENTS:
            return counted(count, "settlement")
        case StepKind.UNEXPLAINED:
            return f"in {counted(count, 'wallet')}"
        case StepKind.RECEIPTS:
            kinds = [_kind(part) for part in step.parts]
            return ", ".join(
                f"{kinds.count(kind)} {kind.value}" for kind in ReceiptKind if kind in kinds
            )


def _kind(part: Part) -> ReceiptKind | None:
    return part.about.kind if isinstance(part.about, Receipt) else None


def meaning(line: WaterfallLine, display: Display) -> str:
    """What the line says, in a sentence or two; nothing for a head."""
    step = line.step
    return _MEANINGS.get(line.label, "") if step is None else step_meaning(step, display)


def step_meaning(step: Step, display: Display) -> str:
    """What a step says, in a sentence or two."""
    if not step.parts:
        return _NONE[step.kind]
    said = parts_words(step)
    match step.kind:
        case StepKind.HOLDS:
            return f"{said}: reserved for payments under way; taken when they end, or given back."
        case StepKind.SETTLEMENTS:
            return f"{said}: bills being settled. {_standing(step)}".rstrip()
        case StepKind.RECEIPTS:
            return f"{said}: received, but not free to be spent. {_standing(step)}".rstrip()
        case StepKind.UNEXPLAINED:
            return _unexplained(step.less.is_negative, step, display)


def _unexplained(more: bool, step: Step, display: Display) -> str:  # noqa: FBT001
    if step.less.is_zero:
        what = "Some wallets have less available and others more"
    else:
        amount = display.words(abs(step.less))
        what = f"{amount} {'more' if more else 'less'} is available"
    return f"{what}, and nothing Voltage tells explains it. If it stays, ask Voltage."


def _standing(step: Step) -> str:
    """Whether what is told of is in the figure."""
    taken = [part.taken for part in step.parts]
    if all(taken):
        return ""
    none = "None" if not any(taken) else "Not all"
    return f"{none} of it is taken from what is available."
