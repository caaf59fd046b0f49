"""One wallet closely: from its total to what can be spent, its holds, and every field."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, ClassVar

from voltage_tui.money import total
from voltage_tui.treasury.durations import duration
from voltage_tui.treasury.topics import Topic
from voltage_tui.ui.bars import level_role, percent, used_bar
from voltage_tui.ui.commands.command import Command
from voltage_tui.ui.network_word import network_word
from voltage_tui.ui.paint import Align, Line, Span, pad
from voltage_tui.ui.palette import Role
from voltage_tui.ui.screens.page import Page
from voltage_tui.ui.screens.wallets.changes import WalletChanges
from voltage_tui.ui.screens.waterfall.page import receipts_note
from voltage_tui.ui.screens.waterfall.scope import waterfalls_in
from voltage_tui.ui.screens.waterfall.view import WaterfallView
from voltage_tui.ui.widgets.painted import Painted
from voltage_tui.ui.widgets.prose import Prose, fact, heading

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import datetime

    from textual.app import ComposeResult

    from voltage_tui.model.ids import WalletId
    from voltage_tui.treasury.account import Account
    from voltage_tui.treasury.snapshot import Snapshot

_LABEL = 28
_BAR = 24
_HEAD = 2
_LEAST_PROSE = 5


class WalletDetailPage(Page):
    """Opened from a table of wallets; esc goes back."""

    TOPICS: ClassVar[frozenset[Topic]] = frozenset(
        {Topic.WALLETS, Topic.LINES, Topic.PAYMENTS, Topic.RATE, Topic.ACTS}
    )

    def __init__(self, wallet_id: WalletId) -> None:
        super().__init__()
        self.current_wallet = wallet_id
        self._head = WalletHead(self)
        self._view = WaterfallView(wallet_id)
        self._prose = Prose(self._lines)
        self._changes: WalletChanges | None = None

    def compose(self) -> ComposeResult:
        """Its name, the waterfall, and a text that scrolls."""
        yield self._head
        yield self._view
        yield self._prose

    def on_mount(self) -> None:
        """The dialogs need the app."""
        self._changes = WalletChanges(self.app)

    def update(self, snapshot: Snapshot) -> None:
        """Show what is known now."""
        account = self._account()
        words = "  Its line of credit could not be read: no amounts."
        unknown = [] if account is None else [[Span(words, Role.WARN)]]
        self._view.show(waterfalls_in(snapshot, self.current_wallet), unknown)
        self._head.repaint()
        self._prose.repaint()
        self._share_height()

    def tick(self, now: datetime) -> None:
        """Ages change."""
        self._view.ages_changed()
        self._prose.repaint()

    def recolour(self) -> None:
        """Paint all of it again."""
        super().recolour()
        self._prose.recolour()

    def on_resize(self) -> None:
        """Share the height again."""
        self._share_height()

    def _share_height(self) -> None:
        """The waterfall is whole unless that leaves the text no room at all."""
        if self.size.height:
            self._view.share(self.size.height - _HEAD - _LEAST_PROSE)

    def commands(self) -> Sequence[Command]:
        """Where to go from here, and changes when armed."""
        changes = self._changes
        if changes is None:
            return ()
        return (
            Command(
                "open",
                ("enter",),
                "its rows",
                "Show the holds, settlements or payments of the step under the cursor.",
                self._open,
                footer=10,
            ),
            Command(
                "switch",
                ("tab",),
                "details",
                "Go between the steps and the details below them.",
                self.app.action_focus_next,
                footer=30,
            ),
            Command(
                "ledger", ("l",), "ledger", "Show this wallet's ledger.", self._ledger, footer=20
            ),
            Command("copy", ("y",), "copy id", "Copy the wallet's id.", self._copy, footer=40),
            Command(
                "rename",
                ("e",),
                "rename",
                "Rename this wallet.",
                partial(self._change, changes.rename),
                footer=50,
            ),
            Command(
                "alert",
                ("a",),
                "alert",
                "Change what raises an alert of this wallet.",
                self._change_alert,
            ),
            Command(
                "delete",
                ("D",),
                "delete",
                "Delete this wallet.",
                partial(self._change, changes.delete),
            ),
        )

    def _open(self) -> None:
        if self._view.table.has_focus:
            self._view.table.action_open()

    def _account(self) -> Account | None:
        return self.app.snapshot.account(self.current_wallet) if self.app.snapshot else None

    def _change(self, change: Callable[[Account], None]) -> None:
        account = self._account()
        if account is not None:
            change(account)

    def _change_alert(self) -> None:
        from voltage_tui.ui.alerting.rule_dialog import change_alerts_of  # noqa: PLC0415

        change_alerts_of(self.app, self.current_wallet)

    def _ledger(self) -> None:
        self.app.pages.ledger_of(self.current_wallet)

    def _copy(self) -> None:
        self.app.copy(self.current_wallet, "the wallet's id")

    def _lines(self, width: int) -> Sequence[Line]:
        account = self._account()
        if account is None:
            return [(), [Span("  This wallet is not known any more.", Role.MUTED)]]
        snapshot = self.app.snapshot
        notes = receipts_note(snapshot) if snapshot is not None else []
        return [
            *self._used(account, width),
            *self._holds(account),
            *self._settlements(account),
            *self._facts(account, width),
            *([(), *([Span(f"  {words}", Role.MUTED)] for words in notes)] if notes else []),
        ]

    def _used(self, account: Account, width: int) -> list[Line]:
        """How much of its credit is used."""
        used = account.used_permille
        if used is None:
            return []
        hidden = self.app.amounts.hidden
        bar: Line = [
            Span(f"  {'credit used':<{_LABEL}}", Role.MUTED),
            *used_bar(None if hidden else used, min(_BAR, max(4, width - _LABEL - 10))),
            Span("  "),
            Span("" if hidden else percent(used), level_role(used)),
        ]
        return [(), bar, ()]

    def _holds(self, account: Account) -> list[Line]:
        holds = sorted(account.wallet.holds, key=lambda h: h.effective_time)
        if not holds:
            return [heading("open holds"), [Span("  none", Role.FAINT)], ()]
        summed = total(holds[0].amount.currency, (h.amount for h in holds))
        lines: list[Line] = [
            [
                *heading("open holds"),
                Span(f"  {len(holds)}, ", Role.MUTED),
                *self.app.amounts.spans(summed),
            ]
        ]
        now = self.app.now()
        for hold in holds:
            age = duration(now - hold.effective_time)
            lines.append(
                [
                    Span(f"  {pad(age, 8, Align.RIGHT)}  ", Role.MUTED),
                    *self.app.amounts.spans(hold.amount),
                    Span(f"  {hold.id}", Role.FAINT),
                ]
            )
        return [*lines, ()]

    def _settlements(self, account: Account) -> list[Line]:
        pending = account.wallet.pending_settlements
        if not pending:
            return []
        lines: list[Line] = [heading("bill settlements under way")]
        lines.extend(
            [
                Span(f"  {settlement.settlement_type.value.lower():<12}", Role.MUTED),
                *self.app.amounts.spans(settlement.amount, signed=True),
                Span(f"  since {settlement.effective_time:%d %b %H:%M} UTC", Role.MUTED),
            ]
            for settlement in pending
        )
        return [*lines, ()]

    def _facts(self, account: Account, width: int) -> list[Line]:
        wallet = account.wallet
        line = account.line
        rows: list[tuple[str, str]] = [
            ("wallet id", wallet.id),
            ("line of credit", wallet.line_of_credit_id or "none"),
            ("line currency", line.currency.upper() if line else "not known"),
            ("created", f"{wallet.created_at:%Y-%m-%d %H:%M:%S} UTC"),
            ("updated", f"{wallet.updated_at:%Y-%m-%d %H:%M:%S} UTC"),
        ]
        if wallet.deleted_at is not None:
            rows.append(("deleted", f"{wallet.deleted_at:%Y-%m-%d %H:%M:%S} UTC"))
        if wallet.deletion_failed_at is not None:
            rows.append(("deletion failed", f"{wallet.deletion_failed_at:%Y-%m-%d %H:%M:%S} UTC"))
        if wallet.error is not None:
            detail = f": {wallet.error.detail}" if wallet.error.detail else ""
            rows.append(("last error", f"{wallet.error.type.value}{detail}"))
        rows += sorted(wallet.metadata.items())
        return [heading("details"), *(part for k, v in rows for part in fact(k, v, width))]


class WalletHead(Painted):
    """The wallet's name, its network, and whether it is in use."""

    def __init__(self, page: WalletDetailPage) -> None:
        super().__init__(id="wallet-head")
        self._wallet_id = page.current_wallet

    def paint(self, width: int, height: int) -> Sequence[Line]:
        """One line; nothing for a wallet that is not known."""
        account = self.app.snapshot.account(self._wallet_id) if self.app.snapshot else None
        if account is None:
            return []
        wallet = account.wallet
        state = [] if wallet.active else [Span("  inactive", Role.WARN)]
        return [[Span(f"  {wallet.name}  ", Role.STRONG), network_word(wallet.network), *state]]
