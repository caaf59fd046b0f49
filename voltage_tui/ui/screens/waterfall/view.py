"""The waterfall on a page: its lines, and below them what the one under the cursor says."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.cells import cell_len
from textual.containers import Vertical

from voltage_tui.treasury.reading import Freshness
from voltage_tui.ui.display import Number
from voltage_tui.ui.paint import Line, Span, width_of, wrap
from voltage_tui.ui.palette import Role
from voltage_tui.ui.rate_age import worth_mark
from voltage_tui.ui.screens.waterfall.lines import WaterfallLine, bar, lines_of
from voltage_tui.ui.screens.waterfall.words import meaning, opens
from voltage_tui.ui.widgets.columns import Column
from voltage_tui.ui.widgets.painted import Painted
from voltage_tui.ui.widgets.table import Table

if TYPE_CHECKING:
    from collections.abc import Sequence

    from textual.app import ComposeResult

    from voltage_tui.model.ids import WalletId
    from voltage_tui.treasury.waterfall import Waterfall
    from voltage_tui.ui.app import VoltageApp
    from voltage_tui.ui.widgets.columns import Cell

_WIDE = 100
"""Cells from which a bar and what a sum is worth have room in one line."""
_GAP = 2
_GAPS = 4 + 3 * _GAP
_BAR = 20
_SHORT_BAR = 12
_MEANING = 2
"""Lines for the words below."""


def _columns() -> tuple[Column, ...]:
    """What it is worth or opens shortens and leaves first, then the bar."""
    return (
        Column("", least=24),
        Column("", point=True),
        Column(""),
        Column("", drop=4, optional=True),
        Column("", flex=True, least=8, drop=9, optional=True),
    )


class WaterfallView(Vertical):
    """The lines of `wallet_id`, or of all wallets; enter on a step opens its rows."""

    app: VoltageApp

    def __init__(self, wallet_id: WalletId | None) -> None:
        super().__init__()
        self._wallet_id = wallet_id
        self.table: Table[WaterfallLine] = Table(
            _columns(), lambda line: line.key, self._cells, state=self._state
        )
        self.table.show_head = False
        self._meaning = Meaning(self.table)
        self._measured: tuple[object, object, int] | None = None

    def compose(self) -> ComposeResult:
        """The lines, then the words."""
        yield self.table
        yield self._meaning

    def show(self, waterfalls: Sequence[Waterfall], empty: Sequence[Line]) -> None:
        """Show these; `empty` stands where there are none."""
        self.table.empty = empty
        self.table.set_rows(lines_of(waterfalls))
        self._meaning.repaint()

    @property
    def wanted(self) -> int:
        """Rows wanted at the least, words included."""
        rows = len(self.table.rows)
        return rows + _MEANING if rows else len(self.table.empty)

    def share(self, most: int) -> None:
        """Take the rows wanted, up to `most`; a blank line before the words where there is room."""
        rows = len(self.table.rows) or len(self.table.empty)
        words = _MEANING if self.table.rows else 0
        if words and rows + words < most:
            words += 1
        self.table.styles.height = max(1, min(rows, most - words))
        self._meaning.styles.height = words
        self.styles.height = max(1, min(rows, most - words)) + words

    def ages_changed(self) -> None:
        """A second has passed."""
        self.table.ages_changed()

    def _state(self, line: WaterfallLine) -> object:
        """What a line's cells depend on besides it."""
        display = self.app.amounts
        mark = worth_mark(display.rate, self.app.now()) if display.rate is not None else ()
        return display, self.app.news.wallets_freshness(), mark, self._room

    @property
    def _room(self) -> int:
        """The cells that label, figure and unit leave."""
        display, rows = self.app.amounts, self.table.rows
        known = (display, self.size.width)
        if self._measured is None or self._measured[:2] != (rows, known):
            figures = [display.number(x.amount, signed=x.signed) for x in rows if x.amount]
            units = [len(display.unit_word(x.amount)) for x in rows if x.amount]
            taken = max((cell_len(x.label) for x in rows), default=0) + max(units, default=0)
            taken += max((width_of(f.left) for f in figures), default=0)
            taken += max((width_of(f.right) for f in figures), default=0)
            self._measured = (rows, known, self.size.width - taken - _GAPS)
        return self._measured[2]

    def _cells(self, line: WaterfallLine) -> Sequence[Cell]:
        display = self.app.amounts
        if line.amount is None:
            return ((Span(line.label, line.role),), Number(()), (), (), ())
        old = {Freshness.OLD: Role.MUTED, Freshness.DEAD: Role.STRUCK}.get(
            self.app.news.wallets_freshness()
        )
        return (
            (Span(line.label, Role.TEXT if line.is_sum else Role.MUTED),),
            display.number(line.amount, old or line.role, signed=line.signed),
            (Span(display.unit_word(line.amount), Role.MUTED),),
            *self._last(line),
        )

    def _last(self, line: WaterfallLine) -> tuple[tuple[Span, ...], tuple[Span, ...]]:
        """The bar, and what the line is worth or opens; in one where there is little room."""
        display = self.app.amounts
        wide = self.size.width >= _WIDE
        cells = _BAR if wide else _SHORT_BAR
        drawn = () if display.hidden else bar(line, cells)
        worth = worth_of(line, self.app)
        if width_of(worth) > self._room - (_BAR + _GAP if wide else 0):
            worth = ()  # the words below tell it: a figure is never cut
        if wide:
            return drawn, worth or opens(line, display, tight=False)
        rows = opens(line, display, tight=True)
        if worth or not rows:
            return (), worth or drawn
        return (), (*drawn, Span(" " * (cells + _GAP - width_of(drawn))), *rows)

    def on_resize(self) -> None:
        """The bars may be of another length now."""
        self.table.repaint()

    def on_table_moved(self, event: Table.Moved) -> None:
        """Say what the line under the cursor is."""
        self._meaning.repaint()

    def on_table_opened(self, event: Table.Opened) -> None:
        """Show the rows of the step under the cursor."""
        event.stop()
        line = self.table.current
        if line is None or line.step is None:
            return
        if not line.step.parts:
            self.app.say(meaning(line, self.app.amounts))
            return
        from voltage_tui.ui.screens.waterfall.parts_page import PartsPage  # noqa: PLC0415

        self.app.pages.open(PartsPage(self._wallet_id, line.currency, line.step.kind))


class Meaning(Painted):
    """What the line under the cursor says, in words."""

    def __init__(self, table: Table[WaterfallLine]) -> None:
        super().__init__()
        self._table = table

    def paint(self, width: int, height: int) -> Sequence[Line]:
        """The words, as many lines as there are."""
        line = self._table.current
        if line is None:
            return []
        words = meaning(line, self.app.amounts)
        worth = "".join(span.text for span in worth_of(line, self.app))
        said = f"{words} {worth}" if worth else words
        lines: list[Line] = [[Span(f"  {part}", Role.MUTED)] for part in wrap(said, width - 4)]
        return [(), *lines] if height > _MEANING else lines


def worth_of(line: WaterfallLine, app: VoltageApp) -> tuple[Span, ...]:
    """What the sums are worth, with the age of the rate where that matters (S-18)."""
    display = app.amounts
    worth = display.worth(line.amount) if line.is_sum else ()
    return (*worth, *worth_mark(display.rate, app.now())) if worth else ()
