"""What if this were paid now: which limit would stop it, wallet by wallet."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Final

from voltage_tui.model.ids import WalletId
from voltage_tui.treasury.account import in_use
from voltage_tui.treasury.credit.what_if import (
    Answer,
    Tried,
    policies_wanted,
    what_if,
)
from voltage_tui.treasury.topics import Topic
from voltage_tui.ui.commands.command import Command
from voltage_tui.ui.paint import Line, Span, wrap
from voltage_tui.ui.palette import Role
from voltage_tui.ui.rate_age import is_stale
from voltage_tui.ui.screens.credit.what_if_rows import (
    fee_words,
    summary,
    tried_cells,
    tried_columns,
    tried_key,
)
from voltage_tui.ui.screens.page import Page
from voltage_tui.ui.screens.send.preflight_view import check_lines
from voltage_tui.ui.unread import unread
from voltage_tui.ui.widgets.painted import Painted
from voltage_tui.ui.widgets.table import Table

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import datetime

    from textual.app import ComposeResult

    from voltage_tui.money import Money, Rate
    from voltage_tui.treasury.snapshot import Snapshot
    from voltage_tui.ui.widgets.columns import Cell

_POLICIES: Final = 8
"""So many wallets' policies are read by themselves; those of others as the cursor comes to them."""


class _Part(Painted):
    """Lines that the page makes."""

    def __init__(self, lines: Callable[[int], Sequence[Line]]) -> None:
        super().__init__(classes="parts-head")
        self._lines_now = lines

    def paint(self, width: int, height: int) -> Sequence[Line]:
        """The lines."""
        return self._lines_now(width)


class WhatIfPage(Page):
    """Opened from anywhere; esc goes back. Nothing is sent, and no payee is needed."""

    TOPICS: ClassVar[frozenset[Topic]] = frozenset(
        {Topic.WALLETS, Topic.LINES, Topic.PAYMENTS, Topic.POLICIES, Topic.RATE}
    )

    def __init__(self, amount: Money) -> None:
        super().__init__()
        self._amount = amount
        self._tried: tuple[Tried, ...] = ()
        self._left_out = 0
        self._asked: set[WalletId] = set()
        self._head = _Part(self._head_lines)
        self._checks = _Part(self._check_lines)
        self._table: Table[Tried] = Table(tried_columns(), tried_key, self._cells)

    def compose(self) -> ComposeResult:
        """The question and its answer, the wallets, and what each limit says."""
        yield self._head
        self._table.empty = [[Span("  No wallet can pay.", Role.MUTED)]]
        yield self._table
        yield self._checks

    @property
    def current_wallet(self) -> WalletId | None:
        """The wallet under the cursor."""
        return self._table.current.account.wallet.id if self._table.current is not None else None

    def update(self, snapshot: Snapshot) -> None:
        """Judge again by what is known now."""
        if snapshot.wallets.value is None:
            self._table.empty = unread(self.app, "the wallets", snapshot.wallets.problem)
        words = self.app.amounts.words
        self._tried = what_if(self._amount, snapshot, self.app.now(), words, self._rate())
        self._left_out = len(in_use(snapshot.accounts)) - len(self._tried)
        self._table.set_rows(self._tried)
        self._share_height()
        for wallet_id in policies_wanted(self._tried, _POLICIES):
            self._read_policies(wallet_id)

    def nothing_yet(self) -> None:
        """Say why nothing can be judged."""
        self._table.empty = unread(self.app, "the wallets")
        self._table.refresh()

    def tick(self, now: datetime) -> None:
        """What waits for time is judged again each second, and only that."""
        if self.app.snapshot is not None and any(t.free_in is not None for t in self._tried):
            self.update(self.app.snapshot)

    def on_resize(self) -> None:
        """Share the height again."""
        self._share_height()

    def on_table_moved(self, event: Table.Moved) -> None:
        """Another wallet's limits."""
        if self.current_wallet is not None:
            self._read_policies(self.current_wallet)
        self._share_height()

    def recolour(self) -> None:
        """The words depend on how amounts are shown."""
        super().recolour()
        if self.app.snapshot is not None:
            self.update(self.app.snapshot)

    def _share_height(self) -> None:
        width, height = self.size.width, self.size.height
        if not width:
            return
        self._head.styles.height = head = min(len(self._head_lines(width)) + 1, height // 3)
        below = len(self._check_lines(width))
        self._checks.styles.height = max(0, min(below, height - head - 4))
        self._head.repaint()
        self._checks.repaint()

    def _rate(self) -> Rate | None:
        """The rate that dollar wallets are judged by, while it is fresh (S-18)."""
        known = self.app.snapshot.rate if self.app.snapshot is not None else None
        return None if known is None or is_stale(known, self.app.now()) else known.rate

    def _read_policies(self, wallet_id: WalletId) -> None:
        treasury = self.app.treasury
        if treasury is not None and wallet_id not in self._asked:
            self._asked.add(wallet_id)
            treasury.read_policies(wallet_id)

    def _cells(self, tried: Tried) -> Sequence[Cell]:
        return tried_cells(tried, self.app.amounts)

    def _head_lines(self, width: int) -> Sequence[Line]:
        display = self.app.amounts
        answer, words = summary(self._tried)
        if self._left_out:
            words += f" {self._left_out:,} more wallets with less to spend are not looked at."
        role = {Answer.YES: Role.OK, Answer.MAYBE: Role.WARN, Answer.NO: Role.BAD}[answer]
        fees = fee_words(self._table.current, display)
        return [
            [
                Span("  WHAT IF  ", Role.ACCENT_STRONG),
                *display.spans(self._amount, Role.STRONG),
                Span("  were paid now", Role.MUTED),
            ],
            *([Span(f"  {piece}", role)] for piece in wrap(words, width - 4)),
            *([Span(f"  {piece}", Role.MUTED)] for piece in wrap(fees, width - 4)),
        ]

    def _check_lines(self, width: int) -> Sequence[Line]:
        tried = self._table.current
        if tried is None:
            return []
        name = tried.account.wallet.name
        lines: list[Line] = [(), [Span(f"  {name}", Role.STRONG)]]
        found = check_lines(tried.checks, self.app.amounts, width - 4)
        return [*lines, *([Span("  "), *line] for line in found)]

    def commands(self) -> Sequence[Command]:
        """The wallet under the cursor."""
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
        )

    def on_table_opened(self, event: Table.Opened) -> None:
        """Look at one wallet closely."""
        from voltage_tui.ui.screens.wallets.detail import WalletDetailPage  # noqa: PLC0415

        self.app.pages.open(WalletDetailPage(WalletId(event.key)))
