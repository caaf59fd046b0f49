"""The ledger of one wallet or of all, from the mirror: any number of rows, searched as typed."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from voltage_tui.model.ids import PaymentId, WalletId
from voltage_tui.query import Query
from voltage_tui.treasury.problems import problem_of
from voltage_tui.treasury.topics import Topic
from voltage_tui.ui.paint import Line, Span
from voltage_tui.ui.palette import Role
from voltage_tui.ui.screens.ledger.asked import EVERYTHING, Asked
from voltage_tui.ui.screens.ledger.choosing import (
    columns_dialog,
    order_chooser,
    order_of,
    order_words,
)
from voltage_tui.ui.screens.ledger.finder import Finder
from voltage_tui.ui.screens.ledger.group import GroupPanel
from voltage_tui.ui.screens.ledger.head import LedgerHead
from voltage_tui.ui.screens.ledger.keys import ledger_commands
from voltage_tui.ui.screens.ledger.pace import CopyPace
from voltage_tui.ui.screens.ledger.reading import LedgerRow, rows_with_words
from voltage_tui.ui.screens.ledger.rows import (
    LedgerColumn,
    Seen,
    chosen_columns,
    ledger_cells,
    seen_now,
    what_it_did,
)
from voltage_tui.ui.screens.ledger.scope import choices, wallets_in
from voltage_tui.ui.screens.ledger.state import Copy, state_line
from voltage_tui.ui.screens.page import Page
from voltage_tui.ui.unread import unread
from voltage_tui.ui.widgets.chooser import Chooser
from voltage_tui.ui.widgets.long_list import LongList
from voltage_tui.ui.widgets.search_line import SearchLine

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime

    from textual.app import ComposeResult

    from voltage_tui.treasury.snapshot import Snapshot
    from voltage_tui.ui.commands.command import Command
    from voltage_tui.ui.widgets.columns import Cell
    from voltage_tui.ui.widgets.row_view import RowView


class LedgerPage(Page):
    """Page 4."""

    TOPICS: ClassVar[frozenset[Topic]] = frozenset(
        {Topic.MIRROR, Topic.WALLETS, Topic.RATE, Topic.LINES, Topic.CONNECTION}
    )

    def __init__(self) -> None:
        super().__init__()
        self._chosen: WalletId | None = None
        self._columns: Sequence[LedgerColumn] = ()
        self._asked: Asked | None = None
        self._mirrors: object = None
        self._seen: Seen | None = None
        self._pace = CopyPace()
        self._head = LedgerHead(id="ledger-head")
        self.search = SearchLine("words, status:failed, >500usd, since:2026-03-01, tag:rent")
        self.rows: LongList[LedgerRow] = LongList((), self._cells, self._read)
        self.group = GroupPanel(lambda: self._known)
        self._finder = Finder(lambda: self.app, self.rows, self._found)

    def compose(self) -> ComposeResult:
        """Head, search, rows, and on request those of one payment."""
        yield self._head
        yield self.search
        self.rows.empty = [[Span("  Reading the ledger", Role.MUTED)]]
        yield self.rows
        yield self.group

    # --- whose ---------------------------------------------------------------------------------

    @property
    def chosen(self) -> WalletId | None:
        """The wallet whose ledger is shown; None for all of them."""
        return self._chosen

    @property
    def current_wallet(self) -> WalletId | None:
        """The wallet of the row under the cursor."""
        row = self.rows.current
        return row.row.entry.wallet_id if row is not None else self._chosen

    @property
    def current_payment(self) -> PaymentId | None:
        """The payment of the row under the cursor."""
        row = self.rows.current
        return row.payment_id if row is not None else None

    def show_wallet(self, wallet_id: WalletId | None) -> None:
        """Show this wallet's ledger, or all with None."""
        self._chosen = wallet_id
        if self.app.snapshot is not None:
            self.update(self.app.snapshot)

    def step(self, by: int) -> None:
        """Show the next wallet's ledger, or the one before."""
        offered = self._head.choices
        if offered:
            at = next((n for n, (w, _) in enumerate(offered) if w == self._chosen), 0)
            self.show_wallet(offered[(at + by) % len(offered)][0])

    def choose_wallet(self) -> None:
        """Ask whose ledger."""
        names = [(wallet or "", name) for wallet, name in self._head.choices]
        self.app.push_screen(Chooser("Whose ledger", names, self._chosen or ""), self._chose)

    def _chose(self, chosen: tuple[str, str] | None) -> None:
        if chosen is not None:
            self.show_wallet(WalletId(chosen[0]) if chosen[0] else None)

    # --- showing -------------------------------------------------------------------------------

    def on_mount(self) -> None:
        """Show the columns that were chosen."""
        self._set_columns()

    def shown(self) -> None:
        """Have these ledgers read before others from now on."""
        super().shown()
        if self.app.snapshot is not None:
            self._watch(self.app.snapshot)

    def left(self) -> None:
        """They are not on the screen any more."""
        if self.app.treasury is not None:
            self.app.treasury.show_ledgers(())

    def on_unmount(self) -> None:
        """Look for nothing any more."""
        self._finder.stop()

    def _watch(self, snapshot: Snapshot) -> None:
        if self.app.treasury is not None and self.app.pages.front is self:
            self.app.treasury.show_ledgers(wallets_in(snapshot.accounts, self._chosen))

    def update(self, snapshot: Snapshot) -> None:
        """Show what is known now; of the rows only what has come is read."""
        self._watch(snapshot)
        seen = seen_now(snapshot, self.app.amounts, self.app.now())
        changed = self._seen is not None and seen.state != self._seen.state
        self._seen = seen
        self._head.choices = choices(snapshot.accounts)
        self._head.chosen = self._chosen
        if self.app.treasury is not None:
            self._ask(snapshot)
        if changed:
            self.rows.cells_changed()
        self._tell()

    def nothing_yet(self) -> None:
        """Say why there is no ledger."""
        self._tell()

    def tick(self, now: datetime) -> None:
        """The pace of the copy, and how long a problem lasts."""
        self._tell()

    def marks_kept(self) -> None:
        """A note or tags are other now."""
        self._finder.news()

    def _ask(self, snapshot: Snapshot) -> None:
        """Ask anew for other rows, or for what has come of the same."""
        settings = self.app.settings
        asked = Asked(self._chosen, self.search.asked, order_of(settings.ledger_order))
        news = snapshot.mirrors is not self._mirrors
        self._mirrors = snapshot.mirrors
        if asked != self._asked:
            self._asked = asked
            self._set_columns()
            self._finder.ask(asked)
        elif news:
            self._finder.news()

    def _set_columns(self) -> None:
        one = self._chosen is not None
        self._columns = chosen_columns(self.app.settings.ledger_columns, one_wallet=one)
        self.rows.set_columns([each.column for each in self._columns])

    async def _read(self, ids: Sequence[int]) -> Mapping[int, LedgerRow]:
        treasury = self.app.treasury
        if treasury is None:
            return {}
        return await treasury.mirror.read(lambda reader: rows_with_words(reader, ids))

    def _cells(self, item: LedgerRow) -> Sequence[Cell]:
        return ledger_cells(item, self._known, self._columns)

    @property
    def _known(self) -> Seen:
        if self._seen is None:
            self._seen = seen_now(self.app.snapshot, self.app.amounts, self.app.now())
        return self._seen

    # --- saying --------------------------------------------------------------------------------

    def _found(self) -> None:
        """The list is other than before."""
        found = self._finder.found
        if found.error is not None:
            self.app.say(problem_of(found.error, self.app.now()).words, Role.BAD)
        if self.search.text:
            rows = "row" if found.count == 1 else "rows"
            more = "" if found.is_all else ", looking further"
            self.search.say(f"{found.count:,} {rows}{more}")
        self._tell()

    def _tell_row(self) -> None:
        row = self.rows.current
        words = () if row is None else what_it_did(row, self.app.amounts, memo_first=False)
        self._head.row = [Span("  › ", Role.ACCENT), *words] if words else ()
        self._head.repaint()

    def _tell(self) -> None:
        self._head.state = self._state()
        self._tell_row()
        empty = self._empty()
        if empty != self.rows.empty:
            self.rows.empty = empty
            self.rows.refresh()
        self.group.repaint()

    def _state(self) -> Line:
        snapshot = self.app.snapshot
        wallets = wallets_in(snapshot.accounts, self._chosen) if snapshot is not None else []
        if snapshot is None or not wallets:
            return ()
        problem = snapshot.mirror_problem
        progress = [snapshot.mirrors[w] for w in wallets if w in snapshot.mirrors]
        order = "" if self._asked is None else order_words(self._asked.query_in_order.order)
        copy = Copy(len(wallets), progress, self._finder.found.count, problem, order)
        moment = self.app.launch.clock.monotonic()
        self._pace.see(moment, copy.gone_through)
        return state_line(copy, self._pace, self.app.now(), moment, self.app.amounts)

    def _empty(self) -> Sequence[Line]:
        """What stands where no rows are."""
        snapshot = self.app.snapshot
        problem = snapshot.mirror_problem if snapshot is not None else None
        if self.app.trouble is not None or snapshot is None or problem is not None:
            return unread(self.app, "the ledger", problem)
        if snapshot.wallets.value is None:
            return unread(self.app, "the wallets", snapshot.wallets.problem)
        wallets = wallets_in(snapshot.accounts, self._chosen)
        if not wallets:
            return [[Span("  No wallets yet, so no ledger.", Role.MUTED)]]
        if not self._finder.found.is_all:
            return unread(self.app, "the ledger")
        if self._asked is not None and self._asked.is_search:
            keys = [Span("  No row kept here is like this. ", Role.MUTED), Span("esc", Role.ACCENT)]
            return [[*keys, Span(" shows all.", Role.MUTED)]]
        progress = [snapshot.mirrors.get(w) for w in wallets]
        if all(p is not None and p.is_whole for p in progress):
            return [[Span("  No rows yet: nothing has moved here.", Role.MUTED)]]
        first = next((p.problem for p in progress if p is not None and p.problem), None)
        return unread(self.app, "the ledger", first)

    # --- what a person does --------------------------------------------------------------------

    def commands(self) -> Sequence[Command]:
        """Whose ledger, which rows, and what a row belongs to."""
        return ledger_commands(self)

    def clear(self) -> None:
        """Show every row again."""
        self.search.set_text("")

    def choose_columns(self) -> None:
        """Ask which columns are shown."""
        self.app.push_screen(columns_dialog(self.app.settings.ledger_columns), self._columns_chosen)

    def _columns_chosen(self, names: str | None) -> None:
        if names is not None:
            self.app.preferences.remember_ledger(columns=names)
            self._set_columns()

    def choose_order(self) -> None:
        """Ask for the order of the rows."""
        chooser = order_chooser(self.app.settings.ledger_order)
        self.app.push_screen(chooser, self._order_chosen)

    def _order_chosen(self, chosen: tuple[str, str] | None) -> None:
        if chosen is not None and self.app.snapshot is not None:
            self.app.preferences.remember_ledger(order=chosen[0])
            self.update(self.app.snapshot)

    def toggle_group(self) -> None:
        """Show the rows of one payment together, or no more."""
        self.group.display = not self.group.display
        self.group.follow(self.app.treasury, self.rows.current)

    def only_payment(self) -> None:
        """Search the rows of the payment under the cursor."""
        payment = self.current_payment
        if payment is not None:
            self.search.set_text(f"id:{payment}")

    @property
    def selection(self) -> Query | None:
        """The search, where there is one."""
        return self.search.asked if self.search.asked != EVERYTHING else None

    # --- messages ------------------------------------------------------------------------------

    def on_search_line_changed(self) -> None:
        """Search as it is typed."""
        if self.app.snapshot is not None:
            self.update(self.app.snapshot)

    def on_search_line_left(self) -> None:
        """Back to the rows."""
        self.rows.focus()

    def on_long_list_unread(self, event: LongList.Unread) -> None:
        """Rows could not be read."""
        self.app.say(problem_of(event.error, self.app.now()).words, Role.BAD)

    def on_table_moved(self) -> None:
        """Tell of the row under the cursor."""
        self._tell_row()
        self.group.follow(self.app.treasury, self.rows.current)

    def on_table_opened(self, event: RowView.Opened) -> None:
        """Look at the payment of a row."""
        from voltage_tui.ui.screens.payments.case import CasePage  # noqa: PLC0415

        payment = self.current_payment
        if payment is not None:
            self.app.pages.open(CasePage(payment))
