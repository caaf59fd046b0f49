"""The page that asks for the one confirm; what it shows is fixed when it opens (S-38)."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING, ClassVar, Final

from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.widgets import Input

from voltage_tui.treasury.paying.checks import CheckKind, first_stop
from voltage_tui.treasury.paying.lookalike import look_alike
from voltage_tui.treasury.paying.sending import PayRefused
from voltage_tui.treasury.problems import log_unexpected
from voltage_tui.treasury.snapshot import Snapshot
from voltage_tui.treasury.topics import Topic
from voltage_tui.ui.commands.command import Command
from voltage_tui.ui.paint import width_of
from voltage_tui.ui.palette import Role
from voltage_tui.ui.screens.page import Page
from voltage_tui.ui.screens.send.ask_voltage import AskVoltage
from voltage_tui.ui.screens.send.asking_rate import rate_for
from voltage_tui.ui.screens.send.confirm_face import ConfirmCard, LastFour, Prompt
from voltage_tui.ui.screens.send.confirm_lines import (
    WIDE,
    Asking,
    Stage,
    asked_for,
    confirm_lines,
    is_answer,
    prompt,
)
from voltage_tui.ui.screens.send.confirm_now import look_now, why_not_now
from voltage_tui.ui.screens.send.lone_key import LoneKey
from voltage_tui.ui.screens.send.opening import open_sending
from voltage_tui.ui.screens.send.orders import Judged, facts_in, judged

if TYPE_CHECKING:
    from textual import events

    from voltage_tui.money import Money
    from voltage_tui.treasury.paying.order import PayOrder

_OPEN: Final = (Stage.ASKING, Stage.TAKEN)
_YES: Final = "y"
_NOT_ALONE: Final = "Nothing is sent: press y alone, half a second after any key."
_NOT_LAST: Final = "Another key came right after y: nothing was sent."
_CHANGED: Final = "Something changed under that key: nothing was sent."
_ONLY_BACK: Final = "That key does nothing here: esc goes back, and nothing is sent."
SETTLE_S: Final = 0.5
"""Seconds for which a fresh card takes no confirm: one typed before it was seen is not for it.

Where one key pays, each other key makes the card a fresh one: only a lone `y` pays.
"""
_FIELD: Final = 12
"""Cells of the field for the last four."""
_PROMPT: Final = 2
"""Lines of what asks for it."""
_LET_THROUGH: Final = frozenset({"arm", "lock", "hide", "help", "refresh"})
"""Commands of everywhere that a card in front leaves in force.

