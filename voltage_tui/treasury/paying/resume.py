"""After a start: the payments whose end the journal does not know, found out about again.

Nothing is ever sent from here; what may have been sent is read by its ID until the API says how
it ended (S-1, S-5, S-12).
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from voltage_tui.model.writes import WriteOutcome
from voltage_tui.treasury.paying.sending import Sending, SendStage
from voltage_tui.treasury.reading import Problem, ProblemKind
from voltage_tui.trouble import TroubleError

if TYPE_CHECKING:
    from datetime import datetime

    from voltage_tui.model.ids import PaymentId
    from voltage_tui.store.journal import OpenSend
    from voltage_tui.treasury.bookkeeper import Bookkeeper
    from voltage_tui.treasury.jobs.in_flight import Follower
    from voltage_tui.treasury.paying.sendings import Sendings
    from voltage_tui.treasury.tools import Tools

_AGAIN_S: Final = 30.0


class Resume:
    """Makes sendings again of the journal's open ones."""

    def __init__(
        self, tools: Tools, books: Bookkeeper, sendings: Sendings, follower: Follower
    ) -> None:
        self._tools = tools
        self._books = books
        self._sendings = sendings
        self._follower = follower
        self._running = False
        self._elsewhere: set[PaymentId] = set()

    async def run(self) -> None:
        """Enter what is open and not known here yet; tried until the journal can be read.

        While another program sends, what it is sending is read again until that has an answer.
        """
        if self._running:
            return
        self._running = True
        try:
            while not await self._entered():
                await self._tools.clock.sleep(_AGAIN_S)
        finally:
            self._running = False

    async def _entered(self) -> bool:
        """Enter what is open; whether there is nothing to read again."""
        try:
            found = await self._tools.store.open_sends()
        except TroubleError:
            return False
        self._leave({open_send.payment_id for open_send in found})
        for open_send in reversed(found):
            # One that is being prepared here is in the journal too, and is about to be sent.
            if not self._sendings.has(open_send.payment_id):
                self._enter(open_send)
            elif open_send.payment_id in self._elsewhere:
                self._update(open_send)
        waiting = [x for x in found if self._is_sent_elsewhere(x) or x.intended_at is None]
        return self._tools.store.holder is None or not waiting

    def _is_sent_elsewhere(self, found: OpenSend) -> bool:
        return self._tools.store.holder is not None and found.outcome is None

    def _update(self, found: OpenSend) -> None:
        """What the other program was sending has an answer now, or that program has ended."""
        if self._is_sent_elsewhere(found):
            return
        self._elsewhere.discard(found.payment_id)
        anew = resumed(found, self._tools.clock.now())
        self._sendings.change(found.payment_id, lambda s: anew if _is_unread(s) else s)

    def _leave(self, still_open: set[PaymentId]) -> None:
        """What the other program has settled is told by it."""
        now = self._tools.clock.now()
        words, advice = "another voltage-tui has settled it", "look at what became of it there"
        told = Problem(ProblemKind.INTERNAL, words, advice, now)
        for payment_id in self._elsewhere - still_open:
            self._elsewhere.discard(payment_id)
            self._sendings.change(
                payment_id, lambda s: replace(s, problem=told) if _is_unread(s) else s
            )

    def _enter(self, found: OpenSend) -> None:
        now = self._tools.clock.now()
        held = self._tools.store.holder is not None
        if held and found.intended_at is None:
            return  # the other program may be about to send it
        elsewhere = self._is_sent_elsewhere(found)
        if elsewhere:
            self._elsewhere.add(found.payment_id)
        sending = resumed(found, now, elsewhere=elsewhere)
        self._sendings.add(sending)
        if sending.is_over:
            return
        known = self._books.shelf.get(sending.payment_id)
        if known is not None:
            self._sendings.note([known])
        self._follower.look_for(sending.payment_id)


def _is_unread(sending: Sending) -> bool:
    return sending.stage is SendStage.UNKNOWN and sending.payment is None


def resumed(found: OpenSend, now: datetime, *, elsewhere: bool = False) -> Sending:
    """What the journal knows of a payment, as a sending.

    `elsewhere` when another program that is open may be waiting for its answer.
    """

    def sending(stage: SendStage, words: str, advice: str) -> Sending:
        problem = Problem(ProblemKind.INTERNAL, words, advice, now)
        made = Sending(
            found.payment_id,
            found.wallet_id,
            None,
            stage,
            found.reserved_at,
            problem=problem,
            payable_until=found.payable_until,
        )
        return replace(made, ended_at=now) if made.is_over else made

    if found.intended_at is None:
        return sending(
            SendStage.NOT_SENT, "the program ended before it was sent", "nothing was sent"
        )
    match found.outcome:
        case None if elsewhere:
            words = "another voltage-tui may be sending it"
            return sending(SendStage.UNKNOWN, words, "do not pay it again; look there")
        case None:
            words = "not known to be sent: the program ended before an answer"
            return sending(SendStage.UNKNOWN, words, "do not pay it again; it is looked for")
        case WriteOutcome.UNKNOWN:
            words = "there was no answer that says whether it was sent"
            return sending(SendStage.UNKNOWN, words, "do not pay it again; it is looked for")
        case WriteOutcome.ACCEPTED:
            made = sending(SendStage.ACCEPTED, "", "")
            return replace(made, problem=None, taken=True, accepted_at=found.intended_at)
        case WriteOutcome.REFUSED:
            return sending(SendStage.REFUSED, "Voltage refused it", "nothing was sent")
        case WriteOutcome.NOT_SENT:
            return sending(SendStage.NOT_SENT, "Voltage was not reached", "nothing was sent")
