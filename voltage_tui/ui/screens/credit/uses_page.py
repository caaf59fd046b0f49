"""What used the credit of a line, or of one wallet on it, and what would free it."""

from __future__ import annotations

import asyncio
from datetime import timedelta
from functools import partial
from typing import TYPE_CHECKING, ClassVar

from voltage_tui.time_zone import zone_of
from voltage_tui.treasury.credit.reading import read_stretch
from voltage_tui.treasury.credit.times import Stretch
from voltage_tui.treasury.credit.uses import Stretched, freed_by, uses_of
from voltage_tui.treasury.facility import facilities_of
from voltage_tui.treasury.paying.payees import paid_by
from voltage_tui.treasury.topics import Topic
from voltage_tui.treasury.waterfall import unspendable
from voltage_tui.trouble import TroubleError
from voltage_tui.ui.commands.command import Command
from voltage_tui.ui.paint import Span
from voltage_tui.ui.palette import Role
from voltage_tui.ui.screens.credit.stretch_keys import stretch_keys
from voltage_tui.ui.screens.credit.uses_head import UsesHead, UsesView
from voltage_tui.ui.screens.credit.uses_rows import use_cells, use_columns, use_key
from voltage_tui.ui.screens.page import Page
from voltage_tui.ui.screens.waterfall.owners import owners_in
from voltage_tui.ui.widgets.table import Table
from voltage_tui.ui.work import begin

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime
    from zoneinfo import ZoneInfo

    from textual.app import ComposeResult

    from voltage_tui.model.bill import Bill
    from voltage_tui.model.ids import LineId, PaymentId, WalletId
    from voltage_tui.store.mirror.reading import MirrorReader
    from voltage_tui.treasury.account import Account
    from voltage_tui.treasury.credit.uses import Use
    from voltage_tui.treasury.facility import Facility
    from voltage_tui.treasury.reading import Problem
    from voltage_tui.treasury.snapshot import Snapshot
    from voltage_tui.treasury.waterfall import Receipt
    from voltage_tui.ui.widgets.columns import Cell


