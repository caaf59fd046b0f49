"""What a payment can cost at most, part by part, as lines (S-27)."""

from __future__ import annotations

from typing import Final

from voltage_tui.money import Money
from voltage_tui.treasury.paying.worst_case import WorstCase
from voltage_tui.ui.display import Display
from voltage_tui.ui.paint import Align, Line, Span, pad, wrap
from voltage_tui.ui.palette import Role
from voltage_tui.ui.rate_age import is_stale
from voltage_tui.ui.screens.send.orders import Judged

_NAME: Final = 20
_NOT_KNOWN: Final = "not known"


def sum_lines(judged: Judged, display: Display) -> list[Line]:
    """What can leave, part by part, a column of figures that adds up."""
    worst = judged.worst
    if worst is None:
        return [(Span("what it costs is known once there is a rate", Role.MUTED),)]
    rows = [(name, amount) for name, amount in _parts(worst)]
    figures = [display.words(amount) if amount is not None else _NOT_KNOWN for _, amount in rows]
    cells = max(len(figure) for figure in figures)
    lines: list[Line] = []
    for (name, _), figure in zip(rows, figures, strict=True):
        last = name.startswith("at most")
        role = Role.STRONG if last else Role.TEXT
        line = (Span(f"  {name:<{_NAME}}", role if last else Role.MUTED),)
        lines.append((*line, Span(pad(figure, cells, Align.RIGHT), role)))
    worth = _worth(judged, display)
    if worth:
        lines[-1] = (*lines[-1], Span("  "), *worth)
    return [
        *lines,
        (Span(f"  {'after: available':<{_NAME}}", Role.MUTED), *_after(judged, display)),
    ]


def sum_in_a_line(judged: Judged, display: Display, width: int) -> list[Line]:
    """The same as a sentence, wrapped."""
    worst = judged.worst
    if worst is None:
        return [(Span("what it costs is known once there is a rate", Role.MUTED),)]
    said = [f"{name} {_words(amount, display)}" for name, amount in _parts(worst)]
    worth = "".join(span.text for span in _worth(judged, display))
    if worth:
        said[-1] += f" {worth}"
    after = judged.after
    said.append(f"after: available {_words(after, display)}")
    return [(Span(line, Role.STRONG),) for line in wrap(" · ".join(said), width)]


def _parts(worst: WorstCase) -> tuple[tuple[str, Money | None], ...]:
    fee = "processing fee" if worst.rate is None else f"processing {worst.rate}"
    if worst.total is None:
        most: tuple[str, Money] = ("at most, before fee", worst.known)
    else:
        most = ("at most", worst.total)
    return (
        ("principal", worst.principal),
        ("fee cap", worst.cap),
        (fee, worst.processing_fee),
        most,
    )


def _after(judged: Judged, display: Display) -> Line:
    after = judged.after
    if after is None:
        return (Span(_NOT_KNOWN, Role.MUTED),)
    return tuple(display.spans(after))


def _worth(judged: Judged, display: Display) -> tuple[Span, ...]:
    """The most it can cost in dollars, marked where the rate is old (S-18)."""
    worth = display.worth(judged.worst.total if judged.worst is not None else None)
    if worth and display.rate is not None and is_stale(display.rate, judged.facts.now):
        return (*worth, Span(" stale", Role.MUTED))
    return worth


def _words(amount: Money | None, display: Display) -> str:
    return _NOT_KNOWN if amount is None else display.words(amount)
