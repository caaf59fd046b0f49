"""Sends: every edge of the state machine, and what they are refused for."""

from __future__ import annotations

import pytest

from tests.simulator.driver import Driver, Node, btc, check_books, new_id, signed, usd
from tests.simulator.test_receive import MANUAL, rate_of, with_fee
from voltage_tui.destinations import bolt11
from voltage_tui.destinations.bolt11_encode import encode
from voltage_tui.simulator.options import SimulatorOptions


def states(driver: Driver, payment_id: str, seconds: float = 40) -> list[str]:
    """The states a payment is seen in, in order."""
    seen: list[str] = []
    for _ in range(int(seconds * 40)):
        driver.wait(0.025)
        answer = driver.call("GET", f"env/payments/{payment_id}")
        if answer.status == 200 and answer.json["status"].str not in seen[-1:]:
            seen.append(answer.json["status"].str)
    return seen


def end(driver: Driver, payment_id: str) -> Node:
    driver.wait(60)
    return driver.payment(payment_id)


def test_a_lightning_send_is_approved_held_and_captured() -> None:
    driver = Driver()
    with_fee(driver, 0, receive=0, send=150)
    text = driver.simulator.invoice_to_pay(10_000_000, "weekly payout")
    payment_id = driver.send(payment_request=text, max_fee=btc(100_000))
    assert states(driver, payment_id, 8)[-2:] == ["approved", "completed"]
    payment = driver.payment(payment_id)
    network = payment["payment_breakdown"]["network_fee"]["amount"].int
    assert 0 <= network <= 100_000
    assert payment["processing_fee"]["amount"]["amount"] == 150_000
    assert payment["data"]["fees"]["amount"] == network + 150_000
    assert payment["data"]["fee_msats"] == network + 150_000
    assert payment["data"]["memo"] == "weekly payout"
    captured, held = driver.ledger(driver.wallets[0])
    assert held["amount"]["amount"] == 10_000_000 + 100_000 + 150_000
    assert captured["amount"]["amount"] == 10_000_000 + network + 150_000
    outflow = payment["data"]["outflows"][0]["data"]
    assert outflow["ledger_id"] == held["hold_id"] == captured["hold_id"]
    assert outflow["payment_hash"] == bolt11.decode(text).payment_hash.hex()
    assert signed(driver.wallet()["balances"][0]["total"]) == -captured["amount"]["amount"].int


def test_a_hold_is_open_while_the_send_is_under_way() -> None:
    driver = Driver()
    address = driver.simulator.address_to_pay()
    payment_id = driver.send(0, "onchain", address=address, amount=btc(90_000_000))
    driver.wait(3.5)
    wallet = driver.wallet()
    (hold,) = wallet["holds"]
    assert signed(hold["amount"]) == 90_000_000 + 900_000
    assert signed(wallet["balances"][0]["available"]) == -90_900_000
    assert signed(wallet["balances"][0]["total"]) == 0
    receipt = driver.payment(payment_id)["data"]["outflows"][0]["data"]
    assert receipt.only("is_pending", "amount_sats") == (True, 90_000)
    payment = end(driver, payment_id)
    assert payment["status"] == "completed"
    assert payment["data"]["outflows"][0]["data"]["is_pending"].value is False
    assert len(driver.wallet()["holds"]) == 0
    check_books(driver, driver.wallet())


def test_the_default_fee_limits_are_those_of_the_reference() -> None:
    driver = Driver()
    small = driver.send(payment_request=driver.simulator.invoice_to_pay(50_000, "small"))
    large = driver.send(payment_request=driver.simulator.invoice_to_pay(50_000_000, "large"))
    address = driver.simulator.address_to_pay()
    chain = driver.send(0, "onchain", address=address, amount=btc(20_000_000))
    driver.wait(1)
    found = [driver.payment(p)["data"]["max_fee"]["amount"].int for p in (small, large, chain)]
    assert found == [1_000, 500_000, 263_000]


@pytest.mark.parametrize("wallet", [0, 2])
def test_a_fee_limit_too_low_fails_and_releases(wallet: int) -> None:
    driver = Driver()
    address = driver.simulator.address_to_pay()
    invoice = driver.simulator.invoice_to_pay(5_000_000, "x")
    lightning = driver.send(wallet, payment_request=invoice, max_fee=btc(0))
    chain = driver.send(
        wallet, "onchain", address=address, amount=btc(20_000_000), max_fee=btc(100_000)
    )
    assert end(driver, lightning)["error"]["code"] == "no_route"
    error = driver.payment(chain)["error"]
    assert error["code"] == "broadcast_fee_above_max"
    assert error["context"]["max_fee_sats"] == 100
    assert error["context"]["estimated_fee_sats"].int > 100
    kinds = [row["type"].str for row in driver.ledger(driver.wallets[wallet])]
    assert sorted(kinds) == ["held", "held", "released", "released"]
    assert signed(driver.wallet(wallet)["balances"][0]["available"]) == 0


