"""Keeps `snapshot.payees`: who was paid before, learnt when it is needed and kept in the store."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from voltage_tui.model.writes import WriteForbiddenError
from voltage_tui.text import clean
from voltage_tui.treasury.paying.payees import known_payees, paid_by, was_made
from voltage_tui.treasury.paying.sending import PayRefused, SendStage
from voltage_tui.treasury.topics import Topic
from voltage_tui.trouble import TroubleError

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from voltage_tui.model.ids import PaymentId
    from voltage_tui.model.payment import Payment
    from voltage_tui.store.payees import Paid
    from voltage_tui.treasury.background import Background
    from voltage_tui.treasury.bookkeeper import Bookkeeper
    from voltage_tui.treasury.paying.sending import Sending
    from voltage_tui.treasury.paying.sendings import Sendings
    from voltage_tui.treasury.tools import Tools

LONGEST_NAME: Final = 200
"""Characters kept of a name; the screen asks for far fewer cells."""


class PayeeBook:
    """Learns from the payments that the API shows and from those that this program makes.

    Nothing is read before `learn`: at a start nobody needs it, and every invoice costs 2 ms. From
    then on whatever is read to have been made is looked at too, once.
    """

    def __init__(
        self, tools: Tools, books: Bookkeeper, sendings: Sendings, background: Background
    ) -> None:
        self._tools = tools
        self._background = background
        self._one_at_a_time = asyncio.Lock()
        self._loaded = self._learnt = False
        self._paid: dict[PaymentId, Paid] = {}
        self._names: dict[str, str] = {}
        self._silent: set[PaymentId] = set()
        """Payments that were made and do not say to whom."""
        self._unkept: dict[PaymentId, Paid] = {}
        sendings.when_over.append(self._sent)
        books.when_changed.append(self._changed)

    async def learn(self) -> None:
        """Look through the payments that are known and were not looked at before."""
        snapshot = self._tools.board.snapshot
        book = snapshot.book.value.payments if snapshot.book.value is not None else ()
        self._learnt = True
        await self._take((*book, *snapshot.pending, *_payments_of(snapshot.sendings)))

    async def name(self, key: str, name: str) -> None:
        """Call a payee by this name; an empty one takes it away.

        Raises `PayRefused` when it cannot be kept.
        """
        kept = clean(name, LONGEST_NAME).strip()
        try:
            await self._tools.store.name_payee(key, kept)
        except WriteForbiddenError as error:
            raise PayRefused(error.words, error.advice) from None
        except TroubleError as error:
            raise PayRefused(error.what, error.advice) from None
        self._names = {**self._names, key: kept} if kept else _without(self._names, key)
        self._publish()

    def _sent(self, sending: Sending) -> None:
        """A payment of ours is over; the one that was made makes its payee known."""
        if sending.stage is SendStage.COMPLETED and sending.payment is not None:
            work = self._take((sending.payment,))
            self._background.spawn(f"payee of {sending.payment_id}", work)

    def _changed(self, payments: Sequence[Payment]) -> None:
        """Payments were read, made here or by another program."""
        made = [payment for payment in payments if self._is_new(payment)]
        if self._learnt and made:
            self._background.spawn("payees", self._take(made))

    async def _take(self, payments: Iterable[Payment]) -> None:
        async with self._one_at_a_time:
            await self._load()
            for payment in payments:
                if self._is_new(payment):
                    self._look_at(payment)
                    await asyncio.sleep(0)  # whoever types waits for one invoice at most
            await self._keep()
            self._publish()

    async def _load(self) -> None:
        if self._loaded:
            return
        try:
            kept = await self._tools.store.payees()
        except TroubleError:
            return  # fewer are known then, which asks for more care and not for less
        self._loaded = True
        self._paid.update((one.payment_id, one) for one in kept.paid)
        self._names.update(kept.names)

    def _is_new(self, payment: Payment) -> bool:
        looked_at = payment.id in self._paid or payment.id in self._silent
        return not looked_at and was_made(payment)

    def _look_at(self, payment: Payment) -> None:
        paid = paid_by(payment)
        if paid is None:
            self._silent.add(payment.id)
        else:
            self._paid[paid.payment_id] = self._unkept[paid.payment_id] = paid

    async def _keep(self) -> None:
        """Write down what was learnt; a program that may not write knows it while it runs."""
        if not self._unkept:
            return
        unkept = dict(self._unkept)
        try:
            await self._tools.store.note_paid(unkept.values())
        except (TroubleError, WriteForbiddenError):
            return
        for payment_id in unkept:
            del self._unkept[payment_id]

    def _publish(self) -> None:
        """Not before all that is known was looked through: nobody is called new by mistake."""
        if not self._learnt:
            return
        board = self._tools.board
        payees = known_payees(self._paid.values(), self._names)
        if payees != board.snapshot.payees:
            board.post(replace(board.snapshot, payees=payees), Topic.PAYEES)


def _payments_of(sendings: Iterable[Sending]) -> list[Payment]:
    return [s.payment for s in sendings if s.payment is not None]


def _without(names: dict[str, str], key: str) -> dict[str, str]:
    return {k: name for k, name in names.items() if k != key}
