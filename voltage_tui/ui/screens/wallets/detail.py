"""One wallet closely: from its total to what can be spent, its holds, and every field."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, ClassVar

from voltage_tui.money import Money, total
from voltage_tui.treasury.durations import duration
from voltage_tui.treasury.topics import Topic
from voltage_tui.ui.bars import level_role, percent, used_bar
from voltage_tui.ui.commands.command import Command
from voltage_tui.ui.network_word import network_word
from voltage_tui.ui.paint import Align, Line, Span, pad, width_of
from voltage_tui.ui.palette import Role
from voltage_tui.ui.rate_age import worth_mark
from voltage_tui.ui.screens.page import Page
from voltage_tui.ui.screens.wallets.changes import WalletChanges
from voltage_tui.ui.widgets.prose import Prose, fact, heading

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import datetime

    from textual.app import ComposeResult

    from voltage_tui.model.ids import WalletId
    from voltage_tui.treasury.account import Account
    from voltage_tui.treasury.snapshot import Snapshot

_LABEL = 28
_AMOUNT = 14
_TAIL = 5
_BAR = 24


class WalletDetailPage(Page):
    """Opened from a table of wallets; esc goes back."""

    TOPICS: ClassVar[frozenset[Topic]] = frozenset(
        {Topic.WALLETS, Topic.LINES, Topic.RATE, Topic.ACTS}
    )

    def __init__(self, wallet_id: WalletId) -> None:
        super().__init__()
        self.current_wallet = wallet_id
        self._prose = Prose(self._lines)
        self._changes: WalletChanges | None = None

    def compose(self) -> ComposeResult:
        """One text that scrolls."""
        yield self._prose

    def on_mount(self) -> None:
        """The dialogs need the app."""
        self._changes = WalletChanges(self.app)

    def shown(self) -> None:
        """The keys scroll."""
        self._prose.focus()
        self._prose.repaint()

    def update(self, snapshot: Snapshot) -> None:
        """Show what is known now."""
        self._prose.repaint()

    def tick(self, now: datetime) -> None:
        """Ages change."""
        self._prose.repaint()

    def recolour(self) -> None:
        """Paint all of it again."""
        self._prose.recolour()

    def commands(self) -> Sequence[Command]:
        """Where to go from here, and changes when armed."""
        changes = self._changes
        if changes is None:
            return ()
        return (
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
                "delete",
                ("D",),
                "delete",
                "Delete this wallet.",
                partial(self._change, changes.delete),
            ),
        )

    def _account(self) -> Account | None:
        return self.app.snapshot.account(self.current_wallet) if self.app.snapshot else None

    def _change(self, change: Callable[[Account], None]) -> None:
        account = self._account()
        if account is not None:
            change(account)

    def _ledger(self) -> None:
        self.app.pages.ledger_of(self.current_wallet)

    def _copy(self) -> None:
        self.app.copy(self.current_wallet, "the wallet's id")

    def _lines(self, width: int) -> Sequence[Line]:
        account = self._account()
        if account is None:
            return [(), [Span("  This wallet is not known any more.", Role.MUTED)]]
        return [
            *self._head(account),
            *self._waterfall(account),
            *self._holds(account),
            *self._settlements(account),
            *self._facts(account, width),
        ]

    def _head(self, account: Account) -> list[Line]:
        wallet = account.wallet
        state = [] if wallet.active else [Span("  inactive", Role.WARN)]
        return [
            [Span(f"  {wallet.name}  ", Role.STRONG), network_word(wallet.network), *state],
            (),
        ]

    def _waterfall(self, account: Account) -> list[Line]:
        """Total, less holds, is available; plus the limit, is what can be spent."""
        if account.currency is None:
            return [[Span("  Its line of credit could not be read: no amounts.", Role.WARN)], ()]
        zero = Money(account.currency, 0)
        held = account.held or zero
        other = (account.total or zero) - held - (account.available or zero)
        steps = [("total", account.total, Role.TEXT), ("less holds", -held, Role.TEXT)]
        if not other.is_zero:
            steps.append(("less frozen or unconfirmed", -other, Role.WARN))
        steps += [
            ("available", account.available, Role.STRONG),
            ("credit limit", account.limit, Role.MUTED),
            ("can be spent", account.headroom, Role.STRONG),
        ]
        lines = [self._step(label, amount, role) for label, amount, role in steps]
        used = account.used_permille
        bar: Line = [
            Span(f"  {'credit used':<{_LABEL}}", Role.MUTED),
            *used_bar(None if self.app.amounts.hidden else used, _BAR),
            Span("  "),
            Span("" if self.app.amounts.hidden else percent(used), level_role(used)),
        ]
        return [*lines, (), bar, ()]

    def _step(self, label: str, amount: Money | None, role: Role) -> Line:
        display = self.app.amounts
        figure = display.number(amount, role)
        unit = display.unit_word(amount) if amount is not None else ""
        gap = max(0, _AMOUNT - width_of(figure.left))
        tail = max(1, _TAIL - width_of(figure.right))
        worth = display.worth(amount) if role is Role.STRONG else ()
        mark = worth_mark(display.rate, self.app.now()) if worth else ()
        return [
            Span(f"  {label:<{_LABEL}}", Role.MUTED),
            Span(" " * gap),
            *figure.spans,
            Span(" " * tail),
            Span(pad(unit, 6), Role.MUTED),
            *worth,
            *mark,
        ]

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
