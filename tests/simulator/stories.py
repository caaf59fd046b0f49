"""What is done to a simulated Voltage so that every operation answers, and answers variously."""

from __future__ import annotations

import uuid
from collections.abc import Callable

from tests.simulator.judged import NO_IDS, Ids, Voltage
from voltage_tui.simulator.flows.deliveries import Outcome
from voltage_tui.simulator.options import Payer, SimulatorOptions

BTC, USD = "btc", "usd"


def drive_reads(voltage: Voltage) -> None:
    """Everything the seeded world holds."""
    voltage.call("get_all_organization_supported_assets")
    voltage.call("get_all_organizations_wallets_as_user", query=(("inactive", "true"),))
    for wallet in voltage.identity.wallet_ids:
        for name in ("get_wallet", "get_wallet_policies", "get_wallet_payment_summary"):
            voltage.call(name, ids={"wallet_id": wallet})
        page = voltage.call("get_wallet_ledger_as_user", query=(("limit", "500"),),
                            ids={"wallet_id": wallet}).one()  # fmt: skip
        assert page["items"]
    for line in voltage.identity.line_of_credit_ids:
        assert (
            voltage.call("get_line_of_credit_summary_as_user", ids={"line_id": line}).status == 200
        )
    for name in ("get_payment_summary", "get_quotes_as_user", "get_webhooks_as_user",
                 "get_bill_summary_as_user"):  # fmt: skip
        assert voltage.call(name).status == 200
    for page_of in (("pagination", "offset"), ("pagination", "cursor")):
        drive_pages(voltage, "get_payments", page_of)
    payments = voltage.call("get_payments", query=(("limit", "500"),)).many("items")
    assert {p["direction"] for p in payments} == {"send", "receive"}
    for payment in payments[:40]:
        voltage.call("get_payment", ids={"payment_id": payment["id"]})
        assert voltage.call("get_payment_history", ids={"payment_id": payment["id"]}).many("events")
    bills = drive_pages(voltage, "get_bills_as_user", ("limit", "1"))
    assert bills
    for bill in bills:
        assert voltage.call("get_bill_as_user", ids={"bill_id": bill["id"]}).status == 200


def drive_pages(
    voltage: Voltage, name: str, how: tuple[str, str], ids: Ids = NO_IDS
) -> list[dict[str, object]]:
    """Every item of a list, page after page while there is a cursor (200 pages at most)."""
    query = [how] if how[0] == "limit" else [how, ("limit", "25")]
    found: list[dict[str, object]] = []
    cursor: object = None
    for _ in range(200):
        asked = [*query, ("cursor", str(cursor))] if cursor else query
        page = voltage.call(name, query=asked, ids=ids).one()
        items = page["items"]
        assert isinstance(items, list)
        found += items
        cursor = page.get("next_cursor")
        if not page.get("has_more") or cursor is None:
            break
    assert voltage.call(name, query=(("cursor", "no such cursor"),), ids=ids).status == 400
    return found


def btc(msats: int) -> dict[str, object]:
    return {"currency": BTC, "amount": msats}


def drive_receives(voltage: Voltage) -> None:
    """Every kind, fixed and any-amount, new style and old, to its end."""
    wallet = voltage.wallet_in(BTC)
    fixed = {"amount": btc(25_000_000), "metadata": {"external_id": "order-1"}}
    bodies: list[dict[str, object]] = [
        {"payment_kind": kind, **fixed, "description": "Order 1", "expiration": 1800}
        for kind in ("bolt11", "onchain", "bip21")
    ]
    bodies += [{"payment_kind": kind, "currency": BTC} for kind in ("bolt11", "bip21")]
    bodies += [
        {"payment_kind": "bolt11", "amount_msats": 1_500_000},
        {"payment_kind": "onchain", "amount_sats": 25_000},
        {"payment_kind": "bip21", "amount_msats": 15_000_000, "currency": BTC},
    ]
    for body in bodies:
        payment = voltage.make("create_payment", {"wallet_id": wallet, **body})
        voltage.follow(payment, {"completed", "failed"})
        answer = voltage.call("create_payment", {"id": payment, "wallet_id": wallet, **body})
        assert answer.status == 409


