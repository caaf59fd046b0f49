"""The card that follows one request to its end; closing it never ends the request."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING, ClassVar, Final

from textual.app import ComposeResult
from textual.containers import Container

from voltage_tui.model.ids import PaymentId
from voltage_tui.treasury.receiving import Receiving, ReceivingStage
from voltage_tui.treasury.snapshot import Snapshot
from voltage_tui.treasury.topics import Topic
from voltage_tui.ui.commands.command import Command
from voltage_tui.ui.paint import Line, Span
from voltage_tui.ui.palette import Ground, Role
from voltage_tui.ui.qr.widget import QrCode
from voltage_tui.ui.screens.page import Page
from voltage_tui.ui.screens.receive.customer import CustomerScreen, fits_alone, paid_lines
from voltage_tui.ui.screens.receive.faces import face_of
from voltage_tui.ui.screens.receive.facts import Subject, fact_lines
from voltage_tui.ui.screens.receive.layout import FACTS_LEAST, frame_rows, place
from voltage_tui.ui.screens.receive.paid import PaidField
from voltage_tui.ui.screens.receive.request import open_request, picture_name
from voltage_tui.ui.silence import silence
from voltage_tui.ui.widgets.painted import Painted

if TYPE_CHECKING:
    from textual import events

_OFFERS: Final = "y copies it, o writes a picture"
_WORDY: Final = 100
"""Columns from which the key bar says that a request goes on without its card."""


class CardPage(Page):
    """One request, as the worker says it stands."""

    TOPICS: ClassVar[frozenset[Topic]] = frozenset({Topic.RECEIVING, Topic.RATE, Topic.WALLETS})
    DEFAULT_CSS: ClassVar[str] = """
    CardPage { layout: horizontal; padding: 0 1; }
    CardPage #receive-code { width: 1fr; height: 1fr; }
    CardPage #receive-facts { width: 1fr; height: 1fr; margin-left: 2; }
    CardPage PaidField { display: none; }
    CardPage.paid QrCode { display: none; }
    CardPage.paid PaidField { display: block; }
    CardPage.stacked { layout: vertical; }
    CardPage.stacked #receive-code { width: 100%; height: 4; }
    CardPage.stacked #receive-facts { width: 100%; margin-left: 0; }
    """

    def __init__(self, payment_id: PaymentId) -> None:
        super().__init__()
        self.payment_id = payment_id
        self._receiving: Receiving | None = None
        self._customer: CustomerScreen | None = None
        self._again = False
        self._needed: tuple[int, int] | None = None

    def compose(self) -> ComposeResult:
        """The code, or PAID in its place, and the facts."""
        with Container(id="receive-code"):
            yield QrCode()
            yield PaidField()
        yield Facts(id="receive-facts")

    # --- what is known -------------------------------------------------------------------------

    def update(self, snapshot: Snapshot) -> None:
        """Show how far it has come; by now more may be known than was told."""
        treasury = self.app.treasury
        found = treasury.snapshot.receiving(self.payment_id) if treasury else None
        if found is None:
            return
        before, self._receiving = self._receiving, found
        paid = found.stage is ReceivingStage.PAID
        if paid and before is not None and before.stage is not ReceivingStage.PAID:
            self.app.bell()
        self.set_class(paid, "paid")
        self.query_one(QrCode).face = face_of(found, hidden=self.app.amounts.hidden)
        self._arrange()
        self._repaint()
        if before is None or before.stage is not found.stage:
            self.app.frame_changed()

    def tick(self, now: datetime) -> None:
        """Countdowns run while there is something to count."""
        if self._receiving is not None and not self._receiving.is_over:
            self._repaint()

    def recolour(self) -> None:
        """Hiding covers the code as well."""
        super().recolour()
        self.query_one(QrCode).refresh()

    @property
    def subject(self) -> Subject | None:
        """What is shown, at this moment."""
        receiving, treasury = self._receiving, self.app.treasury
        if receiving is None or treasury is None:
            return None
        known, now = treasury.snapshot, self.app.now()
        account = known.account(receiving.order.wallet_id)
        return Subject(
            receiving,
            account.wallet.name if account else "a wallet",
            account.wallet.network if account else None,
            self.app.amounts,
            now,
            silence(known.connection, now),
        )

    def _repaint(self) -> None:
        subject = self.subject
        if subject is None or not self.is_mounted:
            return
        facts = self.query_one(Facts)
        facts.subject = subject
        facts.repaint()
        self.query_one(PaidField).tell(paid_lines(subject))
        if self._customer is not None:
            self._customer.show(subject)

    # --- layout --------------------------------------------------------------------------------

    def on_resize(self, event: events.Resize) -> None:
        """Give the code the room it needs, if there is that much."""
        self._arrange()

    def _arrange(self) -> None:
        code = self.query_one(QrCode)
        width, height = self.content_size
        # When the code has gone, its place stays, so that nothing jumps.
        self._needed = code.needed or self._needed
        placing = place(self._needed, width, height)
        self.set_class(placing.stacked, "stacked")
        terminal = self.app.size
        rows = frame_rows(self._needed, terminal.height, height)
        code.overhead = (FACTS_LEAST + terminal.width - width, rows)
        alone = self._needed is not None and fits_alone(self._needed, *terminal)
        code.offers = (f"f shows it alone, {_OFFERS}" if alone else _OFFERS,)
        holder = self.query_one("#receive-code", Container)
        holder.styles.width = "100%" if placing.stacked else placing.code_columns

    # --- acts ----------------------------------------------------------------------------------

    def commands(self) -> Sequence[Command]:
        """Handing the request to a payer, and leaving."""
        return (
            Command(
                "copy-request",
                ("y",),
                "copy",
                "Copy the whole request.",
                self.copy,
                self._is_open,
                footer=1,
            ),
            Command(
                "customer",
                ("f",),
                "customer screen",
                "Show the code alone, for a customer.",
                self.turn_round,
                lambda: self._receiving is not None,
                footer=2,
            ),
            Command(
                "picture",
                ("o",),
                "save picture",
                "Write the code as a picture file.",
                self.save_picture,
                self._is_open,
                footer=3,
            ),
            Command(
                "again",
                ("r",),
                "ask again",
                "Ask again with the same fields.",
                self.ask_again,
                self._has_failed,
                footer=4,
            ),
            Command(
                "close-card",
                ("escape",),
                self._closing_words(),
                "Close the card; the request goes on.",
                self.close,
                footer=5,
            ),
        )

    def _is_open(self) -> bool:
        return open_request(self._receiving) is not None

    def _goes_on(self) -> bool:
        return self._receiving is None or not self._receiving.is_over

    def _has_failed(self) -> bool:
        receiving = self._receiving
        return receiving is not None and receiving.is_over and not self.has_class("paid")

    def _closing_words(self) -> str:
        wordy = self._goes_on() and self.app.size.width >= _WORDY
        return "close, it goes on in Payments" if wordy else "close"

    def copy(self) -> None:
        """Copy the whole request, whatever of it is in view."""
        request = open_request(self._receiving)
        if request is not None:
            self.app.copy(request, "the request")

    def save_picture(self) -> None:
        """Write the code as a picture and say where it is."""
        from voltage_tui.ui.qr.encode import RequestTooLongError  # noqa: PLC0415
        from voltage_tui.ui.qr.picture import picture_folder, save_png  # noqa: PLC0415

        request, receiving = open_request(self._receiving), self._receiving
        if request is None or receiving is None:
            return
        path = picture_folder() / picture_name(receiving, demo=self.app.launch.demo)
        try:
            save_png(request, path)
        except (OSError, RequestTooLongError) as error:
            why = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
            self.app.say(f"No picture was written: {why}.", Role.BAD)
            return
        self.app.say(f"Picture written: {path}")

    def turn_round(self) -> None:
        """Show the customer's screen."""
        subject = self.subject
        if subject is not None and self._customer is None:
            self._customer = CustomerScreen(subject)
            self.app.push_screen(self._customer, self._turned_back)

    def _turned_back(self, _: None) -> None:
        self._customer = None

    def ask_again(self) -> None:
        """Ask for the same again, once, under a new ID."""
        treasury, receiving = self.app.treasury, self._receiving
        if treasury is None or receiving is None or self._again:
            return
        self._again = True
        payment_id = treasury.start_receive(receiving.order)
        self.app.pages.open(CardPage(payment_id))
        self.app.pages.close(self)

    def close(self) -> None:
        """Leave the request to the worker."""
        if self._goes_on():
            self.app.say("The request goes on; Payments (3) shows it.")
        self.app.pages.close(self)


class Facts(Painted):
    """The facts beside or under the code."""

    GROUND: ClassVar[Ground] = Ground.PANEL
    subject: Subject | None = None

    def paint(self, width: int, height: int) -> Sequence[Line]:
        """As many facts as fit, away from the edges where there is room."""
        if self.subject is None:
            return [(Span("  one moment", Role.MUTED),)]
        top = 1 if height > 24 else 0
        lines = fact_lines(self.subject, width - 4, height - top)
        return [*([()] * top), *((Span("  "), *line) for line in lines)]
