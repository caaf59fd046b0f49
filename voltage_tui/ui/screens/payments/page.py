"""The list of payments: live without a search, and with one all that are kept here."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING, ClassVar, Final

from textual.app import ComposeResult

from voltage_tui.model.ids import UUID, PaymentId, WalletId
from voltage_tui.model.payment import Payment
from voltage_tui.query import Query
from voltage_tui.treasury.topics import Topic
from voltage_tui.ui.commands.command import Command
from voltage_tui.ui.marks.open import mark_commands
from voltage_tui.ui.paint import Line, Span
from voltage_tui.ui.palette import Role
from voltage_tui.ui.payment_columns import payment_columns
from voltage_tui.ui.payment_rows import payment_key, payment_state
from voltage_tui.ui.screens.page import Page
from voltage_tui.ui.screens.payments.asked import without_payment
from voltage_tui.ui.screens.payments.case import CasePage
from voltage_tui.ui.screens.payments.chosen import (
    chosen_cells,
    chosen_columns,
    columns_command,
)
from voltage_tui.ui.screens.payments.filter_dialog import FilterDialog
from voltage_tui.ui.screens.payments.found import Found
from voltage_tui.ui.screens.payments.older import Older
from voltage_tui.ui.screens.payments.open_asked import has_asked, open_asked
from voltage_tui.ui.screens.payments.summary import Searched, Shown, Summary
from voltage_tui.ui.screens.payments.wanted import Wanted, wanted_in, with_wanted
from voltage_tui.ui.searching.here import wallet_names
from voltage_tui.ui.unread import unread
from voltage_tui.ui.widgets.columns import Cell
from voltage_tui.ui.widgets.search_line import SearchLine
from voltage_tui.ui.widgets.table import Table

if TYPE_CHECKING:
    from collections.abc import Iterable

    from voltage_tui.treasury.reading import Problem
    from voltage_tui.treasury.snapshot import Snapshot
    from voltage_tui.ui.widgets.row_view import RowView

_NEAR = 10
"""Rows below the last one in view from which older payments are fetched."""
_AGES_S: Final = 10
"""Seconds after which the ages of what was found are shown anew."""


class PaymentsPage(Page):
    """Page 3."""

    TOPICS: ClassVar[frozenset[Topic]] = frozenset(
        {
            *(Topic.PAYMENTS, Topic.WALLETS, Topic.RATE, Topic.CONNECTION),
            *(Topic.RECEIVING, Topic.SENDING, Topic.MIRROR),
        }
    )

    def __init__(self) -> None:
        super().__init__()
        self._line = SearchLine(
            "words, status:failed, dir:send, >500usd, since:2026-03-01", "payments"
        )
        self._summary = Summary()
        self._table: Table[Payment] = Table(
            payment_columns(),
            payment_key,
            self._cells,
            state=lambda payment: payment_state(payment, self.app),
        )
        self._found = Found(lambda: self.app, self._refresh_rows)
        self._older = Older(lambda: self.app, self._refresh_soon)

    def compose(self) -> ComposeResult:
        """What is shown, the search, the list."""
        yield self._summary
        yield self._line
        self._table.empty = [[Span("  Reading the payments", Role.MUTED)]]
        yield self._table
        self._found.rows.display = False
        yield self._found.rows

    def on_mount(self) -> None:
        """Scrolling with the mouse fetches older payments too."""
        self.watch(self._table, "scroll_y", self._scrolled, init=False)
        self._set_columns()

    @property
    def _rows(self) -> RowView:
        """The list that is shown."""
        return self._found.rows if self._is_searching else self._table

    @property
    def _is_searching(self) -> bool:
        return self._line.asked != Query()

    @property
    def _current(self) -> Payment | None:
        """The payment under the cursor."""
        return self._found.rows.current if self._is_searching else self._table.current

    @property
    def current_wallet(self) -> WalletId | None:
        """The wallet of the payment under the cursor, for the receive form."""
        return self._current.wallet_id if self._current is not None else None

    # --- showing -------------------------------------------------------------------------------

    def shown(self) -> None:
        """The keys go to the list."""
        self._rows.focus()

    def update(self, snapshot: Snapshot) -> None:
        """Show what is known now."""
        if self._is_searching:
            self._found.news()
        self._show(snapshot)

    def nothing_yet(self) -> None:
        """Say why there are no payments."""
        self._refresh_rows()

    def tick(self, now: datetime) -> None:
        """Ages change."""
        self._summary.repaint()
        if not self._is_searching:
            self._table.ages_changed()
            return
        self._found.tick()
        if now.second % _AGES_S == 0:
            self._found.rows.repaint()

    def on_unmount(self) -> None:
        """Look for nothing any more."""
        self._found.stop()

    def _refresh_rows(self) -> None:
        if self.is_attached:
            self._show(self.app.snapshot)

    def _show(self, snapshot: Snapshot | None) -> None:
        searching = self._is_searching
        loaded = pending_first(known_payments(snapshot))
        self._table.empty = self._empty(snapshot)
        self._table.set_rows(loaded)
        self._found.rows.empty = self._nothing_found()
        book = snapshot.book.value if snapshot else None
        self._summary.show(
            Shown(
                loaded=len(loaded),
                pending=snapshot.pending if snapshot else (),
                complete=book is not None and book.complete,
                reading_older=self._older.is_reading,
                problem=snapshot.book.problem if snapshot else None,
                searched=self._searched(snapshot) if searching else None,
                known=book is not None,
                asked=without_payment(snapshot, self.app.now()),
            )
        )

    def _searched(self, snapshot: Snapshot | None) -> Searched:
        found = self._found
        progress = snapshot.mirrored_payments if snapshot is not None else None
        return Searched(
            found.count,
            max(found.kept, found.count),
            found.looking,
            whole=progress is not None and progress.is_whole,
            problem=_why(found.problem, snapshot),
        )

    def _cells(self, payment: Payment) -> Sequence[Cell]:
        return chosen_cells(payment, self.app)

    def _set_columns(self) -> None:
        columns = chosen_columns(self.app.settings.payments_columns)
        self._table.set_rows(self._table.rows, columns=columns)
        self._found.rows.set_columns(columns)

    def _empty(self, snapshot: Snapshot | None) -> list[Line]:
        if self.app.trouble is not None:
            return unread(self.app, "the payments")
        if snapshot is None or snapshot.book.value is None:
            return unread(self.app, "the payments", snapshot.book.problem if snapshot else None)
        return [_hint("No payments yet. ", "r", " asks for one.")]

    def _nothing_found(self) -> list[Line]:
        if self._found.looking:
            return [_hint("Looking", "", "")]
        if self._asked_id() is not None:
            return [_hint("It is not kept here. ", "enter", " asks Voltage for this payment.")]
        return [_hint("No payment kept here is like this. ", "esc", " shows all.")]

    # --- searching -----------------------------------------------------------------------------

    def on_search_line_changed(self, event: SearchLine.Changed) -> None:
        """Search as it is typed."""
        event.stop()
        searching = self._is_searching
        if searching:
            self._found.ask(self._line.asked)
        else:
            self._found.stop()
        had_keys = self._table.has_focus or self._found.rows.has_focus
        self._found.rows.display, self._table.display = searching, not searching
        if had_keys:
            self._rows.focus()
        self._refresh_rows()
        self.app.frame_changed()

    def on_search_line_left(self, event: SearchLine.Left) -> None:
        """Back to the rows."""
        event.stop()
        self._rows.focus()
        self.app.frame_changed()

    def on_long_list_unread(self) -> None:
        """Rows that were found could not be read."""
        self.app.say("Some of what was found could not be read; R tries again.", Role.BAD)

    def _choose(self) -> None:
        names = wallet_names(self.app.snapshot)
        wallets = sorted(names.items(), key=lambda w: w[1].casefold())
        self.app.push_screen(
            FilterDialog(wanted_in(self._line.asked, names), wallets), self._chosen
        )

    def _chosen(self, wanted: Wanted | None) -> None:
        if wanted is not None:
            names = wallet_names(self.app.snapshot)
            self._line.set_text(with_wanted(self._line.text, wanted, names))

    def _asked_id(self) -> PaymentId | None:
        """The whole identifier that was searched for and is of no payment kept here."""
        part = self._line.text.removeprefix("id:")
        if self._is_searching and not self._found.count and UUID.fullmatch(part):
            return PaymentId(part.lower())
        return None

    def _ask_id(self) -> None:
        asked = self._asked_id()
        if asked is not None:
            self.app.pages.open(CasePage(asked))

    # --- older ones ----------------------------------------------------------------------------

    def on_table_near_end(self) -> None:
        """The cursor is near the last row."""
        self._fetch_older()

    def _scrolled(self) -> None:
        table = self._table
        if table.scroll_offset.y + table.size.height + _NEAR >= len(table.rows):
            self._fetch_older()

    def _fetch_older(self) -> None:
        if not self._is_searching:
            self._older.fetch()

    def _refresh_soon(self) -> None:
        if self.is_attached:
            self.call_later(self._refresh_rows)

    # --- keys ----------------------------------------------------------------------------------

    def commands(self) -> Sequence[Command]:
        """Opening, searching, copying, marking."""
        return (
            Command(
                "ask-id",
                ("enter",),
                "ask Voltage",
                "Ask Voltage for the payment with the identifier that was searched for.",
                self._ask_id,
                lambda: not self._line.is_typing and self._asked_id() is not None,
                footer=10,
            ),
            Command(
                "open",
                ("enter",),
                "open",
                "Look at the payment under the cursor closely.",
                self._open,
                self._can_open,
                footer=10,
            ),
            Command(
                "filter",
                ("f",),
                "filter",
                "Choose status, direction, kind, wallet and age, written as a search.",
                self._choose,
                footer=20,
            ),
            *self._line.commands(),
            Command(
                "clear-search",
                ("escape",),
                "show all",
                "Leave the search.",
                self._line.action_clear,
                lambda: bool(self._line.text) or self._is_searching,
                footer=50,
            ),
            *mark_commands(self.app, self._marked),
            Command(
                "copy", ("y",), "copy id", "Copy the payment's id.", self._copy, self._has_current
            ),
            columns_command(self.app, self._set_columns),
            Command("export", ("e",), "export", "Export what is shown.", self._export),
            Command(
                "open-request",
                ("o",),
                "request",
                "Open a request made here that is no payment.",
                lambda: open_asked(self.app),
                lambda: has_asked(self.app),
                footer=15,
            ),
        )

    def _can_open(self) -> bool:
        # While something is typed enter goes to the rows.
        return not self._line.is_typing and self._asked_id() is None and self._has_current()

    def _open(self) -> None:
        self._rows.action_open()

    def _has_current(self) -> bool:
        return self._current is not None

    def _marked(self) -> PaymentId | None:
        return self._current.id if self._current is not None else None

    def _copy(self) -> None:
        payment = self._current
        if payment is not None:
            self.app.copy(payment.id, "the payment's id")

    def _export(self) -> None:
        from voltage_tui.ui.exporting.open import ExportScope, open_export  # noqa: PLC0415

        query = self._line.asked if self._is_searching else None
        open_export(self.app, ExportScope(query=query))

    def on_table_opened(self, event: Table.Opened) -> None:
        """Look at one payment closely."""
        event.stop()
        payment = self._current
        if payment is not None:
            self.app.pages.open(CasePage(payment.id, payment))


def known_payments(snapshot: Snapshot | None) -> tuple[Payment, ...]:
    """Every payment of the snapshot's book."""
    if snapshot is None or snapshot.book.value is None:
        return ()
    return snapshot.book.value.payments


def pending_first(payments: Iterable[Payment]) -> list[Payment]:
    """What is under way on top, however old; each part in the order given."""
    return sorted(payments, key=lambda p: p.is_terminal)


def _why(problem: Problem | None, snapshot: Snapshot | None) -> str | None:
    """Why nothing could be looked for, or why the copy is not kept up."""
    if problem is not None:
        return problem.words
    behind = snapshot.mirror_problem if snapshot is not None else None
    return f"the copy is not kept up: {behind.words}" if behind is not None else None


def _hint(before: str, key: str, after: str) -> Line:
    return [Span(f"  {before}", Role.MUTED), Span(key, Role.ACCENT), Span(after, Role.MUTED)]
