"""The list of payments: live, filtered here or by the server, older ones on request."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from functools import partial
from typing import TYPE_CHECKING, ClassVar

from textual.app import ComposeResult

from voltage_tui.model.ids import PaymentId, WalletId
from voltage_tui.model.payment import Payment, PaymentPage
from voltage_tui.treasury.problems import problem_of
from voltage_tui.treasury.reading import Reading
from voltage_tui.treasury.topics import Topic
from voltage_tui.ui.commands.command import Command
from voltage_tui.ui.paint import Line, Span
from voltage_tui.ui.palette import Role
from voltage_tui.ui.payment_columns import payment_columns
from voltage_tui.ui.payment_rows import payment_cells, payment_key, payment_state
from voltage_tui.ui.screens.page import Page
from voltage_tui.ui.screens.payments.asked import choice_words, without_payment
from voltage_tui.ui.screens.payments.case import CasePage
from voltage_tui.ui.screens.payments.filter_dialog import FilterDialog
from voltage_tui.ui.screens.payments.haystack import Haystacks
from voltage_tui.ui.screens.payments.search import Search, known_payments, pending_first
from voltage_tui.ui.screens.payments.summary import Shown, Summary
from voltage_tui.ui.screens.payments.wanted import Wanted
from voltage_tui.ui.unread import unread
from voltage_tui.ui.widgets.chooser import Chooser
from voltage_tui.ui.widgets.columns import Cell
from voltage_tui.ui.widgets.filter_line import FilterLine
from voltage_tui.ui.widgets.table import Table

if TYPE_CHECKING:
    from voltage_tui.treasury.snapshot import Snapshot

_NEAR = 10
"""Rows below the last one in view from which older payments are fetched."""


class PaymentsPage(Page):
    """Page 3."""

    TOPICS: ClassVar[frozenset[Topic]] = frozenset(
        {
            *(Topic.PAYMENTS, Topic.WALLETS, Topic.RATE, Topic.CONNECTION),
            *(Topic.RECEIVING, Topic.SENDING),
        }
    )

    def __init__(self) -> None:
        super().__init__()
        self._filter = FilterLine("memo, wallet, id, amount, reason, metadata")
        self._summary = Summary()
        self._table: Table[Payment] = Table(
            payment_columns(),
            payment_key,
            self._cells,
            state=lambda payment: payment_state(payment, self.app),
        )
        self._haystacks = Haystacks()
        self._search: Search | None = None
        self._older: asyncio.Task[None] | None = None
        self._asked: asyncio.Task[Reading[PaymentPage]] | None = None

    def compose(self) -> ComposeResult:
        """What is shown, the words to filter by, the list."""
        yield self._summary
        yield self._filter
        self._table.empty = [[Span("  Reading the payments", Role.MUTED)]]
        yield self._table

    def on_mount(self) -> None:
        """Scrolling with the mouse fetches older payments too."""
        self.watch(self._table, "scroll_y", self._scrolled, init=False)

    @property
    def current_wallet(self) -> WalletId | None:
        """The wallet of the payment under the cursor, for the receive form."""
        return self._table.current.wallet_id if self._table.current is not None else None

    # --- showing -------------------------------------------------------------------------------

    def update(self, snapshot: Snapshot) -> None:
        """Show what is known now."""
        self._show(snapshot)

    def nothing_yet(self) -> None:
        """Say why there are no payments."""
        self._refresh_rows()

    def tick(self, now: datetime) -> None:
        """Ages change."""
        self._table.ages_changed()
        self._summary.repaint()

    def _refresh_rows(self) -> None:
        self._show(self.app.snapshot)

    def _show(self, snapshot: Snapshot | None) -> None:
        search = self._search
        loaded = pending_first(search.rows(snapshot) if search else known_payments(snapshot))
        names = _wallet_names(snapshot)
        words = self._filter.words
        found = self._haystacks.having(loaded, words, names)
        self._table.empty = self._empty(snapshot, filtered=bool(words))
        self._table.set_rows(found)
        self._filter.say(f"{len(found):,} of {len(loaded):,} loaded")
        book = snapshot.book.value if snapshot else None
        read_problem = snapshot.book.problem if snapshot else None
        self._summary.show(
            Shown(
                loaded=len(loaded),
                pending=snapshot.pending if snapshot else (),
                complete=book is not None and book.complete,
                reading_older=self._older is not None and not self._older.done(),
                problem=search.problem if search and search.problem else read_problem,
                search=search,
                wallet_name=names.get(search.wanted.wallet_id or WalletId(""), "one wallet")
                if search
                else "",
                known=book is not None,
                asked=without_payment(snapshot, self.app.now()),
            )
        )

    def _cells(self, payment: Payment) -> Sequence[Cell]:
        return payment_cells(payment, self.app)

    def _empty(self, snapshot: Snapshot | None, *, filtered: bool) -> list[Line]:
        if self.app.trouble is not None:
            return unread(self.app, "the payments")
        if filtered:
            return [_hint("No loaded payment has these words. ", "f", " asks Voltage for others.")]
        if self._search is not None:
            if self._search.asking:
                return [_hint("Asking Voltage", "", "")]
            if self._search.problem is not None:
                return [_hint("Nothing could be read yet. ", "R", " asks again.")]
            return [_hint("No payment is like this. ", "esc", " shows all.")]
        if snapshot is None or snapshot.book.value is None:
            return unread(self.app, "the payments", snapshot.book.problem if snapshot else None)
        return [_hint("No payments yet. ", "r", " asks for one.")]

    # --- older ones ----------------------------------------------------------------------------

    def on_table_near_end(self) -> None:
        """The cursor is near the last row."""
        self._fetch_older()

    def _scrolled(self) -> None:
        table = self._table
        if table.scroll_offset.y + table.size.height + _NEAR >= len(table.rows):
            self._fetch_older()

    def _fetch_older(self) -> None:
        treasury, snapshot = self.app.treasury, self.app.snapshot
        if treasury is None or snapshot is None:
            return
        if self._search is not None:
            if self._search.more and not self._search.asking and self._search.problem is None:
                self._ask(replace(self._search, asking=True))
            return
        book = snapshot.book.value
        if book is None or book.complete or (self._older is not None and not self._older.done()):
            return
        self._older = treasury.older_payments()
        self._older.add_done_callback(lambda _: self._later_refresh())
        self._refresh_rows()

    def _later_refresh(self) -> None:
        if self.is_attached:
            self.call_later(self._refresh_rows)

    # --- asking the server ---------------------------------------------------------------------

    def _choose(self) -> None:
        wanted = self._search.wanted if self._search is not None else Wanted()
        wallets = sorted(_wallet_names(self.app.snapshot).items(), key=lambda w: w[1].casefold())
        self.app.push_screen(FilterDialog(wanted, wallets), self._chosen)

    def _chosen(self, wanted: Wanted | None) -> None:
        if wanted is None:
            return
        if wanted.is_everything:
            self._search = None
            self._refresh_rows()
        else:
            self._ask(Search.begin(wanted, self.app.now()))
        self.app.frame_changed()

    def _ask(self, search: Search) -> None:
        self._search = search
        self._refresh_rows()
        treasury = self.app.treasury
        if treasury is None:
            return
        if self._asked is not None:
            self._asked.cancel()
        self._asked = asyncio.create_task(treasury.find(search.question, search.cursor))
        self._asked.add_done_callback(partial(self._answered, search))

    def _answered(self, search: Search, asked: asyncio.Task[Reading[PaymentPage]]) -> None:
        # Another question may have been asked meanwhile; only the newest one counts.
        if asked.cancelled() or self._search is not search:
            return
        error = asked.exception()
        unread: Reading[PaymentPage] = Reading()
        if isinstance(error, Exception):
            page = unread.failed(problem_of(error, self.app.now()))
        else:
            page = asked.result()
        self._search = search.answered(page)
        self._later_refresh()

    def on_unmount(self) -> None:
        """Ask for nothing any more."""
        if self._asked is not None:
            self._asked.cancel()

    def _clear(self) -> None:
        if self._filter.words:
            self._filter.action_clear()
            return
        self._search = None
        self._refresh_rows()
        self.app.frame_changed()

    def _read_now(self) -> None:
        self.app.pages.read_now()
        if self._search is not None:
            again = Search.begin(self._search.wanted, self.app.now())
            self._ask(replace(again, found=self._search.found, problem=self._search.problem))

    # --- keys ----------------------------------------------------------------------------------

    def commands(self) -> Sequence[Command]:
        """Opening, filtering, copying."""
        return (
            Command(
                "open",
                ("enter",),
                "open",
                "Look at the payment under the cursor closely.",
                self._table.action_open,
                self._has_current,
                footer=10,
            ),
            Command(
                "filter",
                ("f",),
                "filter",
                "Ask Voltage for payments by status, direction, kind, wallet and age.",
                self._choose,
                footer=20,
            ),
            Command(
                "find",
                ("/",),
                "find",
                "Show only the loaded payments with these words.",
                self._filter.open,
                footer=30,
            ),
            Command(
                "clear-filter",
                ("escape",),
                "show all",
                "Leave the filter.",
                self._clear,
                lambda: self._search is not None or bool(self._filter.words),
                footer=40,
            ),
            Command(
                "copy", ("y",), "copy id", "Copy the payment's id.", self._copy, self._has_current
            ),
            Command(
                "open-request",
                ("o",),
                "request",
                "Open a request made here that is no payment.",
                self._open_request,
                lambda: bool(without_payment(self.app.snapshot, self.app.now())),
                footer=15,
            ),
            Command(
                "refresh",
                ("R", "ctrl+l"),
                "read now",
                "Read everything and ask the filter again now.",
                self._read_now,
                lambda: self._search is not None and self.app.treasury is not None,
            ),
        )

    def _open_request(self) -> None:
        asked = without_payment(self.app.snapshot, self.app.now())
        if len(asked) > 1:
            pairs = [(r.payment_id, choice_words(r, self.app)) for r in asked]
            self.app.push_screen(Chooser("Which request", pairs, ""), self._open_chosen)
        elif asked:
            self._open_chosen((asked[0].payment_id, ""))

    def _open_chosen(self, chosen: tuple[str, str] | None) -> None:
        from voltage_tui.ui.screens.receive.card import CardPage  # noqa: PLC0415
        from voltage_tui.ui.screens.send.opening import open_sending  # noqa: PLC0415

        if chosen is None:
            return
        payment_id, snapshot = PaymentId(chosen[0]), self.app.snapshot
        if snapshot is not None and snapshot.sending(payment_id) is not None:
            open_sending(self.app, payment_id)
        else:
            self.app.pages.open(CardPage(payment_id))

    def _has_current(self) -> bool:
        return self._table.current is not None

    def _copy(self) -> None:
        payment = self._table.current
        if payment is not None:
            self.app.copy(payment.id, "the payment's id")

    def on_filter_line_changed(self) -> None:
        """Filter as it is typed."""
        self._refresh_rows()

    def on_filter_line_left(self) -> None:
        """Back to the rows."""
        self._table.focus()
        self.app.frame_changed()

    def on_table_opened(self, event: Table.Opened) -> None:
        """Look at one payment closely."""
        payment = self._table.current
        known = payment if payment is not None and payment.id == event.key else None
        self.app.pages.open(CasePage(PaymentId(event.key), known))


def _wallet_names(snapshot: Snapshot | None) -> dict[WalletId, str]:
    wallets = snapshot.wallets.value if snapshot else None
    return {w.id: w.name for w in wallets or ()}


def _hint(before: str, key: str, after: str) -> Line:
    return [Span(f"  {before}", Role.MUTED), Span(key, Role.ACCENT), Span(after, Role.MUTED)]
