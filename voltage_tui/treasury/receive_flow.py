"""Asks for one payment, from the order to the point where its payment is followed by ID.

On a dollar line a rate is locked first (API reference section 9). The request itself is sent
once, whatever happens (S-4); when it is not known whether it arrived, its ID is read, and it is
never sent again (S-5).
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from voltage_tui.model.checks import InvalidRequestError
from voltage_tui.model.ids import PaymentId
from voltage_tui.model.requests import NewReceive
from voltage_tui.money import BTC, Currency
from voltage_tui.treasury.one_try import Fate, Unseen, look_now, look_soon, try_once
from voltage_tui.treasury.problems import problem_of
from voltage_tui.treasury.rate_lock import NoRateError, RateLock
from voltage_tui.treasury.reading import Problem, ProblemKind
from voltage_tui.treasury.receiving import ReceiveOrder, Receiving, ReceivingStage

if TYPE_CHECKING:
    from voltage_tui.model.quote import Quote
    from voltage_tui.treasury.bookkeeper import Bookkeeper
    from voltage_tui.treasury.jobs.in_flight import Follower
    from voltage_tui.treasury.receivings import Receivings
    from voltage_tui.treasury.tools import Tools


class _Stopped(Exception):  # noqa: N818 - how a flow ends early, not an error
    """The order cannot go on; nothing was requested, or it was refused."""

    def __init__(self, stage: ReceivingStage, problem: Problem | None) -> None:
        super().__init__(stage.value)
        self.stage = stage
        self.problem = problem


class ReceiveFlow:
    """Carries orders out; what happens after acceptance comes from following the payment."""

    def __init__(
        self, tools: Tools, books: Bookkeeper, receivings: Receivings, follower: Follower
    ) -> None:
        self._tools = tools
        self._books = books
        self._receivings = receivings
        self._follower = follower
        self._rates = RateLock(tools)

    def begin(self, order: ReceiveOrder) -> PaymentId:
        """Enter an order; `carry_out` does the rest."""
        payment_id = PaymentId(self._tools.new_id())
        needs_rate = order.amount is not None and order.amount.currency != BTC
        stage = ReceivingStage.QUOTING if needs_rate else ReceivingStage.SENDING
        self._receivings.add(Receiving(payment_id, order, stage, self._tools.clock.now()))
        return payment_id

    async def carry_out(self, payment_id: PaymentId, order: ReceiveOrder) -> None:
        """Lock a rate if the line needs one, send the request, and have its payment followed."""
        try:
            currency = self._currency(order)
            quote = None if currency == BTC else await self._lock_rate(payment_id, order)
            await self._send(self._request(payment_id, order, quote), quote)
        except _Stopped as stopped:
            self._end(payment_id, stopped.stage, stopped.problem)
        except Exception as error:
            self._lost(payment_id, self._problem(error))
            raise

    def _currency(self, order: ReceiveOrder) -> Currency:
        """The currency of the wallet's line, which the order must be in."""
        asked = BTC if order.amount is None else order.amount.currency
        account = self._tools.board.snapshot.account(order.wallet_id)
        if account is None or account.currency is None:
            return asked
        if account.currency != asked:
            raise self._not_sent(
                "the amount is not in the wallet's currency",
                f"this wallet is asked for amounts in {account.currency}",
            )
        return asked

    async def _lock_rate(self, payment_id: PaymentId, order: ReceiveOrder) -> Quote:
        """A rate that can be used; raises `_Stopped` when there is none."""
        self._move(payment_id, ReceivingStage.QUOTING)
        if order.amount is None:
            raise self._not_sent("dollars are asked for by an amount", "give one")
        try:
            quote = await self._rates.lock(order.wallet_id, order.amount, BTC)
        except NoRateError as error:
            raise _Stopped(ReceivingStage.NOT_SENT, error.problem) from None
        self._receivings.change(payment_id, lambda r: replace(r, quote=quote))
        return quote

    def _request(
        self, payment_id: PaymentId, order: ReceiveOrder, quote: Quote | None
    ) -> NewReceive:
        try:
            return NewReceive(
                id=payment_id,
                wallet_id=order.wallet_id,
                kind=order.kind,
                amount=order.amount,
                description=order.memo,
                expiration_s=order.expiration_s,
                quote_id=None if quote is None else quote.id,
                metadata=dict(order.metadata),
            )
        except InvalidRequestError as error:
            raise self._not_sent(str(error), "change it and ask again") from None

    async def _send(self, request: NewReceive, quote: Quote | None) -> None:
        """Send the request once, and see to what became of it."""
        tools = self._tools
        self._move(request.id, ReceivingStage.SENDING)

        async def post() -> None:
            # Checked here, since the gate may have had to wait for quiet.
            if quote is not None:
                self._rates.check(quote)
            await tools.client.payments.receive(request)

        try:
            tried = await try_once(tools, post)
        except NoRateError as error:
            raise _Stopped(ReceivingStage.NOT_SENT, error.problem) from None
        match tried.fate:
            case Fate.ACCEPTED:
                self._accepted(request.id)
            case Fate.UNKNOWN:
                await self._find_out(request, tried.problem)
            case Fate.EXISTS:
                await self._compare(request, tried.problem)
            case Fate.NOT_SENT:
                raise _Stopped(ReceivingStage.NOT_SENT, tried.problem)
            case Fate.REFUSED:
                raise _Stopped(ReceivingStage.REFUSED, tried.problem)

    async def _find_out(self, request: NewReceive, problem: Problem | None) -> None:
        """After an unknown outcome: one read of the ID soon (S-5), then slow ones."""
        found = await look_soon(self._tools, request.id)
        if not isinstance(found, Unseen):
            self._books.take([found])
        if self._books.shelf.get(request.id) is not None:
            self._accepted(request.id)
        else:
            self._unknown(request.id, problem)

    async def _compare(self, request: NewReceive, problem: Problem | None) -> None:
        """The ID is in use, by this very request or by another one: what is read says it (S-8)."""
        self._receivings.change(request.id, lambda r: replace(r, in_use=True, payment=None))
        found = await look_now(self._tools, request.id)
        if not isinstance(found, Unseen):
            self._books.take([found])
        known = self._books.shelf.get(request.id)
        if known is None:
            self._unknown(request.id, problem)
        else:
            # A list may have shown it before, so that it was no news to the books.
            self._receivings.note([known])

    def _unknown(self, payment_id: PaymentId, problem: Problem | None) -> None:
        """Nobody can say what became of it yet: what is read will."""
        self._receivings.change(
            payment_id, lambda r: replace(r, stage=ReceivingStage.UNKNOWN, problem=problem)
        )
        self._follower.expect(payment_id, slowly=True)

    def _accepted(self, payment_id: PaymentId) -> None:
        """Have the payment followed; a list may have shown it, even paid, before the answer."""
        now = self._tools.clock.now()
        known = self._books.shelf.get(payment_id)
        self._receivings.change(
            payment_id,
            lambda r: replace(
                r,
                stage=ReceivingStage.ACCEPTED if r.payment is None else r.stage,
                accepted_at=r.accepted_at or now,
            ),
        )
        if known is not None:
            self._receivings.note([known])
        self._follower.expect(payment_id)

    def _lost(self, payment_id: PaymentId, problem: Problem) -> None:
        """After a fault of ours: from the moment of sending on, nobody can say it was not sent."""
        receiving = self._receivings.get(payment_id)
        if receiving is None or receiving.stage is ReceivingStage.QUOTING:
            self._end(payment_id, ReceivingStage.NOT_SENT, problem)
        elif receiving.stage is ReceivingStage.SENDING:
            self._unknown(payment_id, problem)

    def _move(self, payment_id: PaymentId, stage: ReceivingStage) -> None:
        self._receivings.change(payment_id, lambda r: replace(r, stage=stage))

    def _end(self, payment_id: PaymentId, stage: ReceivingStage, problem: Problem | None) -> None:
        now = self._tools.clock.now()
        self._receivings.change(
            payment_id, lambda r: replace(r, stage=stage, problem=problem, ended_at=now)
        )

    def _problem(self, error: Exception) -> Problem:
        return problem_of(error, self._tools.clock.now())

    def _made_up(self, kind: ProblemKind, words: str, advice: str) -> Problem:
        return Problem(kind, words, advice, self._tools.clock.now())

    def _not_sent(self, words: str, advice: str) -> _Stopped:
        problem = self._made_up(ProblemKind.REJECTED, words, advice)
        return _Stopped(ReceivingStage.NOT_SENT, problem)