def drive_expiry() -> Voltage:
    """What nobody pays expires."""
    voltage = Voltage(SimulatorOptions(payer=Payer.MANUAL))
    wallet = voltage.wallet_in(BTC)
    for kind in ("bolt11", "onchain", "bip21"):
        body = {"wallet_id": wallet, "payment_kind": kind, "amount": btc(20_000_000),
                "expiration": 60}  # fmt: skip
        payment = voltage.make("create_payment", body)
        voltage.follow(payment, {"receiving"})
        if kind == "onchain":
            voltage.simulator.pay(payment, 8_000_000)
            voltage.pass_time(1)
            voltage.call("get_payment", ids={"payment_id": payment})
        voltage.pass_time(90)
        assert voltage.call("get_payment", ids={"payment_id": payment}).one()["status"] == "expired"
    return voltage


def send(wallet: str, kind: str, **data: object) -> dict[str, object]:
    return {"wallet_id": wallet, "currency": BTC, "type": kind, "data": data}


def drive_sends(voltage: Voltage) -> None:
    """Every kind of send: paid outside, paid inside, and each way to fail."""
    wallet, other = voltage.identity.wallet_ids[0], voltage.wallet_in(BTC)
    simulator = voltage.simulator
    invoice = simulator.invoice_to_pay(2_000_000, "lunch")
    ours = voltage.make(
        "create_payment",
        {"wallet_id": other, "payment_kind": "bolt11", "amount": btc(1_000_000)},
    )
    request = voltage.follow(ours, {"receiving", "completed"})["data"]
    assert isinstance(request, dict)
    address = simulator.address_to_pay()
    bodies = [
        send(wallet, "bolt11", payment_request=request["payment_request"]),
        send(wallet, "bolt11", payment_request=invoice, max_fee=btc(100_000)),
        send(wallet, "bolt11", payment_request=simulator.invoice_to_pay(None, "tip"),
             amount=btc(1_000_000)),
        send(wallet, "bolt11", payment_request=simulator.invoice_to_pay(10**15, "much")),
        send(wallet, "onchain", address=address, amount=btc(30_000_000),
             max_fee=btc(5_000_000), description="cold"),
        send(wallet, "onchain", address=address, amount=btc(30_000_000),
             max_fee=btc(1_000)),
        send(wallet, "onchain", address=address, amount_sats=30_000, max_fee_sats=9_000),
        send(wallet, "bip21", address=f"bitcoin:{address}?amount=0.0003&label=shop",
             max_fee=btc(5_000_000)),
        send(wallet, "bip21", address=address, amount=btc(20_000_000),
             payment_request=simulator.invoice_to_pay(20_000_000, "both")),
    ]  # fmt: skip
    ends = set()
    for body in bodies:
        payment = voltage.make("create_payment", {**body, "metadata": {"external_id": "p-1"}})
        ends.add(voltage.follow(payment)["status"])
        assert voltage.call("create_payment", {"id": payment, **body}).status == 409
    assert ends == {"completed", "failed"}


