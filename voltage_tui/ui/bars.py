"""Bars one row high, coloured by level, with marks at 50, 75 and 90 percent."""

from __future__ import annotations

from typing import Final

from voltage_tui.treasury.phrases import percent
from voltage_tui.ui.paint import Span
from voltage_tui.ui.palette import Role

__all__ = ["level_role", "percent", "strong_role", "used_bar", "used_role"]

_CELL: Final = "━"
_MARKS: Final = (500, 750, 900)


def level_role(permille: int | None) -> Role:
    """Calm below half, a warning from 50 percent, bad from 90."""
    if permille is None:
        return Role.FAINT
    if permille >= 900:
        return Role.BAD
    return Role.WARN if permille >= 500 else Role.OK


def used_role(permille: int | None) -> Role:
    """The percentage beside a bar: a calm one is no news and has no colour."""
    if permille is None or permille == 0:
        return Role.FAINT
    return Role.MUTED if permille < 500 else level_role(permille)


def strong_role(permille: int | None) -> Role:
    """A percentage that leads its line."""
    return Role.STRONG if (permille or 0) < 500 else level_role(permille)


def used_bar(permille: int | None, width: int) -> tuple[Span, ...]:
    """`width` cells, filled to `permille` tenths of a percent; any use fills one."""
    if permille is None:
        return (Span(" " * width),)
    filled = min(width, max(1 if permille > 0 else 0, (permille * width + 500) // 1_000))
    marks = {min(width - 1, mark * width // 1_000) for mark in _MARKS}
    spans = [Span(_CELL * filled, level_role(permille))] if filled else []
    spans.extend(
        Span(_CELL, Role.MUTED if x in marks else Role.FAINT) for x in range(filled, width)
    )
    return tuple(_merged(spans))


def _merged(spans: list[Span]) -> list[Span]:
    merged: list[Span] = []
    for span in spans:
        if merged and merged[-1].role is span.role:
            merged[-1] = Span(merged[-1].text + span.text, span.role)
        else:
            merged.append(span)
    return merged
