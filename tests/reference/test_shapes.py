"""The judge itself: what fits is clean, and every way to break a shape is seen."""

from __future__ import annotations

import copy
import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.reference.document import load
from tests.reference.kinds import INTEGERS, Choice, Field, ListOf, Record, Scalar, Sibling
from tests.reference.location import available, needs_reference
from tests.reference.shapes import validate
from tests.reference.strategies import strategy_for

pytestmark = needs_reference

NAMES = (
    tuple(n for n, kind in load().shapes.items() if not isinstance(kind, Sibling))
    if available
    else ()
)
RECORDS = (
    tuple(n for n, kind in load().shapes.items() if isinstance(kind, Record)) if available else ()
)
FEW = settings(max_examples=5, deadline=None)


def record(name: str) -> Record:
    kind = load().shapes[name]
    assert isinstance(kind, Record)
    return kind


def values_of(name: str) -> st.SearchStrategy[dict[str, object]]:
    def as_dict(value: object) -> dict[str, object]:
        assert isinstance(value, dict)
        return value

    return strategy_for(name).map(as_dict)


@pytest.mark.parametrize("response", [True, False])
@pytest.mark.parametrize("name", NAMES)
def test_generated_values_fit_and_are_json(name: str, response: bool) -> None:
    @FEW
    @given(strategy_for(name, response=response))
    def check(value: object) -> None:
        assert validate(name, value, response=response) == []
        assert json.loads(json.dumps(value)) == value

    check()


def paths(name: str, value: object, *, response: bool = True) -> set[str]:
    return {violation.path for violation in validate(name, value, response=response)}


@pytest.mark.parametrize("name", RECORDS)
def test_a_broken_field_is_seen_where_it_is(name: str) -> None:
    """Drop, null, mistype, misspell: each is reported at the field, or not at all if allowed."""

    @FEW
    @given(values_of(name))
    def check(value: dict[str, object]) -> None:
        assert paths(name, {**value, "unheard_of": 1}) == {"$.unheard_of"}
        assert validate(name, {**value, "unheard_of": 1}, response=True, strict_keys=False) == []
        for field in record(name).fields:
            if not isinstance(load().resolve(field.type), Sibling) and field.name != "type":
                _break(name, field, value)

    check()


def _break(name: str, field: Field, value: dict[str, object]) -> None:
    where = f"$.{field.name}"
    rest = {key: item for key, item in value.items() if key != field.name}
    must = field.required or field.in_responses
    assert paths(name, rest) == ({where} if must else set())
    may_be_null = field.nullable or field.type == Scalar("any")
    assert paths(name, {**rest, field.name: None}) == (set() if may_be_null else {where})
    kind = load().resolve(field.type)
    if kind != Scalar("any"):
        wrong: object = 7 if isinstance(kind, ListOf) else [[None]]
        assert where in paths(name, {**rest, field.name: wrong})
    if isinstance(kind, Choice):
        assert paths(name, {**rest, field.name: "a word nobody listed"}) == {where}
    if isinstance(kind, Scalar) and kind.kind in INTEGERS:
        low, high = INTEGERS[kind.kind]
        for outside in (low - 1, high + 1, 1.0, True):
            assert paths(name, {**rest, field.name: outside}) == {where}


@pytest.mark.parametrize("shape", ["SendPayment", "ReceivePayment"])
@pytest.mark.parametrize(("kind", "other"), [("bolt11", "onchain"), ("onchain", "bip21")])
def test_a_payment_with_the_data_of_another_kind_is_seen(shape: str, kind: str, other: str) -> None:
    data = strategy_for(f"{shape.removesuffix('Payment')}{kind.capitalize()}Data")

    @FEW
    @given(values_of(shape), data)
    def check(value: dict[str, object], held: object) -> None:
        assert validate("Payment", {**value, "type": kind, "data": held}, response=True) == []
        assert validate("Payment", {**value, "type": other, "data": held}, response=True) != []

    check()


BTC = {"currency": "btc", "amount": 5, "unit": "msats"}


