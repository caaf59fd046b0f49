"""The parts that requests to pay and to be paid share (API reference, sections 5 and 9)."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final, NamedTuple

from voltage_tui.simulator.amounts import MSATS_PER_SAT, UNITS, Currency, amount_json
from voltage_tui.simulator.errors import bad_request, below_minimum, required, too_short

if TYPE_CHECKING:
    from voltage_tui.simulator.body import Fields
    from voltage_tui.simulator.json_types import JsonObject
    from voltage_tui.simulator.state.quote import Quote
    from voltage_tui.simulator.state.state import State
    from voltage_tui.simulator.state.wallet import Wallet

CURRENCY: Final = re.compile(r"btc|usd|asset:[a-fA-F0-9]{66}")
ONCHAIN_MINIMUM: Final = 10_000 * MSATS_PER_SAT
"""The least amount on-chain: unpublished, here the old contract's 10,000 satoshis."""

_LARGEST: Final = (1 << 63) - 1
"""The largest magnitude an Amount can repeat."""


class Asked(NamedTuple):
    """An Amount of a request: its currency as written, and base units of either sign."""

    currency: str
    units: int

    def wire(self) -> JsonObject:
        """The Amount as the error contexts repeat it: a magnitude, with its sign beside it."""
        unit = UNITS[Currency(self.currency)] if self.currency in UNITS else "base units"
        amount: JsonObject = {"currency": self.currency, "amount": abs(self.units), "unit": unit}
        return amount | {"negative": True} if self.units < 0 else amount


def read_currency(fields: Fields, name: str) -> str:
    """A Currency, written as it should be."""
    text = fields.text(name)
    if CURRENCY.fullmatch(text) is None:
        raise fields.misfit(name, "a currency is expected")
    return text


def read_amount(fields: Fields, name: str) -> Asked | None:
    """An Amount, or one of its deprecated numeric names; None when there is none."""
    if fields.has(name):
        amount = fields.child(name)
        units = amount.integer("amount", low=-_LARGEST)
        return Asked(read_currency(amount, "currency"), units)
    if fields.has(f"{name}_msats"):
        return Asked("btc", fields.integer(f"{name}_msats", low=-_LARGEST))
    if fields.has(f"{name}_sats"):
        most = (1 << 63) // MSATS_PER_SAT - 1
        return Asked("btc", fields.integer(f"{name}_sats", low=-most, high=most) * MSATS_PER_SAT)
    return None


def check_on_rail(asked: Asked, field: str, kind: str, least: int) -> int:
    """An amount in millisatoshis that is at least `least`."""
    if asked.currency != Currency.BTC:
        raise bad_request("invalid_currency", "The amount must be in bitcoin here.")
    if asked.units < least:
        raise below_minimum(kind, field, asked.wire(), amount_json(Currency.BTC, least))
    return asked.units


def check_note(text: str | None, field: str, kind: str) -> str | None:
    """A description that, if it is there, is not empty."""
    if text == "":
        raise too_short(kind, field)
    return text


def usable_wallet(wallet: Wallet | None) -> Wallet:
    """A wallet that may take part in a new payment; a 400 otherwise (section 20)."""
    if wallet is None:
        raise bad_request("invalid_payment", "There is no such wallet.")
    if not wallet.active:
        raise bad_request("invalid_payment", "The wallet is deleted.")
    if wallet.line.disabled_at is not None:
        raise bad_request("invalid_payment", "The line of credit is disabled.")
    return wallet


def take_quote(
    state: State, wallet: Wallet, quote_id: str | None, currency: Currency, units: int
) -> Quote | None:
    """The quote for a payment, consumed by it; None for a wallet that needs none.

    `currency` and `units` are the side that is known exactly, which the quote must be for.
    """
    if wallet.line.currency is Currency.BTC:
        if quote_id is not None:
            raise bad_request("invalid_quote", "This wallet takes no quotes.")
        return None
    if quote_id is None:
        raise required("quote_required", "quote_id")
    quote = state.quotes.get(quote_id)
    if quote is None or quote.visible_at > state.now or not _fits(state, quote, wallet):
        raise bad_request("invalid_quote", "The quote cannot be used.")
    if quote.currency is not currency or quote.units != units:
        raise bad_request("invalid_quote", "The quote is for another amount.")
    quote.consumed_at = state.now
    quote.wallet_id = wallet.id
    return quote


def _fits(state: State, quote: Quote, wallet: Wallet) -> bool:
    out_of_time = quote.expires_at is not None and quote.expires_at <= state.now
    return (
        quote.line is wallet.line
        and quote.consumed_at is None
        and quote.failed_at is None
        and not out_of_time
    )
