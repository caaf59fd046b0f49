"""Orders to pay, with only what a test cares about spelled out."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final, cast

from tests.destinations import crafting
from tests.destinations.bolt11_vectors import HASH
from tests.destinations.crafting import D, S
from tests.treasury import builders
from tests.treasury.builders import WALLET
from voltage_tui.destinations import bech32
from voltage_tui.destinations.recognise import Destination, Unsupported, recognise
from voltage_tui.model.ids import PaymentId, QuoteId
from voltage_tui.model.network import AnyNetwork, Network
from voltage_tui.model.payment import Payment, PaymentStatus
from voltage_tui.model.policy import FeeRates, Policy, ProcessingFeeOverride, Rule
from voltage_tui.model.quote import MarketQuote, Quote
from voltage_tui.money import BTC, USD, Currency, Rate, sats
from voltage_tui.treasury.account import Account, account_of
from voltage_tui.treasury.paying.facts import Facts
from voltage_tui.treasury.paying.order import PayOrder
from voltage_tui.treasury.reading import Reading
from voltage_tui.treasury.snapshot import PaymentBook

if TYPE_CHECKING:
    from datetime import datetime

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


def account(
    available: int = 1_000_000_000,
    limit: int | None = 500_000_000,
    network: AnyNetwork = Network.MUTINYNET,
    currency: Currency = BTC,
    **changes: object,
) -> Account:
    """The paying wallet's account: 1,000,000 sats and 500,000 of credit; base units."""
    known = {
        "id": WALLET,
        "network": network,
        "limit": limit,
        "balances": (builders.balance(available, available, currency),),
        **changes,
    }
    paying = replace(builders.wallet(), **known)  # type: ignore[arg-type]
    return account_of(paying, builders.line(currency))


def facts(paying: Account | None = None, **changes: object) -> Facts:
    """What is known of a wallet without policies or a past, read this moment."""
    paying = paying or account()
    now = builders.T0
    rates = (Policy(None, ProcessingFeeOverride(FeeRates(0, 0)), None, None),)
    known: dict[str, object] = {"payments": (), "complete": True, **changes}
    payments = cast("tuple[Payment, ...]", known["payments"])
    reaches = cast("datetime | None", known.pop("reaches", None))
    book = PaymentBook(payments, bool(known.pop("complete")), reaches)
    made = Facts(
        now=now,
        server_offset=None,
        account=paying,
        accounts=(paying,),
        payments=payments,
        wallets=Reading((paying.wallet,), now),
        lines=Reading((builders.line(),), now),
        book=Reading(book, now),
        policies=Reading(rates, now),
        statements={},
    )
    return replace(made, **known)  # type: ignore[arg-type]  # fields by name, in tests only


def policies(*rules: Rule) -> Reading[tuple[Policy, ...]]:
    """A wallet's policies, read at the tests' first moment; no processing fee unless among them."""
    free = ProcessingFeeOverride(FeeRates(0, 0))
    own = rules if any(isinstance(r, ProcessingFeeOverride) for r in rules) else (*rules, free)
    return Reading(tuple(Policy(None, rule, None, None) for rule in own), builders.T0)


def quote(**changes: object) -> Quote:
    """A quote for 10,000 sats at $62,500, good for five minutes from the first moment."""
    ends = builders.after(300)
    rate = Rate.parse("6250000e0", USD)
    made = Quote(
        id=QUOTE,
        amount=sats(10_000),
        to=USD,
        network=Network.MUTINYNET,
        wallet_id=None,
        requested_at=builders.T0,
        quote=MarketQuote(BTC, USD, rate, builders.T0, ends),
        created_at=builders.T0,
        consumed_at=None,
        expires_at=ends,
        failed_at=None,
        error=None,
    )
    return replace(made, **changes)  # type: ignore[arg-type]  # fields by name, in tests only


def dollar_account(available: int = 100_000, limit: int | None = 50_000) -> Account:
    """A dollar wallet: $1,000.00 and $500.00 of credit."""
    return account(available, limit, currency=USD)


def sent(number: int, at_s: float, **changes: object) -> Payment:
    """A completed send of 10,000 sats from the paying wallet."""
    moment = builders.after(at_s)
    known: dict[str, object] = {
        "id": PaymentId(f"00000000-0000-4000-a000-{number:012}"),
        "status": PaymentStatus.COMPLETED,
        "rail_units": 10_000_000,
        "amount": sats(10_000),
        "max_fee": sats(100),
        "payment_request": None,
        "created_at": moment,
        "updated_at": moment,
        **changes,
    }
    return replace(builders.SEND, **known)  # type: ignore[arg-type]