def test_a_send_beyond_funds_and_credit_is_not_held() -> None:
    driver = Driver(SimulatorOptions(history_days=0))
    limit = driver.wallet()["limit"].int
    fee = limit // 100
    invoice = driver.simulator.invoice_to_pay
    over = driver.send(payment_request=invoice(limit - fee + 1, "x"), max_fee=btc(fee))
    payment = end(driver, over)
    assert payment["error"]["type"] == "hold_failed"
    assert payment["error"]["code"] == "insufficient_funds"
    assert driver.ledger(driver.wallets[0]) == []
    assert driver.wallet()["error"].is_null
    exact = driver.send(payment_request=invoice(limit - fee, "x"), max_fee=btc(fee))
    assert end(driver, exact)["status"] == "completed"


def test_paying_our_own_invoice_settles_inside_for_nothing() -> None:
    driver = Driver(MANUAL)
    receive = driver.receive(2, amount=btc(5_000_000), description="inside")
    driver.wait(1)
    text = driver.payment(receive)["data"]["payment_request"].str
    send = driver.send(0, payment_request=text)
    payment = end(driver, send)
    outflow, receipt = (
        payment["data"]["outflows"][0],
        driver.payment(receive)["data"]["receipts"][0],
    )
    assert outflow["type"] == receipt["type"] == "shortcircuit"
    assert outflow["data"]["offset_payment_id"] == receive
    assert receipt["data"]["offset_payment_id"] == send
    assert payment["data"]["fees"]["amount"] == 0
    assert signed(driver.wallet(2)["balances"][0]["total"]) == 5_000_000
    assert signed(driver.wallet(0)["balances"][0]["total"]) == -5_000_000
    again = driver.send(0, payment_request=text)
    assert end(driver, again)["error"]["code"] == "no_route"


def test_a_payment_link_is_paid_over_its_invoice_and_overrides_the_fields() -> None:
    driver = Driver(MANUAL)
    receive = driver.receive(
        2, payment_kind="bip21", amount=btc(80_000_000), description="Table 12"
    )
    driver.wait(1)
    uri = driver.payment(receive)["bip21_uri"].str
    send = driver.send(0, "bip21", address=uri, amount=btc(1), description="mine")
    payment = end(driver, send)
    assert payment["status"] == "completed"
    assert payment["data"]["amount"]["amount"] == 80_000_000
    assert payment["data"]["description"] == "Table 12"
    assert payment["data"]["address"] == driver.payment(receive)["data"]["address"]
    plain = driver.simulator.address_to_pay()
    chain = driver.send(0, "bip21", address=plain, amount=btc(20_000_000), max_fee=btc(900_000))
    assert end(driver, chain)["data"]["outflows"][0]["type"] == "onchain"


def test_an_expired_invoice_and_one_of_elsewhere_are_not_paid() -> None:
    driver = Driver()
    text = driver.simulator.invoice_to_pay(5_000_000, "short", expiry_s=2)
    driver.wait(3)
    expired = driver.send(payment_request=text)
    elsewhere = encode(
        prefix="lntbs",
        amount_msat=1_000_000,
        timestamp=int(driver.clock.now().timestamp()),
        payment_hash=b"\x01" * 32,
        payment_secret=b"\x02" * 32,
        description="",
        expiry_s=3_600,
        min_final_cltv=18,
        secret=5,
    )
    unknown = driver.send(payment_request=elsewhere)
    assert end(driver, expired)["error"]["code"] == "invalid_bolt11_invoice"
    assert end(driver, unknown)["error"]["code"] == "no_route"


MAINNET_ADDRESS = "bc1qw508d6qejxtdg4y5r3zarvary0c5xw7kv8f3t4"
LNBC = encode(
    prefix="lnbc",
    amount_msat=1_000_000,
    timestamp=1_790_000_000,
    payment_hash=b"\x01" * 32,
    payment_secret=b"\x02" * 32,
    description="",
    expiry_s=3_600,
    min_final_cltv=18,
    secret=5,
)


BELOW = "below_minimum"
TEN = {"amount": btc(10_000_000)}
THERE: dict[str, object] = {"address": "OUTSIDE"}