No other: the last four, typed by habit where one key confirms, would go to other pages or quit.
"""
_FAILED: Final = "This program failed while sending: see here whether it was, before paying again."
_CUT: Final = "there is no room for all of the card: make the terminal larger"
_UNSEEN: Final = "it is not on the screen, and nothing is confirmed unseen"


class ConfirmPage(Page):
    """Asks once for one order. Whatever happens, it starts at most one send (S-9)."""

    TOPICS: ClassVar[frozenset[Topic]] = frozenset(
        {
            *(Topic.WALLETS, Topic.LINES, Topic.RATE),
            *(Topic.PAYMENTS, Topic.SENDING, Topic.POLICIES, Topic.PAYEES),
        }
    )
    PAYS: ClassVar[bool] = True
    DEFAULT_CSS: ClassVar[str] = """
    ConfirmPage { padding: 0 1; }
    ConfirmPage ConfirmCard { width: 100%; height: 1fr; }
    ConfirmPage #send-prompt { height: 2; width: 100%; }
    ConfirmPage.wide #send-prompt { padding-left: 1; }
    ConfirmPage Prompt { width: 1fr; height: 2; }
    ConfirmPage LastFour { width: 12; height: 1; }
    """

    def __init__(self, shown: Judged, form: Page, before: Money | None = None) -> None:
        super().__init__()
        self._shown = shown
        self._digest = shown.order.digest
        self._form = form
        self._before = before
        self._stage = Stage.ASKING
        self._ask = AskVoltage(self, lambda: self.order if self._stage is Stage.ASKING else None)
        self._words = ""
        self._strong = bool(shown.reasons)
        self._since: float | None = None
        self._lone = LoneKey(self, self._stood_alone)
        self._was_settled = False
        self._cut = False
        self._under_way: asyncio.Task[None] | None = None

    @property
    def order(self) -> PayOrder:
        """What is confirmed."""
        return self._shown.order

    def compose(self) -> ComposeResult:
        """The card, and the line that asks."""
        self._typed = LastFour(placeholder="last 4", id="send-last-four")
        yield ConfirmCard()
        with Horizontal(id="send-prompt"):
            yield Prompt()
            yield self._typed

    def shown(self) -> None:
        """The keys go to the field, if one is asked for; from now on the card can be read."""
        if self._since is None:
            self._read_anew()
        if self._strong and self._stage is Stage.ASKING:
            self._typed.focus()

    def left(self) -> None:
        """It is not in front any more: it has to be read anew when it is."""
        self._give_up("Nothing was sent.")
        self._since = None

    def on_unmount(self) -> None:
        """Nothing is paid from a card that is gone."""
        self._lone.stop()

    def recolour(self) -> None:
        """Amounts that were hidden, or in another unit, have to be read before they are paid."""
        self._read_anew()
        super().recolour()

    def _read_anew(self) -> None:
        self._since = self.app.launch.clock.monotonic()

    def locking(self) -> None:
        """What was not confirmed has to be looked at afresh (S-49)."""
        if self._stage in _OPEN:
            self.app.pages.close(self)

    def lets_through(self, command_id: str) -> bool:
        """Arming, locking, hiding, reading anew and the list of keys."""
        return command_id in _LET_THROUGH

    def before_key(self, key: str) -> None:
        """Where one key pays, one that comes with others is a letter of a text (S-9)."""
        self._was_settled = self._settled
        taken = self._stage is Stage.TAKEN
        if self._strong or key == _YES or (taken and key == "enter"):
            return  # held down, or ended as a line is: that is still the one key
        if taken:
            self._was_settled = False
            self._give_up(_NOT_LAST)
        self._read_anew()

    def other_key(self) -> None:
        """Say which keys there are, since any other does nothing here."""
        if self._stage is Stage.ASKING and self._was_settled:
            one_key = not self._strong and not self.why_not
            self.app.say("Here only y pays, and esc goes back." if one_key else _ONLY_BACK)

    # --- what is known -------------------------------------------------------------------------

    def update(self, snapshot: Snapshot) -> None:
        """Judge the same order by what is known now; the order itself never changes."""
        facts = facts_in(self.app, self.order, snapshot, self._shown.quote)
        self._shown = judged(self.order, facts, self._shown.converted_at)
        was_strong, self._strong = self._strong, self._strong or bool(self._shown.reasons)
        self._paint()
        if self._strong and not was_strong and self.app.pages.front is self:
            self.shown()  # what was one key now has to be typed

    def tick(self, now: datetime) -> None:
        """Time runs out for invoices, rates and the arming."""
        if self.app.snapshot is not None and self._stage is Stage.ASKING:
            self.update(self.app.snapshot)

    @property
    def why_not(self) -> str:
        """Why it cannot be confirmed now, in words; empty when it can."""
        if not self.app.sight.is_clear or self.app.pages.front is not self:
            return _UNSEEN
        if self._cut:
            return _CUT
        return why_not_now(self.app, self._shown)

    def _paint(self) -> None:
        if not self.is_mounted or self.app.snapshot is None:
            return
        words = self._words or (self.why_not if self._stage is Stage.ASKING else "")
        asking = Asking(
            self._shown,
            look_now(self.app, self._shown, self.app.snapshot),
            self.app.amounts,
            self._stage,
            self._strong,
            words,
            self._before,
        )
        self._typed.display = self._strong and self._stage is Stage.ASKING and not words
        alike = look_alike(self.order.destination, self._shown.facts.payees)
        self._typed.placeholder = "last 4" if alike is None else "those 4"
        card, line = self.query_one(ConfirmCard), self.query_one(Prompt)
        self._place_field(line, width_of(prompt(asking)) + 1)
        self._place_prompt(card, asking)
        for painted in (card, line):
            painted.asking = asking
            painted.repaint()

    def _place_prompt(self, card: ConfirmCard, asking: Asking) -> None:
        """Under the last line of the card, so that the eye goes on to what is to be typed."""
        width, height = self.content_size
        self.set_class(width >= WIDE, "wide")
        room = max(1, height - _PROMPT)
        lines = confirm_lines(asking, width, room)
        card.styles.height = min(room, len(lines) + 1)
        was_cut, self._cut = self._cut, width > 0 and len(lines) > room
        if self._cut is not was_cut:
            self.call_after_refresh(self._paint)  # it says so, or does not any more

    def _place_field(self, line: Prompt, words: int) -> None:
        """Right behind the words that ask for it, or below them where both do not fit."""
        asks = self._typed.display
        stacked = asks and words + _FIELD > self.content_size.width
        self.query_one("#send-prompt").styles.layout = "vertical" if stacked else "horizontal"
        line.styles.height = 1 if stacked else 2
        line.styles.width = words if asks and not stacked else "1fr"

    def on_resize(self, event: events.Resize) -> None:
        """The field may have to stand elsewhere."""
        self._paint()

    # --- the one confirm -----------------------------------------------------------------------

    @property
    def _settled(self) -> bool:
        """Whether the card has been in sight for long enough to be answered."""
        since = self._since
        if since is None or self.app.pages.front is not self:
            return False
        read = self.app.launch.clock.monotonic() - since
        return min(read, self.app.sight.seconds) >= SETTLE_S

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Enter in the field confirms what it held then, if that is the last four."""
        event.stop()
        payees = self._shown.facts.payees
        if not is_answer(event.value, self.order, payees):
            if event.value.strip():
                what, _ = asked_for(self.order, payees)
                self.app.say(f"That is not {what}: compare it with what you were given.")
            return
        self._confirm()

    def _yes(self) -> None:
        """Pay, unless another key comes right after this one, or came right before it."""
        if self._strong or self._stage is not Stage.ASKING:
            return
        if not self._settled:
            self._read_anew()
            self.app.say(_NOT_ALONE, Role.WARN)
            return
        if self.why_not:
            return  # the card says it
        self._stage = Stage.TAKEN
        self._paint()
        self._lone.pressed()

    def _stood_alone(self) -> None:
        if self._stage is Stage.TAKEN and not self._confirm(strong=False):
            self._give_up(_CHANGED)

    def _give_up(self, words: str) -> None:
        """Ask again, where the one key was pressed and is not to count."""
        self._lone.stop()
        if self._stage is not Stage.TAKEN:
            return
        self._stage = Stage.ASKING
        self._read_anew()
        self._paint()
        self.app.say(words, Role.WARN)
        if self._strong and self.app.pages.front is self:
            self.shown()  # it became more than one key meanwhile

    def _confirm(self, *, strong: bool = True) -> bool:
        """Send what is shown, once; a second confirm finds nothing left to do (S-9).

        Whether it is being sent now; not where it was one key and takes more by now.
        """
        if self._stage not in _OPEN or not self._settled or self.app.treasury is None:
            return False
        if self.app.snapshot is not None:
            self.update(self.app.snapshot)
        if self.why_not or (self._strong and not strong):
            return False
        self._stage = Stage.SENDING
        self._paint()
        self._under_way = asyncio.create_task(self._send(), name="send")
        return True

    async def _send(self) -> None:
        treasury = self.app.treasury
        if treasury is None:
            return
        try:
            payment_id = await treasury.start_send(self.order, self._digest)
        except PayRefused as refused:
            self._stage, self._words = Stage.REFUSED, f"{refused.words}; {refused.advice}."
            self.app.frame_changed()
            if refused.earlier_id is not None:
                open_sending(self.app, refused.earlier_id)
                self.app.pages.close(self)
                return
            self._paint()
            return
        except Exception as error:  # noqa: BLE001 - whatever it was, it may have been sent
            log_unexpected("the start of a send", error)
            payment_id = self.order.payment_id
            self.app.say(_FAILED, Role.BAD)
        open_sending(self.app, payment_id)
        self.app.pages.close(self)
        self.app.pages.close(self._form)

    # --- another rate --------------------------------------------------------------------------

    def _rate_is_over(self) -> bool:
        stop = first_stop(self._shown.checks)
        over = stop is not None and stop.kind is CheckKind.QUOTE
        return over and self._stage is Stage.ASKING and self._under_way is None

    def _again(self) -> None:
        """Ask for another rate; it opens another card, which wants a confirm of its own (S-42)."""
        if self._rate_is_over():
            self._under_way = asyncio.create_task(self._requote(), name="quote")

    async def _requote(self) -> None:
        from voltage_tui.ui.screens.send.orders import new_payment_id  # noqa: PLC0415

        worst = self._shown.worst
        try:
            quote = await rate_for(self.app, self.order)
        finally:
            self._under_way = None
        if self.app.pages.front is not self or self.app.lock.is_on:
            return  # left or locked meanwhile: a rate moves nothing, and runs out by itself
        if quote is None or self.app.snapshot is None:
            return
        order = replace(self.order, payment_id=new_payment_id()).at(quote)
        facts = facts_in(self.app, order, self.app.snapshot, quote)
        again = judged(order, facts, self._shown.converted_at)
        before = (worst.total or worst.known) if worst is not None else None
        self.app.pages.open(ConfirmPage(again, self._form, before))
        self.app.pages.close(self)

    def commands(self) -> Sequence[Command]:
        """The one key, where one key will do, and the way back."""
        return (
            Command(
                "pay",
                (_YES,),
                "pay it",
                "Pay what is shown, once.",
                self._yes,
                lambda: not self._strong and self._stage is Stage.ASKING,
                footer=1,
            ),
            Command(
                "new-rate",
                ("n",),
                "new rate",
                "Ask for a new rate.",
                self._again,
                self._rate_is_over,
                footer=2,
            ),
            Command(
                "close-confirm",
                ("escape",),
                "back, nothing is sent",
                "Go back without paying.",
                self._leave,
                footer=3,
            ),
            self._ask.command("v"),
        )

    def _leave(self) -> None:
        """Back to the form; once it is being sent, only its own card is next."""
        if self._stage is not Stage.SENDING:
            self.app.pages.close(self)
