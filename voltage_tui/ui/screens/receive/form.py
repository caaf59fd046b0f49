"""The form that asks for a payment."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import ClassVar

from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.widgets import Input

from voltage_tui.api.power import Level
from voltage_tui.model.ids import WalletId
from voltage_tui.model.payment import PaymentKind
from voltage_tui.treasury.account import in_use
from voltage_tui.treasury.snapshot import Snapshot
from voltage_tui.treasury.topics import Topic
from voltage_tui.ui.commands.command import Command
from voltage_tui.ui.form.amount_input import AmountInput
from voltage_tui.ui.form.choice import Choice
from voltage_tui.ui.form.fault import Fault
from voltage_tui.ui.form.page import FormPage
from voltage_tui.ui.form.plain import Plain
from voltage_tui.ui.form.rows import FormHeading
from voltage_tui.ui.screens.receive.draft import (
    EXPIRIES,
    KINDS,
    Draft,
    Field,
    Known,
    order_of,
    read_amount,
)
from voltage_tui.ui.screens.receive.echo import Echo, Told
from voltage_tui.ui.screens.receive.fees import fee_seen
from voltage_tui.ui.screens.receive.hints import hint_for
from voltage_tui.ui.templates.fill import Entries, fill_command


class ReceivePage(FormPage[Field]):
    """The form, for the wallet under the cursor where it was opened; `draft` fills it in."""

    TOPICS: ClassVar[frozenset[Topic]] = frozenset(
        {Topic.WALLETS, Topic.LINES, Topic.RATE, Topic.PAYMENTS}
    )
    NARROW: ClassVar[int] = 96
    DEFAULT_CSS: ClassVar[str] = """
    ReceivePage { padding: 1 2 0 2; }
    ReceivePage #receive-form { height: 1fr; }
    ReceivePage #receive-fields { width: 1fr; height: auto; padding-right: 3; }
    ReceivePage Echo { width: 46; height: 12; }
    ReceivePage.narrow { padding: 0 2; }
    ReceivePage.narrow #receive-form { layout: vertical; }
    ReceivePage.narrow #receive-fields { width: 100%; padding-right: 0; }
    ReceivePage.narrow Echo { width: 100%; height: 1fr; max-height: 9; }
    """

    def __init__(self, wallet: WalletId | None = None, draft: Draft | None = None) -> None:
        self._first = draft or Draft(wallet_id=wallet)
        super().__init__(self._first.unit)
        self._ordered = False
        self._entries = self._first.metadata

    # --- building ------------------------------------------------------------------------------

    def compose(self) -> ComposeResult:
        """Fields to the left, what they come to at the right."""
        first = self._first
        self._amount = AmountInput(first.amount, placeholder="any amount", id="receive-amount")
        self._wallet: Choice[WalletId] = Choice((), id="receive-wallet")
        self._kind: Choice[PaymentKind] = Choice(KINDS, id="receive-kind")
        self._memo = Plain(first.memo, placeholder="none", id="receive-memo")
        self._expiry: Choice[int] = Choice(EXPIRIES, id="receive-expiry")
        self._by_field = {
            Field.WALLET: self._wallet,
            Field.AMOUNT: self._amount,
            Field.MEMO: self._memo,
            Field.EXPIRY: self._expiry,
            Field.KIND: self._kind,
        }
        with Horizontal(id="receive-form"):
            with Vertical(id="receive-fields"):
                yield FormHeading("RECEIVE", "ask for a payment")
                yield from self.rows()
            yield Echo()

    def on_mount(self) -> None:
        """Fill in what was given."""
        self._kind.choose(self._first.kind)
        self._expiry.choose(self._first.expiration_s)

    def shown(self) -> None:
        """The amount first, since everything else has a usual answer."""
        self.begin_in(self._amount)

    # --- what is known -------------------------------------------------------------------------

    def update(self, snapshot: Snapshot) -> None:
        """Offer the wallets that are known now; what has been typed stays."""
        first = self._snapshot is None
        self._snapshot = snapshot
        self._wallet.offer([(a.wallet.id, a.wallet.name) for a in in_use(snapshot.accounts)])
        if first:
            self._wallet.choose(self._first.wallet_id)
        self.judge()

    @property
    def draft(self) -> Draft:
        """The form as it stands."""
        return Draft(
            wallet_id=self._wallet.value,
            amount=self._amount.value,
            unit=self._units.unit,
            kind=self._kind.value or self._first.kind,
            memo=self._memo.value,
            expiration_s=self._expiry.value or self._first.expiration_s,
            metadata=self._entries,
        )

    @property
    def known(self) -> Known:
        """What it is judged by."""
        snapshot, account, power = self._snapshot, self.account, self.app.power
        fee = fee_seen(snapshot, account.wallet.id) if snapshot and account else None
        may_ask = power is None or power.level >= Level.RECEIVE
        return Known(account, self.rate, fee, self.app.now(), may_ask)

    def judge(self) -> None:
        """Say what the form comes to, and what is wrong with it.

        A fault that was told stands until it is mended.
        """
        if not self.is_mounted:
            return
        known = self.known
        currency = known.account.currency if known.account else None
        self._units.for_currency(currency, self._amount.value)
        draft = self.draft
        amount = read_amount(draft, known)
        echo = self.query_one(Echo)
        echo.told = Told(draft, known, amount, self.hidden)
        echo.repaint()
        if self._fault is not None and order_of(draft, known) != self._fault:
            self._fault = None
        fault = amount if isinstance(amount, Fault) and draft.amount.strip() else self._fault
        for field, note in self._notes.items():
            note.say(hint_for(field, draft, known, fault, self._units.question))
        self.show_unit(draft.unit_read)

    # --- keys ----------------------------------------------------------------------------------

    def on_choice_changed(self, event: Choice.Changed) -> None:
        """The same for the other fields; another wallet may take other units."""
        self.judge()

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Enter in a field asks for what it held then: keys typed after it are not part of it."""
        event.stop()
        draft = self.draft
        if event.input is self._amount:
            self.ask(replace(draft, amount=event.value))
        else:
            self.ask(replace(draft, memo=event.value))

    def ask(self, draft: Draft | None = None) -> None:
        """Ask for the payment, once: a second Enter finds nothing left to do (S-9)."""
        treasury = self.app.treasury
        if self._ordered or treasury is None or self._units.question is not None:
            return
        order = order_of(draft or self.draft, self.known)
        if isinstance(order, Fault):
            self.refuse(order)
            return
        from voltage_tui.ui.screens.receive.card import CardPage  # noqa: PLC0415

        self._ordered = True
        payment_id = treasury.start_receive(order)
        self.app.pages.open(CardPage(payment_id))
        self.app.pages.close(self)

    def commands(self) -> Sequence[Command]:
        """Asking, and going from field to field."""
        ask = Command("ask", ("enter",), "ask for it", "Ask for the payment.", self.ask, footer=5)
        filling = fill_command(self.app, lambda: self._entries, self._take_entries)
        return (*self.commands_with(ask, "Leave without asking."), filling)

    def _take_entries(self, entries: Entries) -> None:
        """These go with it."""
        self._entries = entries
        self.judge()
