"""Webhooks: who is told what, signed how, and how often it is tried."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json

import pytest

from tests.simulator.driver import Driver, Node, btc, new_id
from tests.simulator.test_receive import MANUAL
from voltage_tui.simulator.flows.deliveries import Outcome, Outgoing, Report, signature

EVENTS = [{"receive": "generated"}, {"receive": "completed"}, {"send": "failed"}]


class Receiver:
    """A receiver that keeps what it gets and answers as it is told."""

    def __init__(self, driver: Driver) -> None:
        self.got: list[Outgoing] = []
        self.answer = Outcome(204)
        driver.simulator.courier.deliver = self

    def __call__(self, outgoing: Outgoing, report: Report) -> None:
        self.got.append(outgoing)
        report(self.answer)

    def events(self) -> list[str]:
        return [Node(json.loads(one.body))["detail"]["event"].str for one in self.got]


def register(driver: Driver, **changes: object) -> tuple[str, str]:
    """A new registration and its secret."""
    body = {"id": new_id(), "url": "https://shop.example/hook", "name": "Orders", "events": EVENTS}
    answer = driver.call("POST", "env/webhooks", body | changes)
    assert answer.status == 202
    driver.wait(0.5)
    return answer.json["id"].str, answer.json["shared_secret"].str


def test_the_published_test_vector() -> None:
    body = b'{"type":"test","detail":{"event":"created","data":"connectivity check"}}'
    made = signature("vltg_EXAMPLEonlyNotARealSecret0123456789", "1791194544", body)
    assert made == "B7kDCaL+YvfyrMEMKYKhj/doVuoL/IFCcRckpdoAmXk="


def test_a_receiver_is_told_of_its_events_with_the_whole_payment_signed() -> None:
    driver = Driver()
    receiver = Receiver(driver)
    webhook_id, secret = register(driver)
    payment_id = driver.receive(amount=btc(1_000_000))
    driver.wait(15)
    assert receiver.events() == ["generated", "completed"]
    first, last = receiver.got
    assert last.url == "https://shop.example/hook"
    headers = last.headers
    assert headers["x-voltage-webhook-id"] == webhook_id
    assert headers["x-voltage-event"] == "completed"
    message = last.body + b"." + headers["x-voltage-timestamp"].encode()
    digest = hmac.new(secret.encode(), message, hashlib.sha256).digest()
    assert headers["x-voltage-signature"] == base64.b64encode(digest).decode()
    payload = Node(json.loads(last.body))
    assert payload["type"] == "receive"
    assert payload["detail"]["data"] == driver.payment(payment_id)
    assert Node(json.loads(first.body))["detail"]["data"]["status"] == "receiving"


def test_each_end_of_a_payment_has_its_event() -> None:
    driver = Driver(MANUAL)
    receiver = Receiver(driver)
    events = [
        *(
            {"receive": name}
            for name in ("detected", "expired", "succeeded", "completed", "failed")
        ),
        *({"send": name} for name in ("succeeded", "failed")),
    ]
    register(driver, events=events)
    part = driver.receive(payment_kind="onchain", amount=btc(20_000_000), expiration=60)
    driver.receive(amount=btc(1_000), description=f"VOLTAGE_COMPLIANCE_{new_id()}")
    whole = driver.receive(amount=btc(1_000))
    driver.wait(1)
    driver.simulator.pay(part, 5_000_000)
    driver.simulator.pay(whole)
    driver.send(payment_request=driver.simulator.invoice_to_pay(1_000, "x"))
    driver.send(payment_request=driver.simulator.invoice_to_pay(1_000_000, "x"), max_fee=btc(0))
    driver.wait(70)
    assert sorted(receiver.events()) == [
        "completed", "detected", "expired", "failed", "failed", "succeeded", "succeeded",
    ]  # fmt: skip


def test_a_receiver_that_fails_is_tried_six_times_ever_more_slowly_and_can_be_tried_again() -> None:
    driver = Driver()
    receiver = Receiver(driver)
    receiver.answer = Outcome(503)
    webhook_id, _ = register(driver)
    delivery = try_out(driver, webhook_id)
    waits: list[int] = []
    waited = 0
    for _ in range(400):
        seen = len(receiver.got)
        driver.wait(1)
        waited += 1
        if len(receiver.got) > seen:
            waits.append(waited)
            waited = 0
    assert waits == [1, 5, 10, 20, 40, 80]
    found = driver.get(delivery)
    assert found.only("status", "attempt_count", "status_code") == ("failed", 6, 503)
    assert found["error_info"]["code"] == "http_server_error"
    receiver.answer = Outcome(200)
    driver.post(f"{delivery}/retry")
    driver.wait(1)
    assert driver.get(delivery).only("status", "attempt_count") == ("succeeded", 7)
    assert driver.get(delivery)["error_info"].is_null


def try_out(driver: Driver, webhook_id: str) -> str:
    """Ask for a test delivery, and return its path."""
    delivery_id = new_id()
    detail = {"event": "created", "data": "connectivity check"}
    body = {"delivery_id": delivery_id, "payload": {"type": "test", "detail": detail}}
    driver.post(f"env/webhooks/{webhook_id}/test", body)
    return f"env/webhooks/{webhook_id}/deliveries/{delivery_id}"


def test_an_abandoned_delivery_is_not_tried_again() -> None:
    driver = Driver()
    receiver = Receiver(driver)
    receiver.answer = Outcome(None, "connection_timeout")
    webhook_id, _ = register(driver)
    delivery = try_out(driver, webhook_id)
    driver.wait(1)
    assert driver.get(delivery)["error_info"]["code"] == "connection_timeout"
    driver.post(f"{delivery}/abandon")
    driver.wait(600)
    assert driver.get(delivery).only("status", "attempt_count") == ("abandoned", 1)
    assert len(receiver.got) == 1


@pytest.mark.parametrize(
    ("status", "code"),
    [(429, "rate_limited"), (404, "http_client_error"), (401, "authentication_failed"),
     (413, "payload_too_large"), (302, "invalid_response"), (500, "http_server_error")],
)  # fmt: skip
def test_an_answer_other_than_success_is_named(status: int, code: str) -> None:
    driver = Driver()
    receiver = Receiver(driver)
    receiver.answer = Outcome(status)
    webhook_id, _ = register(driver)
    delivery = try_out(driver, webhook_id)
    driver.wait(1)
    assert driver.get(delivery)["error_info"]["code"] == code


def test_a_stopped_webhook_is_told_nothing_until_it_is_started() -> None:
    driver = Driver()
    receiver = Receiver(driver)
    webhook_id, _ = register(driver)
    where = f"env/webhooks/{webhook_id}"

    def sell() -> int:
        before = len(receiver.got)
        driver.receive(amount=btc(1_000))
        driver.wait(15)
        return len(receiver.got) - before

    driver.post(f"{where}/stop")
    driver.wait(1)
    assert (driver.get(where)["status"].str, sell()) == ("stopped", 0)
    driver.post(f"{where}/start")
    driver.wait(1)
    assert (driver.get(where)["status"].str, sell()) == ("active", 2)
    assert driver.call("PATCH", where, {"events": [{"receive": "completed"}]}).status == 202
    driver.wait(1)
    assert sell() == 1
    assert driver.call("DELETE", where).status == 202
    driver.wait(1)
    assert (driver.get(where)["status"].str, sell()) == ("deleted", 0)
    driver.post(f"{where}/start")
    driver.wait(1)
    assert driver.get(where)["status"] == "deleted"


def test_a_new_key_signs_from_then_on() -> None:
    driver = Driver()
    receiver = Receiver(driver)
    webhook_id, old = register(driver)
    answer = driver.call("POST", f"env/webhooks/{webhook_id}/keys")
    new = answer.json["shared_secret"].str
    assert answer.status == 202
    assert new != old
    try_out(driver, webhook_id)
    driver.wait(1)
    sent = receiver.got[0]
    stamp = sent.headers["x-voltage-timestamp"]
    assert sent.headers["x-voltage-signature"] == signature(new, stamp, sent.body)


def test_deliveries_page_both_ways_and_are_counted() -> None:
    driver = Driver(MANUAL)
    Receiver(driver)
    webhook_id, _ = register(driver)
    for _ in range(5):
        driver.receive(amount=btc(1_000))
        driver.wait(1)
    where = f"env/webhooks/{webhook_id}/deliveries"
    everything = [one["id"].str for one in driver.get(where)["items"]]
    assert len(everything) == 5
    offset = [one["id"].str for one in driver.get(f"{where}?limit=2&offset=2")["items"]]
    assert offset == everything[2:4]
    first = driver.get(f"{where}?limit=3&pagination=cursor")
    rest = driver.get(f"{where}?limit=3&cursor={first['next_cursor'].str}")
    assert [one["id"].str for page in (first, rest) for one in page["items"]] == everything
    assert rest["has_more"].value is False
    assert driver.get(f"{where}/summary")["total_count"] == 5
    assert driver.get(f"{where}/summary?statuses[]=failed")["total_count"] == 0
    assert driver.call("GET", f"{where}?cursor=x").refusal == (400, "invalid_parameter")
    missing = driver.call("GET", f"{where}/{new_id()}")
    assert missing.refusal == (404, "webhook_delivery_not_found")


@pytest.mark.parametrize(
    ("changes", "refusal"),
    [
        ({"url": "ftp://x.example"}, (400, "invalid_webhook")),
        ({"url": "not a url"}, (400, "invalid_webhook")),
        ({"events": [{"receive": "paid"}]}, (422, "invalid_data")),
        ({"events": [{"send": "failed", "receive": "failed"}]}, (422, "invalid_data")),
        ({"events": ["send"]}, (422, "invalid_data")),
    ],
)
def test_a_webhook_that_cannot_be(changes: dict[str, object], refusal: tuple[int, str]) -> None:
    driver = Driver()
    body = {"id": new_id(), "url": "https://x.example", "name": "x", "events": EVENTS, **changes}
    assert driver.call("POST", "env/webhooks", body).refusal == refusal


def test_an_id_can_be_used_once_and_the_secret_is_never_read_again() -> None:
    driver = Driver()
    webhook_id, secret = register(driver)
    body = {"id": webhook_id, "url": "https://x.example", "name": "x", "events": EVENTS}
    assert driver.call("POST", "env/webhooks", body).refusal == (409, "webhook_exists")
    for where in (f"env/webhooks/{webhook_id}", "/webhooks"):
        assert secret not in repr(driver.get(where))
    missing = driver.call("GET", f"env/webhooks/{new_id()}")
    assert missing.refusal == (404, "webhook_not_found")
