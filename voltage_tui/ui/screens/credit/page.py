"""The lines of credit and the wallets on each."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from voltage_tui.model.ids import LineId, WalletId
from voltage_tui.treasury.facility import Facility, facilities_of
from voltage_tui.treasury.topics import Topic
from voltage_tui.ui.account_rows import account_key
from voltage_tui.ui.commands.command import Command
from voltage_tui.ui.paint import Line, Span
from voltage_tui.ui.palette import Role
from voltage_tui.ui.screens.credit.lines import LinesOfCredit
from voltage_tui.ui.screens.credit.rows import credit_cells, credit_columns
from voltage_tui.ui.screens.page import Page
from voltage_tui.ui.unread import as_sentence, unread
from voltage_tui.ui.widgets.painted import Painted
from voltage_tui.ui.widgets.table import Table

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from textual.app import ComposeResult

    from voltage_tui.treasury.account import Account
    from voltage_tui.treasury.snapshot import Snapshot
    from voltage_tui.ui.widgets.columns import Cell


class CreditState(Painted):
    """What is wrong with the reading, if anything."""

    def paint(self, width: int, height: int) -> Sequence[Line]:
        """One line or none."""
        return self.lines_now()

    def lines_now(self) -> Sequence[Line]:
        """What there is to say; nothing before the first reading, when the table says it."""
        snapshot = self.app.snapshot
        problem = snapshot.lines.problem if snapshot is not None else None
        if snapshot is None or problem is None or snapshot.lines.value is None:
            return []
        words = f"{as_sentence(problem.words)} {as_sentence(problem.advice)}"
        return [[Span(f"  ! {words} Old figures stay.", Role.WARN)]]


class CreditPage(Page):
    """Page 5: the lines above, the wallets of the chosen one below."""

    TOPICS: ClassVar[frozenset[Topic]] = frozenset({Topic.LINES, Topic.WALLETS, Topic.RATE})

    def __init__(self) -> None:
        super().__init__()
        self._chosen: LineId | None = None
        self._facilities: tuple[Facility, ...] = ()
        self._lines = LinesOfCredit()
        self._state = CreditState(id="credit-state")
        self._table: Table[Account] = Table(credit_columns(), account_key, self._cells)

    def compose(self) -> ComposeResult:
        """State, lines, wallets."""
        yield self._state
        yield self._lines
        self._table.empty = [[Span("  Reading the lines of credit", Role.MUTED)]]
        yield self._table

    @property
    def current_wallet(self) -> WalletId | None:
        """The wallet under the cursor."""
        return self._table.current.wallet.id if self._table.current is not None else None

    def update(self, snapshot: Snapshot) -> None:
        """Show what is known now."""
        self._facilities = facilities_of(snapshot.lines.value or (), snapshot.accounts)
        ids = [f.line.id for f in self._facilities]
        if self._chosen not in ids:
            self._chosen = ids[0] if ids else None
        self._lines.show(self._facilities, self._chosen)
        self._lines.styles.height = self._lines.wanted(self.size.width, self.size.height)
        self._state.styles.height = len(self._state.lines_now())
        self._state.repaint()
        chosen = next((f for f in self._facilities if f.line.id == self._chosen), None)
        self._table.empty = self._empty(snapshot, chosen)
        self._table.set_rows(chosen.accounts if chosen is not None else ())

    def nothing_yet(self) -> None:
        """Say why there are no lines."""
        self._table.empty = unread(self.app, "the lines of credit")
        self._table.refresh()

    def _empty(self, snapshot: Snapshot, chosen: Facility | None) -> Sequence[Line]:
        if snapshot.lines.value is None:
            return unread(self.app, "the lines of credit", snapshot.lines.problem)
        if chosen is None:
            return [[Span("  No lines of credit.", Role.MUTED)]]
        if snapshot.wallets.value is None:
            return unread(self.app, "the wallets", snapshot.wallets.problem)
        return [[Span("  No wallet is on this line.", Role.MUTED)]]

    def tick(self, now: datetime) -> None:
        """Ages change."""
        self._lines.repaint()

    def _cells(self, account: Account) -> Sequence[Cell]:
        return credit_cells(account, self.app)

    def commands(self) -> Sequence[Command]:
        """Which line, and its wallets."""
        return (
            Command(
                "open",
                ("enter",),
                "wallet",
                "Open the wallet under the cursor.",
                self._table.action_open,
                lambda: self._table.current is not None,
                footer=10,
            ),
            Command(
                "next-line",
                ("l", "right"),
                "next line",
                "Show the next line's wallets.",
                lambda: self._step(1),
                lambda: len(self._facilities) > 1,
                footer=20,
            ),
            Command(
                "previous-line",
                ("h", "left"),
                "previous line",
                "Show the wallets of the line before.",
                lambda: self._step(-1),
                lambda: len(self._facilities) > 1,
            ),
            Command("copy", ("y",), "copy id", "Copy the id of the line.", self._copy, footer=40),
        )

    def _step(self, by: int) -> None:
        ids = [f.line.id for f in self._facilities]
        if self._chosen in ids and self.app.snapshot is not None:
            self._chosen = ids[(ids.index(self._chosen) + by) % len(ids)]
            self.update(self.app.snapshot)

    def _copy(self) -> None:
        if self._chosen is not None:
            self.app.copy(self._chosen, "the line's id")

    def on_table_opened(self, event: Table.Opened) -> None:
        """Look at one wallet closely."""
        from voltage_tui.ui.screens.wallets.detail import WalletDetailPage  # noqa: PLC0415

        self.app.pages.open(WalletDetailPage(WalletId(event.key)))
