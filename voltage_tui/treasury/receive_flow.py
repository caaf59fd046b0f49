"""Asks for one payment, from the order to the point where its payment is followed by ID.

On a dollar line a rate is locked first (API reference section 9). The request itself is sent
once, whatever happens (S-4); when it is not known whether it arrived, its ID is read, and it is
never sent again (S-5).
"""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING, Final

from voltage_tui.api import errors
from voltage_tui.api.deadline import Expired, within
from voltage_tui.model.checks import InvalidRequestError
from voltage_tui.model.ids import PaymentId, QuoteId
from voltage_tui.model.network import Network
from voltage_tui.model.quote import Quote, QuoteState
from voltage_tui.model.requests import NewQuote, NewReceive
from voltage_tui.money import BTC, Currency
from voltage_tui.treasury.problems import problem_of
from voltage_tui.treasury.reading import Problem, ProblemKind
from voltage_tui.treasury.receiving import ReceiveOrder, Receiving, ReceivingStage

if TYPE_CHECKING:
    from voltage_tui.model.payment import Payment
    from voltage_tui.treasury.bookkeeper import Bookkeeper
    from voltage_tui.treasury.jobs.in_flight import Follower
    from voltage_tui.treasury.receivings import Receivings
    from voltage_tui.treasury.tools import Tools

QUOTE_DEADLINE_S: Final = 30.0
"""How long a rate is waited for."""
QUOTE_MARGIN: Final = timedelta(seconds=5)
"""What must be left of a rate's life for it to be used (S-42)."""
_QUOTE_POLL_S: Final = 0.5
_READ_AGAIN_S: Final = 2.0
_READ_LIMIT_S: Final = 2.5


