"""One payment seen closely: where it stands, what happened when, what moved, every field."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING, ClassVar, Final

from textual.app import ComposeResult

from voltage_tui.model.ids import PaymentId, WalletId
from voltage_tui.model.newer import newer
from voltage_tui.model.payment import Direction, Payment, PaymentStatus
from voltage_tui.model.settlement import LightningSettlement, SwapSettlement
from voltage_tui.treasury.reading import Reading
from voltage_tui.treasury.snapshot import Case
from voltage_tui.treasury.topics import Topic
from voltage_tui.ui.commands.command import Command
from voltage_tui.ui.marks.open import mark_commands
from voltage_tui.ui.marks.shown import MarksShown
from voltage_tui.ui.paint import Line, Span, wrap
from voltage_tui.ui.palette import Role
from voltage_tui.ui.pricing.open import rate_commands
from voltage_tui.ui.pricing.shown import RatesShown
from voltage_tui.ui.screens.page import Page
from voltage_tui.ui.screens.payments.case_acts import CaseActs
from voltage_tui.ui.screens.payments.case_amounts import amounts
from voltage_tui.ui.screens.payments.case_destination import destination, invoice_facts
from voltage_tui.ui.screens.payments.case_details import details
from voltage_tui.ui.screens.payments.case_head import WATCHED, head
from voltage_tui.ui.screens.payments.case_links import link_lines
from voltage_tui.ui.screens.payments.case_settlements import settlements
from voltage_tui.ui.screens.payments.case_timeline import timeline
from voltage_tui.ui.screens.payments.case_verdict import unread_lines
from voltage_tui.ui.screens.payments.look import Look, side_by_side
from voltage_tui.ui.screens.send.naming import PayeeOf, naming
from voltage_tui.ui.widgets.prose import Prose

if TYPE_CHECKING:
    from voltage_tui.treasury.snapshot import Snapshot
    from voltage_tui.treasury.treasury import Treasury

_TWO_COLUMNS: Final = 120
"""From this width on the page has two columns."""

_LEFT: Final = (timeline, amounts, settlements, invoice_facts)
_RIGHT: Final = (destination, details)


class CasePage(Page):
    """Opened from any table of payments; esc goes back. `known` is shown until it is read."""

    TOPICS: ClassVar[frozenset[Topic]] = frozenset(
        {
            Topic.CASE,
            Topic.PAYMENTS,
            Topic.WALLETS,
            Topic.RATE,
            Topic.RECEIVING,
            Topic.LEDGER,
            Topic.SENDING,
            Topic.PAYEES,
            Topic.MIRROR,
            Topic.PRICING,
        }
    )

    def __init__(self, payment_id: PaymentId, known: Payment | None = None) -> None:
        super().__init__()
        self._payment_id = payment_id
        self._known = known
        self._prose = Prose(self._lines)
        self._acts = CaseActs(self, payment_id, self._payment)
        self._marks = MarksShown(payment_id, self._prose.repaint)
        self._rates = RatesShown(payment_id, self._rates_read)
        self._payee = PayeeOf()
        self._watched_by: Treasury | None = None
        self._ledger_of: WalletId | None = None
        self._proof = False

    def compose(self) -> ComposeResult:
        """One text that scrolls."""
        yield self._prose

    # --- showing -------------------------------------------------------------------------------

    @property
    def current_wallet(self) -> WalletId | None:
        """The payment's wallet, for the receive form."""
        payment = self._payment()
        return payment.wallet_id if payment is not None else None

    def shown(self) -> None:
        """Have it read closely while it is in front; the keys scroll."""
        self._watch()
        self._marks.read(self.app)
        self._rates.read(self.app, self._payment())
        self._prose.focus()
        self._prose.repaint()

    def left(self) -> None:
        """Let go of it, and put the proof away."""
        self._proof = False
        self._unwatch()

    def marks_kept(self) -> None:
        """Read its note and tags again."""
        self._marks.read(self.app)

    def locking(self) -> None:
        """Put the proof away."""
        self._proof = False
        self._prose.repaint()

    def on_unmount(self) -> None:
        """Let go of it, however the page was closed."""
        self._marks.stop()
        self._rates.stop()
        self._unwatch()

    def update(self, snapshot: Snapshot) -> None:
        """Show what is known now."""
        self._watch()
        self._payee.key(self._payment(), self.app.treasury)
        self._rates.read(self.app, self._payment())
        self._prose.repaint()

    def _rates_read(self) -> None:
        self._prose.repaint()
        self.app.frame_changed()

    def tick(self, now: datetime) -> None:
        """Ages change."""
        self._prose.repaint()

    def recolour(self) -> None:
        """Paint all of it again."""
        self._prose.recolour()

    def _watch(self) -> None:
        treasury = self.app.treasury
        if treasury is not None and self._watched_by is None and self.app.pages.front is self:
            self._watched_by = treasury
            treasury.watch_case(self._payment_id)
        self._watch_ledger()

    def _watch_ledger(self) -> None:
        """Of a send that is not paid the ledger is read too: it says whose a hold is."""
        payment = self._payment()
        if self._watched_by is None or self._ledger_of is not None or payment is None:
            return
        if payment.direction is Direction.SEND and payment.status is not PaymentStatus.COMPLETED:
            self._ledger_of = payment.wallet_id
            self._watched_by.watch_ledger(payment.wallet_id)

    def _unwatch(self) -> None:
        if self._watched_by is None:
            return
        self._watched_by.unwatch_case(self._payment_id)
        if self._ledger_of is not None:
            self._watched_by.unwatch_ledger(self._ledger_of)
        self._watched_by = self._ledger_of = None

    # --- what is known -------------------------------------------------------------------------

    def _reading(self) -> Reading[Case] | None:
        snapshot = self.app.snapshot
        return snapshot.cases.get(self._payment_id) if snapshot is not None else None

    def _payment(self) -> Payment | None:
        """The newest of all readings of it."""
        snapshot, reading = self.app.snapshot, self._reading()
        readings = (
            self._known,
            reading.value.payment if reading is not None and reading.value is not None else None,
            snapshot.payment(self._payment_id) if snapshot is not None else None,
        )
        newest: Payment | None = None
        for payment in readings:
            if payment is not None:
                newest = newer(newest, payment)
        return newest

    def _look(self) -> Look | None:
        payment, app = self._payment(), self.app
        if payment is None:
            return None
        reading = self._reading()
        return Look(
            payment,
            reading,
            app.snapshot,
            app.amounts,
            app.now(),
            self._proof,
            watched=self._payment_id in app.pages.watches,
            note=self._marks.note,
            tags=self._marks.tags,
            rates=self._rates.rows,
            payee=app.snapshot.payee(self._payee.known) if app.snapshot is not None else None,
        )

    def _lines(self, width: int) -> Sequence[Line]:
        look = self._look()
        if look is None:
            snapshot = self.app.snapshot
            sending = snapshot.sending(self._payment_id) if snapshot is not None else None
            known = unread_lines(sending, width, snapshot) if sending is not None else []
            known += link_lines(self._payment_id, None, snapshot)
            if self._payment_id in self.app.pages.watches:
                known.append([Span(f"  {WATCHED}", Role.ACCENT)])
            return [*known, *_nothing(self._reading(), width)]
        if width < _TWO_COLUMNS:
            parts = (*_LEFT, *_RIGHT)
            return [*head(look, width), *(line for part in parts for line in part(look, width))]
        left_width = width // 2
        right_width = width - left_width
        left = [line for part in _LEFT for line in part(look, left_width)]
        right = [line for part in _RIGHT for line in part(look, right_width)]
        return [*head(look, width), *side_by_side(left, right, left_width)]

    # --- keys ----------------------------------------------------------------------------------

    def commands(self) -> Sequence[Command]:
        """Copying, reading again, the proof, and where to go from here."""
        return (
            Command("copy", ("y",), "copy id", "Copy the payment's id.", self._copy_id, footer=6),
            Command(
                "copy-request",
                ("Y",),
                "copy request" if self._is_receive() else "copy destination",
                "Copy the invoice, address or link, whole.",
                self._copy_payable,
                lambda: self._payable() is not None,
                footer=35,
            ),
            Command(
                "read-again",
                (" ",),
                "read now",
                "Read this payment again now.",
                self._read_again,
                lambda: self._watched_by is not None,
                footer=4,
            ),
            Command(
                "proof",
                ("v",),
                "hide proof" if self._proof else "show proof",
                "Show the proof of payment (preimage), or put it away.",
                self._toggle_proof,
                self._has_proof,
                footer=50,
            ),
            Command(
                "qr",
                ("o", "enter"),
                "show QR",
                "Show the code that a payer scans.",
                self._show_code,
                self._can_show_code,
                footer=1,
            ),
            Command(
                "bundle",
                ("b",),
                "support file",
                "Write what Voltage's support needs to a file: ids and times, no amounts.",
                self._save_bundle,
                lambda: self._payment() is not None,
                footer=7,
            ),
            naming(self.app, self._payee),
            Command("ledger", ("l",), "ledger", "Show the wallet's ledger.", self._ledger),
            *mark_commands(self.app, lambda: self._payment_id, footer=45),
            *rate_commands(self.app, self._payment_id, lambda: self._rates.rows),
            *self._acts.commands(),
        )

    def _is_receive(self) -> bool:
        payment = self._payment()
        return payment is not None and payment.direction is Direction.RECEIVE

    def _payable(self) -> str | None:
        payment = self._payment()
        return payment.payable if payment is not None else None

    def _copy_id(self) -> None:
        self.app.copy(self._payment_id, "the payment's id")

    def _copy_payable(self) -> None:
        payable = self._payable()
        if payable is not None:
            self.app.copy(payable, "the request" if self._is_receive() else "the destination")

    def _read_again(self) -> None:
        if self._watched_by is not None:
            self._watched_by.read_case(self._payment_id)
            self.app.say("Reading this payment again.")

    def _has_proof(self) -> bool:
        payment = self._payment()
        return payment is not None and any(
            isinstance(s, LightningSettlement)
            or (isinstance(s, SwapSettlement) and isinstance(s.leg, LightningSettlement))
            for s in payment.settlements
        )

    def _toggle_proof(self) -> None:
        self._proof = not self._proof
        self._prose.repaint()
        self.app.frame_changed()

    def _can_show_code(self) -> bool:
        snapshot = self.app.snapshot
        receiving = snapshot.receiving(self._payment_id) if snapshot is not None else None
        return receiving is not None and not receiving.is_over

    def _show_code(self) -> None:
        from voltage_tui.ui.screens.receive.card import CardPage  # noqa: PLC0415 - when asked for

        self.app.pages.open(CardPage(self._payment_id))

    def _save_bundle(self) -> None:
        from voltage_tui.ui.qr.picture import picture_folder  # noqa: PLC0415 - when asked for
        from voltage_tui.ui.screens.payments.case_bundle import save_bundle  # noqa: PLC0415

        look = self._look()
        if look is None:
            return
        try:
            launch = self.app.launch
            replay = launch.replay is not None
            path = save_bundle(look, picture_folder(), demo=launch.demo, replay=replay)
        except OSError as error:
            why = error.strerror or type(error).__name__
            self.app.say(f"No support file was written: {why}.", Role.BAD)
            return
        self.app.say(f"Support file: {path}")

    def _ledger(self) -> None:
        wallet_id = self.current_wallet
        if wallet_id is not None:
            self.app.pages.ledger_of(wallet_id)


def _nothing(reading: Reading[Case] | None, width: int) -> list[Line]:
    problem = reading.problem if reading is not None else None
    if problem is None:
        return [(), [Span("  Reading this payment", Role.MUTED)]]
    words = [*wrap(problem.words, width - 6), *wrap(problem.advice, width - 6)]
    return [
        (),
        [Span("  ! ", Role.BAD_STRONG), Span("It could not be read.", Role.STRONG)],
        *([Span(f"    {piece}", Role.MUTED)] for piece in words),
    ]