def drive_refusals(voltage: Voltage) -> None:
    """Payments that are refused at once, each in its own words."""
    wallet, dollars = voltage.wallet_in(BTC), voltage.wallet_in(USD)
    address, invoice = voltage.simulator.address_to_pay(), voltage.simulator.invoice_to_pay
    receive: dict[str, object] = {
        "wallet_id": wallet, "payment_kind": "bolt11", "amount": btc(1_000),
    }  # fmt: skip
    refused: list[tuple[dict[str, object], str]] = [
        (send(wallet, "bolt11", payment_request=""), "missing_payment_request"),
        (send(wallet, "bolt11", payment_request="lnbc1"), "invalid_bolt11_payment_request"),
        (send(wallet, "bolt11", payment_request=invoice(None, "a")), "amount_required"),
        (send(wallet, "bolt11", payment_request=invoice(5_000, "a"), amount=btc(6_000)),
         "amount_match_failed"),
        (send(wallet, "bolt11", payment_request=invoice(None, "a"), amount=btc(-5)),
         "invalid_amount"),
        (send(wallet, "bolt11", payment_request=invoice(5_000, "a"), max_fee=btc(-(2**63) + 1)),
         "invalid_max_fee"),
        (send(wallet, "onchain", address="", amount=btc(30_000_000)), "missing_address"),
        (send(wallet, "onchain", address="tb1qq", amount=btc(30_000_000)), "invalid_address"),
        (send(wallet, "onchain", address=address, amount=btc(1_000)), "invalid_on_chain_payment"),
        (send(wallet, "onchain", address=address, amount=btc(30_000_001)), "invalid_amount"),
        (send(wallet, "onchain", address=address, amount=btc(30_000_000), description=""),
         "invalid_description"),
        (send(wallet, "onchain", address=address, amount=btc(30_000_000), max_fee=btc(1)),
         "invalid_max_fee"),
        (send(wallet, "taprootasset", payment_request="x", asset="02" * 33, amount=btc(1),
              max_fee=btc(1)), "feature_flag_disabled"),
        (send(dollars, "bolt11", payment_request=invoice(5_000, "a")), "invalid_currency"),
        (receive | {"description": ""}, "invalid_memo"),
        (receive | {"expiration": 90_000}, "invalid_receive_payment"),
        (receive | {"wallet_id": str(uuid.uuid4())}, "invalid_payment"),
        (receive | {"amount": {"currency": USD, "amount": 5}}, "invalid_currency"),
        (receive | {"amount": btc(0)}, "invalid_amount"),
        (receive | {"wallet_id": dollars, "amount": {"currency": USD, "amount": 5}},
         "quote_required"),
    ]  # fmt: skip
    for body, kind in refused:
        answer = voltage.call("create_payment", {"id": str(uuid.uuid4()), **body})
        error = answer.one()["error"]
        assert isinstance(error, dict)
        assert (answer.status, error["type"]) == (400, kind), body


def drive_checks(voltage: Voltage) -> None:
    """A policy check, asked twice, and promoted."""
    wallet = voltage.identity.wallet_ids[0]
    body = send(wallet, "bolt11",
                payment_request=voltage.simulator.invoice_to_pay(1_000_000, "check"))  # fmt: skip
    check = voltage.make("check_payment", body)
    assert voltage.follow(check, {"approved", "failed"})["check_only"] is True
    assert voltage.call("check_payment", {"id": check, **body}).status == 409
    assert voltage.call("create_treasury_movement", {"id": check, **body}).status == 409
    assert voltage.call("create_payment", {"id": check, **body}).status == 202
    assert voltage.follow(check)["check_only"] is False
    for only in ("true", "false"):
        voltage.call("get_payments", query=(("check_only", only),))


def drive_treasury(voltage: Voltage) -> None:
    """The owner's own money, in and out."""
    wallet = voltage.wallet_in(BTC)
    receive = {"wallet_id": wallet, "payment_kind": "bolt11", "amount": btc(5_000_000)}
    outward = send(wallet, "bolt11",
                   payment_request=voltage.simulator.invoice_to_pay(1_000_000, "out"))  # fmt: skip
    for body in (receive, outward):
        payment = voltage.make("create_treasury_movement", body)
        assert voltage.follow(payment)["payment_category"] == "treasury"
    gone = {**receive, "id": str(uuid.uuid4()), "wallet_id": str(uuid.uuid4())}
    assert voltage.call("create_treasury_movement", gone).status == 404


def quote(voltage: Voltage, amount: dict[str, object], to: str) -> str:
    line = next(
        line["id"]
        for line in voltage.call("get_lines_of_credit_summaries_as_user").many()
        if line["currency"] == USD
    )
    body = {"line_of_credit_id": line, "network": "mutinynet", "amount": amount, "to": to}
    made = voltage.make("request_a_quote", body)
    for _ in range(20):
        voltage.pass_time(0.1)
        voltage.call("get_a_quote_as_user", ids={"quote_id": made})
    assert voltage.call("request_a_quote", {"id": made, **body}).status == 409
    return made


