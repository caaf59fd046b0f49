"""What the journal has settled: which sends were paid, and which were declared never sent.

What was paid stays paid whatever the API tells after a start (S-15). What was declared never sent
and is seen all the same guards again, and is found out about (S-7, S-12).
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from voltage_tui.model.writes import WriteForbiddenError
from voltage_tui.store.journal import Resolution
from voltage_tui.treasury.paying.sending import SendStage
from voltage_tui.treasury.topics import Topic
from voltage_tui.trouble import TroubleError

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from voltage_tui.model.ids import PaymentId
    from voltage_tui.model.payment import Payment
    from voltage_tui.treasury.background import Background
    from voltage_tui.treasury.bookkeeper import Bookkeeper
    from voltage_tui.treasury.paying.resume import Resume
    from voltage_tui.treasury.paying.sendings import Sendings
    from voltage_tui.treasury.tools import Tools

_AGAIN_S: Final = 30.0


class SettledSends:
    """Keeps `snapshot.paid`, and reopens what was given up once it is seen."""

    def __init__(
        self,
        tools: Tools,
        books: Bookkeeper,
        sendings: Sendings,
        background: Background,
        resume: Resume,
    ) -> None:
        self._tools = tools
        self._books = books
        self._sendings = sendings
        self._background = background
        self._resume = resume
        self._is_read = False
        self._given_up: set[PaymentId] = set()
        self._reopening: set[PaymentId] = set()
        books.when_read.append(self._read)

    async def learn(self) -> None:
        """Read the journal, once; tried until it can be read."""
        while not self._is_read:
            try:
                settled = await self._tools.store.settled()
            except TroubleError:
                await self._tools.clock.sleep(_AGAIN_S)
                continue
            self._is_read = True
            self._given_up |= settled.given_up
            board = self._tools.board
            if settled.paid - board.snapshot.paid:
                paid = board.snapshot.paid | settled.paid
                board.post(replace(board.snapshot, paid=paid), Topic.SENDING)
            self._look_at(p for i in settled.given_up if (p := self._books.shelf.get(i)))

    def given_up(self, payment_id: PaymentId) -> None:
        """It has just been declared never sent."""
        self._given_up.add(payment_id)
        known = self._books.shelf.get(payment_id)
        self._look_at(() if known is None else (known,))  # it may have been seen meanwhile

    def _read(self, payments: Sequence[Payment]) -> None:
        if self._given_up:
            self._look_at(payments)

    def _look_at(self, payments: Iterable[Payment]) -> None:
        for payment in payments:
            seen = payment.id in self._given_up and not payment.check_only
            if seen and payment.id not in self._reopening:
                self._reopening.add(payment.id)
                self._background.spawn(f"reopen {payment.id}", self._reopen(payment.id))

    async def _reopen(self, payment_id: PaymentId) -> None:
        try:
            while not await self._reopened(payment_id):
                await self._tools.clock.sleep(_AGAIN_S)
        finally:
            self._reopening.discard(payment_id)

    async def _reopened(self, payment_id: PaymentId) -> bool:
        """Try to reopen it; whether there is nothing left to try."""
        if not self._is_ours(payment_id):
            return True
        try:
            await self._tools.store.reopen(payment_id)
        except TroubleError:
            return False
        except WriteForbiddenError:
            return True  # the program that may write will see to it
        self._given_up.discard(payment_id)
        self._sendings.change(
            payment_id,
            lambda s: replace(s, closed=None) if s.closed is Resolution.GIVEN_UP else s,
        )
        await self._resume.run()  # what was given up before a start is entered anew
        return True

    def _is_ours(self, payment_id: PaymentId) -> bool:
        """Whether what was seen is the payment, and not another one that has its ID (S-8)."""
        known = self._books.shelf.get(payment_id)
        if known is not None:
            self._sendings.note([known])
        sending = self._sendings.get(payment_id)
        return sending is None or sending.stage is not SendStage.GIVEN_UP
