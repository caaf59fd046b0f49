"""The card that follows a payment to its end; closing it never loses the payment."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import ClassVar

from textual.app import ComposeResult

from voltage_tui.model.ids import PaymentId
from voltage_tui.treasury.paying.sending import SendStage
from voltage_tui.treasury.snapshot import Snapshot
from voltage_tui.treasury.topics import Topic
from voltage_tui.ui.commands.command import Command
from voltage_tui.ui.paint import Line, Span
from voltage_tui.ui.palette import Ground
from voltage_tui.ui.screens.page import Page
from voltage_tui.ui.screens.send.again import offered, open_again
from voltage_tui.ui.screens.send.card_lines import Following, following_lines, receipt
from voltage_tui.ui.screens.send.naming import PayeeOf, naming
from voltage_tui.ui.silence import silence
from voltage_tui.ui.widgets.painted import Painted


class SendingPage(Page):
    """One payment, as the treasury says it stands."""

    TOPICS: ClassVar[frozenset[Topic]] = frozenset(
        {Topic.SENDING, Topic.WALLETS, Topic.PAYMENTS, Topic.RATE, Topic.PAYEES}
    )
    DEFAULT_CSS: ClassVar[str] = """
    SendingPage { padding: 0 1; }
    SendingPage SendingCard { width: 100%; height: 1fr; }
    """

    def __init__(self, payment_id: PaymentId) -> None:
        super().__init__()
        self.payment_id = payment_id
        self._following: Following | None = None
        self._payee = PayeeOf()

    def compose(self) -> ComposeResult:
        """The card."""
        yield SendingCard()

    def update(self, snapshot: Snapshot) -> None:
        """Show how far it has come; by now more may be known than was told."""
        treasury = self.app.treasury
        known = treasury.snapshot if treasury is not None else snapshot
        sending = known.sending(self.payment_id)
        if sending is None:
            return
        before, now = self._following, self.app.now()
        self._following = Following(
            sending,
            known.account(sending.wallet_id),
            self.app.amounts,
            now,
            silence(known.connection, now),
            known.payee(self._payee.key(sending.payment, self.app.treasury)),
        )
        card = self.query_one(SendingCard)
        card.following = self._following
        card.repaint()
        if before is None or before.sending.stage is not sending.stage:
            self.app.frame_changed()

    def tick(self, now: datetime) -> None:
        """The waiting is counted while there is something to wait for."""
        if self.app.snapshot is not None and self._goes_on():
            self.update(self.app.snapshot)

    def _goes_on(self) -> bool:
        return self._following is None or not self._following.sending.is_over

    def commands(self) -> Sequence[Command]:
        """The receipt, the case file, and leaving."""
        return (
            Command(
                "copy-receipt",
                ("y",),
                "copy receipt",
                "Copy the receipt, which holds no proof of payment.",
                self._copy,
                self._is_completed,
                footer=1,
            ),
            naming(self.app, self._payee, footer=4),
            Command(
                "again",
                ("a",),
                "new attempt",
                "Fill in the form that pays for a new attempt of what came to nothing.",
                self._open_again,
                footer=1 if self._may_try_again() else 0,
            ),
            Command(
                "case",
                ("enter",),
                "case file",
                "Open all that is known of it.",
                self._open_case,
                footer=2,
            ),
            Command(
                "close-card",
                ("escape",),
                "close, it goes on" if self._goes_on() else "close",
                "Close the card; the payment goes on.",
                self._close,
                footer=3,
            ),
        )

    def _is_completed(self) -> bool:
        following = self._following
        return following is not None and following.sending.stage is SendStage.COMPLETED

    def _copy(self) -> None:
        if self._following is not None:
            self.app.copy(receipt(self._following), "the receipt")

    def _may_try_again(self) -> bool:
        if self._following is None or not self._following.sending.is_over:
            return False
        sending = self._following.sending
        return not isinstance(offered(sending.payment, sending, self.app.snapshot), str)

    def _open_again(self) -> None:
        if self._following is not None:
            sending = self._following.sending
            open_again(self.app, sending.payment, sending)

    def _open_case(self) -> None:
        from voltage_tui.ui.screens.payments.case import CasePage  # noqa: PLC0415

        self.app.pages.open(CasePage(self.payment_id))

    def _close(self) -> None:
        if self._goes_on():
            self.app.say("The payment goes on; Payments (3) shows it.")
        self.app.pages.close(self)


class SendingCard(Painted):
    """The card's lines, away from the edges."""

    GROUND: ClassVar[Ground] = Ground.PANEL
    following: Following | None = None

    def paint(self, width: int, height: int) -> Sequence[Line]:
        """As many as there is room for."""
        if self.following is None:
            return [(Span("  one moment"),)]
        top = 1 if height > 24 else 0
        lines = following_lines(self.following, width - 4, height - top)
        return [*([()] * top), *((Span("  "), *line) for line in lines)]
