"""The overview page: four cards, the wallets, what wants a person, the newest payments."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from voltage_tui.model.ids import PaymentId, WalletId
from voltage_tui.treasury.topics import Topic
from voltage_tui.ui.account_rows import (
    account_cells,
    account_columns,
    account_key,
    account_state,
    ages_seen,
    by_name,
)
from voltage_tui.ui.commands.command import Command
from voltage_tui.ui.paint import Span
from voltage_tui.ui.palette import Role
from voltage_tui.ui.payment_columns import payment_columns
from voltage_tui.ui.screens.balances.cards import Cards
from voltage_tui.ui.screens.balances.needs_you import NeedsYou
from voltage_tui.ui.screens.balances.trend import TrendLines
from voltage_tui.ui.screens.page import Page
from voltage_tui.ui.unread import unread
from voltage_tui.ui.widgets.table import Table

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from textual.app import ComposeResult

    from voltage_tui.model.payment import Payment
    from voltage_tui.treasury.account import Account
    from voltage_tui.treasury.credit.available import Trend
    from voltage_tui.treasury.snapshot import Snapshot
    from voltage_tui.ui.screens.balances.trends import Trends
    from voltage_tui.ui.widgets.columns import Cell

_FEWEST_PAYMENTS = 6
_FEWEST_WALLETS = 4
"""Lines for the wallets, their head among them, where there are more than fit."""


class BalancesPage(Page):
    """Page 1."""

    TOPICS: ClassVar[frozenset[Topic]] = frozenset(
        {
            Topic.WALLETS,
            Topic.LINES,
            Topic.PAYMENTS,
            Topic.RATE,
            Topic.CONNECTION,
            Topic.RECEIVING,
            Topic.SENDING,
            Topic.ALERTS,
            Topic.MIRROR,
        }
    )

    def __init__(self) -> None:
        super().__init__()
        self._seen: object = None
        self._trends: Trends | None = None
        self._shown: Snapshot | None = None

    def compose(self) -> ComposeResult:
        """Top to bottom, as the eye should find it."""
        yield Cards(id="cards")
        self._wallets: Table[Account] = Table(
            account_columns(),
            account_key,
            self._account_cells,
            state=lambda _: account_state(self.app),
            id="wallets",
        )
        self._wallets.empty = [[Span("  Reading the wallets", Role.MUTED)]]
        yield self._wallets
        yield TrendLines(id="trend")
        yield NeedsYou(id="needs-you")
        self._payments: Table[Payment] = Table(
            payment_columns(),
            lambda payment: payment.id,
            self._payment_cells,
            state=self._payment_state,
            id="recent",
        )
        self._payments.empty = [[Span("  Reading the payments", Role.MUTED)]]
        yield self._payments

    def _account_cells(self, account: Account) -> Sequence[Cell]:
        return account_cells(account, self.app)

    def _payment_cells(self, payment: Payment) -> Sequence[Cell]:
        from voltage_tui.ui.payment_rows import payment_cells  # noqa: PLC0415 - after first paint

        return payment_cells(payment, self.app)

    def _payment_state(self, payment: Payment) -> object:
        from voltage_tui.ui.payment_rows import payment_state  # noqa: PLC0415 - after first paint

        return payment_state(payment, self.app)

    @property
    def current_wallet(self) -> WalletId | None:
        """The wallet under the cursor, for the receive form."""
        account = self._wallets.current
        return account.wallet.id if account is not None else None

    def update(self, snapshot: Snapshot) -> None:
        """Show what is known now; where only its age is another, the next second shows that."""
        before, self._shown = self._shown, snapshot
        if before is None or not before.says_the_same(snapshot):
            self._show(snapshot)
        self._want_trend(snapshot)

    def left(self) -> None:
        """What changes from now on is not painted."""
        self._shown = None

    def recolour(self) -> None:
        """Everything looks different."""
        self._shown = None
        super().recolour()

    def _show(self, snapshot: Snapshot) -> None:
        self.query_one(Cards).repaint()
        accounts = by_name(a for a in snapshot.accounts if a.wallet.active)
        if snapshot.wallets.value is None:
            self._wallets.empty = unread(self.app, "the wallets", snapshot.wallets.problem)
        else:
            self._wallets.empty = [
                [
                    Span("  No wallets yet. ", Role.MUTED),
                    Span("2", Role.ACCENT),
                    Span(" then ", Role.MUTED),
                    Span("c", Role.ACCENT),
                    Span(" creates one.", Role.MUTED),
                ]
            ]
        self._wallets.set_rows(accounts)
        self.query_one(NeedsYou).repaint()
        if snapshot.book.value is None:
            self._payments.empty = unread(self.app, "the payments", snapshot.book.problem)
            self._payments.refresh()
        else:
            self._payments.empty = [
                [
                    Span("  No payments yet. ", Role.MUTED),
                    Span("r", Role.ACCENT),
                    Span(" asks for one.", Role.MUTED),
                ]
            ]
            self._payments.set_rows(snapshot.book.value.payments[:100])
        self._share_height()

    def _want_trend(self, snapshot: Snapshot) -> None:
        """Once the mirror has something; before that none of it is even loaded."""
        if self._trends is None:
            if not snapshot.mirrors:
                return
            from voltage_tui.ui.screens.balances.trends import Trends  # noqa: PLC0415 - later

            self._trends = Trends(self, self._trend_read)
        self._trends.want(snapshot)

    def _trend_read(self, trends: tuple[Trend, ...]) -> None:
        self.query_one(TrendLines).show(trends)
        self._share_height()

    def nothing_yet(self) -> None:
        """Say why there are no figures."""
        self._shown = None
        trouble = self.app.trouble is not None  # then what needs a person says why
        self._wallets.empty = () if trouble else unread(self.app, "the wallets")
        self._payments.empty = () if trouble else unread(self.app, "the payments")
        for table in (self._wallets, self._payments):
            table.refresh()
        self.query_one(NeedsYou).repaint()
        self._share_height()

    def tick(self, now: datetime) -> None:
        """Ages change, which are told in tens of seconds."""
        seen = ages_seen(self.app)
        if seen == self._seen:
            return
        self._seen = seen
        self.query_one(Cards).repaint()
        self.query_one(NeedsYou).repaint()
        self.query_one(TrendLines).repaint()
        for table in (self._wallets, self._payments):
            table.ages_changed()

    def on_resize(self) -> None:
        """Share the height again."""
        self._share_height()

    def _share_height(self) -> None:
        """Wallets get what they need up to a share, payments the rest."""
        height = self.size.height
        if not height:
            return
        cards, needs = self.query_one(Cards), self.query_one(NeedsYou)
        trend = self.query_one(TrendLines)
        cards_height = cards.wanted(self.size.width, height)
        needs_height = needs.wanted(self.size.width, height)
        cards.styles.height = cards_height
        needs.styles.height = needs_height
        trend_height = trend.wanted(height)
        trend.styles.height = trend_height
        taken = cards_height + needs_height + trend_height
        room = height - taken - _FEWEST_PAYMENTS
        rows = len(self._wallets.rows) or len(self._wallets.empty)
        self._wallets.styles.height = min(rows + 1, max(_FEWEST_WALLETS, room))

    def commands(self) -> Sequence[Command]:
        """Opening what the cursor is on."""
        return (
            Command(
                "open",
                ("enter",),
                "open",
                "Open the wallet or payment under the cursor.",
                self._open,
                footer=20,
            ),
            Command(
                "why",
                ("w",),
                "why",
                "Why it cannot be spent: from the total to what is available, step by step.",
                self._why,
                footer=25,
            ),
            Command(
                "switch",
                ("tab",),
                "next table",
                "Go to the next table.",
                self.app.action_focus_next,
                footer=30,
            ),
        )

    def _open(self) -> None:
        for table in (self._wallets, self._payments):
            if table.has_focus:
                table.action_open()

    def _why(self) -> None:
        from voltage_tui.ui.screens.waterfall.page import WaterfallPage  # noqa: PLC0415

        self.app.pages.open(WaterfallPage())

    def on_table_opened(self, event: Table.Opened) -> None:
        """Open a wallet or a payment."""
        from voltage_tui.ui.screens.payments.case import CasePage  # noqa: PLC0415
        from voltage_tui.ui.screens.wallets.detail import WalletDetailPage  # noqa: PLC0415

        if event.table is self._wallets:
            self.app.pages.open(WalletDetailPage(WalletId(event.key)))
        else:
            self.app.pages.open(CasePage(PaymentId(event.key)))
