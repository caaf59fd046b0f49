"""The ledger of one wallet, or of the wallets that moved last."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from voltage_tui.model.ids import PaymentId, WalletId
from voltage_tui.treasury.durations import duration
from voltage_tui.treasury.topics import Topic
from voltage_tui.ui.commands.command import Command
from voltage_tui.ui.paint import Line, Span, fit, width_of
from voltage_tui.ui.palette import Ground, Role
from voltage_tui.ui.screens.ledger.rows import ledger_cells, ledger_columns, what_it_did
from voltage_tui.ui.screens.ledger.scope import (
    MOST_WALLETS,
    LedgerRow,
    choices,
    merged,
    readings,
    wallets_in,
)
from voltage_tui.ui.screens.page import Page
from voltage_tui.ui.unread import as_sentence, unread
from voltage_tui.ui.widgets.chooser import Chooser
from voltage_tui.ui.widgets.filter_line import FilterLine
from voltage_tui.ui.widgets.painted import Painted
from voltage_tui.ui.widgets.table import Table

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from textual.app import ComposeResult

    from voltage_tui.treasury.reading import Reading
    from voltage_tui.treasury.snapshot import Snapshot
    from voltage_tui.treasury.statement import Statement
    from voltage_tui.ui.widgets.columns import Cell


_ROOM_FOR_WORDS = 160
"""Columns from which what a row did is not cut in the table."""
_LONGEST_NAME = 24
"""Cells of a wallet's name among the choices."""


class LedgerHead(Painted):
    """Whose ledger it is, how much of it is here, and whether the balances can be trusted."""

    choices: Sequence[tuple[WalletId | None, str]] = ()
    chosen: WalletId | None = None
    state: Line = ()
    row: Line = ()

    def paint(self, width: int, height: int) -> Sequence[Line]:
        """The wallets to choose from, the state, and a row's words where its column is short."""
        return [self._wallets(width), self.state, self.row if width < _ROOM_FOR_WORDS else ()]

    def _wallets(self, width: int) -> Line:
        at = next((n for n, (w, _) in enumerate(self.choices) if w == self.chosen), 0)
        line: list[Span] = [Span("  ")]
        # Start so far right that the chosen one is in view, with one before it.
        first = 0
        while first < at - 1 and width_of(self._part(range(first, at + 1))) > width - 12:
            first += 1
        line += self._part(range(first, len(self.choices)))
        return line

    def _part(self, numbers: range) -> list[Span]:
        spans = []
        for n in numbers:
            wallet, name = self.choices[n]
            name = fit(name, _LONGEST_NAME)
            if wallet == self.chosen:
                spans.append(Span(f" {name} ", Role.STRONG, Ground.KEYCAP))
            else:
                spans.append(Span(f" {name} ", Role.MUTED))
        return spans


