"""An order sends what it shows, and one that could not be sent cannot be made."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.treasury.builders import WALLET
from tests.treasury.paying.orders import (
    ADDRESS,
    EARLIER,
    INVOICE,
    OPEN_INVOICE,
    PAYMENT,
    QUOTE,
    destination,
    dollar_order,
    invoice,
    link,
    order,
)
from voltage_tui.model.checks import InvalidRequestError
from voltage_tui.model.ids import PaymentId, WalletId
from voltage_tui.model.payment import PaymentKind
from voltage_tui.model.requests import ToAddress, ToInvoice, ToUri
from voltage_tui.money import BTC, USD, Currency, cents, msats, sats
from voltage_tui.treasury.paying.order import PayOrder


def test_an_order_is_sent_whole() -> None:
    asked = order(reference="Invoice 8841", metadata={"cost_centre": "12"}, retry_of=EARLIER)
    sent = asked.request()
    assert (sent.id, sent.wallet_id, sent.currency) == (PAYMENT, WALLET, BTC)
    assert (sent.max_fee, sent.quote_id, sent.flow) == (sats(100), None, None)
    assert sent.metadata == {
        "cost_centre": "12",
        "reference": "Invoice 8841",
        "retry_of": EARLIER,
    }


def test_every_destination_is_sent_with_its_amount() -> None:
    assert order().request().target == ToInvoice(INVOICE, sats(10_000))
    assert order(OPEN_INVOICE, amount=msats(7)).request().target == ToInvoice(
        OPEN_INVOICE, msats(7)
    )
    assert order(ADDRESS).request().target == ToAddress(ADDRESS, sats(10_000))
    uri = link("?amount=0.0001")
    assert order(uri).request().target == ToUri(uri, sats(10_000))


def test_the_kind_is_told_by_the_destination() -> None:
    kinds = [order(text).kind for text in (INVOICE, ADDRESS, link())]
    assert kinds == [PaymentKind.BOLT11, PaymentKind.ONCHAIN, PaymentKind.BIP21]


def test_a_link_has_an_address_and_perhaps_an_invoice() -> None:
    assert (order(link()).address, order(link()).invoice) == (ADDRESS, None)
    both = order(link(f"?lightning={INVOICE}"))
    assert both.invoice == order().invoice
    assert (order().address, order(ADDRESS).invoice) == (None, None)


@pytest.mark.safety("S-36", "an order of another amount than the destination's cannot be made")
@pytest.mark.parametrize("text", [INVOICE, link("?amount=0.0001"), link(f"?lightning={INVOICE}")])
def test_a_fixed_amount_is_not_changed(text: str) -> None:
    with pytest.raises(InvalidRequestError) as caught:
        order(text, amount=sats(10_001))
    assert caught.value.field == "amount"


@pytest.mark.parametrize(
    ("text", "change", "field"),
    [
        (OPEN_INVOICE, {"amount": sats(0)}, "amount"),
        (OPEN_INVOICE, {"amount": cents(100)}, "amount"),
        (INVOICE, {"max_fee": sats(-1)}, "max_fee"),
        (INVOICE, {"max_fee": cents(1)}, "max_fee"),
        (ADDRESS, {"amount": msats(10_000_500)}, "amount"),
        (ADDRESS, {"max_fee": msats(1)}, "max_fee"),
        (link(), {"amount": msats(10_000_500)}, "amount"),
        (link(), {"max_fee": msats(1)}, "max_fee"),
        (INVOICE, {"currency": Currency("asset:" + "02" * 33)}, "currency"),
        (INVOICE, {"quote_id": QUOTE}, "quote_id"),
        (INVOICE, {"reference": ""}, "description"),
        (INVOICE, {"reference": "x" * 257}, "metadata"),
        (INVOICE, {"metadata": {"reference": "x"}}, "metadata"),
        (INVOICE, {"metadata": {"retry_of": "x"}}, "metadata"),
        (INVOICE, {"metadata": {"": "x"}}, "metadata"),
    ],
)
def test_what_could_not_be_sent_is_no_order(
    text: str, change: dict[str, object], field: str
) -> None:
    with pytest.raises(InvalidRequestError) as caught:
        order(text, **change)
    assert caught.value.field == field


def test_a_dollar_wallet_pays_with_a_quote_only() -> None:
    assert dollar_order().request().quote_id == QUOTE
    unquoted = dollar_order(quote_id=None)
    with pytest.raises(InvalidRequestError) as caught:
        unquoted.request()
    assert caught.value.field == "quote_id"


CHANGES: list[dict[str, object]] = [
    {"payment_id": EARLIER},
    {"wallet_id": WalletId("0f4be6a1-93c7-4e52-b1d8-5a2c7e9f0b63")},
    {"destination": destination(invoice("lntbs", payment_hash=bytes(32)))},
    {"destination": destination(link(f"?lightning={OPEN_INVOICE}"))},
    {"amount": msats(10_000_001)},
    {"max_fee": sats(101)},
    {"currency": USD},
    {"currency": USD, "quote_id": QUOTE},
    {"reference": "Invoice 8841"},
    {"metadata": {"a": "b"}},
    {"metadata": {"a": "c"}},
    {"retry_of": EARLIER},
]


@pytest.mark.safety("S-38", "each thing that is shown changes the digest")
def test_whatever_is_shown_changes_the_digest() -> None:
    shown = order(OPEN_INVOICE)
    digests = [replace(shown, **c).digest for c in CHANGES]  # type: ignore[arg-type]
    assert len({shown.digest, *digests}) == 1 + len(CHANGES)
    assert all(len(d) == 64 for d in digests)


TEXTS = st.text(min_size=1, max_size=20)
ORDERS = st.builds(
    PayOrder,
    payment_id=st.sampled_from([PAYMENT, EARLIER]).map(PaymentId),
    wallet_id=st.just(WALLET),
    destination=st.just(destination(OPEN_INVOICE)),
    amount=st.integers(1, 10**15).map(msats),
    max_fee=st.integers(0, 10**12).map(msats),
    currency=st.just(BTC),
    reference=st.none() | TEXTS,
    metadata=st.dictionaries(TEXTS.map(lambda key: "k" + key), TEXTS, max_size=3),
    retry_of=st.none() | st.just(EARLIER),
)


@given(ORDERS, ORDERS)
def test_two_orders_have_one_digest_when_they_are_the_same(one: PayOrder, other: PayOrder) -> None:
    assert (one.digest == other.digest) == (one == other)
    assert one.digest == replace(one, metadata=dict(reversed(list(one.metadata.items())))).digest