class UsesPage(Page):
    """Opened from Credit; esc goes back to it. Without a wallet it is about the whole line."""

    TOPICS: ClassVar[frozenset[Topic]] = frozenset(
        {Topic.LINES, Topic.WALLETS, Topic.PAYMENTS, Topic.RATE, Topic.PAYEES}
    )

    def __init__(self, line_id: LineId, wallet_id: WalletId | None) -> None:
        super().__init__()
        self._line_id, self._wallet_id = line_id, wallet_id
        self._stretch = Stretch.DAYS
        self._stretched: Stretched | None = None
        self._bills: tuple[Bill, ...] | Problem | None = None
        self._payees: dict[PaymentId, str] = {}
        self._owners: dict[str, PaymentId] = {}
        self._problem: str | None = None
        self._head = UsesHead()
        self._table: Table[Use] = Table(use_columns(), use_key, self._cells)

    def compose(self) -> ComposeResult:
        """What it comes to and what would free it, then the rows."""
        yield self._head
        self._table.empty = [[Span("  Nothing used credit in this time.", Role.MUTED)]]
        yield self._table

    def on_mount(self) -> None:
        """Read what is not in any snapshot."""
        super().on_mount()
        begin(self, self._read_bills, "bills")
        self._read_again()

    @property
    def current_wallet(self) -> WalletId | None:
        """The wallet of the row under the cursor, or the page's own."""
        use = self._table.current
        return self._wallet_id or (use.wallet_id if use is not None else None)

    def update(self, snapshot: Snapshot) -> None:
        """Show what is known now."""
        facility = self._facility(snapshot)
        self._owners.update(owners_in(snapshot))
        accounts = self._accounts(facility)
        if facility is None:
            self._head.show(None)
            self._table.set_rows(())
            return
        bills = self._bills if isinstance(self._bills, tuple) else ()
        self._table.set_rows(
            uses_of(
                accounts,
                facility.line.currency,
                bills if self._wallet_id is None else self._own(bills),
                self._stretched,
                self._payees,
                self._owners,
            )
        )
        self._head.show(self._view(snapshot, facility, accounts, bills))
        self._share_height()

    def on_resize(self) -> None:
        """The words may take other lines now."""
        self._share_height()

    def tick(self, now: datetime) -> None:
        """Ages change."""
        self._table.ages_changed()

    def recolour(self) -> None:
        """The words depend on how amounts are shown."""
        super().recolour()
        self._share_height()

    def _share_height(self) -> None:
        if self.size.width:
            self._head.styles.height = self._head.wanted(self.size.width, self.size.height)

    def _facility(self, snapshot: Snapshot) -> Facility | None:
        found = facilities_of(snapshot.lines.value or (), snapshot.accounts)
        return next((f for f in found if f.line.id == self._line_id), None)

    def _accounts(self, facility: Facility | None) -> Sequence[Account]:
        accounts = facility.accounts if facility is not None else ()
        if self._wallet_id is None:
            return accounts
        return [a for a in accounts if a.wallet.id == self._wallet_id]

    def _own(self, bills: Sequence[Bill]) -> tuple[Bill, ...]:
        return tuple(b for b in bills if self._wallet_id in b.wallet_ids)

    def _view(
        self,
        snapshot: Snapshot,
        facility: Facility,
        accounts: Sequence[Account],
        bills: Sequence[Bill],
    ) -> UsesView:
        ids = {account.wallet.id for account in accounts}
        book = snapshot.book.value.payments if snapshot.book.value else ()
        receipts: list[Receipt] = []
        for wallet_id, found in unspendable((*book, *snapshot.pending)).items():
            receipts += found if wallet_id in ids else ()
        zone = self._zone

        def day(moment: datetime) -> str:
            try:
                here = moment.astimezone(zone)
            except OverflowError:
                here = moment  # a moment at the end of all calendars is told as it came
            return f"{here.day} {here:%b}"

        free = freed_by(facility, accounts, receipts, bills, self.app.amounts.words, day)
        return UsesView(
            facility,
            accounts[0] if self._wallet_id is not None and accounts else None,
            self._stretch,
            self._stretched,
            free,
            self._problem,
            None if isinstance(self._bills, tuple) else self._bills,
            bills_read=self._bills is not None,
        )

    @property
    def _zone(self) -> ZoneInfo:
        return zone_of(self.app.settings.time_zone)

    def _cells(self, use: Use) -> Sequence[Cell]:
        payments = self._stretched.payments if self._stretched is not None else {}
        return use_cells(use, self.app, self.server_now(), payments)

    # --- reading -------------------------------------------------------------------------------

    def _read_again(self) -> None:
        begin(self, self._read_stretch, "uses")

    async def _read_bills(self) -> None:
        if self.app.treasury is not None:
            self._bills = await self.app.treasury.open_bills(self._line_id)
            self._show_again()

    async def _read_stretch(self) -> None:
        treasury, snapshot = self.app.treasury, self.app.snapshot
        facility = self._facility(snapshot) if snapshot is not None else None
        if treasury is None or facility is None:
            return
        ids = [account.wallet.id for account in self._accounts(facility)]
        now = self.server_now()
        long = timedelta(hours=24) if self._stretch is Stretch.HOURS else timedelta(days=30)
        holds = {a.wallet.id: [h.id for h in a.wallet.holds] for a in self._accounts(facility)}
        try:
            found = await read_stretch(
                treasury.mirror, facility.line.currency, ids, now - long, now
            )
            for wallet_id, hold_ids in holds.items():
                if hold_ids:
                    ask = partial(_owners_of, wallet_id=wallet_id, hold_ids=hold_ids)
                    self._owners.update(await treasury.mirror.read(ask))
        except TroubleError as error:
            self._problem = str(error)
            self._show_again()
            return
        self._problem, self._stretched = None, found
        self._show_again()
        for payment in found.payments.values():
            if payment.id not in self._payees and (paid := paid_by(payment)) is not None:
                self._payees[payment.id] = paid.key
            await asyncio.sleep(0)  # an invoice takes 2 ms: no key waits for two
        self._show_again()

    def _show_again(self) -> None:
        if self.app.snapshot is not None:
            self.update(self.app.snapshot)

    # --- acts ----------------------------------------------------------------------------------

    def commands(self) -> Sequence[Command]:
        """Another stretch, and what a row is of."""
        return (
            Command(
                "open",
                ("enter",),
                "payment",
                "Open the payment of the row under the cursor.",
                self._table.action_open,
                lambda: self._table.current is not None,
                footer=10,
            ),
            *stretch_keys(self._look_back, lambda: self._stretch),
        )

    def _look_back(self, stretch: Stretch) -> None:
        self._stretch, self._stretched = stretch, None
        self._show_again()
        self.app.frame_changed()
        self._read_again()

    def on_table_opened(self, event: Table.Opened) -> None:
        """Open the payment, where there is one."""
        from voltage_tui.ui.screens.payments.case import CasePage  # noqa: PLC0415

        use = self._table.current
        if use is None:
            return
        if use.payment_id is not None:
            self.app.pages.open(CasePage(use.payment_id))
        else:
            self.app.say("No single payment stands behind this row.")


def _owners_of(
    reader: MirrorReader, wallet_id: WalletId, hold_ids: Sequence[str]
) -> dict[str, PaymentId]:
    return reader.payments_of_holds(wallet_id, hold_ids)
