"""Wallets, lines of credit and policies."""

from __future__ import annotations

import pytest

from tests.simulator.driver import Driver, btc, check_books, new_id
from tests.simulator.test_receive import MANUAL
from voltage_tui.simulator.options import SimulatorOptions


def new_wallet(driver: Driver, **changes: object) -> dict[str, object]:
    return {
        "id": new_id(),
        "environment_id": driver.identity.environment_id,
        "line_of_credit_id": driver.btc_line,
        "name": "Refunds 2",
        "network": "mutinynet",
        "limit": 50_000_000,
        "metadata": {"team": "support"},
        **changes,
    }


def test_a_new_wallet_is_there_after_a_moment_and_takes_its_slice() -> None:
    driver = Driver()
    line = driver.get(f"/lines_of_credit/{driver.btc_line}/summary")
    body = new_wallet(driver)
    driver.post("/wallets", body)
    assert driver.call("GET", f"/wallets/{body['id']}").refusal == (404, "instance_not_found")
    assert len(driver.get("/wallets")) == 4
    driver.wait(0.5)
    wallet = driver.get(f"/wallets/{body['id']}")
    for name in ("id", "name", "limit", "metadata", "line_of_credit_id", "network"):
        assert wallet[name] == body[name]
    assert wallet["balances"] == []
    allocated = driver.get(f"/lines_of_credit/{driver.btc_line}/summary")["allocated_limit"].int
    assert allocated == line["allocated_limit"].int + 50_000_000
    assert len(driver.get("/wallets")) == 5


@pytest.mark.parametrize(
    ("changes", "status", "kind"),
    [
        ({"line_of_credit_id": new_id()}, 400, "line_of_credit_not_found"),
        ({"network": "mainnet"}, 400, "line_of_credit_network_mismatch"),
        ({"limit": 1 << 60}, 400, "line_of_credit_cannot_allocate_wallet_limit"),
        ({"environment_id": new_id()}, 403, "access_rights"),
        ({"name": "ab"}, 422, "invalid_data"),
        ({"name": "x" * 257}, 422, "invalid_data"),
        ({"network": "testnet"}, 422, "invalid_data"),
        ({"limit": -1}, 422, "invalid_data"),
        ({"limit": 1 << 64}, 422, "invalid_data"),
        ({"id": "1"}, 422, "invalid_data"),
    ],
)
def test_a_wallet_that_cannot_be_made(changes: dict[str, object], status: int, kind: str) -> None:
    driver = Driver()
    assert driver.call("POST", "/wallets", new_wallet(driver, **changes)).refusal == (status, kind)


def test_an_id_that_is_taken_is_refused_and_a_quick_duplicate_changes_nothing() -> None:
    driver = Driver()
    body = new_wallet(driver)
    driver.post("/wallets", body)
    driver.post("/wallets", {**body, "name": "Another"})
    driver.wait(0.5)
    assert driver.get(f"/wallets/{body['id']}")["name"] == "Refunds 2"
    answer = driver.call("POST", "/wallets", body)
    assert answer.refusal == (400, "invalid_request")
    assert answer.error["context"] == {"fields": ["id"]}


def test_the_whole_line_can_be_handed_out_but_not_more() -> None:
    driver = Driver()
    line = driver.get(f"/lines_of_credit/{driver.btc_line}/summary")
    left = line["limit"].int - line["allocated_limit"].int
    assert driver.call("POST", "/wallets", new_wallet(driver, limit=left + 1)).status == 400
    driver.post("/wallets", new_wallet(driver, limit=left))
    assert driver.call("POST", "/wallets", new_wallet(driver, limit=1)).status == 400
    driver.post("/wallets", new_wallet(driver, limit=0))