@pytest.mark.parametrize(
    ("kind", "data", "error", "code"),
    [
        ("bolt11", {"payment_request": ""}, "missing_payment_request", "required"),
        ("bolt11", {"payment_request": "lntbs1junk"}, "invalid_bolt11_payment_request", None),
        ("bolt11", {"payment_request": LNBC}, "invalid_network", None),
        ("onchain", {"address": "", **TEN}, "missing_address", "required"),
        ("onchain", {"address": "tb1qjunk", **TEN}, "invalid_address", None),
        ("onchain", {"address": MAINNET_ADDRESS, **TEN}, "invalid_network", None),
        ("onchain", THERE, "amount_required", "required"),
        (
            "onchain",
            THERE | {"amount": btc(9_999_000)},
            "invalid_on_chain_payment",
            "below_minimum",
        ),
        ("onchain", THERE | {"amount": btc(10_000_001)}, "invalid_amount", None),
        ("onchain", THERE | {"amount": usd(100)}, "invalid_currency", None),
        ("onchain", THERE | TEN | {"max_fee": btc(0)}, "invalid_max_fee", BELOW),
        ("onchain", THERE | TEN | {"description": ""}, "invalid_description", "too_short"),
        ("bip21", {"address": "bitcoin:junk"}, "invalid_address", None),
        ("bip21", THERE, "amount_required", "required"),
        ("taprootasset", {}, "feature_flag_disabled", "disabled"),
    ],
)
def test_what_cannot_be_paid_is_a_400(
    kind: str, data: dict[str, object], error: str, code: str | None
) -> None:
    driver = Driver()
    if data.get("address") == "OUTSIDE":
        data = {**data, "address": driver.simulator.address_to_pay()}
    answer = driver.call("POST", "env/payments", driver.send_body(0, kind, **data))
    assert answer.refusal == (400, error)
    if code is not None:
        assert answer.error["code"] == code


def test_amounts_must_match_and_amountless_invoices_need_one() -> None:
    driver = Driver()
    fixed = driver.simulator.invoice_to_pay(2_000_000, "fixed")
    free = driver.simulator.invoice_to_pay(None, "free")
    bodies = [
        (driver.send_body(0, "bolt11", payment_request=fixed, amount=btc(2_000_001)), 400),
        (driver.send_body(0, "bolt11", payment_request=fixed, amount=btc(2_000_000)), 202),
        (driver.send_body(0, "bolt11", payment_request=fixed, amount_msats=2_000_000), 202),
        (driver.send_body(0, "bolt11", payment_request=free), 400),
        (driver.send_body(0, "bolt11", payment_request=free, amount=btc(3_000)), 202),
    ]
    for body, status in bodies:
        assert driver.call("POST", "env/payments", body).status == status, body
    wrong = {**driver.send_body(0, "bolt11", payment_request=fixed), "currency": "usd"}
    assert driver.call("POST", "env/payments", wrong).error["type"] == "invalid_currency"


@pytest.mark.parametrize(
    ("flow", "status"),
    [("direct", 202), ("swap", 400), ({"type": "swap", "rail": "onchain"}, 400), ("sideways", 422)],
)
def test_swaps_are_not_provided(flow: object, status: int) -> None:
    driver = Driver()
    body = driver.send_body(0, "bolt11", payment_request=driver.simulator.invoice_to_pay(5_000, ""))
    answer = driver.call("POST", "env/payments", {**body, "flow_preference": flow})
    assert answer.status == status


def test_a_dollar_send_pays_bitcoin_and_takes_dollars() -> None:
    driver = Driver()
    invoice = driver.simulator.invoice_to_pay(16_000_000, "dollars")
    body = driver.send_body(1, "bolt11", payment_request=invoice, max_fee=btc(160_000))
    body = {**body, "currency": "usd"}
    assert driver.call("POST", "env/payments", body).error["type"] == "quote_required"
    quote = driver.quote(btc(16_000_000), "usd")
    driver.post("env/payments", {**body, "quote_id": quote})
    payment = end(driver, str(body["id"]))
    rate = rate_of(payment)

    def cents(msats: int) -> int:
        return int(msats * rate / 100_000_000_000 + 0.5)

    breakdown = payment["payment_breakdown"]
    assert payment["data"]["amount"] == {
        "currency": "usd",
        "amount": cents(16_000_000),
        "unit": "cents",
    }
    assert payment["data"]["max_fee"]["amount"] == cents(160_000)
    assert payment["data"]["amount_msats"] == 16_000_000
    assert breakdown["processing_fee"]["amount"] == int(cents(16_000_000) * 50 / 10_000 + 0.5)
    captured = driver.ledger(driver.wallets[1])[0]
    assert captured["amount"]["currency"] == "usd"
    assert captured["amount"]["amount"].int == sum(
        breakdown[part]["amount"].int for part in ("principal", "network_fee", "processing_fee")
    )
    (exchange,) = payment["exchanges"]
    assert exchange["quote_id"] == quote
    assert exchange["from_amount"]["currency"] == "usd"
    check_books(driver, driver.wallet(1))


