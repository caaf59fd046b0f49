"""The payment service: sends, follows to the end, and takes up again after a start.

It belongs to the treasury and not to any dialog: what was confirmed is carried out and found out
about whoever looks.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from voltage_tui.model.writes import WriteForbiddenError
from voltage_tui.money import USD
from voltage_tui.store.journal import Resolution
from voltage_tui.treasury.one_try import Unseen, look_now
from voltage_tui.treasury.paying.closing import Closer
from voltage_tui.treasury.paying.giving_up import why_not_given_up
from voltage_tui.treasury.paying.resume import Resume
from voltage_tui.treasury.paying.send_flow import SendFlow
from voltage_tui.treasury.paying.sending import PayRefused, Sending, SendStage, wants_closing
from voltage_tui.treasury.paying.server_check import ServerCheck, ServerWord
from voltage_tui.treasury.paying.settled import SettledSends
from voltage_tui.treasury.rate_lock import NoRateError, RateLock
from voltage_tui.trouble import TroubleError

if TYPE_CHECKING:
    from voltage_tui.model.ids import PaymentId, WalletId
    from voltage_tui.model.quote import Quote
    from voltage_tui.money import Money
    from voltage_tui.treasury.background import Background
    from voltage_tui.treasury.bookkeeper import Bookkeeper
    from voltage_tui.treasury.jobs.in_flight import Follower
    from voltage_tui.treasury.paying.order import PayOrder
    from voltage_tui.treasury.paying.sendings import Sendings
    from voltage_tui.treasury.tools import Tools


class Cashier:
    """What is asked about paying goes here; `snapshot.sendings` tells how it goes."""

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
        self._background = background
        self._closer = Closer(tools, sendings, background)
        self._flow = SendFlow(tools, books, sendings, follower, background)
        self._resume = Resume(tools, books, sendings, follower)
        self._settled = SettledSends(tools, books, sendings, background, self._resume)
        self._rates = RateLock(tools)
        self._check = ServerCheck(tools)
        follower.when_missing.append(sendings.missed)

    async def start_send(self, order: PayOrder, digest: str) -> PaymentId:
        """As `Treasury.start_send`."""
        return await self._flow.start(order, digest)

    def resume(self) -> None:
        """Take up what the journal does not know the end of; again it does no harm."""
        self._background.spawn("resume sends", self._resume.run())
        self._background.spawn("settled sends", self._settled.learn())
        for sending in self._tools.board.snapshot.sendings:
            if wants_closing(sending):
                self._closer.close(sending)

    async def request_quote(self, wallet_id: WalletId, amount: Money) -> Quote:
        """As `Treasury.request_quote`."""
        try:
            return await self._rates.lock(wallet_id, amount, USD)
        except NoRateError as error:
            raise PayRefused(error.problem.words, error.problem.advice) from None

    async def check_with_server(self, order: PayOrder) -> ServerWord:
        """As `Treasury.check_with_server`."""
        return await self._check.ask(order)

    async def declare_never_sent(self, payment_id: PaymentId) -> None:
        """As `Treasury.declare_never_sent`."""
        sending = self._unknown(payment_id)
        await self._look(payment_id)
        sending = self._unknown(payment_id)
        try:
            await self._tools.store.resolve(payment_id, Resolution.GIVEN_UP)
        except WriteForbiddenError as error:
            raise PayRefused(error.words, error.advice) from None
        except TroubleError as error:
            raise PayRefused(error.what, error.advice) from None
        now = self._tools.clock.now()
        self._sendings.change(
            sending.payment_id,
            lambda s: (
                replace(s, stage=SendStage.GIVEN_UP, closed=Resolution.GIVEN_UP, ended_at=now)
                if s.stage is SendStage.UNKNOWN
                else replace(s, closed=Resolution.GIVEN_UP)
            ),
        )
        self._settled.given_up(payment_id)

    def _unknown(self, payment_id: PaymentId) -> Sending:
        """The sending, if it may be declared never sent by what is known now."""
        sending = self._sendings.get(payment_id)
        if sending is None:
            raise PayRefused("this program does not know it", "look at the payment itself")
        refused = why_not_given_up(sending, self._tools.server_now(), self._tools.clock.monotonic())
        if refused is not None:
            raise refused
        return sending

    async def _look(self, payment_id: PaymentId) -> None:
        """The API must say once more, now, that it does not know it."""
        found = await look_now(self._tools, payment_id)
        match found:
            case Unseen.MISSING:
                self._sendings.missed(payment_id)
            case Unseen.SILENT:
                raise PayRefused("Voltage did not answer just now", "try again in a moment")
            case _:
                self._books.take([found])
                self._sendings.note([self._books.believed(found)])
                raise PayRefused("Voltage knows it after all", "look at what became of it")