def test_a_new_name_and_a_deletion_come_a_moment_later() -> None:
    driver = Driver()
    where = f"/wallets/{driver.wallets[3]}"
    assert driver.call("PATCH", where, {"name": "Returns"}).status == 202
    assert driver.get(where)["name"] == "Refunds"
    driver.wait(0.5)
    assert driver.get(where)["name"] == "Returns"
    before = driver.get(f"/lines_of_credit/{driver.btc_line}/summary")["allocated_limit"].int
    assert driver.call("DELETE", where).status == 202
    driver.wait(0.5)
    wallet = driver.get(where)
    assert wallet["active"].value is False
    assert not wallet["deleted_at"].is_null
    assert [w["id"] for w in driver.get("/wallets")] == list(driver.wallets[:3])
    assert len(driver.get("/wallets?inactive=true")) == 4
    after = driver.get(f"/lines_of_credit/{driver.btc_line}/summary")["allocated_limit"].int
    assert after == before - wallet["limit"].int
    body = {"id": new_id(), "wallet_id": driver.wallets[3], "payment_kind": "bolt11"}
    answer = driver.call("POST", "env/payments", {**body, "amount": btc(1_000)})
    assert answer.refusal == (400, "invalid_payment")


def test_a_wallet_with_money_is_kept() -> None:
    driver = Driver(MANUAL)
    payment_id = driver.receive(amount=btc(1_000))
    driver.wait(1)
    where = f"/wallets/{driver.wallets[0]}"
    driver.simulator.pay(payment_id)
    assert driver.call("DELETE", where).refusal == (400, "wallet_not_empty")
    driver.wait(1)
    assert driver.get(where)["active"].value is True


def test_money_that_comes_while_a_wallet_is_being_deleted_keeps_it() -> None:
    driver = Driver(MANUAL)
    payment_id = driver.receive(amount=btc(1_000))
    driver.wait(1)
    where = f"/wallets/{driver.wallets[0]}"
    assert driver.call("DELETE", where).status == 202
    driver.simulator.pay(payment_id)
    driver.wait(1)
    wallet = driver.get(where)
    assert wallet["active"].value is True
    assert not wallet["deletion_failed_at"].is_null
    assert not wallet["error"].is_null
    check_books(driver, wallet)


def test_lists_can_be_narrowed() -> None:
    driver = Driver()
    own = driver.identity.environment_id
    assert len(driver.get(f"/wallets?environment_id={own}")) == 4
    assert len(driver.get(f"/wallets?environment_id={new_id()}")) == 0
    lines = "/lines_of_credit/summaries"
    assert [line["currency"] for line in driver.get(lines)] == ["btc", "usd"]
    assert len(driver.get(f"{lines}?network=mutinynet&environment_ids={own}")) == 2
    assert len(driver.get(f"{lines}?network=testnet3")) == 0
    assert len(driver.get(f"{lines}?environment_ids[]={new_id()}")) == 0


def sandbox(driver: Driver, body: object, line: str = "") -> tuple[int, object]:
    where = f"env/lines_of_credit/{line or driver.btc_line}/sandbox"
    answer = driver.call("PATCH", where, body)
    return answer.refusal if answer.body else (answer.status, None)


def test_the_sandbox_line_can_grow_and_be_disabled_for_good() -> None:
    driver = Driver()
    line = driver.get(f"/lines_of_credit/{driver.btc_line}/summary")
    allocated = line["allocated_limit"].int
    assert sandbox(driver, {}) == (400, "no_updates_provided")
    assert sandbox(driver, {"limit": 0}) == (422, "invalid_data")
    assert sandbox(driver, {"limit": allocated - 1}) == (400, "invalid_line_of_credit_limit")
    assert sandbox(driver, {"disable": False}) == (403, "not_allowed")
    assert sandbox(driver, {"limit": 1}, new_id()) == (404, "line_of_credit_not_found")
    assert sandbox(driver, {"limit": allocated}) == (202, None)
    driver.wait(1)
    assert driver.get(f"/lines_of_credit/{driver.btc_line}/summary")["limit"] == allocated
    assert sandbox(driver, {"disable": True}) == (202, None)
    driver.wait(1)
    assert len(driver.get("/lines_of_credit/summaries")) == 1
    assert len(driver.get("/lines_of_credit/summaries?include_disabled=true")) == 2
    refused = driver.call("POST", "/wallets", new_wallet(driver, limit=0))
    assert refused.refusal == (400, "line_of_credit_disabled")
    body = {"id": new_id(), "wallet_id": driver.wallets[0], "payment_kind": "bolt11"}
    answer = driver.call("POST", "env/payments", {**body, "amount": btc(1_000)})
    assert answer.refusal == (400, "invalid_payment")


