"""One wallet's month, row by row: which are cleared, and what is left."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from voltage_tui.model.ids import PaymentId
from voltage_tui.treasury.closing.closing import CloseError
from voltage_tui.treasury.closing.months import filling, stepped
from voltage_tui.treasury.topics import Topic
from voltage_tui.ui.commands.command import Command
from voltage_tui.ui.exporting.open import ExportScope, open_export
from voltage_tui.ui.marks.open import mark_commands
from voltage_tui.ui.paint import Line, Span, flow, join, spread
from voltage_tui.ui.palette import Role
from voltage_tui.ui.screens.close.all_dialog import ClearAll
from voltage_tui.ui.screens.close.keys import Act, export_key, seal_keys, step_keys
from voltage_tui.ui.screens.close.page import CloseHead
from voltage_tui.ui.screens.close.row_cells import (
    ROW_COLUMNS,
    ClosedRow,
    closed_cells,
    read_rows,
)
from voltage_tui.ui.screens.close.rows import MonthRow, cleared_words, difference_span, seal_span
from voltage_tui.ui.screens.close.sealing import ask_to_seal, ask_to_unseal
from voltage_tui.ui.screens.close.words import month_title
from voltage_tui.ui.screens.ledger.rows import seen_now
from voltage_tui.ui.screens.page import Page
from voltage_tui.ui.single import SingleFlight
from voltage_tui.ui.widgets.long_list import LongList
from voltage_tui.ui.widgets.long_list_ids import ShownIds

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from textual.app import ComposeResult

    from voltage_tui.model.ids import WalletId
    from voltage_tui.model.period import Period
    from voltage_tui.treasury.closing.months import WalletMonth
    from voltage_tui.treasury.closing.sealed import Sealed
    from voltage_tui.treasury.snapshot import Snapshot
    from voltage_tui.ui.widgets.columns import Cell


class WalletMonthPage(Page):
    """The rows of one currency of one wallet in one month, oldest first."""

    TOPICS: ClassVar[frozenset[Topic]] = frozenset({Topic.MIRROR, Topic.SEALS, Topic.WALLETS})
    CONVERTS: ClassVar[bool] = False

    def __init__(self, name: str, month: WalletMonth) -> None:
        super().__init__()
        self._whose = name
        self._month = month
        self._uncleared_only = False
        self._from_top = True
        self._shown_ids: bytes | None = None
        self._trouble: str | None = None
        self._reading = SingleFlight(self._read)
        self._head = CloseHead()
        self._foot = CloseHead()
        self._foot.id = "close-foot"
        self._list: LongList[ClosedRow] = LongList(ROW_COLUMNS, self._cells, self._read_rows)

    def compose(self) -> ComposeResult:
        """The month, its rows, what is not cleared."""
        yield self._head
        yield self._list
        yield self._foot

    # --- what is shown -------------------------------------------------------------------------

    @property
    def current_wallet(self) -> WalletId:
        """The wallet shown."""
        return self._month.wallet_id

    @property
    def period(self) -> Period:
        """The month shown."""
        return self._month.period

    def update(self, snapshot: Snapshot) -> None:
        """Have it read again."""
        self._paint()
        self._reading.want()

    def marks_kept(self) -> None:
        """A note or tags were kept: the rows tell them."""
        self._list.read_again()

    def left(self) -> None:
        """Read no more."""
        self._reading.stop()

    async def _read(self) -> None:
        treasury, seen = self.app.treasury, self._month
        if treasury is None:
            return
        try:
            months = await treasury.closing.months(seen.period)
            found = next((m for m in months if m.key == seen.key), None)
            ids = await treasury.closing.row_ids(seen, uncleared=self._uncleared_only)
        except CloseError as error:
            self._trouble = str(error)
            self._paint()
            return
        if seen.period != self._month.period or not self.is_attached:
            return
        self._trouble = None
        self._month = found or seen
        if self._shown_ids != ids.tobytes():
            self._shown_ids = ids.tobytes()
            self._list.show(ShownIds(ids), from_top=self._from_top)
        self._from_top = False
        self._list.read_again()
        self._paint()

    async def _read_rows(self, ids: Sequence[int]) -> Mapping[int, ClosedRow]:
        treasury = self.app.treasury
        if treasury is None:
            return {}
        gaps = {gap.row_id: gap for gap in self._month.gaps}
        return await treasury.mirror.read(lambda reader: read_rows(reader, ids, gaps))

    def _cells(self, row: ClosedRow) -> Sequence[Cell]:
        seen = seen_now(self.app.snapshot, self.app.amounts.own, self.app.now())
        return closed_cells(row, seen, self.period.zone)

    def _paint(self) -> None:
        self._head.show([self._title(), *self._balances()])
        self._foot.show([self._footer()])
        self._list.empty = [[Span(f"  {self._nothing()}", Role.MUTED)]]
        self._list.refresh()
        self.app.frame_changed()

    def _title(self) -> Line:
        left = [
            Span(f"  {self._whose}", Role.STRONG),
            Span(f"  {month_title(self.period)}", Role.TEXT),
            Span("  not cleared only" if self._uncleared_only else "", Role.ACCENT),
        ]
        return spread(left, [Span(f"{self.period.zone}  ", Role.MUTED)], self.size.width)

    def _balances(self) -> Sequence[Line]:
        """What matters most first; two lines where one is too narrow."""
        month, display = self._month, self.app.amounts.own
        sealed = self._sealed
        parts: list[Line] = [
            [Span("difference ", Role.MUTED), difference_span(month, display)],
            [] if sealed is None else [seal_span(sealed)],
            [Span("opening ", Role.MUTED), *display.spans(month.opening)],
            [Span("closing ", Role.MUTED), *display.spans(month.closing, Role.STRONG)],
        ]
        told = flow((part for part in parts if part), self.size.width - 4)
        return [[Span("  "), *line] for line in told]

    def _footer(self) -> Line:
        month, display = self._month, self.app.amounts.own
        if self._trouble is not None:
            return [Span(f"  ! {self._trouble}", Role.BAD)]
        if not month.is_known:
            return [Span("  Not known yet: the copy is being filled.", Role.WARN)]
        left = month.sums.uncleared_rows
        words: list[Line] = [
            [Span("  cleared ", Role.MUTED), *(cleared_words(month) or (Span("no rows"),))]
        ]
        if left:
            words.append([Span(f"not cleared {left:,} ", Role.MUTED)])
            words.append(display.spans(month.uncleared, Role.STRONG, signed=True))
        return join(words, 3)

    def _nothing(self) -> str:
        if self._uncleared_only and self._month.sums.rows:
            return "Every row of this month is cleared. o shows them all."
        return "No rows in this month."

    @property
    def _sealed(self) -> Sealed | None:
        treasury = self.app.treasury
        return None if treasury is None else treasury.closing.sealed(self._month)

    # --- acts ----------------------------------------------------------------------------------

    def commands(self) -> Sequence[Command]:
        """Clearing, the month, its seal and its export."""
        return (*self._rows_keys(), *self._month_keys(), *mark_commands(self.app, self._payment_id))

    def _rows_keys(self) -> Sequence[Command]:
        """What is done with rows."""
        return (
            Command(
                "clear",
                ("c",),
                "clear",
                "Mark the row as cleared, or take the mark away.",
                self._clear,
                self._has_row,
                footer=1,
            ),
            Command(
                "clear-all",
                ("C",),
                "clear all",
                "Mark every row shown as cleared.",
                self._clear_all,
                lambda: self._list.row_count > 0,
                footer=2,
            ),
            Command(
                "uncleared",
                ("o",),
                "not cleared",
                "Show only rows that are not cleared, or all again.",
                self._toggle,
                footer=3,
            ),
            Command(
                "open",
                ("enter",),
                "payment",
                "Open the payment of the row.",
                self._list.action_open,
                lambda: self._payment_id() is not None,
                footer=4,
            ),
        )

    def _month_keys(self) -> Sequence[Command]:
        """What is done with the month."""
        return (
            *step_keys(self._step, footer=5),
            export_key(Act(self._export, lambda: True)),
            *seal_keys(
                Act(self._seal, lambda: self._sealed is None),
                Act(self._unseal, lambda: self._sealed is not None),
                "the wallet's month",
                footer=7,
            ),
        )

    def _has_row(self) -> bool:
        return self._list.current is not None

    def _payment_id(self) -> PaymentId | None:
        row = self._list.current
        return None if row is None else row.item.payment_id

    def _clear(self) -> None:
        row, row_id = self._list.current, self._list.current_id
        if row is None or row_id is None:
            return
        self._mark([row_id], cleared=not row.cleared)
        self._list.action_move(1)

    def _clear_all(self) -> None:
        shown = self._shown_ids
        count = self._list.row_count
        title = f"{month_title(self.period)} of {self._whose}"
        words = self.app.amounts.own.words(self._month.uncleared)

        def answered(yes: bool | None) -> None:  # noqa: FBT001 - the answer itself
            if not yes or shown is None:
                return
            if shown != self._shown_ids:
                self.app.say(
                    "The rows changed meanwhile; none was cleared. C asks again.", Role.WARN
                )
                return
            self._mark(memoryview(shown).cast("q").tolist(), cleared=True)

        self.app.push_screen(ClearAll(title, count, words), answered)

    def _mark(self, ids: Sequence[int], *, cleared: bool) -> None:
        treasury = self.app.treasury
        if treasury is None:
            return

        async def mark() -> None:
            try:
                await treasury.closing.set_cleared(ids, cleared=cleared)
            except CloseError as error:
                self.app.say(str(error), Role.BAD)
            self._reading.want()

        treasury.closing.carry_out("clear", mark())

    def _toggle(self) -> None:
        self._uncleared_only = not self._uncleared_only
        self._from_top = True
        self._paint()
        self._reading.want()

    def _step(self, by: int) -> None:
        month = self._month
        self._month = filling(month.wallet_id, month.currency, stepped(month.period, by))
        self._from_top = True
        self._reading.want()

    def _export(self) -> None:
        scope = ExportScope(wallets=(self._month.wallet_id,), period=self.period)
        open_export(self.app, scope)

    def _seal(self) -> None:
        ask_to_seal(self.app, self.period, [MonthRow(self._whose, self._month, None)])

    def _unseal(self) -> None:
        sealed = self._sealed
        if sealed is not None:
            ask_to_unseal(self.app, self._whose, sealed)

    def on_table_opened(self) -> None:
        """Look at the payment closely."""
        from voltage_tui.ui.screens.payments.case import CasePage  # noqa: PLC0415

        payment_id = self._payment_id()
        if payment_id is not None:
            self.app.pages.open(CasePage(PaymentId(payment_id)))

    def on_long_list_unread(self, event: LongList.Unread) -> None:
        """The rows could not be read."""
        self._trouble = str(event.error)
        self._paint()
