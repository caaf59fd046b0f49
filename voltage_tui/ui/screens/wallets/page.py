"""The list of wallets."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, ClassVar

from voltage_tui.model.ids import WalletId
from voltage_tui.treasury.acts import Act, ActKind, ActState
from voltage_tui.treasury.topics import Topic
from voltage_tui.ui.account_rows import account_cells, account_columns, account_key, by_name
from voltage_tui.ui.commands.command import Command
from voltage_tui.ui.network_word import network_word
from voltage_tui.ui.paint import Line, Span
from voltage_tui.ui.palette import Role
from voltage_tui.ui.screens.page import Page
from voltage_tui.ui.screens.wallets.changes import WalletChanges
from voltage_tui.ui.screens.wallets.detail import WalletDetailPage
from voltage_tui.ui.unread import unread
from voltage_tui.ui.widgets.columns import Cell, Column
from voltage_tui.ui.widgets.filter_line import FilterLine
from voltage_tui.ui.widgets.painted import Painted
from voltage_tui.ui.widgets.table import Table

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import datetime

    from textual.app import ComposeResult

    from voltage_tui.treasury.account import Account
    from voltage_tui.treasury.snapshot import Snapshot

_ACTS_SHOWN = 3


class ActsLine(Painted):
    """The newest changes made to wallets, and how far each has come."""

    def wanted(self) -> int:
        """Rows wanted."""
        return len(self._acts())

    def _acts(self) -> tuple[Act, ...]:
        snapshot = self.app.snapshot
        return snapshot.acts[-_ACTS_SHOWN:] if snapshot is not None else ()

    def paint(self, width: int, height: int) -> Sequence[Line]:
        """One line for each."""
        return [act_line(act) for act in reversed(self._acts())]


class WalletsPage(Page):
    """Page 2."""

    TOPICS: ClassVar[frozenset[Topic]] = frozenset(
        {Topic.WALLETS, Topic.LINES, Topic.RATE, Topic.ACTS}
    )

    def __init__(self) -> None:
        super().__init__()
        self._with_inactive = False
        self._filter = FilterLine("name, network or line")
        self._acts = ActsLine()
        self._table: Table[Account] = Table(_columns(), account_key, self._cells)
        self._changes: WalletChanges | None = None

    def compose(self) -> ComposeResult:
        """Filter, what is being changed, the list."""
        yield self._filter
        yield self._acts
        self._table.empty = [[Span("  Reading the wallets", Role.MUTED)]]
        yield self._table

    def on_mount(self) -> None:
        """The dialogs need the app."""
        self._changes = WalletChanges(self.app)

    @property
    def current_wallet(self) -> WalletId | None:
        """The wallet under the cursor."""
        return self._table.current.wallet.id if self._table.current is not None else None

    def update(self, snapshot: Snapshot) -> None:
        """Show what is known now."""
        known = [a for a in snapshot.accounts if self._with_inactive or a.wallet.active]
        words = self._filter.words.casefold().split()
        found = by_name(a for a in known if all(w in _haystack(a) for w in words))
        reading = snapshot.wallets
        self._table.empty = (
            unread(self.app, "the wallets", reading.problem)
            if reading.value is None
            else _empty(filtered=bool(words))
        )
        self._table.set_rows(found)
        self._filter.say(f"{len(found)} of {len(known)} wallets")
        self._acts.styles.height = self._acts.wanted()
        self._acts.repaint()

    def nothing_yet(self) -> None:
        """Say why there are no wallets."""
        self._table.empty = unread(self.app, "the wallets")
        self._table.refresh()

    def tick(self, now: datetime) -> None:
        """Ages change."""
        self._table.ages_changed()

    def _cells(self, account: Account) -> Sequence[Cell]:
        wallet = account.wallet
        state = () if wallet.active else (Span("inactive", Role.MUTED),)
        if wallet.error is not None:
            state = (Span(f"✕ {wallet.error.type.value}", Role.BAD),)
        return (*account_cells(account, self.app), (network_word(wallet.network),), state)

    def commands(self) -> Sequence[Command]:
        """Looking, and changing when armed."""
        changes = self._changes
        if changes is None:
            return ()
        return (
            Command(
                "open",
                ("enter",),
                "open",
                "Open the wallet under the cursor.",
                self._table.action_open,
                self._has_current,
                footer=10,
            ),
            Command(
                "filter",
                ("/",),
                "filter",
                "Show only the wallets with these words.",
                self._filter.open,
                footer=20,
            ),
            Command(
                "inactive",
                ("i",),
                "inactive",
                "Show deleted and inactive wallets too, or leave them out.",
                self._toggle_inactive,
            ),
            Command(
                "create",
                ("c",),
                "create",
                "Create a wallet on a line of credit.",
                changes.create,
                footer=30,
            ),
            Command(
                "rename",
                ("e",),
                "rename",
                "Rename the wallet under the cursor.",
                partial(self._change, changes.rename),
                self._has_current,
            ),
            Command(
                "delete",
                ("D",),
                "delete",
                "Delete the wallet under the cursor.",
                partial(self._change, changes.delete),
                self._has_current,
            ),
        )

    def _has_current(self) -> bool:
        return self._table.current is not None

    def _change(self, change: Callable[[Account], None]) -> None:
        if self._table.current is not None:
            change(self._table.current)

    def _toggle_inactive(self) -> None:
        self._with_inactive = not self._with_inactive
        if self.app.treasury is not None:
            self.app.treasury.include_inactive(self._with_inactive)
        self.app.say(f"Inactive wallets are {'shown' if self._with_inactive else 'left out'}.")
        if self.app.snapshot is not None:
            self.update(self.app.snapshot)

    def on_filter_line_changed(self) -> None:
        """Filter as it is typed."""
        if self.app.snapshot is not None:
            self.update(self.app.snapshot)

    def on_filter_line_left(self) -> None:
        """Back to the rows."""
        self._table.focus()

    def on_table_opened(self, event: Table.Opened) -> None:
        """Look at one wallet closely."""
        self.app.pages.open(WalletDetailPage(WalletId(event.key)))


def _columns() -> tuple[Column, ...]:
    """The network leaves early: the frame says it too. A state is there only when one has any."""
    state = Column("STATE", drop=3, most=24, optional=True)
    return (*account_columns(), Column("NETWORK", drop=10), state)


def _haystack(account: Account) -> str:
    wallet = account.wallet
    return f"{wallet.name} {wallet.network.value} {wallet.id} {account.currency or ''}".casefold()


def _empty(*, filtered: bool) -> list[Line]:
    if filtered:
        return [
            [
                Span("  No wallet has these words. ", Role.MUTED),
                Span("esc", Role.ACCENT),
                Span(" shows all.", Role.MUTED),
            ]
        ]
    return [
        [
            Span("  No wallets yet. ", Role.MUTED),
            Span("A", Role.ACCENT),
            Span(" arms, then ", Role.MUTED),
            Span("c", Role.ACCENT),
            Span(" creates one.", Role.MUTED),
        ]
    ]


_VERBS = {
    ActKind.CREATE_WALLET: "Creating",
    ActKind.RENAME_WALLET: "Renaming to",
    ActKind.DELETE_WALLET: "Deleting",
}


def act_line(act: Act) -> Line:
    """A change in words: what was asked for and what became of it."""
    roles = {
        ActState.SENDING: Role.WARN,
        ActState.ACCEPTED: Role.WARN,
        ActState.DONE: Role.OK,
        ActState.REFUSED: Role.BAD,
        ActState.NOT_SENT: Role.BAD,
        ActState.UNKNOWN: Role.BAD_STRONG,
    }
    words = "outcome unknown, being looked up" if act.state is ActState.UNKNOWN else act.state.value
    line = [
        Span(f"  {_VERBS[act.kind]} ", Role.MUTED),
        Span(act.name, Role.STRONG),
        Span(f"  {words}", roles[act.state]),
    ]
    if act.problem is not None:
        line.append(Span(f"  {act.problem.words} {act.problem.advice}", Role.MUTED))
    return line
