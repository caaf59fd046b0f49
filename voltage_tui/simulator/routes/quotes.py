"""Quotes: ask for one, read it, list them (API reference, section 4.7)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from voltage_tui.simulator.amounts import Currency
from voltage_tui.simulator.context import accepted, reply
from voltage_tui.simulator.errors import bad_request, conflict, not_found
from voltage_tui.simulator.flows import quote as pricing
from voltage_tui.simulator.router import Route
from voltage_tui.simulator.routes.request_parts import read_amount, read_currency
from voltage_tui.simulator.state.keys import Permission
from voltage_tui.simulator.state.kinds import NETWORKS
from voltage_tui.simulator.state.quote import Quote
from voltage_tui.simulator.wire.quotes import quote_json

if TYPE_CHECKING:
    from voltage_tui.simulator.body import Fields
    from voltage_tui.simulator.context import Context
    from voltage_tui.simulator.http import Response
    from voltage_tui.simulator.state.line import Line

_PRECISIONS = {Currency.BTC: ("sats", "msats"), Currency.USD: ("cents",)}
_MOST = 1 << 62


def request_quote(context: Context) -> Response:
    """`request_a_quote`: 202, priced a moment later."""
    state, body = context.state, context.body
    quote_id, line_id = body.uuid("id"), body.uuid("line_of_credit_id")
    network, to_text = body.choice("network", NETWORKS), read_currency(body, "to")
    asked = read_amount(body, "amount")
    if asked is None:
        raise body.misfit("amount", "the field is missing")
    existing = state.quotes.get(quote_id)
    if existing is not None:
        if existing.visible_at > state.now:
            return accepted()
        raise conflict("quote_already_exists", "quote_id", quote_id)
    line = state.lines.get(line_id)
    if line is None:
        raise bad_request("invalid_quote_request", "No such line.", fields=["line_of_credit_id"])
    source, to = _pair(line, asked.currency, to_text)
    precision = _precision(body, to)
    if not 0 < asked.units < _MOST:
        raise bad_request("invalid_quote_request", "The amount is unusable.", fields=["amount"])
    quote = Quote(
        id=quote_id,
        line=line,
        network=network,
        currency=source,
        units=asked.units,
        to=to,
        precision=precision,
        requested=state.now,
        visible_at=state.visible_at(),
    )
    pricing.request(state, quote)
    return accepted()


def _pair(line: Line, source: str, target: str) -> tuple[Currency, Currency]:
    """Bitcoin on one side and the line's dollars on the other."""
    fits = source != target and line.currency is Currency.USD
    if not fits or {source, target} != {Currency.BTC.value, Currency.USD.value}:
        raise bad_request(
            "mismatch_currency",
            "The line's currency must be one side, and bitcoin the other.",
            line_of_credit_currency=line.currency.value,
            source_currency=source,
            target_currency=target,
        )
    return Currency(source), Currency(target)


def _precision(body: Fields, to: Currency) -> str:
    """The asked precision, which must be one of the target's currency; sats or cents."""
    if not body.has("target_precision"):
        return _PRECISIONS[to][0]
    fields = body.child("target_precision")
    currency, precision = fields.choice("currency", tuple(Currency)), fields.text("precision")
    if precision not in _PRECISIONS[Currency(currency)]:
        raise fields.misfit("precision", "the precision is not one of this currency")
    if currency != to:
        raise bad_request(
            "mismatch_target_precision",
            "The precision is for another currency.",
            target_precision={"currency": currency, "precision": precision},
            target_currency=to.value,
        )
    return precision


def get_quote(context: Context) -> Response:
    """`get_a_quote_as_user`."""
    state, quote_id = context.state, context.ids["quote"]
    quote = state.quotes.get(quote_id)
    if quote is None or quote.visible_at > state.now:
        raise not_found("quote_not_found", "quote_id", quote_id)
    return reply(200, quote_json(state, quote))


def list_quotes(context: Context) -> Response:
    """`get_quotes_as_user`: an offset page, newest first."""
    state, query = context.state, context.query
    wallet_id, network = query.uuid("wallet_id"), query.choice("network", NETWORKS)
    limit, offset = query.limit(), query.offset()
    found = [
        quote
        for quote in reversed(state.quotes.values())
        if quote.visible_at <= state.now
        and wallet_id in (None, quote.wallet_id)
        and network in (None, quote.network)
    ]
    items = [quote_json(state, quote) for quote in found[offset : offset + limit]]
    return reply(200, {"items": items, "offset": offset, "limit": limit, "total": len(found)})


_QUOTES = "/organizations/{org}/environments/{env}/quotes"
ROUTES = (
    Route("POST", _QUOTES, request_quote, (Permission.RECEIVE, Permission.WRITE)),
    Route("GET", _QUOTES, list_quotes, (Permission.READ,)),
    Route("GET", _QUOTES + "/{quote}", get_quote, (Permission.READ,)),
)