class LedgerPage(Page):
    """Page 4."""

    TOPICS: ClassVar[frozenset[Topic]] = frozenset(
        {Topic.LEDGER, Topic.WALLETS, Topic.RATE, Topic.LINES}
    )

    def __init__(self) -> None:
        super().__init__()
        self._chosen: WalletId | None = None
        self._watched: set[WalletId] = set()
        self._head = LedgerHead(id="ledger-head")
        self._filter = FilterLine("words: a kind, a payment id, a wallet")
        self._table: Table[LedgerRow] = Table(
            ledger_columns(one_wallet=False), lambda item: item.key, self._cells
        )

    def compose(self) -> ComposeResult:
        """Head, filter, rows."""
        yield self._head
        yield self._filter
        self._table.empty = [[Span("  Reading the ledger", Role.MUTED)]]
        yield self._table

    @property
    def current_wallet(self) -> WalletId | None:
        """The wallet of the row under the cursor."""
        row = self._table.current
        return row.row.entry.wallet_id if row is not None else self._chosen

    def show_wallet(self, wallet_id: WalletId | None) -> None:
        """Show this wallet's ledger, or all with None."""
        self._chosen = wallet_id
        self._table.action_to(0)
        if self.app.snapshot is not None:
            self.update(self.app.snapshot)

    def shown(self) -> None:
        """Read these ledgers from now on."""
        super().shown()
        if self.app.snapshot is not None:
            self._watch(self.app.snapshot)

    def left(self) -> None:
        """Stop reading them."""
        self._watch_only(set())

    def update(self, snapshot: Snapshot) -> None:
        """Show what is known now."""
        self._watch(snapshot)
        wallets = wallets_in(snapshot.accounts, self._chosen)
        rows = self._filtered(merged(snapshot, wallets))
        one = self._chosen is not None
        self._head.choices = choices(snapshot.accounts)
        self._head.chosen = self._chosen
        self._head.state = self._state(snapshot, wallets, len(rows))
        self._head.repaint()
        known = readings(snapshot, wallets)
        self._table.empty = self._empty(snapshot, known)
        self._table.set_rows(rows, columns=ledger_columns(one_wallet=one))
        self._filter.say(f"{len(rows)} rows")
        self._tell_row()

    def _tell_row(self) -> None:
        row = self._table.current
        words = what_it_did(row.row, self.app) if row is not None else ()
        self._head.row = [Span("  › ", Role.ACCENT), *words] if words else ()
        self._head.repaint()

    def on_table_moved(self) -> None:
        """Say what the row under the cursor did."""
        self._tell_row()

    def nothing_yet(self) -> None:
        """Say why there are no rows."""
        self._table.empty = unread(self.app, "the ledger")
        self._table.refresh()

    def _empty(self, snapshot: Snapshot, known: Sequence[Reading[Statement]]) -> Sequence[Line]:
        if snapshot.wallets.value is None:
            return unread(self.app, "the wallets", snapshot.wallets.problem)
        if not snapshot.accounts:
            return [[Span("  No wallets yet, so no ledger.", Role.MUTED)]]
        if any(r.value is None for r in known) or not known:
            problem = next((r.problem for r in known if r.problem is not None), None)
            return unread(self.app, "the ledger", problem)
        words = "No row has these words." if self._filter.words else "No money has moved yet."
        return [[Span(f"  {words}", Role.MUTED)]]

    def _filtered(self, rows: list[LedgerRow]) -> list[LedgerRow]:
        words = self._filter.words.casefold().split()
        return [r for r in rows if all(w in _haystack(r) for w in words)] if words else rows

    def _state(self, snapshot: Snapshot, wallets: Sequence[WalletId], rows: int) -> Line:
        known = readings(snapshot, wallets)
        problem = next((r.problem for r in known if r.problem is not None), None)
        if problem is not None:
            age = duration(self.app.now() - problem.since)
            words = f"{as_sentence(problem.words)} {as_sentence(problem.advice)}"
            return [Span(f"  ! {words} Since {age}.", Role.WARN)]
        values = [r.value for r in known if r.value is not None]
        if not wallets:
            return ()
        total = sum(s.ledger_rows for s in values)
        if len(values) < len(wallets):
            return [Span(f"  {len(values)} of {len(wallets)} ledgers read", Role.MUTED)]
        whole = f"all {total:,} rows" if rows >= total else f"{rows:,} of {total:,} rows"
        line = [Span(f"  {whole}", Role.MUTED)]
        if self._chosen is None and len(snapshot.accounts) > MOST_WALLETS:
            line.append(Span(f"  the {MOST_WALLETS} wallets that moved last", Role.MUTED))
        moving = [s for s in values if not s.anchored]
        if moving:
            line.append(Span("  balances are moving: — until they agree", Role.WARN))
        elif all(_is_whole(s) for s in values):
            line.append(Span("  the rows add up to the wallets' balances", Role.OK))
        else:
            line.append(Span("  balances counted back from those of the wallets", Role.MUTED))
        return line

    def _cells(self, item: LedgerRow) -> Sequence[Cell]:
        return ledger_cells(item, self.app, one_wallet=self._chosen is not None)

    def tick(self, now: datetime) -> None:
        """Nothing here counts seconds."""

    def commands(self) -> Sequence[Command]:
        """Whose ledger, and what a row belongs to."""
        return (
            Command(
                "open",
                ("enter",),
                "payment",
                "Open the payment of the row under the cursor.",
                self._table.action_open,
                self._has_payment,
                footer=10,
            ),
            Command(
                "next-wallet",
                ("l", "right"),
                "next wallet",
                "Show the next wallet's ledger.",
                lambda: self._step(1),
                footer=20,
            ),
            Command(
                "previous-wallet",
                ("h", "left"),
                "previous wallet",
                "Show the ledger of the wallet before.",
                lambda: self._step(-1),
            ),
            Command(
                "choose-wallet",
                ("w",),
                "wallet",
                "Choose the wallet by its name.",
                self._choose,
                footer=30,
            ),
            Command(
                "filter",
                ("/",),
                "filter",
                "Show only rows with these words.",
                self._filter.open,
                footer=40,
            ),
            Command(
                "copy",
                ("y",),
                "copy id",
                "Copy the id of the row under the cursor.",
                self._copy,
                lambda: self._table.current is not None,
            ),
        )

    def _has_payment(self) -> bool:
        row = self._table.current
        return row is not None and row.row.entry.payment_id is not None

    def _step(self, by: int) -> None:
        offered = self._head.choices
        if offered:
            at = next((n for n, (w, _) in enumerate(offered) if w == self._chosen), 0)
            self.show_wallet(offered[(at + by) % len(offered)][0])

    def _choose(self) -> None:
        names = [(wallet or "", name) for wallet, name in self._head.choices]
        self.app.push_screen(Chooser("Whose ledger", names, self._chosen or ""), self._chose)

    def _chose(self, chosen: tuple[str, str] | None) -> None:
        if chosen is not None:
            self.show_wallet(WalletId(chosen[0]) if chosen[0] else None)

    def _copy(self) -> None:
        row = self._table.current
        if row is not None:
            self.app.copy(row.row.entry.entry_id, "the row's id")

    def _watch(self, snapshot: Snapshot) -> None:
        self._watch_only(set(wallets_in(snapshot.accounts, self._chosen)))

    def _watch_only(self, wanted: set[WalletId]) -> None:
        treasury = self.app.treasury
        if treasury is None:
            return
        for wallet in self._watched - wanted:
            treasury.unwatch_ledger(wallet)
        for wallet in wanted - self._watched:
            treasury.watch_ledger(wallet)
        self._watched = wanted

    def on_filter_line_changed(self) -> None:
        """Filter as it is typed."""
        if self.app.snapshot is not None:
            self.update(self.app.snapshot)

    def on_filter_line_left(self) -> None:
        """Back to the rows."""
        self._table.focus()

    def on_table_near_end(self) -> None:
        """Fetch older rows of the ledgers that are not whole."""
        snapshot, treasury = self.app.snapshot, self.app.treasury
        if snapshot is None or treasury is None:
            return
        for wallet in wallets_in(snapshot.accounts, self._chosen):
            reading = snapshot.statements.get(wallet)
            if reading is not None and reading.value is not None and not reading.value.complete:
                treasury.older_rows(wallet)

    def on_table_opened(self, event: Table.Opened) -> None:
        """Look at the payment of a row."""
        from voltage_tui.ui.screens.payments.case import CasePage  # noqa: PLC0415

        row = self._table.current
        if row is not None and row.row.entry.payment_id is not None:
            self.app.pages.open(CasePage(PaymentId(row.row.entry.payment_id)))


def _is_whole(statement: Statement) -> bool:
    """Whether every row is here and understood, so that their sum was compared."""
    rows = statement.rows
    return statement.complete and (not rows or rows[-1].total_after is not None)


def _haystack(item: LedgerRow) -> str:
    entry = item.row.entry
    return " ".join(
        (item.wallet, entry.kind.value, entry.entry_id, entry.payment_id or "")
    ).casefold()
