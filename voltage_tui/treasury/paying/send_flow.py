"""Sends what was confirmed, once, and sees to it that its outcome is found out.

Before anything leaves, the payment is reserved in the journal with what it guards (S-1, S-7); the
request is sent at most once (S-4); when it is not known whether it arrived, its ID is read, and
only ever read (S-5, S-12).
"""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING, Final

from voltage_tui.api.deadline import Expired, within
from voltage_tui.api.errors import ApiError, QuietAsked, WriteWithheld
from voltage_tui.api.power import Disarmed, Level
from voltage_tui.model.checks import InvalidRequestError
from voltage_tui.model.ids import PaymentId
from voltage_tui.model.writes import AlreadyPaidError, PaymentGuardedError, WriteForbiddenError
from voltage_tui.treasury.one_try import Fate, Unseen, look_now, look_soon, try_once
from voltage_tui.treasury.paying.guards import guards_of, once_of
from voltage_tui.treasury.paying.sending import PayRefused, Sending, SendStage
from voltage_tui.treasury.problems import problem_of
from voltage_tui.treasury.rate_lock import NoRateError, RateLock
from voltage_tui.trouble import TroubleError

if TYPE_CHECKING:
    from voltage_tui.model.ids import QuoteId
    from voltage_tui.model.quote import Quote
    from voltage_tui.model.requests import NewSend
    from voltage_tui.treasury.background import Background
    from voltage_tui.treasury.bookkeeper import Bookkeeper
    from voltage_tui.treasury.jobs.in_flight import Follower
    from voltage_tui.treasury.paying.order import PayOrder
    from voltage_tui.treasury.paying.sendings import Sendings
    from voltage_tui.treasury.reading import Problem
    from voltage_tui.treasury.tools import Tools

_READ_RATE_S: Final = 10.0
"""How long a confirm waits for its rate to be read again."""
_LEAVES_WITHIN: Final = timedelta(seconds=30)
"""How old, by the calendar, a reserved payment may be when its request leaves."""


