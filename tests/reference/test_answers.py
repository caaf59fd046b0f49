"""Whole answers: the status, the emptiness of a 202, the deprecated numbers inside."""

from __future__ import annotations

import hashlib
import json

import pytest

from tests.reference.answers import validate_answer
from tests.reference.location import needs_reference
from tests.reference.proofs import proof_violations
from tests.reference.twins import twin_violations

pytestmark = needs_reference

ORGANIZATION = "/organizations/5d0c1b7e-2f4a-4f8e-9a61-0b7d3c9e1a10"
ENVIRONMENT = f"{ORGANIZATION}/environments/8e7f2a44-6c1d-4b0a-8f35-2d9b6a7c4e21"
DENIED = b'{"error": {"type": "access_rights", "detail": "no"}}'


@pytest.mark.parametrize(
    ("method", "path", "status", "body"),
    [
        ("GET", f"{ORGANIZATION}/wallets", 200, b"[]"),
        ("POST", f"{ENVIRONMENT}/payments", 202, b""),
        ("GET", f"{ORGANIZATION}/wallets", 403, DENIED),
        ("GET", "/checkout/events", 200, b"event: snapshot\n\n"),
        ("GET", "/nowhere", 404, b'{"error": {"type": "no_such_route", "detail": "no"}}'),
    ],
)
def test_an_answer_the_reference_allows_is_clean(
    method: str, path: str, status: int, body: bytes
) -> None:
    assert validate_answer(method, path, status, body) == []


@pytest.mark.parametrize(
    ("method", "path", "status", "body", "problem"),
    [
        ("POST", f"{ENVIRONMENT}/payments", 202, b"{}", "must be empty"),
        ("POST", f"{ENVIRONMENT}/payments", 200, b"", "answers 202"),
        ("GET", f"{ORGANIZATION}/wallets", 200, b'{"items": []}', "not an array"),
        ("GET", f"{ORGANIZATION}/wallets", 200, b"", "not JSON"),
        ("GET", f"{ORGANIZATION}/wallets", 404, DENIED, "does not declare status 404"),
        ("GET", f"{ORGANIZATION}/wallets", 403, b"Forbidden", "not JSON"),
        ("GET", "/nowhere", 200, b"[]", "no operation"),
        ("GET", "/nowhere", 404, b'{"detail": "Not Found"}', "is not a key"),
        ("PUT", f"{ORGANIZATION}/wallets", 202, b"", "no operation"),
    ],
)
def test_any_other_answer_is_a_violation(
    method: str, path: str, status: int, body: bytes, problem: str
) -> None:
    found = validate_answer(method, path, status, body)
    assert problem in found[0].problem


def payment(**data: object) -> dict[str, object]:
    return {"direction": "send", "data": data}


def btc(amount: int) -> dict[str, object]:
    return {"currency": "btc", "amount": amount, "unit": "msats"}


def usd(amount: int) -> dict[str, object]:
    return {"currency": "usd", "amount": amount, "unit": "cents"}


QUOTE = {"from": "btc", "to": "usd", "rate": "6250000e0", "quoted_at": "2026-10-05T13:00:00Z"}


@pytest.mark.parametrize(
    "data",
    [
        {"amount": btc(1500), "amount_msats": 1500},
        {"amount": btc(90_000_000), "amount_sats": 90_000, "fees": None, "fee_sats": None},
        {"fees": btc(1_350_500), "fee_sats": 1351},
        {"amount": usd(1000), "amount_msats": 16_000_000, "market_quote": QUOTE},
        {"amount": usd(1), "amount_msats": 16_000, "market_quote": QUOTE | {"rate": "62500000e1"}},
        {"max_fee": usd(10), "max_fee_msats": 160_000, "market_quote": QUOTE},
    ],
)
def test_deprecated_numbers_that_agree_are_clean(data: dict[str, object]) -> None:
    assert twin_violations(payment(**data)) == []


@pytest.mark.parametrize(
    ("data", "path"),
    [
        ({"amount": btc(1500), "amount_msats": 1501}, "$.data.amount_msats"),
        ({"amount": btc(90_000_000), "amount_sats": 90_000_000}, "$.data.amount_sats"),
        ({"fees": btc(5), "fee_msats": None}, "$.data.fee_msats"),
        ({"fees": None, "fee_msats": 0}, "$.data.fee_msats"),
        ({"amount": usd(1000), "amount_msats": 1000, "market_quote": QUOTE}, "$.data.amount_msats"),
        ({"amount": usd(1000), "amount_msats": 16_000_000}, "$.data.amount_msats"),
    ],
)
def test_deprecated_numbers_that_disagree_are_seen(data: dict[str, object], path: str) -> None:
    assert [violation.path for violation in twin_violations(payment(**data))] == [path]


def test_the_requested_amount_of_a_quoted_receive_is_bitcoin() -> None:
    data = {"amount": usd(2500), "amount_msats": 40_000_000, "market_quote": QUOTE}
    for requested, paths in (
        (btc(40_000_000), []),
        (btc(40_000_001), ["$.requested_amount.amount"]),
        (usd(2500), ["$.requested_amount.currency"]),
    ):
        found = twin_violations(payment(**data) | {"requested_amount": requested})
        assert [violation.path for violation in found] == paths


def test_a_payment_inside_a_page_has_its_deprecated_numbers_checked() -> None:
    with_payment = {
        "direction": "receive",
        "id": "7edbe640-7b4e-4949-8802-99ee5903e15b",
        "wallet_id": "c2a9d3f0-1b5e-4d77-9e08-7f6a1c3b5d42",
        "organization_id": "5d0c1b7e-2f4a-4f8e-9a61-0b7d3c9e1a10",
        "environment_id": "8e7f2a44-6c1d-4b0a-8f35-2d9b6a7c4e21",
        "created_at": "2026-10-05T11:00:00.01Z",
        "updated_at": "2026-10-05T11:00:00.01Z",
        "currency": "btc",
        "type": "bolt11",
        "data": {"amount": btc(150_000), "amount_msats": 150},
        "status": "generating",
    }
    page = {"items": [with_payment], "offset": 0, "limit": 100, "total": 1}
    body = json.dumps(page).encode()
    (found,) = validate_answer("GET", f"{ENVIRONMENT}/payments", 200, body)
    assert found.path == "$.data.amount_msats"


def test_a_preimage_that_proves_nothing_is_seen() -> None:
    receipt = {"preimage": "00" * 32, "payment_hash": hashlib.sha256(bytes(32)).hexdigest()}
    assert list(proof_violations([{"data": receipt}])) == []
    (found,) = proof_violations([{"data": {**receipt, "preimage": "01" * 32}}])
    assert found.path == "$[0].data.preimage"