def policies(driver: Driver, place: int = 0) -> dict[str, object]:
    found = driver.get(f"/wallets/{driver.wallets[place]}/policies")["policies"]
    return {policy["type"].str: policy["data"].value for policy in found}


def test_policies_are_set_changed_and_taken_back() -> None:
    driver = Driver()
    where = f"/wallets/{driver.wallets[0]}/policies"
    assert driver.call("GET", where).refusal == (404, "wallet_policies_not_found")
    update = {
        "max_payment_size_sats": 5,
        "transactions_per_minute": 6,
        "send_volume_limit_sats": 7,
        "template_id": new_id(),
        "ofac_compliant": True,
        "processing_fee": {"send_basis_points": 10, "receive_basis_points": 20},
    }
    assert driver.call("PATCH", where, update).status == 202
    driver.wait(1)
    first = policies(driver)
    assert list(first) == [
        "max_payment_size", "transaction_velocity", "send_volume_limit", "reflex_approval",
        "ofac_compliant", "processing_fee",
    ]  # fmt: skip
    change = {"max_payment_size_sats": 9, "processing_fee": None, "ofac_compliant": False}
    assert driver.call("PATCH", where, change).status == 202
    driver.wait(1)
    then = policies(driver)
    assert set(first) - set(then) == {"processing_fee", "ofac_compliant"}
    before, after = first["max_payment_size"], then["max_payment_size"]
    assert isinstance(before, dict)
    assert isinstance(after, dict)
    assert after["max_size_sats"] == 9
    assert (after["id"], after["created_at"]) == (before["id"], before["created_at"])
    assert after["updated_at"] > before["updated_at"]


def test_rates_above_the_whole_are_rejected_later() -> None:
    driver = Driver()
    where = f"/wallets/{driver.wallets[0]}/policies"
    rates = {"send_basis_points": 0, "receive_basis_points": 10_001}
    assert driver.call("PATCH", where, {"processing_fee": rates}).status == 202
    driver.wait(1)
    error = driver.get(where)["error"]
    assert error["type"] == "invalid_processing_fee_rates"
    assert error["context"]["direction"] == "receive"
    assert policies(driver) == {}


@pytest.mark.parametrize(
    ("body", "status", "kind"),
    [
        ({}, 400, "no_updates_provided"),
        ({"max_size": 1}, 422, "invalid_data"),
        ({"max_payment_size_sats": 0}, 422, "invalid_data"),
        ({"processing_fee": {"send_basis_points": 1}}, 422, "invalid_data"),
    ],
)
def test_a_policy_update_that_is_none(body: object, status: int, kind: str) -> None:
    driver = Driver(SimulatorOptions(history_days=0))
    where = f"/wallets/{driver.wallets[0]}/policies"
    assert driver.call("PATCH", where, body).refusal == (status, kind)
    other = f"/wallets/{new_id()}/policies"
    assert driver.call("PATCH", other, body).refusal == (404, "wallet_policies_not_found")


def test_screening_refuses_a_sanctioned_address() -> None:
    driver = Driver()
    address = driver.simulator.sanctioned_address()

    def pay() -> str:
        amount = btc(20_000_000)
        payment_id = driver.send(0, "onchain", address=address, amount=amount)
        driver.wait(60)
        return driver.payment(payment_id)["status"].str

    assert pay() == "completed"
    where = f"/wallets/{driver.wallets[0]}/policies"
    assert driver.call("PATCH", where, {"ofac_compliant": True}).status == 202
    driver.wait(1)
    assert pay() == "failed"
