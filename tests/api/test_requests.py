"""What is asked for is checked when it is made, and sent exactly as the reference says."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.api.calls import (
    CALLS,
    EVENTS,
    LINE,
    NEW_HOOK,
    NEW_QUOTE,
    NEW_RECEIVE,
    NEW_SEND,
    NEW_WALLET,
    PAYMENT,
    QUOTE,
    WALLET,
    Call,
)
from tests.api.server import Answer, Server, client_of
from tests.reference.location import needs_reference
from tests.reference.operations import operations
from tests.reference.shapes import validate
from voltage_tui.api.bodies import receive_body, send_body
from voltage_tui.api.errors import ApiError
from voltage_tui.api.json_body import canonical_json
from voltage_tui.api.policies import update_body
from voltage_tui.model.checks import InvalidRequestError
from voltage_tui.model.filters import PaymentFilter
from voltage_tui.model.ids import new_id
from voltage_tui.model.payment import PaymentKind
from voltage_tui.model.policy import FeeChange, FeeRates, PolicyUpdate
from voltage_tui.model.requests import Flow, NewReceive, NewSend, ToAddress, ToInvoice, ToUri
from voltage_tui.model.settlement import SwapRail
from voltage_tui.model.webhook import EventName, Topic, WebhookEvent, WebhookUpdate
from voltage_tui.money import BTC, USD, Currency, Money, cents, msats, sats

ASSET = Currency("asset:" + "02" * 33)
TOO_MANY = {str(number): "x" for number in range(51)}

REFUSED: dict[str, tuple[str, Callable[[], object]]] = {
    "a short name": ("name", lambda: replace(NEW_WALLET, name="ab")),
    "a name of spaces": ("name", lambda: replace(NEW_WALLET, name="    ")),
    "a long name": ("name", lambda: replace(NEW_WALLET, name="a" * 257)),
    "a broken name": ("name", lambda: replace(NEW_WALLET, name="abc\ud800")),
    "a negative limit": ("limit", lambda: replace(NEW_WALLET, limit=-1)),
    "a limit beyond the wire": ("limit", lambda: replace(NEW_WALLET, limit=2**63)),
    "too much metadata": ("metadata", lambda: replace(NEW_WALLET, metadata=TOO_MANY)),
    "a long key": ("metadata", lambda: replace(NEW_RECEIVE, metadata={"k" * 257: "v"})),
    "an empty key": ("metadata", lambda: replace(NEW_RECEIVE, metadata={"": "v"})),
    "a long value": ("metadata", lambda: replace(NEW_SEND, metadata={"k": "v" * 257})),
    "nothing": ("amount", lambda: replace(NEW_RECEIVE, amount=sats(0))),
    "less than nothing": ("amount", lambda: replace(NEW_RECEIVE, amount=sats(-1))),
    "an empty memo": ("description", lambda: replace(NEW_RECEIVE, description="")),
    "a broken memo": ("description", lambda: replace(NEW_RECEIVE, description="\udfff")),
    "no life": ("expiration_s", lambda: replace(NEW_RECEIVE, expiration_s=0)),
    "too long a life": ("expiration_s", lambda: replace(NEW_RECEIVE, expiration_s=86_401)),
    "a bank batch": ("kind", lambda: replace(NEW_RECEIVE, kind=PaymentKind.USDBATCH)),
    "part of a sat on-chain": (
        "amount",
        lambda: replace(NEW_RECEIVE, kind=PaymentKind.ONCHAIN, amount=msats(1_500)),
    ),
    "any amount on-chain": (
        "amount",
        lambda: replace(NEW_RECEIVE, kind=PaymentKind.ONCHAIN, amount=None),
    ),
    "any amount with a quote": (
        "amount",
        lambda: replace(NEW_RECEIVE, amount=None, quote_id=QUOTE),
    ),
    "dollars without a quote": ("quote_id", lambda: replace(NEW_RECEIVE, amount=cents(5))),
    "an asset as bitcoin": ("kind", lambda: replace(NEW_RECEIVE, amount=Money(ASSET, 5))),
    "bitcoin as an asset": ("kind", lambda: replace(NEW_RECEIVE, kind=PaymentKind.TAPROOTASSET)),
    "a fee in dollars": ("max_fee", lambda: replace(NEW_SEND, max_fee=cents(1))),
    "a negative fee": ("max_fee", lambda: replace(NEW_SEND, max_fee=sats(-1))),
    "no invoice": ("payment_request", lambda: replace(NEW_SEND, target=ToInvoice(""))),
    "two invoices": ("payment_request", lambda: replace(NEW_SEND, target=ToInvoice("a b"))),
    "an invoice with a line break": (
        "payment_request",
        lambda: replace(NEW_SEND, target=ToInvoice("lnbc1\n")),
    ),
    "dollars paid out": (
        "amount",
        lambda: replace(NEW_SEND, target=ToInvoice("lnbc1", cents(5))),
    ),
    "nothing on-chain": ("amount", lambda: replace(NEW_SEND, target=ToAddress("tb1q", sats(0)))),
    "part of a sat sent on-chain": (
        "amount",
        lambda: replace(NEW_SEND, target=ToAddress("tb1q", msats(1))),
    ),
    "part of a sat as an on-chain fee": (
        "max_fee",
        lambda: replace(NEW_SEND, target=ToAddress("tb1q", sats(1)), max_fee=msats(1)),
    ),
    "a swap of a BIP21": (
        "flow",
        lambda: replace(NEW_SEND, target=ToUri("bitcoin:tb1q"), flow=Flow.SWAP),
    ),
    "a rail without a swap": ("swap_rail", lambda: replace(NEW_SEND, swap_rail=SwapRail.ONCHAIN)),
    "a quote of one currency": ("to", lambda: replace(NEW_QUOTE, to=USD)),
    "a quote for nothing": ("amount", lambda: replace(NEW_QUOTE, amount=cents(0))),
    "no events": ("events", lambda: replace(NEW_HOOK, events=())),
    "an event of another topic": (
        "events",
        lambda: replace(NEW_HOOK, events=(WebhookEvent(Topic.SEND, EventName.EXPIRED),)),
    ),
    "no address": ("url", lambda: replace(NEW_HOOK, url="ftp://x")),
    "an address with a space": ("url", lambda: WebhookUpdate(EVENTS, url="https://x y")),
    "no name": ("name", lambda: WebhookUpdate(EVENTS, name=" ")),
    "no change of policies": ("policies", PolicyUpdate),
    "part of a sat as a limit": ("max_payment_size", lambda: PolicyUpdate(msats(1_500))),
    "no payments a minute": ("per_minute", lambda: PolicyUpdate(per_minute=0)),
    "a rate above all": ("send", lambda: FeeRates(10_001, 0)),
    "a time without a zone": ("start", lambda: PaymentFilter(start=datetime(2026, 1, 1))),  # noqa: DTZ001
}


@pytest.mark.parametrize(("field", "make"), REFUSED.values(), ids=REFUSED)
def test_what_would_be_refused_cannot_be_made(field: str, make: Callable[[], object]) -> None:
    with pytest.raises(InvalidRequestError) as caught:
        make()
    assert caught.value.field == field
    assert str(caught.value)


WITH_BODY = [call for call in CALLS if not call.operation.is_read]


@needs_reference
@pytest.mark.parametrize("call", WITH_BODY, ids=lambda call: call.name)
async def test_every_body_is_of_its_shape_and_declared_as_json(call: Call) -> None:
    server = Server(Answer(400))
    with pytest.raises(ApiError):
        await call.run(client_of(server, armed=True))
    asked = server.asked[0]
    shape = operations()[call.operation.id].body
    if shape is None:
        assert asked.body == b""
        assert "content-type" not in asked.headers
    else:
        assert asked.headers["content-type"] == "application/json"
        assert validate(shape, asked.json) == []


texts = st.text(st.characters(codec="utf-8"), min_size=1, max_size=20)
amounts = st.integers(1, 2**63 - 1).map(msats)
tables = st.dictionaries(texts, st.text(st.characters(codec="utf-8"), max_size=20), max_size=3)
receives = st.builds(
    NewReceive,
    id=st.just(PAYMENT),
    wallet_id=st.just(WALLET),
    kind=st.sampled_from([PaymentKind.BOLT11, PaymentKind.BIP21]),
    amount=st.none() | amounts,
    description=st.none() | texts,
    expiration_s=st.none() | st.integers(1, 86_400),
    metadata=tables,
)
words = st.from_regex(r"[a-z0-9:?=&]{1,30}", fullmatch=True)
whole = st.integers(1, 10**15).map(sats)
targets = st.one_of(
    st.builds(ToInvoice, words, st.none() | amounts),
    st.builds(ToAddress, words, whole, st.none() | texts),
    st.builds(ToUri, words, st.none() | amounts, st.none() | words, st.none() | texts),
)
sends = st.builds(
    NewSend,
    id=st.just(PAYMENT),
    wallet_id=st.just(WALLET),
    currency=st.sampled_from([BTC, USD]),
    target=targets,
    max_fee=st.integers(0, 10**12).map(sats),
    quote_id=st.none() | st.just(QUOTE),
    metadata=tables,
)


@needs_reference
@given(receives)
def test_any_receive_is_of_its_shape_and_is_no_send(receive: NewReceive) -> None:
    body = json.loads(canonical_json(receive_body(receive)))
    shape = "ReceiveFixedRequest" if receive.amount else "ReceiveAnyAmountRequest"
    assert validate(shape, body) == []
    assert not {"type", "data"} & body.keys()


@needs_reference
@given(sends)
def test_any_send_is_of_its_shape_with_its_fee_ceiling(send: NewSend) -> None:
    body = json.loads(canonical_json(send_body(send)))
    assert validate("PaymentRequest", body) == []
    assert body["data"]["max_fee"] == {"currency": "btc", "amount": send.max_fee.units}
    assert "payment_kind" not in body


def test_no_fee_at_all_is_sent_as_zero_and_not_left_out() -> None:
    body = send_body(replace(NEW_SEND, max_fee=sats(0)))
    data = body["data"]
    assert isinstance(data, dict)
    assert data["max_fee"] == {"currency": "btc", "amount": 0}


def test_any_amount_names_bitcoin_and_no_amount() -> None:
    body = receive_body(replace(NEW_RECEIVE, amount=None))
    assert body["currency"] == "btc"
    assert "amount" not in body


def test_a_swap_names_its_rail() -> None:
    swap = replace(NEW_SEND, target=ToAddress("tb1q", sats(600)), flow=Flow.SWAP)
    assert send_body(swap)["flow_preference"] == "swap"
    over = replace(swap, swap_rail=SwapRail.LIGHTNING)
    assert send_body(over)["flow_preference"] == {"type": "swap", "rail": "lightning"}


@pytest.mark.parametrize(
    ("change", "value"),
    [
        (FeeChange.INHERIT, None),
        (FeeRates(150, 100), {"send_basis_points": 150, "receive_basis_points": 100}),
    ],
)
def test_inheriting_a_fee_is_not_leaving_it(change: FeeChange | FeeRates, value: object) -> None:
    assert update_body(PolicyUpdate(processing_fee=change)) == {"processing_fee": value}
    assert "processing_fee" not in update_body(PolicyUpdate(per_minute=1))


def test_policy_amounts_are_sent_in_sats() -> None:
    update = PolicyUpdate(max_payment_size=sats(5), send_volume_limit=sats(7))
    assert update_body(update) == {"max_payment_size_sats": 5, "send_volume_limit_sats": 7}


async def test_a_check_never_uses_up_a_quote() -> None:
    server = Server(Answer(202))
    with pytest.raises(InvalidRequestError):
        await client_of(server, armed=True).payments.check(replace(NEW_SEND, quote_id=QUOTE))
    assert server.asked == []


async def test_a_sandbox_line_is_changed_by_something() -> None:
    client = client_of(Server(Answer(202)), armed=True)
    for limit in (None, 0, 2**63):
        with pytest.raises(InvalidRequestError):
            await client.lines.update_sandbox(LINE, limit=limit)


def test_new_ids_are_lower_case_uuids_and_differ() -> None:
    made = {new_id() for _ in range(50)}
    assert len(made) == 50
    assert all(len(one) == 36 and one == one.lower() and one[14] == "4" for one in made)
