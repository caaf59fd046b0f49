"""The company the simulator starts with: its figures, its variety, and that a seed is a world."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from functools import cache

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.simulator.driver import START, Driver, Node, btc, check_books, signed
from voltage_tui.destinations import address, bolt11
from voltage_tui.simulator.http import request_of
from voltage_tui.simulator.options import Payer, SimulatorOptions

LIVELY = SimulatorOptions(activity=True)


@cache
def world() -> Driver:
    """The default world, which is only read from."""
    return Driver(SimulatorOptions())


def everything(driver: Driver) -> list[Node]:
    return list(driver.get("env/payments?limit=500")["items"])


def test_the_company_and_what_it_has_drawn() -> None:
    driver = world()
    wallets = list(driver.get("/wallets"))
    assert [wallet["name"].str for wallet in wallets] == [
        "Ops", "Payouts", "Storefront", "Refunds",
    ]  # fmt: skip
    totals = [signed(wallet["balances"][0]["total"]) for wallet in wallets]
    lines = {line["id"].str: line for line in driver.get("/lines_of_credit/summaries")}
    owed = sum(
        -total
        for wallet, total in zip(wallets, totals, strict=True)
        if total < 0 and wallet["line_of_credit_id"] == driver.btc_line
    )
    assert owed * 1_000 // lines[driver.btc_line]["limit"].int in (609, 610)
    assert totals[1] < 0
    assert lines[driver.usd_line]["currency"] == "usd"
    for wallet in wallets:
        check_books(driver, wallet)
        assert -signed(wallet["balances"][0]["total"]) < wallet["limit"].int


def test_every_state_and_kind_can_be_seen() -> None:
    payments = everything(world())
    shown = {payment.only("direction", "type", "status") for payment in payments}
    for wanted in (
        ("send", "bolt11", "sending"), ("send", "bolt11", "approved"),
        ("send", "bolt11", "completed"), ("send", "bolt11", "failed"),
        ("send", "onchain", "completed"), ("send", "onchain", "failed"),
        ("send", "bip21", "completed"), ("receive", "bolt11", "completed"),
        ("receive", "bolt11", "expired"), ("receive", "bolt11", "receiving"),
        ("receive", "onchain", "completed"), ("receive", "onchain", "receiving"),
        ("receive", "bip21", "completed"),
    ):  # fmt: skip
        assert wanted in shown, wanted
    codes = {p["error"]["code"].str for p in payments
             if not p["error"].is_null and "code" in p["error"]}  # fmt: skip
    assert codes == {"broadcast_fee_above_max", "no_route", "insufficient_funds"}
    types = {p["error"]["type"].str for p in payments if not p["error"].is_null}
    assert types == {"rejected", "hold_failed", "send_failed", "quote_failed", "expired"}
    assert [p for p in payments if p["direction"] == "receive" and len(p["frozen"])]
    assert [p for p in payments if p["payment_category"] == "treasury"]
    inside = [o for p in payments if p["direction"] == "send" for o in p["data"]["outflows"]]
    assert "shortcircuit" in {outflow["type"].str for outflow in inside}


def test_every_invoice_and_address_is_real_and_of_a_test_network() -> None:
    for payment in everything(world())[:150]:
        data = payment["data"]
        if "payment_request" in data and not data["payment_request"].is_null:
            invoice = bolt11.decode(data["payment_request"].str)
            assert invoice.prefix == "lntbs"
        if "address" in data and not data["address"].is_null:
            assert address.decode(data["address"].str).text.startswith("tb1")


def test_ledger_kinds_deposits_and_withdrawals_included() -> None:
    driver = world()
    kinds = {row["type"].str for wallet in driver.wallets for row in driver.ledger(wallet)}
    assert kinds == {"credited", "held", "captured", "released", "deposited", "withdrawn"}
    odd = [r for r in driver.ledger(driver.wallets[0]) if r["type"] == "captured"]
    assert any(row["amount"]["amount"].int % 1_000 for row in odd)


def test_what_is_due_is_announced_on_the_wallets() -> None:
    driver = world()
    due = driver.get(f"/bills?statuses=payment_due&line_of_credit_id={driver.btc_line}")
    (bill,) = due["items"]
    assert bolt11.decode(bill["ln_invoice"].str).amount_msat == bill["amt_due"]["amount"].int
    nets = {
        item["wallet_id"].str: item["amount_total"]["amount"].int
        for item in bill["invoice"]["line_items"]
    }
    for wallet in driver.get("/wallets"):
        for pending in wallet["pending_settlements"]:
            if pending["bill_id"] == bill["id"]:
                assert pending["amount"]["amount"] == nets.pop(wallet["id"].str)
    assert not nets


def test_deliveries_of_the_last_days_are_there() -> None:
    driver = world()
    active = [w for w in driver.get("/webhooks") if w["status"] == "active"]
    items = driver.get(f"env/webhooks/{active[0]['id'].str}/deliveries")["items"]
    assert {item["status"].str for item in items} == {"succeeded", "failed"}


def test_the_unconfirmed_transaction_confirms_and_the_open_request_expires() -> None:
    driver = Driver(SimulatorOptions())
    waiting = [p for p in everything(driver) if p["status"] == "receiving"]
    assert sorted(p["type"].str for p in waiting) == ["bolt11", "onchain"]
    driver.wait(45 * 60)
    ends = {p["type"].str: driver.payment(p["id"].str)["status"].str for p in waiting}
    assert ends == {"bolt11": "expired", "onchain": "completed"}
    check_books(driver, driver.wallet(2))


@settings(max_examples=12, deadline=None)
@given(
    seed=st.integers(0, 10_000),
    wallets=st.integers(1, 9),
    days=st.sampled_from([0, 1, 17, 90, 200]),
    rows=st.sampled_from([None, 5, 123]),
    start=st.datetimes(datetime(2025, 1, 1), datetime(2030, 1, 1)),  # noqa: DTZ001
)
def test_any_world_adds_up(
    seed: int, wallets: int, days: int, rows: int | None, start: datetime
) -> None:
    options = SimulatorOptions(seed=seed, wallets=wallets, history_days=days, ledger_rows=rows)
    driver = Driver(options, start.replace(tzinfo=UTC))
    found = driver.get("/wallets")
    assert len(found) == wallets
    for wallet in found:
        check_books(driver, wallet)
    for line in driver.get("/lines_of_credit/summaries"):
        own = [w["limit"].int for w in found if w["line_of_credit_id"] == line["id"]]
        assert line["allocated_limit"] == sum(own)
        assert sum(own) <= line["limit"].int


def conversation(options: SimulatorOptions) -> list[bytes]:
    """The raw answers to the same requests on the same clock."""
    driver = Driver(options)
    answers: list[bytes] = []

    def ask(method: str, where: str, body: object = None) -> None:
        raw = json.dumps(body).encode() if body is not None else b""
        headers = {"x-api-key": driver.key, "content-type": "application/json"}
        request = request_of(method, f"/v1{where}", headers, raw)
        response = driver.simulator.handle(request)
        answers.append(repr(response).encode())

    wallet = driver.wallets[0]
    for number in range(6):
        payment = {"id": f"457a9bbc-dd9c-45d2-8344-03e0e0ae730{number}", "wallet_id": wallet}
        receive = {**payment, "payment_kind": "bip21", "amount": btc(20_000_000)}
        ask("POST", f"{driver.environment}/payments", receive)
        driver.clock.advance(0.9)
        ask("GET", f"{driver.environment}/payments/{payment['id']}")
        ask("GET", f"{driver.environment}/payments?limit=20&sort_key=updated_at")
        ask("GET", f"{driver.organization}/wallets")
        driver.clock.advance(11.3)
    ask("GET", f"{driver.organization}/wallets/{wallet}/ledger?limit=50")
    return answers


@pytest.mark.parametrize("options", [LIVELY, SimulatorOptions(ledger_rows=400, wallets=6)])
def test_the_same_seed_clock_and_requests_give_the_same_bytes(options: SimulatorOptions) -> None:
    assert conversation(options) == conversation(options)


def test_another_seed_is_another_world() -> None:
    assert Driver(SimulatorOptions(seed=8)).key != Driver(SimulatorOptions(seed=7)).key


def test_when_the_clock_is_read_makes_no_difference_to_what_happened() -> None:
    """Events happen at their own moments, however rarely anybody looks."""

    def ledger(steps: int) -> list[object]:
        driver = Driver(SimulatorOptions(history_days=0, activity=True))
        for _ in range(steps):
            driver.wait(3_600 / steps)
        return [row.value for row in driver.ledger(driver.wallets[2])]

    assert ledger(1) == ledger(60)
    assert len(ledger(1)) > 20


def test_an_active_company_sells_and_pays_out_even_with_a_manual_payer() -> None:
    options = SimulatorOptions(activity=True, payer=Payer.MANUAL)
    driver = Driver(options)
    before = {payment["id"].str for payment in everything(driver)}
    driver.wait(1_800)
    new = [p for p in everything(driver) if p["id"].str not in before]
    assert {p.only("direction", "status") for p in new[5:]} == {
        ("receive", "completed"),
        ("send", "completed"),
    }
    assert 30 <= len(new) <= 120
    for wallet in driver.get("/wallets"):
        check_books(driver, wallet)


def test_a_thousand_wallets_have_names_of_their_own_on_both_lines() -> None:
    driver = Driver(SimulatorOptions(wallets=1_000))
    wallets = driver.get("/wallets")
    assert len({wallet["name"].str for wallet in wallets}) == 1_000
    lines = [wallet["line_of_credit_id"].str for wallet in wallets]
    assert min(lines.count(driver.btc_line), lines.count(driver.usd_line)) > 300


@pytest.mark.parametrize(
    "options",
    [{"wallets": 0}, {"wallets": 1_001}, {"ledger_rows": -1}, {"ledger_rows": 1_000_001},
     {"history_days": -1}],
)  # fmt: skip
def test_options_out_of_range_are_refused(options: dict[str, int]) -> None:
    with pytest.raises(ValueError, match="must be"):
        SimulatorOptions(**options)  # type: ignore[arg-type]  # a table of one option each


def test_a_clock_that_goes_back_does_not_disorder_the_ledger() -> None:
    driver = Driver(SimulatorOptions())
    driver.receive(0, amount=btc(1_000))
    driver.wait(10)
    driver.clock.jump(-timedelta(hours=2).total_seconds())
    driver.receive(0, amount=btc(2_000))
    driver.clock.jump(timedelta(hours=3).total_seconds())
    driver.wait(10)
    check_books(driver, driver.wallet(0))
    assert driver.clock.now() > START