def drive_dollars(voltage: Voltage) -> None:
    """Quotes, and payments of a USD wallet both ways."""
    wallet = voltage.wallet_in(USD)
    dollars = {"currency": USD, "amount": 2_500}
    for kind in ("bolt11", "onchain", "bip21"):
        body = {"wallet_id": wallet, "payment_kind": kind, "amount": dollars, "expiration": 200,
                "quote_id": quote(voltage, dollars, BTC)}  # fmt: skip
        voltage.follow(voltage.make("create_payment", body))
    invoice = voltage.simulator.invoice_to_pay(1_600_000, "dollars")
    outward = send(wallet, "bolt11", payment_request=invoice, amount=btc(1_600_000))
    outward |= {"currency": USD, "quote_id": quote(voltage, btc(1_600_000), USD)}
    voltage.follow(voltage.make("create_payment", outward))
    address = voltage.simulator.address_to_pay()
    chain = send(wallet, "onchain", address=address, amount=btc(20_000_000))
    chain |= {"currency": USD, "quote_id": quote(voltage, btc(20_000_000), USD)}
    voltage.follow(voltage.make("create_payment", chain))
    bare = {"id": str(uuid.uuid4()), "wallet_id": wallet, "payment_kind": "bolt11",
            "amount": dollars}  # fmt: skip
    assert voltage.call("create_payment", bare).status == 400
    assert voltage.call("create_payment", {**bare, "quote_id": bare["id"]}).status == 400
    quote(voltage, dollars, BTC)
    voltage.pass_time(400)
    assert voltage.call("get_quotes_as_user", query=(("wallet_id", wallet),)).status == 200


def drive_wallets(voltage: Voltage) -> None:
    """A wallet from its creation to its end; policies set on it in between."""
    line = voltage.identity.line_of_credit_ids[0]
    body: dict[str, object] = {
        "environment_id": voltage.identity.environment_id, "line_of_credit_id": line,
        "name": "Refunds", "network": "mutinynet", "limit": 1_000, "metadata": {"team": "x"},
    }  # fmt: skip
    wallet = voltage.make("create_wallet", body)
    for _ in range(8):
        voltage.pass_time(0.1)
        voltage.call("get_wallet", ids={"wallet_id": wallet})
    assert voltage.call("create_wallet", {"id": wallet, **body}).status == 400
    assert voltage.call("get_wallet_policies", ids={"wallet_id": wallet}).status == 404
    for update in (
        {"max_payment_size_sats": 1_000, "transactions_per_minute": 5},
        {"send_volume_limit_sats": 9_000, "ofac_compliant": True, "template_id": line},
        {"processing_fee": {"send_basis_points": 150, "receive_basis_points": 100}},
        {"processing_fee": None, "ofac_compliant": False},
    ):
        voltage.call("update_wallet_policies", update, ids={"wallet_id": wallet})
        voltage.pass_time(1)
        voltage.call("get_wallet_policies", ids={"wallet_id": wallet})
    assert (
        voltage.call("update_wallet", {"name": "Refunds 2"}, ids={"wallet_id": wallet}).status
        == 202
    )
    assert voltage.call("delete_wallet", ids={"wallet_id": wallet}).status == 202
    voltage.pass_time(2)
    assert voltage.call("get_wallet", ids={"wallet_id": wallet}).one()["active"] is False
    full = voltage.identity.wallet_ids[0]
    assert voltage.call("delete_wallet", ids={"wallet_id": full}).status == 400
    for wrong in ({"limit": 2**63}, {"line_of_credit_id": wallet}, {"network": "mainnet"}):
        answer = voltage.call("create_wallet", {**body, "id": str(uuid.uuid4()), **wrong})
        assert answer.status == 400