class _Stopped(Exception):  # noqa: N818 - how a flow ends early, not an error
    """The order cannot go on; nothing was requested, or it was refused."""

    def __init__(self, stage: ReceivingStage, problem: Problem) -> None:
        super().__init__(problem.words)
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
            quote = None if currency == BTC else await self._lock_rate(payment_id, order, currency)
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

    async def _lock_rate(
        self, payment_id: PaymentId, order: ReceiveOrder, currency: Currency
    ) -> Quote:
        """A rate that can be used; raises `_Stopped` when there is none."""
        self._move(payment_id, ReceivingStage.QUOTING)
        wanted = self._quote_request(order)
        gate, client = self._tools.gate, self._tools.client
        try:
            await gate.write(lambda: client.quotes.request(wanted))
        except errors.OutcomeUnknown:
            pass  # a rate moves nothing: whether it is there shows when it is read
        except errors.ApiError as error:
            raise _Stopped(ReceivingStage.NOT_SENT, self._problem(error)) from None
        quote = await self._await_rate(wanted.id)
        self._receivings.change(payment_id, lambda r: replace(r, quote=quote))
        return quote

    def _quote_request(self, order: ReceiveOrder) -> NewQuote:
        account = self._tools.board.snapshot.account(order.wallet_id)
        if account is None or account.line is None or order.amount is None:
            raise self._not_sent(
                "the wallet's line of credit is not known", "try again in a moment"
            )
        if not isinstance(account.line.network, Network):
            raise self._not_sent("the line's network is not known here", "update this program")
        quote_id = QuoteId(self._tools.new_id())
        try:
            return NewQuote(quote_id, account.line.id, account.line.network, order.amount, BTC)
        except InvalidRequestError as error:
            raise self._not_sent(str(error), "change the amount") from None

    async def _await_rate(self, quote_id: QuoteId) -> Quote:
        tools = self._tools
        deadline = tools.clock.monotonic() + QUOTE_DEADLINE_S
        while True:
            quote = await self._read_rate(quote_id)
            match None if quote is None else quote.state(tools.server_now() + QUOTE_MARGIN):
                case QuoteState.READY if quote is not None:
                    return quote
                case QuoteState.FAILED:
                    raise self._not_sent("Voltage could not give a rate", "ask again in a moment")
                case QuoteState.EXPIRED | QuoteState.CONSUMED:
                    raise self._rate_ran_out()
                case _:
                    pass
            if tools.clock.monotonic() >= deadline:
                raise self._not_sent("Voltage gave no rate in time", "ask again in a moment")
            await tools.clock.sleep(_QUOTE_POLL_S)

    async def _read_rate(self, quote_id: QuoteId) -> Quote | None:
        client = self._tools.client
        try:
            return await self._tools.gate.read(lambda: client.quotes.get(quote_id))
        except errors.ApiError:
            return None  # not visible yet, or a failure that may pass before the deadline

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
            )
        except InvalidRequestError as error:
            raise self._not_sent(str(error), "change it and ask again") from None

    async def _send(self, request: NewReceive, quote: Quote | None) -> None:
        """Send the request once, and see to what became of it."""
        tools = self._tools
        self._move(request.id, ReceivingStage.SENDING)

        async def post() -> None:
            # Checked here, since the gate may have had to wait for quiet.
            moment = tools.server_now() + QUOTE_MARGIN
            if quote is not None and quote.state(moment) is not QuoteState.READY:
                raise self._rate_ran_out()
            await tools.client.payments.receive(request)

        try:
            await tools.gate.write(post)
        except errors.OutcomeUnknown as error:
            await self._find_out(request, self._problem(error))
        except errors.AlreadyExists:
            await self._compare(request)
        except (errors.WriteNotSent, errors.PowerRefused) as error:
            raise _Stopped(ReceivingStage.NOT_SENT, self._problem(error)) from None
        except errors.ApiError as error:
            raise _Stopped(ReceivingStage.REFUSED, self._problem(error)) from None
        else:
            self._accepted(request.id)

    async def _find_out(self, request: NewReceive, problem: Problem) -> None:
        """After an unknown outcome: one read of the ID soon (S-5), then slow ones."""
        await self._tools.clock.sleep(_READ_AGAIN_S)
        payment = await self._read_payment(request.id)
        if payment is not None:
            self._books.take([payment])
        if self._books.shelf.get(request.id) is not None:
            self._accepted(request.id)
            return
        self._receivings.change(
            request.id, lambda r: replace(r, stage=ReceivingStage.UNKNOWN, problem=problem)
        )
        self._follower.expect(request.id, slowly=True)

    async def _compare(self, request: NewReceive) -> None:
        """The ID is in use: by this very request, or by another one (S-8)."""
        payment = await self._read_payment(request.id)
        if payment is None or is_same(payment, request):
            self._accepted(request.id)
            return
        words = "the ID is in use by a different payment"
        problem = self._made_up(ProblemKind.REJECTED, words, "ask again for a new one")
        raise _Stopped(ReceivingStage.REFUSED, problem)

    async def _read_payment(self, payment_id: PaymentId) -> Payment | None:
        """The payment, or None when it cannot be read within a few seconds."""
        gate, client = self._tools.gate, self._tools.client
        read = gate.read(lambda: client.payments.get(payment_id))
        try:
            return await within(self._tools.clock, _READ_LIMIT_S, read)
        except (errors.ApiError, Expired):
            return None

    def _accepted(self, payment_id: PaymentId) -> None:
        """Have the payment followed; a list may have shown it, even paid, before the answer."""
        now = self._tools.clock.now()
        self._receivings.change(
            payment_id,
            lambda r: replace(
                r,
                stage=ReceivingStage.ACCEPTED if r.payment is None else r.stage,
                accepted_at=r.accepted_at or now,
            ),
        )
        self._follower.expect(payment_id)

    def _lost(self, payment_id: PaymentId, problem: Problem) -> None:
        """After a fault of ours: from the moment of sending on, nobody can say it was not sent."""
        receiving = self._receivings.get(payment_id)
        if receiving is None or receiving.stage is ReceivingStage.QUOTING:
            self._end(payment_id, ReceivingStage.NOT_SENT, problem)
        elif receiving.stage is ReceivingStage.SENDING:
            self._receivings.change(
                payment_id, lambda r: replace(r, stage=ReceivingStage.UNKNOWN, problem=problem)
            )
            self._follower.expect(payment_id, slowly=True)

    def _move(self, payment_id: PaymentId, stage: ReceivingStage) -> None:
        self._receivings.change(payment_id, lambda r: replace(r, stage=stage))

    def _end(self, payment_id: PaymentId, stage: ReceivingStage, problem: Problem) -> None:
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

    def _rate_ran_out(self) -> _Stopped:
        return self._not_sent("the rate ran out before it could be used", "ask again for a new one")


def is_same(payment: Payment, request: NewReceive) -> bool:
    """Whether a payment is what a request asked for, as far as both say it."""
    return (
        payment.wallet_id == request.wallet_id
        and payment.kind == request.kind
        and (payment.memo or None) == request.description
        and request.amount in (None, payment.amount, payment.requested)
    )
