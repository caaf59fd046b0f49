"""Asks for a rate of a dollar line, and waits until it can be used (API reference section 9)."""

from __future__ import annotations

from contextlib import suppress
from datetime import timedelta
from typing import TYPE_CHECKING, Final

from voltage_tui.api import errors
from voltage_tui.api.deadline import Expired, within
from voltage_tui.model.checks import InvalidRequestError
from voltage_tui.model.ids import QuoteId
from voltage_tui.model.network import Network
from voltage_tui.model.quote import Quote, QuoteState
from voltage_tui.model.requests import NewQuote
from voltage_tui.treasury.problems import problem_of
from voltage_tui.treasury.reading import Problem, ProblemKind

if TYPE_CHECKING:
    from voltage_tui.model.ids import WalletId
    from voltage_tui.money import Currency, Money
    from voltage_tui.treasury.tools import Tools

QUOTE_DEADLINE_S: Final = 30.0
"""How long a rate is waited for."""
QUOTE_MARGIN: Final = timedelta(seconds=5)
"""What must be left of a rate's life for it to be used (S-42)."""
_QUOTE_POLL_S: Final = 0.5


class NoRateError(Exception):
    """There is no rate that can be used; `problem` says why, and what to do."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(problem.words)
        self.problem = problem


class RateLock:
    """Locks rates. A quote moves nothing, but each serves one payment only (S-43)."""

    def __init__(self, tools: Tools) -> None:
        self._tools = tools

    async def lock(self, wallet_id: WalletId, amount: Money, to: Currency) -> Quote:
        """A rate for `amount`, the side known exactly, to `to`; raises `NoRateError`."""
        wanted = self._request(wallet_id, amount, to)
        gate, client = self._tools.gate, self._tools.client
        try:
            # A rate moves nothing: where the outcome is unknown, it shows when it is read.
            with suppress(errors.OutcomeUnknown):
                await gate.write(lambda: client.quotes.request(wanted))
        except errors.ApiError as error:
            raise NoRateError(problem_of(error, self._tools.clock.now())) from None
        return await self._await_rate(wanted.id)

    def check(self, quote: Quote) -> None:
        """Raise `NoRateError` unless the quote, as it was last read, can be used now (S-42)."""
        match quote.state(self._tools.server_now() + QUOTE_MARGIN):
            case QuoteState.READY:
                return
            case QuoteState.FAILED:
                raise self._none("Voltage could not give a rate", "ask again in a moment")
            case QuoteState.CONSUMED:
                raise self._none("the rate was used before", "ask for a new one")
            case QuoteState.EXPIRED:
                words = "the rate ran out before it could be used"
                raise self._none(words, "ask again for a new one")
            case QuoteState.REQUESTED:
                raise self._none("the rate is not there yet", "ask again in a moment")

    def _request(self, wallet_id: WalletId, amount: Money, to: Currency) -> NewQuote:
        account = self._tools.board.snapshot.account(wallet_id)
        if account is None or account.line is None:
            raise self._none("the wallet's line of credit is not known", "try again in a moment")
        if not isinstance(account.line.network, Network):
            raise self._none("the line's network is not known here", "update this program")
        quote_id = QuoteId(self._tools.new_id())
        try:
            return NewQuote(quote_id, account.line.id, account.line.network, amount, to)
        except InvalidRequestError as error:
            raise self._none(str(error), "change the amount") from None

    async def _await_rate(self, quote_id: QuoteId) -> Quote:
        tools = self._tools
        deadline = tools.clock.monotonic() + QUOTE_DEADLINE_S
        while True:
            quote = await self._read(quote_id, max(1.0, deadline - tools.clock.monotonic()))
            if quote is not None and quote.state(tools.server_now()) is not QuoteState.REQUESTED:
                self.check(quote)
                return quote
            if tools.clock.monotonic() >= deadline:
                raise self._none("Voltage gave no rate in time", "ask again in a moment")
            await tools.clock.sleep(_QUOTE_POLL_S)

    async def _read(self, quote_id: QuoteId, limit_s: float) -> Quote | None:
        client = self._tools.client
        read = self._tools.gate.read(lambda: client.quotes.get(quote_id))
        try:
            return await within(self._tools.clock, limit_s, read)
        except (errors.ApiError, Expired):
            return None  # not visible yet, or a failure that may pass before the deadline

    def _none(self, words: str, advice: str) -> NoRateError:
        return NoRateError(Problem(ProblemKind.REJECTED, words, advice, self._tools.clock.now()))