def drive_webhooks(voltage: Voltage) -> None:
    """A registration with deliveries that arrive, fail, are retried and given up."""
    body: dict[str, object] = {
        "url": "https://shop.example/hook", "name": "Shop",
        "events": [{"receive": "generated"}, {"receive": "completed"}, {"send": "succeeded"},
                   {"test": "created"}],
    }  # fmt: skip
    hook = voltage.make("create_webhook", body)
    voltage.pass_time(2)
    ids = {"webhook_id": hook}
    assert voltage.call("create_webhook", {"id": hook, **body}).status == 409
    voltage.call("get_webhook", ids=ids)
    drive_receives_of(voltage)
    for outcome in (Outcome(503), Outcome(429), Outcome(404), Outcome(None, "connection_timeout")):
        voltage.receiver = outcome
        test = {
            "delivery_id": str(uuid.uuid4()),
            "payload": {"type": "test", "detail": {"event": "created", "data": "hello"}},
        }
        assert voltage.call("test_webhook", test, ids=ids).status == 202  # fmt: skip
        voltage.pass_time(2)
    deliveries = drive_pages(
        voltage, "get_webhook_deliveries_as_user", ("pagination", "cursor"), ids
    )
    assert len(deliveries) > 4
    for delivery in deliveries:
        one = {**ids, "delivery_id": delivery["id"]}
        assert voltage.call("get_webhook_delivery", ids=one).status == 200
    one = {**ids, "delivery_id": deliveries[0]["id"]}
    assert voltage.call("abandon_webhook_delivery", ids=one).status == 202
    voltage.pass_time(1)
    voltage.call("get_webhook_delivery", ids=one)
    assert voltage.call("retry_webhook_delivery", ids=one).status == 202
    voltage.pass_time(3_600)
    voltage.call("get_webhook_deliveries_as_user", ids=ids)
    voltage.call("get_webhook_delivery_summary_as_user", query=(("statuses[]", "failed"),), ids=ids)
    for name in ("stop_webhook_as_user", "start_webhook_as_user"):
        assert voltage.call(name, ids=ids).status == 202
        voltage.pass_time(2)
        voltage.call("get_webhook", ids=ids)
    assert voltage.call("generate_webhook_key", ids=ids).status == 202
    update = {"events": [{"receive": "completed"}], "name": "Shop 2"}
    assert voltage.call("update_webhook", update, ids=ids).status == 202
    voltage.call("get_webhooks_as_user", query=(("statuses[]", "active"),))
    assert voltage.call("delete_webhook", ids=ids).status == 202
    voltage.pass_time(2)
    voltage.call("get_webhook", ids=ids)
    assert voltage.delivered


def drive_receives_of(voltage: Voltage) -> None:
    body = {"wallet_id": voltage.wallet_in(BTC), "payment_kind": "bolt11", "amount": btc(1_000)}
    voltage.follow(voltage.make("create_payment", body))


def drive_lines(voltage: Voltage) -> None:
    """A line's limit moved, the line disabled, and what is then refused."""
    line = voltage.identity.line_of_credit_ids[0]
    name = "update_sandbox_line_of_credit"
    current = voltage.call("get_line_of_credit_summary_as_user", ids={"line_id": line}).one()[
        "limit"
    ]
    assert isinstance(current, int)
    assert voltage.call(name, {"limit": current + 1}, ids={"line_id": line}).status == 202
    assert voltage.call(name, {}, ids={"line_id": line}).status == 400
    assert voltage.call(name, {"limit": 1}, ids={"line_id": line}).status == 400
    assert voltage.call(name, {"disable": False}, ids={"line_id": line}).status == 403
    assert voltage.call(name, {"disable": True}, ids={"line_id": line}).status == 202
    voltage.pass_time(2)
    query = (("include_disabled", "true"), ("network", "mutinynet"))
    voltage.call("get_lines_of_credit_summaries_as_user", query=query)
    body = {
        "id": str(uuid.uuid4()),
        "environment_id": voltage.identity.environment_id,
        "line_of_credit_id": line,
        "name": "More",
        "network": "mutinynet",
        "limit": 0,
    }
    assert voltage.call("create_wallet", body).status == 400  # fmt: skip


STORIES: tuple[Callable[[Voltage], None], ...] = (
    drive_reads, drive_receives, drive_sends, drive_refusals, drive_checks, drive_treasury,
    drive_dollars, drive_wallets, drive_webhooks, drive_lines,
)  # fmt: skip
