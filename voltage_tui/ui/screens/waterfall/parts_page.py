"""The rows of one step of a waterfall; enter opens the payment of the one under the cursor."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, ClassVar, Final

from voltage_tui.treasury.topics import Topic
from voltage_tui.treasury.waterfall import Step, StepKind
from voltage_tui.ui.commands.command import Command
from voltage_tui.ui.paint import Line, Span, wrap
from voltage_tui.ui.palette import Role
from voltage_tui.ui.screens.page import Page
from voltage_tui.ui.screens.waterfall.owners import owners_in, owners_of
from voltage_tui.ui.screens.waterfall.parts import (
    id_of,
    leads_nowhere,
    part_cells,
    part_columns,
    part_key,
    payment_id_of,
    since,
)
from voltage_tui.ui.screens.waterfall.scope import LastWaterfalls
from voltage_tui.ui.screens.waterfall.words import step_meaning
from voltage_tui.ui.widgets.painted import Painted
from voltage_tui.ui.widgets.table import Table
from voltage_tui.ui.work import begin

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import datetime

    from textual.app import ComposeResult

    from voltage_tui.model.ids import PaymentId, WalletId
    from voltage_tui.money import Currency
    from voltage_tui.treasury.snapshot import Snapshot
    from voltage_tui.treasury.waterfall import Part
    from voltage_tui.ui.widgets.columns import Cell

_HEADS: Final = {
    StepKind.HOLDS: "Holds",
    StepKind.SETTLEMENTS: "Pending settlements",
    StepKind.RECEIPTS: "Frozen or unconfirmed receipts",
    StepKind.UNEXPLAINED: "Not explained",
}


class PartsPage(Page):
    """Opened from a waterfall; esc goes back to it."""

    TOPICS: ClassVar[frozenset[Topic]] = frozenset(
        {Topic.WALLETS, Topic.LINES, Topic.PAYMENTS, Topic.RATE, Topic.MIRROR}
    )

    def __init__(self, wallet_id: WalletId | None, currency: Currency, kind: StepKind) -> None:
        super().__init__()
        self._wallet_id = wallet_id
        self._currency = currency
        self._kind = kind
        self._waterfalls = LastWaterfalls(wallet_id)
        self._step: Step | None = None
        self._owners: dict[str, PaymentId] = {}
        self._asked_for: object = None
        self._head = Head(self._head_lines)
        self._table: Table[Part] = Table(
            part_columns(), part_key, self._cells, state=lambda _: self._state()
        )

    def compose(self) -> ComposeResult:
        """What the step is, then its rows."""
        yield self._head
        yield self._table

    @property
    def current_wallet(self) -> WalletId | None:
        """The wallet of the row under the cursor."""
        part = self._table.current
        return self._wallet_id if part is None else part.wallet_id

    def update(self, snapshot: Snapshot) -> None:
        """Show what is known now; a step that is gone says so."""
        found = self._waterfalls.of(snapshot)
        one = next((w for w in found if w.currency == self._currency), None)
        self._step = one.step(self._kind) if one is not None else None
        parts = self._step.parts if self._step is not None else ()
        self._table.empty = [[Span("  Nothing any more.", Role.MUTED)]]
        self._table.set_rows(sorted(parts, key=_age))
        self._share_height()
        self._look_for_owners(snapshot, parts)

    def on_resize(self) -> None:
        """The words may take other lines now."""
        self._share_height()

    def _share_height(self) -> None:
        if self.size.width:
            self._head.styles.height = len(self._head_lines(self.size.width)) + 1
        self._head.repaint()

    def tick(self, now: datetime) -> None:
        """Ages change."""
        self._table.ages_changed()

    def recolour(self) -> None:
        """Paint all of it again."""
        super().recolour()
        self._head.repaint()

    def _look_for_owners(self, snapshot: Snapshot, parts: Sequence[Part]) -> None:
        """Have the mirror asked again when there are other holds, or more of it is here."""
        self._owners.update(owners_in(snapshot))
        unknown = [part for part in parts if payment_id_of(part, self._owners) is None]
        here = {wallet_id: progress.rows for wallet_id, progress in snapshot.mirrors.items()}
        asks = (frozenset(map(part_key, unknown)), here)
        if self._kind is StepKind.HOLDS and unknown and asks != self._asked_for:
            self._asked_for = asks
            begin(self, partial(self._find_owners, unknown), "owners")

    async def _find_owners(self, parts: Sequence[Part]) -> None:
        treasury = self.app.treasury
        if treasury is None:
            return
        found = await owners_of(treasury.mirror, parts)
        if found:
            self._owners.update(found)
            self._table.repaint()

    def _cells(self, part: Part) -> Sequence[Cell]:
        return part_cells(part, self.app, self._owners, self.server_now())

    def _state(self) -> object:
        snapshot = self.app.snapshot
        return (
            self.app.amounts,
            int(self.server_now().timestamp()) // 10,
            len(self._owners),
            snapshot.version if snapshot is not None else 0,
        )

    def _head_lines(self, width: int) -> Sequence[Line]:
        if self._step is None:
            return [[Span(f"  {_HEADS[self._kind]}", Role.STRONG)]]
        display = self.app.amounts
        account = (
            self.app.snapshot.account(self._wallet_id)
            if self.app.snapshot is not None and self._wallet_id is not None
            else None
        )
        where = f"  {account.wallet.name}" if account is not None else "  all wallets"
        return [
            [
                Span(f"  {_HEADS[self._kind]}  ", Role.STRONG),
                *display.spans(-self._step.less, Role.STRONG, signed=True),
                Span(where, Role.MUTED),
            ],
            *(
                [Span(f"  {words}", Role.MUTED)]
                for words in wrap(step_meaning(self._step, display), width - 4)
            ),
        ]

    def commands(self) -> Sequence[Command]:
        """Going on to what a row is of."""
        return (
            Command(
                "open",
                ("enter",),
                "open",
                "Open the payment, or the wallet, of the row under the cursor.",
                self._table.action_open,
                lambda: self._table.current is not None,
                footer=10,
            ),
            Command("copy", ("y",), "copy id", "Copy the id of the row.", self._copy, footer=40),
        )

    def _copy(self) -> None:
        part = self._table.current
        if part is None:
            return
        text, what = id_of(part)
        self.app.copy(text, what)

    def on_table_opened(self, event: Table.Opened) -> None:
        """Open the payment; what nothing explains leads to its wallet."""
        from voltage_tui.ui.screens.payments.case import CasePage  # noqa: PLC0415
        from voltage_tui.ui.screens.wallets.detail import WalletDetailPage  # noqa: PLC0415

        part = self._table.current
        if part is None:
            return
        payment_id = payment_id_of(part, self._owners)
        if payment_id is not None:
            self.app.pages.open(CasePage(payment_id))
        elif part.about is None and self._wallet_id is None:
            self.app.pages.open(WalletDetailPage(part.wallet_id))
        else:
            self.app.say(leads_nowhere(part))


def _age(part: Part) -> tuple[float, str]:
    """The oldest first; among those of no age by what they are."""
    began = since(part)
    return (0.0 if began is None else began.timestamp(), part_key(part))


class Head(Painted):
    """What the step is and comes to, and what that means."""

    def __init__(self, lines: Callable[[int], Sequence[Line]]) -> None:
        super().__init__(classes="parts-head")
        self._lines_now = lines

    def paint(self, width: int, height: int) -> Sequence[Line]:
        """The lines."""
        return self._lines_now(width)
