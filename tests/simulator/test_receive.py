"""Receives: from `generating` to every end, and what they are refused for."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.simulator.driver import Driver, Node, btc, check_books, new_id, signed, usd
from voltage_tui.destinations import bip21, bolt11
from voltage_tui.simulator.options import Payer, SimulatorOptions

ASSET = "asset:" + "a" * 66
MANUAL = SimulatorOptions(history_days=0, payer=Payer.MANUAL)


def with_fee(driver: Driver, wallet: int, receive: int, send: int = 0) -> None:
    rates = {"send_basis_points": send, "receive_basis_points": receive}
    path = f"/wallets/{driver.wallets[wallet]}/policies"
    assert driver.call("PATCH", path, {"processing_fee": rates}).status == 202
    driver.wait(1)


def total(driver: Driver, wallet: int = 0) -> int:
    return signed(driver.wallet(wallet)["balances"][0]["total"])


def test_it_is_not_there_then_generating_then_shareable_then_paid() -> None:
    driver = Driver()
    payment_id = driver.receive(amount=btc(25_000_123), description="Order 1", expiration=1_800)
    assert driver.call("GET", f"env/payments/{payment_id}").status == 404
    seen: list[str] = []
    for _ in range(400):
        driver.wait(0.025)
        answer = driver.call("GET", f"env/payments/{payment_id}")
        if answer.status == 200 and answer.json["status"].str not in seen[-1:]:
            seen.append(answer.json["status"].str)
            shareable = not answer.json["data"]["payment_request"].is_null
            assert shareable is (seen[-1] != "generating")
    assert seen in (["generating", "receiving", "completed"], ["receiving", "completed"])
    payment = driver.payment(payment_id)
    invoice = bolt11.decode(payment["data"]["payment_request"].str)
    assert (invoice.prefix, invoice.amount_msat) == ("lntbs", 25_000_123)
    assert (invoice.description, invoice.expiry_s) == ("Order 1", 1_800)
    assert payment["bip21_uri"] == "lightning:" + invoice.text
    receipt = payment["data"]["receipts"][0]["data"]
    assert receipt["payment_hash"] == invoice.payment_hash.hex()
    assert driver.ledger(driver.wallets[0])[0]["credit_id"] == receipt["ledger_id"]
    assert total(driver) == 25_000_123
    names = [
        event["event_type"].str
        for event in driver.get(f"env/payments/{payment_id}/history")["events"]
    ]
    assert names == ["ReceiveRequested", "RequestGenerated", "Credited", "ReceiveCompleted"]


def test_the_payer_pays_within_two_to_eight_seconds_of_the_request_being_ready() -> None:
    driver = Driver()
    ids = [driver.receive(amount=btc(1_000_000)) for _ in range(30)]
    driver.wait(0.7 + 2 - 0.6)
    early = [driver.payment(payment_id)["status"] == "completed" for payment_id in ids]
    driver.wait(0.7 + 8)
    late = [driver.payment(payment_id)["status"] == "completed" for payment_id in ids]
    assert not all(early)
    assert all(late)


def test_a_fee_is_paid_by_the_payer_and_the_wallet_gets_the_principal() -> None:
    driver = Driver(MANUAL)
    with_fee(driver, 0, receive=100)
    payment_id = driver.receive(amount=btc(25_000_000))
    driver.wait(1)
    payment = driver.payment(payment_id)
    assert bolt11.decode(payment["data"]["payment_request"].str).amount_msat == 25_250_000
    assert payment["requested_amount"]["amount"] == 25_000_000
    assert payment["processing_fee"] == {
        "basis_points": 100,
        "amount": {"currency": "btc", "amount": 250_000, "unit": "msats"},
    }
    assert "payment_breakdown" not in payment
    driver.simulator.pay(payment_id)
    payment = driver.payment(payment_id)
    assert payment["status"] == "completed"
    assert payment["data"]["fees"]["amount"] == 250_000
    assert payment["payment_breakdown"]["principal"]["amount"] == 25_000_000
    (row,) = driver.ledger(driver.wallets[0])
    assert row["amount"]["amount"] == 25_000_000
    assert row["payment_breakdown"]["processing_fee"]["basis_points"] == 100


def test_any_amount_is_filled_in_by_what_was_paid() -> None:
    driver = Driver(MANUAL)
    payment_id = driver.receive(currency="btc", payment_kind="bip21", description="Donation")
    driver.wait(1)
    payment = driver.payment(payment_id)
    assert payment["data"]["amount"]["amount"] == 0
    assert "requested_amount" not in payment
    link = bip21.parse(payment["bip21_uri"].str)
    assert link.fixed_amount_msat is None
    driver.simulator.pay(payment_id, 7_654_321)
    payment = driver.payment(payment_id)
    assert payment["status"] == "completed"
    assert payment["data"]["amount"]["amount"] == 7_654_321
    assert payment["data"]["amount_msats"] == 7_654_321


def test_any_amount_fails_where_a_fee_applies_but_not_for_treasury() -> None:
    driver = Driver(MANUAL)
    with_fee(driver, 0, receive=1)
    payment_id = driver.receive(currency="btc")
    body = {"id": new_id(), "wallet_id": driver.wallets[0], "payment_kind": "bolt11"}
    driver.post("env/treasury_movements", {**body, "currency": "btc"})
    driver.wait(1)
    error = driver.payment(payment_id)["error"]
    assert error.only("type", "code") == ("receive_failed", "invalid_payment_amount")
    treasury = driver.payment(str(body["id"]))
    assert treasury.only("status", "payment_category") == ("receiving", "treasury")
    assert "processing_fee" not in treasury


def test_on_chain_money_is_seen_then_settled_in_parts_then_completes() -> None:
    driver = Driver(MANUAL)
    with_fee(driver, 0, receive=100)
    payment_id = driver.receive(payment_kind="onchain", amount=btc(100_000_000))
    driver.wait(1)
    driver.simulator.pay(payment_id, 40_000_000)
    payment = driver.payment(payment_id)
    assert payment["status"] == "receiving"
    driver.simulator.pay(payment_id)
    payment = driver.payment(payment_id)
    assert payment["status"] == "completed"
    parts = [row["amount"]["amount"].int for row in driver.ledger(driver.wallets[0])]
    assert sum(parts) == 100_000_000
    assert payment["payment_breakdown"]["processing_fee"]["amount"] == 1_000_000
    assert [r["data"]["is_pending"] for r in payment["data"]["receipts"]] == [False, False]
    check_books(driver, driver.wallet())


def test_an_automatic_on_chain_payer_is_pending_before_it_settles() -> None:
    driver = Driver()
    ids = [driver.receive(payment_kind="onchain", amount=btc(90_000_000)) for _ in range(12)]
    driver.wait(9)
    receipts = [driver.payment(payment_id)["data"]["receipts"] for payment_id in ids]
    assert all(len(found) == 1 for found in receipts)
    pending = [
        found[0]["data"] for found in receipts if found[0]["data"]["is_pending"].value is True
    ]
    assert pending
    assert {(r["ledger_id"].value, r["height_mined_at"].value) for r in pending} == {(None, None)}
    driver.wait(120)
    settled = [driver.payment(payment_id) for payment_id in ids]
    assert {payment["status"].str for payment in settled} == {"completed"}
    assert {len(payment["data"]["receipts"]) for payment in settled} == {1, 2}


def test_what_comes_too_late_is_credited_and_stays_expired() -> None:
    driver = Driver(MANUAL)
    lightning = driver.receive(amount=btc(20_000_000), expiration=60)
    on_chain = driver.receive(payment_kind="onchain", amount=btc(20_000_000), expiration=60)
    driver.wait(62)
    assert driver.payment(lightning)["error"] == {"type": "expired"}
    with pytest.raises(ValueError, match="closed"):
        driver.simulator.pay(lightning)
    driver.simulator.pay(on_chain)
    assert driver.payment(on_chain)["status"] == "expired"
    assert total(driver) == 20_000_000


def test_the_default_expiry_is_an_hour_though_none_is_shown() -> None:
    driver = Driver(MANUAL)
    payment_id = driver.receive(amount=btc(1_000))
    driver.wait(3_599)
    assert driver.payment(payment_id)["status"] == "receiving"
    assert driver.payment(payment_id)["data"]["expiration"].is_null
    driver.wait(2)
    assert driver.payment(payment_id)["status"] == "expired"


def test_the_compliance_word_fails_a_receive() -> None:
    driver = Driver()
    payment_id = driver.receive(amount=btc(1_000), description=f"VOLTAGE_COMPLIANCE_{new_id()}")
    driver.wait(1)
    payment = driver.payment(payment_id)
    assert payment["status"] == "failed"
    assert payment["error"]["code"] == "rejected"


@pytest.mark.parametrize(
    ("fields", "kind", "code"),
    [
        ({"amount": btc(0)}, "invalid_amount", "below_minimum"),
        ({"amount": btc(-5)}, "invalid_amount", "below_minimum"),
        ({"amount": usd(100)}, "invalid_currency", None),
        ({"amount": btc(1_000), "description": ""}, "invalid_memo", "too_short"),
        (
            {"amount": btc(1_000), "description": "é" * 320},
            "invalid_receive_payment",
            "validation_failed",
        ),
        ({"amount": btc(1_000), "expiration": 0}, "invalid_receive_payment", "validation_failed"),
        (
            {"amount": btc(1_000), "expiration": 86_401},
            "invalid_receive_payment",
            "validation_failed",
        ),
        ({"payment_kind": "onchain", "amount": btc(9_999_000)}, "invalid_amount", "below_minimum"),
        ({"payment_kind": "onchain", "amount": btc(20_000_001)}, "invalid_amount", None),
        ({"payment_kind": "onchain", "amount_sats": 9_999}, "invalid_amount", "below_minimum"),
        ({"payment_kind": "onchain", "currency": "btc"}, "invalid_receive_payment", None),
        ({"amount": btc(1_000), "quote_id": new_id()}, "invalid_quote", None),
        ({"amount": btc(1_000), "wallet_id": new_id()}, "invalid_payment", None),
        (
            {
                "payment_kind": "taprootasset",
                "amount": {"currency": "asset:" + "a" * 66, "amount": 1},
            },
            "feature_flag_disabled",
            "disabled",
        ),
    ],
)
def test_what_cannot_be_received_is_a_400(
    fields: dict[str, object], kind: str, code: str | None
) -> None:
    driver = Driver()
    body = {"id": new_id(), "wallet_id": driver.wallets[0], "payment_kind": "bolt11", **fields}
    answer = driver.call("POST", "env/payments", body)
    assert answer.refusal == (400, kind)
    if code is not None:
        assert answer.error["code"] == code
    assert driver.call("GET", f"env/payments/{body['id']}").status == 404


@pytest.mark.parametrize(
    "fields",
    [
        {},
        {"amount": {"currency": "btc", "amount": 1.0}},
        {"amount": {"currency": "btc", "amount": True}},
        {"amount": {"currency": "BTC", "amount": 1}},
        {"amount": {"currency": "btc", "amount": 1 << 63}},
        {"amount": btc(1), "expiration": -1},
        {"amount": btc(1), "metadata": {"a": 1}},
        {"amount": btc(1), "metadata": {str(n): "" for n in range(51)}},
        {"amount": btc(1), "metadata": {"k" * 257: ""}},
        {"amount": btc(1), "wallet_id": "not-a-uuid"},
        {"amount": btc(1), "payment_kind": "usdbatch"},
        {"amount": btc(1), "type": "bolt11"},
    ],
)
def test_what_does_not_fit_the_schema_is_a_422(fields: dict[str, object]) -> None:
    driver = Driver()
    body = {"id": new_id(), "wallet_id": driver.wallets[0], "payment_kind": "bolt11", **fields}
    answer = driver.call("POST", "env/payments", body)
    assert answer.refusal == (422, "invalid_data")


def test_the_old_numeric_names_are_taken() -> None:
    driver = Driver(MANUAL)
    lightning = driver.receive(amount_msats=1_234_567)
    on_chain = driver.receive(payment_kind="onchain", amount_sats=20_000)
    driver.wait(1)
    assert driver.payment(lightning)["data"]["amount"]["amount"] == 1_234_567
    assert driver.payment(on_chain)["data"]["amount"]["amount"] == 20_000_000
    assert driver.payment(on_chain)["data"]["amount_sats"] == 20_000


def rate_of(payment: Node) -> Fraction:
    coefficient, scale = payment["data"]["market_quote"]["rate"].str.split("e")
    return Fraction(int(coefficient), 10 ** int(scale))


@settings(max_examples=25, deadline=None)
@given(cents=st.integers(1, 2_000_000))
def test_dollars_are_asked_for_in_bitcoin_half_up_and_credited_exactly(cents: int) -> None:
    driver = Driver(MANUAL)
    quote = driver.quote(usd(cents), "btc")
    payment_id = driver.receive(1, amount=usd(cents), quote_id=quote, expiration=600)
    driver.wait(1)
    payment = driver.payment(payment_id)
    exact = Fraction(cents) * 100_000_000 / rate_of(payment)
    sats = int(exact + Fraction(1, 2))
    assert payment["requested_amount"] == {
        "currency": "btc",
        "amount": sats * 1_000,
        "unit": "msats",
    }
    assert payment["data"]["amount"] == {"currency": "usd", "amount": cents, "unit": "cents"}
    assert 290 <= payment["data"]["expiration"].int < 300
    if sats == 0:
        return
    driver.simulator.pay(payment_id)
    payment = driver.payment(payment_id)
    (exchange,) = payment["exchanges"]
    assert exchange["from_amount"]["amount"] == sats * 1_000
    assert exchange["to_amount"]["amount"] == cents
    assert total(driver, 1) == cents


def test_a_dollar_receive_needs_its_own_quote_once() -> None:
    driver = Driver(MANUAL)
    wallet = {"wallet_id": driver.wallets[1], "payment_kind": "bolt11", "amount": usd(2_500)}
    missing = driver.call("POST", "env/payments", {"id": new_id(), **wallet})
    assert missing.error.only("type", "code") == ("quote_required", "required")
    other = driver.quote(usd(2_501), "btc")
    sending = driver.quote(btc(1_000_000), "usd")
    right = driver.quote(usd(2_500), "btc")
    for quote in (new_id(), other, sending):
        body = {"id": new_id(), **wallet, "quote_id": quote}
        assert driver.call("POST", "env/payments", body).error["type"] == "invalid_quote"
    driver.receive(1, amount=usd(2_500), quote_id=right)
    body = {"id": new_id(), **wallet, "quote_id": right}
    assert driver.call("POST", "env/payments", body).error["type"] == "invalid_quote"
    used = driver.get(f"env/quotes/{right}")
    assert not used["consumed_at"].is_null
    assert used["wallet_id"] == driver.wallets[1]
    assert driver.get(f"env/quotes/{other}")["consumed_at"].is_null
    late = driver.quote(usd(2_500), "btc")
    driver.wait(300)
    body = {"id": new_id(), **wallet, "quote_id": late}
    assert driver.call("POST", "env/payments", body).error["type"] == "invalid_quote"
