"""The lines of a case that say what a payment was worth at its moment."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from voltage_tui.ui.paint import Line, Span
from voltage_tui.ui.palette import Role
from voltage_tui.ui.pricing.words import rate_words

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from voltage_tui.ui.display import Display
    from voltage_tui.ui.pricing.shown import RowRate

_MOST: Final = 4
"""Rows said one by one."""
WORTH: Final = "worth then"
MISSING: Final = "missing: R fetches that minute's price, m sets one"
_NO_WORTH: Final = "not known: no rate of bitcoin says what an asset is worth"


def worth_lines(
    rows: Sequence[RowRate],
    display: Display,
    fact: Callable[[str, str | Line, int, Role], list[Line]],
    width: int,
) -> list[Line]:
    """For each row its value, the rate with source and time; or that it is missing (S-69)."""
    lines: list[Line] = []
    for row in rows[:_MOST]:
        if row.value is None or row.rate is None:
            words = MISSING if row.can_be_fetched else _NO_WORTH
            lines += fact(WORTH, words, width, Role.WARN)
            continue
        lines += fact(WORTH, list(display.spans(row.value, signed=True)), width, Role.TEXT)
        lines += fact("rate then", rate_words(row.rate), width, Role.MUTED)
        if row.manual is not None and row.rate.rate == row.manual.rate and row.manual.reason:
            lines += fact("", f"because: {row.manual.reason}", width, Role.MUTED)
    if len(rows) > _MOST:
        lines.append(
            [Span(f"  {len(rows) - _MOST:,} more rows, as the exports have them", Role.MUTED)]
        )
    return lines
