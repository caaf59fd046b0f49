"""What any request can be refused for: credentials, permissions, paths, bodies, queries."""

from __future__ import annotations

import json

import pytest

from tests.simulator.driver import Driver, btc, new_id


@pytest.fixture
def driver() -> Driver:
    return Driver()


def path(driver: Driver, rest: str) -> str:
    return driver.identity.base_path + driver.organization + rest


def test_credentials_missing_wrong_and_of_the_wrong_sort(driver: Driver) -> None:
    where = path(driver, "/wallets")
    assert driver.raw("GET", where, {}).refusal == (400, "missing_credentials")
    assert driver.raw("GET", where, {"X-API-Key": "vltg_no"}).refusal == (401, "wrong_credentials")
    bearer = {"Authorization": f"Bearer {driver.key}"}
    assert driver.raw("GET", where, bearer).refusal == (401, "invalid_token")
    assert driver.raw("GET", where, {"X-Api-Key": driver.key}).status == 200


@pytest.mark.parametrize(
    ("name", "reads", "receives", "sends", "bills"),
    [("read", True, False, False, False), ("receive", True, True, False, False),
     ("billing", True, False, False, True)],
)  # fmt: skip
def test_a_restricted_key_may_do_only_its_part(
    driver: Driver, name: str, reads: bool, receives: bool, sends: bool, bills: bool
) -> None:
    invoice = driver.simulator.invoice_to_pay(1_000, "x")
    body = {"id": new_id(), "wallet_id": driver.wallets[0], "payment_kind": "bolt11"}
    send = driver.send_body(0, "bolt11", payment_request=invoice)
    driver.key = f"{driver.key}-{name}"
    assert (driver.call("GET", "/wallets").status == 200) is reads
    asked = driver.call("POST", "env/payments", {**body, "amount": btc(1_000)})
    assert (asked.status == 202) is receives
    assert (driver.call("POST", "env/payments", send).status == 202) is sends
    assert (driver.call("GET", "/bills").status == 200) is bills
    assert driver.call("DELETE", f"/wallets/{driver.wallets[0]}").refusal == (403, "access_rights")


def test_other_organizations_and_environments_are_out_of_bounds(driver: Driver) -> None:
    headers = {"x-api-key": driver.key}
    own = driver.identity
    for where in (
        f"/v1/organizations/{new_id()}/wallets",
        f"/v1/organizations/{own.organization_id}/environments/{new_id()}/payments",
    ):
        assert driver.raw("GET", where, headers).refusal == (403, "access_rights")


@pytest.mark.parametrize("rest", ["/wallets/nope", "/wallets/1234/ledger", "/bills/x"])
def test_an_identifier_must_be_a_uuid(driver: Driver, rest: str) -> None:
    assert driver.call("GET", rest).refusal == (400, "invalid_parameter")


def test_an_identifier_may_be_written_in_capitals(driver: Driver) -> None:
    assert driver.call("GET", f"/wallets/{driver.wallets[0].upper()}").status == 200


@pytest.mark.parametrize(
    ("method", "where"),
    [("GET", "/nothing"), ("PUT", "/wallets"), ("GET", "env/checkout/settings"),
     ("GET", "env/payments/summary/more")],
)  # fmt: skip
def test_what_is_no_operation_is_a_404(driver: Driver, method: str, where: str) -> None:
    assert driver.call(method, where).status == 404


@pytest.mark.parametrize(
    ("content_type", "body", "status", "kind"),
    [
        ("", b"{}", 415, "missing_content_type"),
        ("text/plain", b"{}", 415, "missing_content_type"),
        ("application/json", b"{", 400, "invalid_syntax"),
        ("application/json", b"", 400, "invalid_syntax"),
        ("application/json", b"\xff\xfe", 400, "invalid_syntax"),
        ("application/json", b'{"id": NaN}', 400, "invalid_syntax"),
        ("application/json", b'{"name": "\\ud800"}', 400, "invalid_syntax"),
        ("application/json", b"[" * 100_000, 400, "invalid_syntax"),
        ("application/json; charset=utf-8", b"[]", 422, "invalid_data"),
        ("application/json", b'"' + b"x" * (1024 * 1024) + b'"', 413, "payload_too_large"),
    ],
)
def test_a_body_must_be_a_json_object_of_at_most_a_mebibyte(
    driver: Driver, content_type: str, body: bytes, status: int, kind: str
) -> None:
    headers = {"x-api-key": driver.key} | ({"content-type": content_type} if content_type else {})
    for where in ("/wallets", f"/environments/{driver.identity.environment_id}/payments"):
        assert driver.raw("POST", path(driver, where), headers, body).refusal == (status, kind)


@pytest.mark.parametrize(
    "query",
    ["limit=-1", "limit=x", "limit=4294967296", "offset=1.5", "direction=in", "kind=bolt12",
     "statuses[]=succeeded", "start_date=yesterday", "start_date=2026-10-05T12:00:00",
     "wallet_id=1", "sort_order=asc", "sort_key=amount", "pagination=page", "check_only=1"],
)  # fmt: skip
def test_a_query_that_cannot_be_read_is_a_400(driver: Driver, query: str) -> None:
    assert driver.call("GET", f"env/payments?{query}").refusal == (400, "invalid_parameter")


def test_every_answer_carries_the_time_and_its_length(driver: Driver) -> None:
    for where in ("/wallets", "/wallets/nope"):
        answer = driver.call("GET", where)
        assert answer.headers["date"] == "Sat, 21 Nov 2026 14:12:00 GMT"
        assert answer.headers["content-length"] == str(len(answer.body))
        assert answer.headers["content-type"] == "application/json"
        json.loads(answer.body)