@pytest.mark.parametrize(
    ("shape", "value", "problem"),
    [
        ("uuid", "457A9BBC-dd9c-45d2-8344-03e0e0ae73b8", "UUID"),
        ("uuid", "457a9bbcdd9c45d2834403e0e0ae73b8", "UUID"),
        ("datetime", "2026-10-05T11:00:00+00:00", "RFC 3339"),
        ("datetime", "2026-10-05 11:00:00Z", "RFC 3339"),
        ("datetime", "2026-02-30T11:00:00Z", "no real date"),
        ("datetime", "2026-10-05T11:00:00.010Z", "ends in zero"),
        ("datetime", 1791194544, "RFC 3339"),
        ("u8", 256, "outside u8"),
        ("u16", 65_536, "outside u16"),
        ("u32", -1, "outside u32"),
        ("u64", 2**64, "outside u64"),
        ("i64", 2**63, "outside i64"),
        ("i64", 1.0, "not an integer"),
        ("number", True, "not a number"),
        ("bool", 1, "not a boolean"),
        ("map<string>", {"a": 1}, "not a string"),
        ("[uuid]", {}, "not an array"),
        ("Currency", "BTC", "not a Currency"),
        ("Currency", "asset:" + "a" * 64, "not a Currency"),
        ("Currency", "btc\n", "not a Currency"),
        ("Asset", "g" * 66, "not a Asset"),
        ("RateString", "62500.0", "not a RateString"),
        ("RateString", "e0", "not a RateString"),
        ("BrowserOrigin", "https://shop.example/path", "not a BrowserOrigin"),
        ("SortOrder", "asc", "none of ASC, DESC"),
        ("Amount", {"currency": "btc", "amount": 5}, "must carry it"),
        ("Amount", {**BTC, "unit": "cents"}, "none of msats"),
        ("Amount", {**BTC, "amount": -5}, "below zero"),
        ("Amount", {**BTC, "currency": "eur"}, "none of btc, usd"),
        ("SignedAmount", BTC, "must carry it"),
        ("LightningPaymentReceipt", {"preimage": "ab", "payment_hash": "cd" * 32}, "64 lower-case"),
        ("CollateralStatus", {"secured": "secured", "verified": "verified"}, "one key"),
        ("CollateralStatus", {"secured": "verified"}, "none of pending_deposit"),
        ("FulfillmentEventError", {"type": "MissingAddress", "detail": "x"}, "has no content"),
        ("FulfillmentEventError", {"type": "PolicyViolation"}, "must carry it"),
        ("Policy", {"type": "max_payment_size"}, "must carry it"),
        ("Reasons", "ofac", "none of"),
        ("Reasons", {"other": 1}, "not a string"),
        ("UpdateSandboxLineOfCreditRequest", {"disable": False}, "must be true"),
    ],
)
def test_a_malformed_value_is_named(shape: str, value: object, problem: str) -> None:
    found = validate(shape, value, response=True)
    assert len(found) == 1, found
    assert problem in found[0].problem


def test_what_only_responses_promise_is_not_asked_of_requests() -> None:
    for shape, value in (
        ("Amount", {"currency": "btc", "amount": 5}),
        ("datetime", "2026-10-05T11:00:00.010Z"),
    ):
        assert validate(shape, value) == []
        assert validate(shape, value, response=True) != []
    several = {"send": ["succeeded", "failed"]}
    assert validate("EventTypes", several, response=True) == []
    assert validate("EventTypes", several) != []


SEND = {
    "id": "457a9bbc-dd9c-45d2-8344-03e0e0ae73b8",
    "wallet_id": "c2a9d3f0-1b5e-4d77-9e08-7f6a1c3b5d42",
    "currency": "btc",
    "type": "onchain",
    "data": {"address": "tb1q", "amount": {"currency": "btc", "amount": 1000}},
}

BOLT11 = {"type": "bolt11", "data": {"payment_request": "lnbc1"}}


@pytest.mark.parametrize(
    ("change", "paths_found"),
    [
        ({}, set()),
        ({**BOLT11, "metadata": {"k" * 256: "v" * 256}}, set()),
        ({**BOLT11, "metadata": {"k" * 257: "v"}}, {"$.metadata"}),
        ({**BOLT11, "metadata": {str(n): "v" for n in range(51)}}, {"$.metadata"}),
        ({"data": {"address": "", "amount": {"currency": "btc", "amount": 1}}}, {"$.data.address"}),
        ({"data": {"address": "tb1q", "amount_sats": 1}}, set()),
        ({"data": {"address": "tb1q", "amount_sats": "1"}}, {"$.data.amount_sats"}),
        ({"data": {"address": "tb1q"}}, {"$.data.amount"}),
        ({"flow_preference": {"type": "swap", "rail": "lightning"}}, set()),
        ({"flow_preference": "sideways"}, {"$.flow_preference"}),
    ],
)
def test_a_request_is_judged_by_the_variant_it_is(
    change: dict[str, object], paths_found: set[str]
) -> None:
    assert paths("PaymentRequest", {**SEND, **change}, response=False) == paths_found


def test_a_check_is_a_send_with_the_two_differences_the_reference_names() -> None:
    asset = "asset:" + "02" * 33
    check = copy.deepcopy(SEND)
    assert validate("SendPaymentRequest", check) == []
    assert paths("PaymentRequest", {**check, "currency": asset}, response=False) == set()
    assert paths("SendPaymentRequest", {**check, "currency": asset}, response=False) == {
        "$.currency"
    }
    taproot = {"payment_request": "ln", "asset": "02" * 33, "amount": BTC, "max_fee": BTC}
    sent = {**SEND, "currency": asset, "type": "taprootasset", "data": taproot}
    assert validate("SendPaymentRequest", sent) == []
    quoted = {**sent, "quote_id": SEND["id"]}
    assert validate("PaymentRequest", quoted) == []
    assert paths("SendPaymentRequest", quoted, response=False) == {"$.quote_id"}
    receive = {"id": SEND["id"], "wallet_id": SEND["wallet_id"], "payment_kind": "onchain",
               "amount": {"currency": "btc", "amount": 1000}}  # fmt: skip
    assert validate("PaymentRequest", receive) == []
    assert validate("SendPaymentRequest", receive) != []


def test_a_violation_says_where_and_what() -> None:
    ledger = {"items": [{"type": "debited"}], "offset": 0, "limit": -1, "total": 1}
    found = [str(violation) for violation in validate("Ledger", ledger, response=True)]
    assert found == [
        "$.items[0]: tag 'type' is 'debited', none of credited, captured, held, released, "
        "deposited, withdrawn",
        "$.limit: -1 is outside u32",
    ]


def test_an_unknown_shape_is_refused() -> None:
    with pytest.raises(KeyError):
        validate("Paymint", {})
