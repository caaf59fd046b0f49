"""A chart of what part of a limit was used, four rows high, with the marks drawn where it is free.

Each row is a quarter of the limit. The lines of 50 and 75 percent stand where they are; that of 90
in the middle of the highest row, which is nearest to it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from voltage_tui.ui.bars import level_role
from voltage_tui.ui.paint import Span
from voltage_tui.ui.palette import Role

if TYPE_CHECKING:
    from collections.abc import Sequence

HEIGHT: Final = 4
LABELS: Final = 6
"""Cells before the chart, in which the lines are named."""
_EIGHTHS: Final = " ▁▂▃▄▅▆▇█"
_LINES: Final = ("  ", "50 %", "75 %", "90 %")
_MARKS: Final = (" ", "▔", "▔", "─")
_UNKNOWN: Final = "·"


def chart(values: Sequence[int | None], each: int) -> list[list[Span]]:
    """The rows from the top, for `values` in tenths of a percent, `each` cells wide.

    What is over the limit is as high as the chart; what is not known is a dot on the ground.
    """
    return [_row(row, values, each) for row in reversed(range(HEIGHT))]


def _row(row: int, values: Sequence[int | None], each: int) -> list[Span]:
    spans = [Span(f"{_LINES[row]:>{LABELS - 1}} ", Role.FAINT)]
    for value in values:
        text, role = _cell(row, value)
        if len(spans) > 1 and spans[-1].role is role:
            spans[-1] = Span(spans[-1].text + text * each, role)
        else:
            spans.append(Span(text * each, role))
    return spans


def _cell(row: int, value: int | None) -> tuple[str, Role]:
    if value is None:
        return (_UNKNOWN if row == 0 else _MARKS[row]), Role.FAINT
    whole = min(HEIGHT * 8, eighths_of(value))
    eighths = whole - row * 8
    if eighths <= 0:
        return _MARKS[row], Role.FAINT
    # Only its top has the colour: a page on which all is well stays quiet.
    return _EIGHTHS[min(8, eighths)], level_role(value) if eighths <= 8 else Role.FAINT


def eighths_of(permille: int) -> int:
    """The height in eighths of a row, rounded half up; any use is one of them at least."""
    rounded = (2 * permille * HEIGHT * 8 + 1_000) // 2_000
    return max(1 if permille > 0 else 0, rounded)
