"""Every operation but checkout, driven through success and error, fits the API reference."""

from __future__ import annotations

import uuid
from collections.abc import Iterator

import pytest

from tests.reference.location import available, needs_reference
from tests.reference.operations import BODY_ERRORS, operations
from tests.simulator.judged import Voltage
from tests.simulator.stories import STORIES, drive_expiry, drive_reads
from voltage_tui.simulator.options import SimulatorOptions

pytestmark = needs_reference

NAMES = (
    tuple(name for name, found in operations().items() if found.group != "Checkout")
    if available
    else ()
)
WITH_BODY = tuple(name for name in NAMES if operations()[name].body is not None)
RESTRICTED = {
    "read": {"READ"},
    "receive": {"READ", "RECEIVE"},
    "billing": {"READ", "BILLING"},
}
"""The simulator's further keys (`<api key>-<name>`) and what each permits."""


@pytest.fixture
def voltage() -> Iterator[Voltage]:
    """A world; whatever the test did with it, no answer may break the reference."""
    made = Voltage()
    yield made
    assert made.violations == []


def unknown_ids() -> dict[str, object]:
    names = ("wallet_id", "payment_id", "line_id", "bill_id", "quote_id", "webhook_id",
             "delivery_id")  # fmt: skip
    return {name: uuid.uuid4() for name in names}


@pytest.mark.parametrize("name", NAMES)
def test_who_asks_wrongly_is_refused_in_the_reference_words(name: str, voltage: Voltage) -> None:
    ids = unknown_ids()
    operation = operations()[name]
    key = voltage.identity.api_key
    body: object = {"payment_kind": "bolt11"} if operation.body else None

    assert voltage.call(name, body, headers={}, ids=ids).status == 400
    assert voltage.call(name, body, key="vltg_unknown", ids=ids).status == 401
    bearer = {"authorization": f"Bearer {key}"}
    assert voltage.call(name, body, headers=bearer, ids=ids).status == 401
    foreign = {**ids, "organization_id": uuid.uuid4()}
    assert voltage.call(name, body, foreign).status == 403
    if "{environment_id}" in operation.path:
        assert voltage.call(name, body, {**ids, "environment_id": uuid.uuid4()}).status == 403
    for parameter in operation.pattern.groupindex:
        wrong = {**ids, parameter: "not-a-uuid"}
        assert voltage.call(name, body, wrong).status == 400
    for restriction, permitted in RESTRICTED.items():
        answer = voltage.call(name, body, ids, key=f"{key}-{restriction}")
        if not any(word in operation.permission for word in permitted) and operation.permission:
            assert answer.status == 403, restriction


@pytest.mark.parametrize("name", NAMES)
def test_what_is_not_there_is_told_in_the_reference_words(name: str, voltage: Voltage) -> None:
    operation = operations()[name]
    answer = voltage.call(name, {} if operation.body else None, unknown_ids())
    assert answer.status in {*operation.errors, *operation.success}
    if 404 in operation.errors and operation.body is None:
        assert answer.status == 404


@pytest.mark.parametrize("name", WITH_BODY)
def test_a_body_that_cannot_be_read_is_refused(name: str, voltage: Voltage) -> None:
    ids = real_ids(voltage)
    key = {"x-api-key": voltage.identity.api_key}
    json_type = key | {"content-type": "application/json"}

    def status(raw: bytes, headers: dict[str, str] = json_type) -> int:
        return voltage.call(name, headers=headers, raw=raw, ids=ids).status

    assert status(b"{}", key) == 415
    assert status(b"{}", key | {"content-type": "text/plain"}) == 415
    assert status(b"{") == 400
    assert status(b"\xff") == 400
    assert status(b"[]") == 422
    assert status(b'{"pad": "' + b"x" * 1_100_000 + b'"}') == 413
    assert status(b'{"id": 7, "name": 7, "events": 7, "limit": "7", "delivery_id": 7}') in {
        400, 422,
    }  # fmt: skip
    assert {413, 415, 422} == BODY_ERRORS


def real_ids(voltage: Voltage) -> dict[str, object]:
    """One of everything there is; a webhook is made for it."""
    webhook = voltage.make(
        "create_webhook",
        {"url": "https://shop.example/hook", "name": "Hook", "events": [{"test": "created"}]},
    )
    voltage.pass_time(2)
    return {
        **unknown_ids(),
        "wallet_id": voltage.identity.wallet_ids[0],
        "line_id": voltage.identity.line_of_credit_ids[0],
        "webhook_id": webhook,
    }


def test_what_nobody_pays_expires_in_the_reference_words() -> None:
    assert drive_expiry().violations == []


def test_every_operation_answers_every_story_as_the_reference_says() -> None:
    voltage = Voltage()
    for drive in STORIES:
        drive(voltage)
    succeeded = {name for name, status in voltage.seen if status < 300}
    assert succeeded == set(NAMES)
    assert voltage.violations == []


def test_hours_of_activity_fit_the_reference() -> None:
    options = SimulatorOptions(seed=11, wallets=9, ledger_rows=300, activity=True, history_days=5)
    voltage = Voltage(options)
    for _ in range(8):
        voltage.pass_time(900)
        voltage.call("get_payments", query=(("limit", "25"),))
    drive_reads(voltage)
    assert voltage.violations == []
