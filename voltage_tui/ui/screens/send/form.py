"""The form that pays: what was given, how much, from which wallet, for which fee at most."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from typing import ClassVar, Final

from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.widgets import Input

from voltage_tui.model.ids import WalletId
from voltage_tui.money import BTC
from voltage_tui.treasury.account import in_use
from voltage_tui.treasury.reading import Freshness
from voltage_tui.treasury.receive_steps import noticeable
from voltage_tui.treasury.snapshot import Snapshot
from voltage_tui.treasury.topics import Topic
from voltage_tui.ui.commands.command import Command
from voltage_tui.ui.form.amount_input import AmountInput
from voltage_tui.ui.form.choice import Choice
from voltage_tui.ui.form.fault import Fault
from voltage_tui.ui.form.page import FormPage
from voltage_tui.ui.form.plain import Plain
from voltage_tui.ui.form.rows import FormHeading
from voltage_tui.ui.form.typed_amount import Asked
from voltage_tui.ui.screens.send.after_review import AfterReview
from voltage_tui.ui.screens.send.ask_voltage import AskVoltage
from voltage_tui.ui.screens.send.decoded import look_at
from voltage_tui.ui.screens.send.draft import (
    Draft,
    Field,
    Known,
    read_amount,
)
from voltage_tui.ui.screens.send.faults import first_fault
from voltage_tui.ui.screens.send.given import fixed_amount
from voltage_tui.ui.screens.send.given_input import GivenInput
from voltage_tui.ui.screens.send.handouts import Handouts
from voltage_tui.ui.screens.send.hints import NOTHING_YET, heading_of, hint_for
from voltage_tui.ui.screens.send.judging import Judging
from voltage_tui.ui.screens.send.offers import offered
from voltage_tui.ui.screens.send.orders import Judged, order_of
from voltage_tui.ui.screens.send.parts import DecodeCard, FixedAmount, Preflight
from voltage_tui.ui.screens.send.permit import permit_of
from voltage_tui.ui.templates.fill import Entries, fill_command
from voltage_tui.ui.wallet_name import told_apart

_SPACIOUS: Final = 30
"""From this height there is a line under each field, words in it or not."""


class SendPage(FormPage[Field]):
    """The form, for the wallet under the cursor where it was opened; `draft` fills it in."""

    TOPICS: ClassVar[frozenset[Topic]] = frozenset(
        {
            *(Topic.WALLETS, Topic.LINES, Topic.RATE),
            *(Topic.PAYMENTS, Topic.SENDING, Topic.POLICIES, Topic.PAYEES),
        }
    )
    PAYS: ClassVar[bool] = True
    DEFAULT_CSS: ClassVar[str] = """
    SendPage { padding: 1 2 0 2; }
    SendPage #send-form { height: 1fr; }
    SendPage #send-fields { width: 1fr; height: 1fr; padding-right: 3; }
    SendPage Preflight { width: 100%; height: 1fr; }
    SendPage DecodeCard { width: 1fr; height: 1fr; }
    SendPage.narrow { padding: 0 2; }
    SendPage.narrow #send-form { layout: vertical; }
    SendPage.narrow #send-fields { width: 100%; height: auto; padding-right: 0; }
    SendPage.narrow Preflight { display: none; }
    SendPage.narrow DecodeCard { width: 100%; height: 1fr; }
    SendPage.narrow FormHeading { height: 1; }
    """

    def __init__(self, wallet: WalletId | None = None, draft: Draft | None = None) -> None:
        self._first = draft or Draft(wallet_id=wallet)
        super().__init__(self._first.unit)
        self._chosen = draft is not None
        self._entries = self._first.metadata
        self._judged: Judged | None = None
        self._next = AfterReview(self, lambda: self.draft)
        self._ask = AskVoltage(self, lambda: self._judged.order if self._judged else None)
        self._judging = Judging(self, self.judge)
        self._handouts = Handouts(self, self._fill_in)

    # --- building ------------------------------------------------------------------------------

    def compose(self) -> ComposeResult:
        """Fields to the left, what was given at the right."""
        first = self._first
        paste = "paste an invoice, an address or a link"
        self._given = GivenInput(first.text, placeholder=paste, id="send-given")
        self._amount = AmountInput(first.amount, placeholder="how much", id="send-amount")
        self._fixed = FixedAmount()
        self._wallet: Choice[WalletId] = Choice((), id="send-wallet")
        self._cap = Plain(first.cap, placeholder="the usual", id="send-cap")
        self._reference = Plain(first.reference, placeholder="none", id="send-reference")
        self._by_field = {
            Field.PAY_TO: self._given,
            Field.AMOUNT: self._amount,
            Field.WALLET: self._wallet,
            Field.CAP: self._cap,
            Field.REFERENCE: self._reference,
        }
        with Horizontal(id="send-form"):
            with Vertical(id="send-fields"):
                yield FormHeading("SEND", NOTHING_YET)
                yield from self.rows(self._fixed)
                yield Preflight()
            yield DecodeCard()

    def shown(self) -> None:
        """What was given comes first, and in a new attempt the cap, the rest being as it was.

        Who was paid before is looked at meanwhile.
        """
        if self.app.treasury is not None:
            self.app.treasury.learn_payees()
        self.lay_out()
        self.begin_in(self._given if self._first.again is None else self._cap)

    def lay_out(self) -> None:
        """One column where two do not fit; no empty lines where few are left."""
        super().lay_out()
        spacious = not self.has_class("narrow") or self.size.height >= _SPACIOUS
        for note in self._notes.values():
            note.keep(1 if spacious else 0)

    # --- what is known -------------------------------------------------------------------------

    def update(self, snapshot: Snapshot) -> None:
        """Offer the wallets that are known now; what has been typed stays."""
        self._snapshot = snapshot
        first = self._wallet.value is None
        offered = in_use(snapshot.accounts)
        self._wallet.offer([(a.wallet.id, told_apart(a, snapshot.accounts)) for a in offered])
        if first:
            # One that cannot pay any more is not replaced by whichever stands first.
            self._wallet.choose(self._first.wallet_id)
            self._chosen = self._chosen and self._wallet.value == self._first.wallet_id
        self.judge()

    @property
    def draft(self) -> Draft:
        """The form as it stands."""
        return Draft(
            text=self._given.value,
            wallet_id=self._wallet.value,
            amount=self._amount.value,
            unit=self._units.unit,
            cap=self._cap.value,
            reference=self._reference.value,
            metadata=self._entries,
            again=self._first.again,
        )

    @property
    def known(self) -> Known:
        """What it is judged by."""
        snapshot, now = self._snapshot, self.app.now()
        fresh = snapshot.wallets.freshness(now) if snapshot else Freshness.MISSING
        server_now = now + noticeable(self._offset)
        permit = permit_of(self.app.power)
        return Known(self.account, self.rate, now, server_now, permit, fresh)

    @property
    def _offset(self) -> timedelta | None:
        """The server's clock less ours."""
        return self._snapshot.connection.server_offset if self._snapshot else None

    def judge(self) -> None:
        """Say what was given, what it comes to, and what is wrong with it.

        A fault that was told stands until it is mended.
        """
        if not self.is_mounted:
            return
        self._units.for_currency(BTC, self._amount.value)
        self._offer_wallet()
        draft, known = self.draft, self.known
        if self._fault is not None and first_fault(draft, known) != self._fault:
            self._fault = None
        for field, note in self._notes.items():
            asked = self._units.question
            note.say(hint_for(field, draft, known, self._fault, asked, hidden=self.hidden))
        self._show_amount(draft)
        self.query_one(FormHeading).say(heading_of(draft))
        self._judged = self._judge_order(draft, known)
        card, preflight = self.query_one(DecodeCard), self.query_one(Preflight)
        payees = self._snapshot.payees if self._snapshot else None
        card.look = look_at(draft, known, payees, hidden=self.hidden, offset=self._offset)
        card.judged = self._judged if self.has_class("narrow") else None
        preflight.judged = self._judged
        card.repaint()
        preflight.repaint()

    def _judge_order(self, draft: Draft, known: Known) -> Judged | None:
        """What would be paid as the form stands, judged; None while there is nothing to judge."""
        order = order_of(draft, known)
        if isinstance(order, Fault) or self._snapshot is None:
            return None
        return self._judging.as_it_stands(order, self._snapshot)

    def _offer_wallet(self) -> None:
        """Until one is chosen by hand, the wallet is the one that can pay this."""
        if self._chosen or self._snapshot is None:
            return
        draft = self.draft
        read = read_amount(draft, self.known)
        amount = read.amount if isinstance(read, Asked) else None
        accounts, first = self._snapshot.accounts, self._first.wallet_id
        self._wallet.choose(offered(accounts, first, draft.destination, amount))

    def _show_amount(self, draft: Draft) -> None:
        """The field, or what the destination fixes; what was typed is kept for another (S-36)."""
        destination = draft.destination
        fixed = fixed_amount(destination) if destination is not None else None
        self._fixed.show(fixed, hidden=self.app.amounts.hidden)
        self._fixed.display = fixed is not None
        self._amount.display = self._unit_tag.display = fixed is None
        self.show_unit(draft.unit_read)

    # --- keys ----------------------------------------------------------------------------------

    def on_choice_changed(self, event: Choice.Changed) -> None:
        """A wallet was chosen by hand, and stays."""
        self._chosen = True
        self.judge()

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Enter in a field is about what it held then: keys typed after it are not part of it.

        In the first field it only goes on, so that a paste without marks never gets further.
        """
        event.stop()
        if event.input is self._given:
            self.action_next_field()
            return
        self.review(self._as_of(event))

    def _as_of(self, event: Input.Submitted) -> Draft:
        """The form as it stood when Enter was pressed."""
        draft = self.draft
        if event.input is self._amount:
            return replace(draft, amount=event.value)
        if event.input is self._cap:
            return replace(draft, cap=event.value)
        return replace(draft, reference=event.value)

    def review(self, draft: Draft | None = None) -> None:
        """Look at it once more before it is paid, or say what is missing."""
        if self._units.question is not None:
            return
        if self.app.pages.front is not self or self._next.busy:
            return  # looked at already: the keys of a burst come one after the other
        draft, known = draft or self.draft, self.known
        fault = first_fault(draft, known)
        order = fault or order_of(draft, known)
        if isinstance(order, Fault):
            self.refuse(order)
        elif self._snapshot is not None:
            read = read_amount(draft, known)
            rate = read.rate if isinstance(read, Asked) else None
            self._next.go(self._judging.to_review(order, self._snapshot, rate), draft)

    def commands(self) -> Sequence[Command]:
        """Reviewing, and going from field to field."""
        review = Command(
            "review", ("enter",), "review", "Look before paying.", self.review, footer=5
        )
        form = self.commands_with(review, "Leave without paying.")
        filling = fill_command(self.app, lambda: self._entries, self._take_entries)
        return (*form, self._handouts.command(), self._ask.command(), filling)

    def _take_entries(self, entries: Entries) -> None:
        """These go with it."""
        self._entries = entries
        self.judge()

    def _fill_in(self, text: str) -> None:
        """What was given, as if it had been pasted into an empty form."""
        self._given.value, self._amount.value = text, ""
        self._given.focus()