def test_a_quote_that_fails_after_acceptance_fails_the_payment() -> None:
    driver = Driver()
    invoice = driver.simulator.invoice_to_pay(1_000_000, "x")
    quote_id = new_id()
    request = {"id": quote_id, "line_of_credit_id": driver.usd_line, "network": "mainnet"}
    driver.post("env/quotes", {**request, "amount": btc(1_000_000), "to": "usd"})
    for _ in range(60):  # visible, not priced yet
        driver.wait(0.01)
        answer = driver.call("GET", f"env/quotes/{quote_id}")
        if answer.status == 200:
            break
    quote = answer.json
    if not quote["failed_at"].is_null:
        assert quote["error"]["type"] == "invalid_network"
        return
    body = {**driver.send_body(1, "bolt11", payment_request=invoice), "currency": "usd"}
    driver.post("env/payments", {**body, "quote_id": quote_id})
    assert end(driver, str(body["id"]))["error"]["type"] == "quote_failed"


def test_a_check_holds_nothing_and_its_promotion_pays() -> None:
    driver = Driver()
    body = driver.send_body(
        0, "bolt11", payment_request=driver.simulator.invoice_to_pay(9_000_000, "checked")
    )
    driver.post("env/payments/check", body)
    driver.wait(30)
    check = driver.payment(str(body["id"]))
    assert check.only("status", "check_only") == ("approved", True)
    assert driver.ledger(driver.wallets[0]) == []
    assert driver.call("POST", "env/treasury_movements", body).status == 409
    other = {**body, "metadata": {"a": "b"}}
    assert driver.call("POST", "env/payments", other).status == 409
    assert driver.call("POST", "env/payments/check", body).status == 409
    only, rest = (driver.get(f"env/payments?check_only={word}") for word in ("true", "false"))
    assert only["total"] == 1
    assert rest["total"] == 0
    driver.post("env/payments", dict(reversed(body.items())))
    payment = end(driver, str(body["id"]))
    assert payment.only("status", "check_only") == ("completed", False)
    assert driver.call("POST", "env/payments", body).status == 409


def test_a_refused_check_is_not_promoted() -> None:
    driver = Driver()
    policy = {"max_payment_size_sats": 10}
    assert driver.call("PATCH", f"/wallets/{driver.wallets[0]}/policies", policy).status == 202
    driver.wait(1)
    body = driver.send_body(
        0, "bolt11", payment_request=driver.simulator.invoice_to_pay(9_000_000, "large")
    )
    driver.post("env/payments/check", body)
    driver.wait(2)
    assert driver.payment(str(body["id"]))["error"]["type"] == "rejected"
    answer = driver.call("POST", "env/payments", body)
    assert answer.refusal == (400, "payment_not_approved")


@pytest.mark.parametrize(
    ("policy", "passing"),
    [
        ({"max_payment_size_sats": 1_000}, 0),
        ({"max_payment_size_sats": 2_000}, 3),
        ({"transactions_per_minute": 2}, 2),
        ({"send_volume_limit_sats": 5_999}, 2),
        ({"send_volume_limit_sats": 6_000}, 3),
    ],
)
def test_policies_let_so_many_of_three_sends_pass(policy: dict[str, int], passing: int) -> None:
    driver = Driver()
    assert driver.call("PATCH", f"/wallets/{driver.wallets[0]}/policies", policy).status == 202
    driver.wait(1)
    ids: list[str] = []
    for _ in range(3):
        ids.append(driver.send(payment_request=driver.simulator.invoice_to_pay(2_000_000, "x")))
        driver.wait(3)
    found = [driver.payment(payment_id)["status"] == "completed" for payment_id in ids]
    assert found == [True] * passing + [False] * (3 - passing)


def test_velocity_and_volume_are_forgotten_in_time() -> None:
    driver = Driver()
    policy = {"transactions_per_minute": 1, "send_volume_limit_sats": 4_000}
    assert driver.call("PATCH", f"/wallets/{driver.wallets[0]}/policies", policy).status == 202
    driver.wait(1)

    def pay() -> bool:
        text = driver.simulator.invoice_to_pay(2_000_000, "x")
        return end(driver, driver.send(payment_request=text))["status"] == "completed"

    assert [pay(), pay(), pay()] == [True, True, False]  # the volume of a day is used up
    driver.wait(86_400)
    assert pay()
