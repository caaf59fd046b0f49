"""What a payment can cost at most, part by part, as lines (S-27)."""

from __future__ import annotations

from typing import Final

from voltage_tui.money import Money
from voltage_tui.treasury.paying.worst_case import WorstCase
from voltage_tui.ui.display import Display
from voltage_tui.ui.paint import Line, Span, flow, width_of
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
    rows = [*_parts(worst), ("after: available", judged.after)]
    roles = [_role(name) for name, _ in rows]
    numbers = [display.number(m, role[1]) for (_, m), role in zip(rows, roles, strict=True)]
    whole = max(width_of(number.left) for number in numbers)
    parts = max(width_of(number.right) for number in numbers)
    lines: list[Line] = []
    for (name, amount), role, number in zip(rows, roles, numbers, strict=True):
        before = Span(" " * (whole - width_of(number.left)))
        after = Span(" " * (parts - width_of(number.right)))
        unit = _NOT_KNOWN if amount is None else display.unit_word(amount)
        figure: Line = (before, *number.spans, after, Span(f" {unit}", Role.MUTED))
        worth = _worth(judged, display) if amount is worst.total else ()
        gap = (Span("  "),) if worth else ()
        lines.append((Span(f"  {name:<{_NAME}}", role[0]), *figure, *gap, *worth))
    return lines


def _role(name: str) -> tuple[Role, Role]:
    """How a part's name and figure are drawn: the most it can cost is what counts."""
    return (Role.STRONG, Role.STRONG) if name.startswith("at most") else (Role.MUTED, Role.TEXT)


def sum_in_a_line(judged: Judged, display: Display, width: int) -> list[Line]:
    """The same in few lines: the most it can cost first, and no figure cut from its name."""
    worst = judged.worst
    if worst is None:
        return [(Span("what it costs is known once there is a rate", Role.MUTED),)]
    *parts, (most, total) = _parts(worst)
    worth = _worth(judged, display)
    head: Line = (Span(f"{most} {_words(total, display)}", Role.STRONG), *_spaced(worth))
    said: list[Line] = [
        (Span(f"{name} ", Role.MUTED), Span(_words(amount, display)))
        for name, amount in (*parts, ("after: available", judged.after))
    ]
    return flow([head, *said], width)


def _spaced(worth: Line) -> Line:
    return (Span(" "), *worth) if worth else ()


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


def _worth(judged: Judged, display: Display) -> tuple[Span, ...]:
    """The most it can cost in dollars, marked where the rate is old (S-18)."""
    worth = display.worth(judged.worst.total if judged.worst is not None else None)
    if worth and display.rate is not None and is_stale(display.rate, judged.facts.now):
        return (*worth, Span(" stale", Role.MUTED))
    return worth


def _words(amount: Money | None, display: Display) -> str:
    return _NOT_KNOWN if amount is None else display.words(amount)
