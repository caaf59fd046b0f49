"""The close of a month: one line for each wallet, and the arithmetic of the one chosen."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from voltage_tui.time_zone import zone_of
from voltage_tui.treasury.closing.closing import CloseError
from voltage_tui.treasury.closing.months import Standing, filling, month_of, stepped
from voltage_tui.treasury.topics import Topic
from voltage_tui.ui.commands.command import Command
from voltage_tui.ui.exporting.open import ExportScope, open_export
from voltage_tui.ui.paint import Line, Span, spread, width_of
from voltage_tui.ui.palette import Role
from voltage_tui.ui.pricing.missing import MissingShown
from voltage_tui.ui.screens.close.keys import Act, export_key, seal_keys, step_keys
from voltage_tui.ui.screens.close.rows import FORMS, MonthRow, form_for
from voltage_tui.ui.screens.close.sealing import ask_to_seal, ask_to_unseal
from voltage_tui.ui.screens.close.sum import MonthSum
from voltage_tui.ui.screens.close.words import month_title, progress_words
from voltage_tui.ui.screens.page import Page
from voltage_tui.ui.single import SingleFlight
from voltage_tui.ui.unread import unread
from voltage_tui.ui.wallet_name import told_apart
from voltage_tui.ui.widgets.painted import Painted
from voltage_tui.ui.widgets.table import Table

if TYPE_CHECKING:
    from collections.abc import Sequence

    from textual.app import ComposeResult

    from voltage_tui.model.ids import WalletId
    from voltage_tui.model.period import Period
    from voltage_tui.treasury.closing.months import WalletMonth
    from voltage_tui.treasury.snapshot import Snapshot
    from voltage_tui.ui.widgets.columns import Cell


class CloseHead(Painted):
    """Which month, by which clocks, and how far the copy is."""

    def __init__(self) -> None:
        super().__init__()
        self._lines_now: Sequence[Line] = ()

    def show(self, lines: Sequence[Line]) -> None:
        """Show these."""
        self._lines_now = lines
        self.repaint()

    def paint(self, width: int, height: int) -> Sequence[Line]:
        """Two lines."""
        return self._lines_now


class ClosePage(Page):
    """Page 8."""

    TOPICS: ClassVar[frozenset[Topic]] = frozenset(
        {Topic.MIRROR, Topic.SEALS, Topic.WALLETS, Topic.RATE, Topic.PRICING}
    )
    CONVERTS: ClassVar[bool] = False

    def __init__(self) -> None:
        super().__init__()
        self._period: Period | None = None
        self._months: tuple[WalletMonth, ...] = ()
        self._trouble: str | None = None
        self._reading = SingleFlight(self._read)
        self._missing = MissingShown()
        self._head = CloseHead()
        self._table: Table[MonthRow] = Table(FORMS[0].columns, _key, self._cells)
        self._form = FORMS[0]
        self._sum = MonthSum()

    def compose(self) -> ComposeResult:
        """The month, the wallets, the sum of one of them."""
        yield self._head
        self._table.empty = [[Span("  Reading the months", Role.MUTED)]]
        yield self._table
        yield self._sum

    # --- what is shown -------------------------------------------------------------------------

    @property
    def period(self) -> Period:
        """The month shown; the one it is, before another is chosen."""
        if self._period is None:
            self._period = month_of(self.app.now(), zone_of(self.app.settings.time_zone))
        return self._period

    @property
    def current_wallet(self) -> WalletId | None:
        """The wallet under the cursor."""
        row = self._table.current
        return None if row is None else row.month.wallet_id

    def update(self, snapshot: Snapshot) -> None:
        """Show what is known, and have the months read again."""
        self._paint_head(snapshot)
        if not self._months:
            self._table.empty = self._empty(snapshot)
            self._table.styles.height = "1fr"
            self._table.refresh()
        self._reading.want()

    def nothing_yet(self) -> None:
        """Say why there are no months."""
        self._table.empty = unread(self.app, "the months")
        self._table.styles.height = "1fr"
        self._table.refresh()
        self._head.show([self._title()])

    def left(self) -> None:
        """Read no more."""
        self._reading.stop()

    async def _read(self) -> None:
        treasury, period = self.app.treasury, self.period
        if treasury is None:
            return
        try:
            months = await treasury.closing.months(period)
        except CloseError as error:
            self._trouble = str(error)
            months = ()
        else:
            self._trouble = None
        await self._missing.read(self.app, period)
        if period == self.period and self.is_attached:
            self._months = months
            self._show_months()

    def _show_months(self) -> None:
        snapshot, treasury = self.app.snapshot, self.app.treasury
        if snapshot is None or treasury is None:
            return
        names = {a.wallet.id: told_apart(a, snapshot.accounts) for a in snapshot.accounts}
        rows = [
            MonthRow(names.get(m.wallet_id, m.wallet_id), m, treasury.closing.sealed(m))
            for m in self._months
        ]
        rows.sort(key=lambda row: (row.name.casefold(), row.month.key))
        self._table.empty = self._empty(snapshot)
        self._set_rows(rows)
        self._table.styles.height = len(rows) + 1 if rows else "1fr"
        self._sum.show(self._table.current)
        self._paint_head(snapshot)
        self.app.frame_changed()

    def _set_rows(self, rows: Sequence[MonthRow]) -> None:
        """Show these in the columns there is room for."""
        self._form = form_for(rows, self.app.amounts.own, self.size.width or self.app.size.width)
        self._table.set_rows(rows, columns=self._form.columns)

    def _empty(self, snapshot: Snapshot) -> Sequence[Line]:
        """Why there is no month at all."""
        if snapshot.wallets.value is None:
            return unread(self.app, "the wallets", snapshot.wallets.problem)
        if self._trouble is not None:
            return [[Span(f"  ! {self._trouble}", Role.BAD)]]
        return [[Span("  No wallets yet, and so no months.", Role.MUTED)]]

    def _cells(self, row: MonthRow) -> Sequence[Cell]:
        return self._form.cells(row, self.app.amounts.own)

    def _paint_head(self, snapshot: Snapshot) -> None:
        lines = [self._title()]
        progress = progress_words(snapshot.mirrors, snapshot.mirrored_payments)
        if progress:
            lines.append([Span(f"  ◐ {progress}", Role.WARN)])
        elif self._months:
            lines.append(self._summed())
            lines.append(self._missing.line(snapshot.pricing, self.size.width))
        self._head.show(lines)

    def _title(self) -> Line:
        period = self.period
        over = "" if self.app.now() >= period.end else "not over yet  "
        left = [Span(f"  {month_title(period)}", Role.STRONG), Span(f"  {over}", Role.WARN)]
        # Which clocks it is counted by is said at any width (S-68).
        words = f"by the moment it took effect, {period.zone}  "
        if width_of(left) + len(words) >= self.size.width:
            words = f"{period.zone}  "
        return spread(left, [Span(words, Role.MUTED)], self.size.width)

    def _summed(self) -> Line:
        """Whether all add up, and what adds up to what where that has room."""
        summary, width = self._summary(), self.size.width
        words = [Span(f"{self._form.sum_words}  ", Role.MUTED)]
        return spread(summary, words if width_of(summary) + width_of(words) < width else (), width)

    def _summary(self) -> Line:
        months = self._months
        wrong = [m for m in months if m.standing in (Standing.DIFFERS, Standing.UNKNOWN)]
        open_ones = [m for m in months if m.standing in (Standing.FILLING, Standing.UNPROVEN)]
        changed = [r for r in self._table.rows if r.sealed is not None and r.sealed.change]
        if changed:
            return [Span(f"  ✕ {len(changed)} sealed and changed since", Role.BAD_STRONG)]
        if wrong:
            return [Span(f"  ✕ {len(wrong)} of {len(months)} do not add up", Role.BAD_STRONG)]
        if open_ones:
            words = f"  ◐ {len(open_ones)} of {len(months)} are not known yet"
            return [Span(words, Role.WARN)]
        return [Span("  ● every wallet adds up: difference 0", Role.OK)]

    def recolour(self) -> None:
        """Figures may be wider than they were."""
        super().recolour()
        self._set_rows(self._table.rows)
        if self.app.snapshot is not None:
            self._paint_head(self.app.snapshot)

    # --- acts ----------------------------------------------------------------------------------

    def commands(self) -> Sequence[Command]:
        """The month, its wallets, and closing them."""
        return (*self._looking(), *self._closing_it())

    def _looking(self) -> Sequence[Command]:
        """Which month, and one wallet's rows."""
        return (
            Command(
                "open",
                ("enter",),
                "rows",
                "Show the rows of the wallet's month, and mark them cleared.",
                self._table.action_open,
                self._has_current,
                footer=1,
            ),
            *step_keys(self._step, footer=2),
            Command("this-month", ("M",), "this month", "Show this month.", self._this_month),
        )

    def _closing_it(self) -> Sequence[Command]:
        """What is done with a month."""
        return (
            export_key(Act(self._export, lambda: bool(self._months)), footer=4),
            self._missing.command(self.app, lambda: self.period),
            *seal_keys(
                Act(self._seal, self._can_seal),
                Act(self._unseal, self._is_sealed),
                "the month",
                footer=5,
            ),
            Command(
                "expected",
                ("i",),
                "expected",
                "Match a file of expected invoices with the month.",
                self._expected,
                lambda: bool(self._months),
                footer=6,
            ),
        )

    def _has_current(self) -> bool:
        return self._table.current is not None

    def _step(self, by: int) -> None:
        self._go(stepped(self.period, by))

    def _this_month(self) -> None:
        self._go(month_of(self.app.now(), zone_of(self.app.settings.time_zone)))

    def _go(self, period: Period) -> None:
        self._period = period
        self._missing.forget()
        # No figure of the month before stands under the name of another, however short.
        self._months = tuple(filling(m.wallet_id, m.currency, period) for m in self._months)
        self._show_months()
        if self.app.snapshot is not None:
            self.update(self.app.snapshot)

    def _export(self) -> None:
        open_export(self.app, ExportScope(period=self.period))

    def _can_seal(self) -> bool:
        return any(row.sealed is None for row in self._table.rows)

    def _seal(self) -> None:
        rows = [row for row in self._table.rows if row.sealed is None]
        ask_to_seal(self.app, self.period, rows)

    def _is_sealed(self) -> bool:
        row = self._table.current
        return row is not None and row.sealed is not None

    def _unseal(self) -> None:
        row = self._table.current
        if row is not None and row.sealed is not None:
            ask_to_unseal(self.app, row.name, row.sealed)

    def _expected(self) -> None:
        from voltage_tui.ui.screens.close.expected import ask_for_file  # noqa: PLC0415

        ask_for_file(self.app, self.period)

    def on_table_moved(self) -> None:
        """Another wallet's sum."""
        self._sum.show(self._table.current)

    def on_table_opened(self) -> None:
        """Show its rows."""
        from voltage_tui.ui.screens.close.wallet import WalletMonthPage  # noqa: PLC0415

        row = self._table.current
        if row is not None:
            self.app.pages.open(WalletMonthPage(row.name, row.month))

    def on_resize(self) -> None:
        """Other lines and columns fit."""
        self._set_rows(self._table.rows)
        if self.app.snapshot is not None:
            self._paint_head(self.app.snapshot)


def _key(row: MonthRow) -> str:
    return row.month.key