class SendFlow:
    """Carries confirmed orders out; what happens after acceptance comes from following them."""

    def __init__(
        self,
        tools: Tools,
        books: Bookkeeper,
        sendings: Sendings,
        follower: Follower,
        background: Background,
    ) -> None:
        self._tools = tools
        self._books = books
        self._sendings = sendings
        self._follower = follower
        self._background = background
        self._rates = RateLock(tools)

    async def start(self, order: PayOrder, digest: str) -> PaymentId:
        """Have a confirmed order sent; return once it is reserved and on its way.

        What was confirmed goes on, also when the caller is cancelled. Raises `PayRefused`, and
        then nothing was and will be sent.
        """
        request = self._checked(order, digest)
        disarms = self._tools.client.power.disarms
        begun: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._background.spawn(
            f"send {order.payment_id}", self._run(order, request, begun, disarms)
        )
        await begun
        return order.payment_id

    def _checked(self, order: PayOrder, digest: str) -> NewSend:
        """What will be sent, if it is what was shown and may be sent now."""
        if order.digest != digest:
            raise PayRefused(
                "what would be sent is not what was shown", "look at it again, then confirm it"
            )
        if self._sendings.has(order.payment_id):
            raise PayRefused(
                "it is being sent already", "look at what became of it", order.payment_id
            )
        self._check_power()
        try:
            self._tools.gate.check_write()
        except QuietAsked as error:
            advice = f"wait until {error.until:%H:%M:%S} UTC, then confirm again"
            raise PayRefused(error.why, advice) from None
        try:
            return order.request()
        except InvalidRequestError as error:
            raise PayRefused(str(error), "change it and confirm again") from None

    def _check_power(self) -> None:
        """Sending must be armed, and one arming is for one send (S-45)."""
        power = self._tools.client.power
        if power.why_not is not None:
            raise PayRefused(*power.why_not)
        if power.level is not Level.SEND:
            raise PayRefused("send is not armed", "arm send first")
        other = self._sendings.under_way
        if other is not None:
            words = "another payment is being sent"
            raise PayRefused(words, "wait for its answer, then arm again", other)

    async def _run(
        self, order: PayOrder, request: NewSend, begun: asyncio.Future[None], disarms: int
    ) -> None:
        """Prepare, tell who asked, then send; `disarms` are those counted at the confirm."""
        with self._sendings.claimed(order.payment_id):
            try:
                quote = await self._quote(order)
                await self._reserve(order)
            except PayRefused as refused:
                _tell(begun, refused)
                return
            except BaseException:
                words = "this program failed or was ended before it was sent"
                _tell(begun, PayRefused(words, "nothing was sent; start again"))
                raise
            now = self._tools.clock.now()
            sending = Sending(
                order.payment_id,
                order.wallet_id,
                order,
                SendStage.JOURNALLED,
                now,
                payable_until=order.payable_until,
            )
            self._sendings.add(sending)
        _tell(begun, None)
        await self._carry_out(request, quote, disarms)

    async def _quote(self, order: PayOrder) -> Quote | None:
        """The order's quote as it is now; it must be for this payment and usable (S-41, S-43)."""
        if order.quote_id is None:
            return None
        quote = await self._read_quote(order.quote_id)
        if (quote.amount, quote.to) != (order.amount, order.currency):
            raise PayRefused("the rate is for another payment", "ask for a new rate")
        now = None if quote.quote is None else quote.quote.rate
        if order.rate is not None and now != order.rate:
            raise PayRefused("the rate is another one than was shown", "ask for a new rate")
        try:
            self._rates.check(quote)
        except NoRateError as error:
            raise PayRefused(error.problem.words, error.problem.advice) from None
        return quote

    async def _read_quote(self, quote_id: QuoteId) -> Quote:
        client = self._tools.client
        read = self._tools.gate.read(lambda: client.quotes.get(quote_id))
        try:
            return await within(self._tools.clock, _READ_RATE_S, read)
        except Expired:
            words = "the rate could not be read in time"
            raise PayRefused(words, "nothing was sent; confirm again in a moment") from None
        except ApiError as error:
            raise PayRefused(f"the rate cannot be read: {error.words}", error.advice) from None

    async def _reserve(self, order: PayOrder) -> None:
        """Note the confirm, and the payment with what it guards, durably (S-1, S-7)."""
        store = self._tools.store
        facts = {"id": order.payment_id, "wallet": order.wallet_id, "shown": order.digest}
        if order.quote_id is not None:
            facts["quote"] = order.quote_id
        try:
            await store.note("confirm", facts)
            await store.reserve(
                order.payment_id,
                order.wallet_id,
                guards_of(order),
                once=once_of(order),
                payable_until=order.payable_until,
            )
        except (PaymentGuardedError, AlreadyPaidError) as error:
            earlier = PaymentId(error.earlier_id)
            raise PayRefused(error.words, error.advice, earlier) from None
        except WriteForbiddenError as error:
            raise PayRefused(error.words, error.advice) from None
        except TroubleError as error:
            raise PayRefused(error.what, error.advice) from None

    async def _carry_out(self, request: NewSend, quote: Quote | None, disarms: int) -> None:
        try:
            await self._send(request, quote, disarms)
        except Exception as error:
            # A fault of ours: from the moment of sending on nobody can say it was not sent.
            problem = problem_of(error, self._tools.clock.now())
            sending = self._sendings.get(request.id)
            if sending is None or sending.stage is SendStage.JOURNALLED:
                self._end(request.id, SendStage.NOT_SENT, problem)
            elif sending.stage is SendStage.SENDING:
                self._unknown(request.id, problem)
            raise

    async def _send(self, request: NewSend, quote: Quote | None, disarms: int) -> None:
        tools = self._tools

        async def post() -> None:
            # Checked here, since the gate may have had to wait for quiet.
            self._check_age(request.id)
            self._check_armed_since(disarms)
            if quote is not None:
                self._rates.check(quote)
            self._move(request.id, SendStage.SENDING)
            await tools.client.payments.send(request)

        try:
            tried = await try_once(tools, post)
        except NoRateError as error:
            self._end(request.id, SendStage.NOT_SENT, error.problem)
            return
        finally:
            tools.client.power.disarm(Disarmed.SENT)  # one arming, one send (S-45)
        match tried.fate:
            case Fate.ACCEPTED:
                self._accepted(request.id)
            case Fate.NOT_SENT:
                self._end(request.id, SendStage.NOT_SENT, tried.problem)
            case Fate.REFUSED:
                self._end(request.id, SendStage.REFUSED, tried.problem)
            case Fate.EXISTS:
                self._sendings.change(request.id, lambda s: replace(s, in_use=True))
                self._unknown(request.id, tried.problem)
                await self._see(request.id, await_first=False)
            case Fate.UNKNOWN:
                await self._see(request.id, await_first=True)
                self._unknown(request.id, tried.problem)

    def _check_age(self, payment_id: PaymentId) -> None:
        """A computer that slept in between must not send it when it wakes up."""
        sending = self._sendings.get(payment_id)
        now = self._tools.clock.now()
        if sending is not None and now - sending.started_at > _LEAVES_WITHIN:
            words = "it waited too long since it was confirmed"
            raise WriteWithheld("a send", words, "look at it again, then confirm it again")

    def _check_armed_since(self, disarms: int) -> None:
        """What was disarmed or locked after the confirm does not take a later arming (S-45)."""
        if self._tools.client.power.disarms != disarms:
            words = "send was disarmed before it left"
            raise WriteWithheld("a send", words, "arm send, look at it again, then confirm it")

    async def _see(self, payment_id: PaymentId, *, await_first: bool) -> None:
        """One read of the ID (S-5, S-8); what it shows moves the sending on."""
        look = look_soon if await_first else look_now
        found = await look(self._tools, payment_id)
        if found is Unseen.MISSING:
            self._sendings.missed(payment_id)
        elif not isinstance(found, Unseen):
            self._books.take([found])
            # A list may have shown it before, so that it is no news to the books.
            self._sendings.note([self._books.believed(found)])

    def _unknown(self, payment_id: PaymentId, problem: Problem | None) -> None:
        """Nobody can say whether it was sent: follow it, for good, and let what is read decide."""
        known = self._books.shelf.get(payment_id)
        self._sendings.change(
            payment_id,
            lambda s: (
                replace(s, stage=SendStage.UNKNOWN, problem=problem)
                if s.stage is SendStage.SENDING
                else s
            ),
        )
        if known is not None:
            self._sendings.note([known])
        self._follower.expect(payment_id, slowly=True, for_good=True)

    def _accepted(self, payment_id: PaymentId) -> None:
        """Have the payment followed; a list may have shown it, even ended, before the answer."""
        now = self._tools.clock.now()
        known = self._books.shelf.get(payment_id)
        self._sendings.change(
            payment_id,
            lambda s: replace(
                s,
                stage=SendStage.ACCEPTED if s.stage is SendStage.SENDING else s.stage,
                taken=True,
                accepted_at=s.accepted_at or now,
            ),
        )
        if known is not None:
            self._sendings.note([known])
        self._follower.expect(payment_id, for_good=True)

    def _move(self, payment_id: PaymentId, stage: SendStage) -> None:
        self._sendings.change(payment_id, lambda s: replace(s, stage=stage))

    def _end(self, payment_id: PaymentId, stage: SendStage, problem: Problem | None) -> None:
        """It ended without a payment, unless one has been seen meanwhile."""
        now = self._tools.clock.now()
        self._sendings.change(
            payment_id,
            lambda s: (
                replace(s, stage=stage, problem=problem, ended_at=now)
                if s.stage in (SendStage.JOURNALLED, SendStage.SENDING)
                else s
            ),
        )


def _tell(begun: asyncio.Future[None], refused: PayRefused | None) -> None:
    if begun.done():
        return  # whoever asked was cancelled
    if refused is None:
        begun.set_result(None)
    else:
        begun.set_exception(refused)
