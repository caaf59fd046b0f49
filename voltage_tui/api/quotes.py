"""Quotes of a USD line (API reference sections 4.7 and 9)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from voltage_tui.api.bodies import quote_body
from voltage_tui.api.operation import ENVIRONMENT, creation, get
from voltage_tui.api.params import params
from voltage_tui.api.power import Level
from voltage_tui.api.visible import DEADLINE_S, until_visible
from voltage_tui.api.wire.base import decode
from voltage_tui.api.wire.quote import QuotesWire, QuoteWire, to_quote, to_quote_page

if TYPE_CHECKING:
    from voltage_tui.api.session import Session
    from voltage_tui.model.ids import QuoteId, WalletId
    from voltage_tui.model.network import Network
    from voltage_tui.model.quote import Quote, QuotePage
    from voltage_tui.model.requests import NewQuote

_QUOTES: Final = f"{ENVIRONMENT}/quotes"

LIST: Final = get("get_quotes_as_user", _QUOTES)
GET: Final = get("get_a_quote_as_user", f"{_QUOTES}/{{quote_id}}")
REQUEST: Final = creation("request_a_quote", _QUOTES, Level.RECEIVE, "RECEIVE or WRITE")


class Quotes:
    """Asks for and reads quotes; asking moves nothing, so it is of the receive level."""

    def __init__(self, session: Session) -> None:
        self._session = session

    async def request(self, quote: NewQuote) -> None:
        """Ask for a quote; it is priced a moment later."""
        await self._session.write(REQUEST, quote_body(quote), resource_id=quote.id)

    async def get(self, quote_id: QuoteId) -> Quote:
        """One quote; `NotFound` when there is none, or not yet."""
        raw = await self._session.read(GET, {"quote_id": quote_id})
        return decode("quote", raw, QuoteWire, to_quote)

    async def await_visible(self, quote_id: QuoteId, deadline_s: float = DEADLINE_S) -> Quote:
        """A quote just asked for, as soon as it can be read, priced or not."""
        return await until_visible(self._session, quote_id, lambda: self.get(quote_id), deadline_s)

    async def list(
        self,
        wallet_id: WalletId | None = None,
        network: Network | None = None,
        *,
        offset: int = 0,
        limit: int = 100,
    ) -> QuotePage:
        """Quotes of the environment, a page of them."""
        query = params(wallet_id=wallet_id, network=network, limit=limit, offset=offset)
        raw = await self._session.read(LIST, query=query)
        return decode("quotes", raw, QuotesWire, to_quote_page)
