"""What was available over the last day, a row of small bars for each currency (product 2.32)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from voltage_tui.treasury.account import totals_in_use
from voltage_tui.ui.paint import Line, Span, join
from voltage_tui.ui.palette import Role
from voltage_tui.ui.widgets.painted import Painted

if TYPE_CHECKING:
    from collections.abc import Sequence

    from voltage_tui.money import Money
    from voltage_tui.treasury.credit.available import Trend

_LEAST_HEIGHT: Final = 31
"""Rows of a page from which there is room for what nobody has to act on."""
_WIDE: Final = 110
_LEVELS: Final = "▁▂▃▄▅▆▇█"
_UNKNOWN: Final = "·"
_FEWEST: Final = 3
"""Ends of hours that have to be known, or there is nothing to be seen."""


class TrendLines(Painted):
    """The rows, with a head; nothing while nothing is known or there is no room."""

    def __init__(self, *, id: str) -> None:  # noqa: A002 - Textual's name
        super().__init__(id=id)
        self._trends: tuple[Trend, ...] = ()

    def show(self, trends: tuple[Trend, ...]) -> None:
        """These are known now."""
        self._trends = tuple(t for t in trends if _known(t) >= _FEWEST)
        self.repaint()

    def wanted(self, height: int) -> int:
        """Rows wanted on a page of this height, with the blank line above."""
        return 2 + len(self._trends) if self._trends and height >= _LEAST_HEIGHT else 0

    def paint(self, width: int, height: int) -> Sequence[Line]:
        """A head, and a row for each currency."""
        if not self._trends or not height:
            return ()
        return [(), (Span("  AVAILABLE, 24 H", Role.MUTED),), *map(self._row, self._trends)]

    def _row(self, trend: Trend) -> Line:
        snapshot, display = self.app.snapshot, self.app.amounts
        totals = () if snapshot is None else totals_in_use(snapshot.accounts)
        now = next((t.available for t in totals if t.currency == trend.currency), None)
        unit = Span(f"  {display.unit_word(now):<5}" if now is not None else "       ", Role.MUTED)
        if display.hidden:
            return (unit, Span("  hidden", Role.MUTED))
        each = 2 if self.size.width >= _WIDE else 1
        parts: list[Line] = [(unit, Span(" "), Span(bars(trend, now, each), Role.FAINT))]
        if now is not None:
            parts.append((Span("now ", Role.MUTED), Span(display.short(now))))
            parts.append(self._low(trend, now))
        return join(parts, 3)

    def _low(self, trend: Trend, now: Money) -> Line:
        """When it was lowest, which may be now; a level that did not move has no low."""
        low = trend.low
        if low is None or low.available is None:
            return ()
        if all(hour.available in (None, now) for hour in trend.hours):
            return (Span("unchanged", Role.MUTED),)
        if now.units <= low.available.units:
            return (Span("the lowest", Role.MUTED),)
        least = Span(self.app.amounts.short(low.available))
        return (Span("low ", Role.MUTED), least, Span(f" at {low.at:%H:%M}", Role.MUTED))


def bars(trend: Trend, now: Money | None, each: int) -> str:
    """The ends of hours and now, from the least to the most of them; a dot is not known."""
    units = [None if h.available is None else h.available.units for h in trend.hours]
    units.append(None if now is None else now.units)
    known = [n for n in units if n is not None]
    least, most = min(known, default=0), max(known, default=0)
    return "".join(_level(n, least, most) * each for n in units)


def _level(units: int | None, least: int, most: int) -> str:
    if units is None:
        return _UNKNOWN
    if most == least:
        return _LEVELS[len(_LEVELS) // 2]
    return _LEVELS[(units - least) * (len(_LEVELS) - 1) // (most - least)]


def _known(trend: Trend) -> int:
    return sum(hour.available is not None for hour in trend.hours)
