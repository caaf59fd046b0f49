"""Orders to pay, with only what a test cares about spelled out."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from tests.destinations import crafting
from tests.destinations.bolt11_vectors import HASH
from tests.destinations.crafting import D, S
from tests.treasury.builders import WALLET
from voltage_tui.destinations import bech32
from voltage_tui.destinations.recognise import Destination, Unsupported, recognise
from voltage_tui.model.ids import PaymentId, QuoteId
from voltage_tui.money import BTC, USD, sats
from voltage_tui.treasury.paying.order import PayOrder

MADE_AT: Final = 1_791_190_800
"""The tests' first moment (`builders.T0`), as the invoices here say it."""
PAYMENT: Final = PaymentId("457a9bbc-dd9c-45d2-8344-03e0e0ae73b8")
EARLIER: Final = PaymentId("205613fe-b20d-4bc2-a49f-746c42ca537b")
QUOTE: Final = QuoteId("b4d34559-0703-43db-bc26-793a2640edfb")
ADDRESS: Final = "tb1qw508d6qejxtdg4y5r3zarvary0c5xw7kxpjzsx"
MAIN_ADDRESS: Final = "bc1qw508d6qejxtdg4y5r3zarvary0c5xw7kv8f3t4"
OTHER_HASH: Final = bytes(range(32, 64))


def invoice(hrp: str = "lntbs100u", *, payment_hash: bytes = HASH, fallback: bool = False) -> str:
    """An invoice of 10,000 sats on signet, made at the tests' first moment; good for an hour."""
    fields = [("p", bech32.to_words(payment_hash)), S, D]
    if fallback:
        program = bytes.fromhex("751e76e8199196d454941c45d1b3a323f1433bd6")
        fields.append(("f", [0, *bech32.to_words(program)]))
    return crafting.invoice(*fields, hrp=hrp, timestamp=MADE_AT)


def link(query: str = "", address: str = ADDRESS) -> str:
    """A payment link."""
    return f"bitcoin:{address}{query}"


def destination(text: str) -> Destination:
    """What a text is, which must be something that can be paid."""
    found = recognise(text)
    assert not isinstance(found, Unsupported), found
    return found


def order(text: str | None = None, **changes: object) -> PayOrder:
    """An order of 10,000 sats to an invoice of that amount; `changes` are fields of `PayOrder`."""
    made = PayOrder(
        payment_id=PAYMENT,
        wallet_id=WALLET,
        destination=destination(text or INVOICE),
        amount=sats(10_000),
        max_fee=sats(100),
        currency=BTC,
    )
    return replace(made, **changes)  # type: ignore[arg-type]  # fields by name, in tests only


def dollar_order(text: str | None = None, **changes: object) -> PayOrder:
    """The same from a dollar wallet, with a quote."""
    return order(text, **{"currency": USD, "quote_id": QUOTE, **changes})


INVOICE: Final = invoice()
OPEN_INVOICE: Final = invoice("lntbs")
"""The payer chooses the amount."""
