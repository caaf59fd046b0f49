"""Voltage's own answer to whether a payment would be let pass, asked only when somebody wants it.

A check is a write like any other: armed, written down first, sent once, under an identifier of
its own that never becomes a payment's. It moves and holds nothing, and takes no rate along, which
it would use up (API reference sections 4.4 and 9).
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import Enum
from typing import TYPE_CHECKING, Final

from voltage_tui.api.power import Level
from voltage_tui.model.ids import PaymentId
from voltage_tui.model.payment import Payment, PaymentStatus
from voltage_tui.money import BTC
from voltage_tui.treasury.failures import error_words
from voltage_tui.treasury.one_try import Fate, Unseen, look_now, try_once
from voltage_tui.treasury.topics import Topic

if TYPE_CHECKING:
    from datetime import datetime

    from voltage_tui.treasury.paying.order import PayOrder
    from voltage_tui.treasury.tools import Tools

_KEPT: Final = 20
_PATIENCE_S: Final = 30.0
_FIRST_S: Final = 0.5
_LONGEST_S: Final = 2.0
_SAME: Final = PaymentId("00000000-0000-4000-8000-000000000000")


class Answer(Enum):
    """What became of the question."""

    ASKING = "being asked"
    ALLOWED = "allowed"
    REFUSED = "refused"
    NOT_ASKED = "not asked"
    SILENT = "no answer"


@dataclass(frozen=True, slots=True)
class ServerWord:
    """What Voltage said of one payment: `subject` is what was asked about, `words` a sentence."""

    subject: str
    answer: Answer
    words: str
    at: datetime


def subject_of(order: PayOrder) -> str:
    """What a check is about: the order but for its identifier and its rate."""
    return replace(order, payment_id=_SAME, quote_id=None, rate=None).digest


class ServerCheck:
    """Asks, and keeps `snapshot.server_words`, newest first."""

    def __init__(self, tools: Tools) -> None:
        self._tools = tools

    async def ask(self, order: PayOrder) -> ServerWord:
        """Ask once about an order; the answer, which is in the snapshot too."""
        subject = subject_of(order)
        self._post(subject, Answer.ASKING, "Voltage is being asked.")
        answer, words = Answer.NOT_ASKED, "This program failed before it was asked."
        try:
            answer, words = await self._asked(order)
        finally:
            word = self._post(subject, answer, words)
        return word

    async def _asked(self, order: PayOrder) -> tuple[Answer, str]:
        tools = self._tools
        power = tools.client.power
        if power.why_not is not None:
            return Answer.NOT_ASKED, f"Voltage was not asked: {'; '.join(power.why_not)}."
        if power.level is not Level.SEND:
            return Answer.NOT_ASKED, "Voltage was not asked: sending is not armed; A arms it."
        check_id = PaymentId(tools.new_id())
        request = order.check(check_id)
        tried = await try_once(tools, lambda: tools.client.payments.check(request))
        if tried.fate in (Fate.NOT_SENT, Fate.REFUSED):
            return Answer.NOT_ASKED, _not_checked(
                order, tried.problem.words if tried.problem else ""
            )
        return await self._answer(check_id)

    async def _answer(self, check_id: PaymentId) -> tuple[Answer, str]:
        """Read the check until it has an end; after half a minute there is no answer."""
        clock, wait = self._tools.clock, _FIRST_S
        until = clock.monotonic() + _PATIENCE_S
        while clock.monotonic() < until:
            await clock.sleep(wait)
            found = await look_now(self._tools, check_id)
            if not isinstance(found, Unseen):
                said = _said(found)
                if said is not None:
                    return said
            wait = min(2 * wait, _LONGEST_S)
        return Answer.SILENT, "Voltage gave no answer in half a minute; asking moves nothing."

    def _post(self, subject: str, answer: Answer, words: str) -> ServerWord:
        board = self._tools.board
        word = ServerWord(subject, answer, words, self._tools.clock.now())
        others = tuple(w for w in board.snapshot.server_words if w.subject != subject)
        changed = replace(board.snapshot, server_words=(word, *others)[:_KEPT])
        board.post(changed, Topic.POLICIES)
        return word


def _said(check: Payment) -> tuple[Answer, str] | None:
    match check.status:
        case PaymentStatus.APPROVED:
            unmarked = "" if check.check_only else " It lists the check like a payment under way."
            return Answer.ALLOWED, f"Its policies let this pass; nothing was paid.{unmarked}"
        case PaymentStatus.FAILED:
            why = "" if check.error is None else f": {error_words(check.error).words}"
            return Answer.REFUSED, f"It would refuse this{why}."
        case _:
            return None


def _not_checked(order: PayOrder, why: str) -> str:
    told = f"Voltage did not check it: {why or 'nothing was sent'}."
    if order.currency == BTC:
        return told
    return f"{told} A check never takes a rate along, as it would use it up."
