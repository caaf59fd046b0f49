"""Lists of payments, ledger rows, quotes and bills: filters, order and pages."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable
from functools import cache

import pytest

from tests.simulator.driver import Driver, Node, btc, moment, new_id, usd
from voltage_tui.simulator.options import SimulatorOptions

FULL = SimulatorOptions()
OLDER = SimulatorOptions(ledger_rows=307)
Fits = Callable[[Node], bool]


@cache
def reading(options: SimulatorOptions) -> Driver:
    """A driver that is only read from, and so can be shared."""
    return Driver(options)


def walk(driver: Driver, query: str = "", limit: int = 7) -> list[Node]:
    """Every payment of a query, by cursors."""
    found: list[Node] = []
    cursor = "&pagination=cursor"
    while True:
        page = driver.get(f"env/payments?limit={limit}{query}{cursor}")
        assert page["offset"] == 0
        assert "total" not in page
        found += page["items"]
        if page["has_more"].value is False:
            assert page["next_cursor"].is_null
            return found
        cursor = f"&cursor={page['next_cursor'].str}"


def offsets(driver: Driver, query: str = "", limit: int = 200) -> list[Node]:
    """Every payment of a query, by offsets."""
    found: list[Node] = []
    while True:
        page = driver.get(f"env/payments?limit={limit}&offset={len(found)}{query}")
        found += page["items"]
        assert page["has_more"].value is (len(found) < page["total"].int)
        if page["has_more"].value is False:
            assert page["total"] == len(found)
            return found


def ids(payments: list[Node]) -> list[str]:
    return [payment["id"].str for payment in payments]


@pytest.mark.parametrize("options", [FULL, OLDER])
@pytest.mark.parametrize("order", ["ASC", "DESC"])
@pytest.mark.parametrize("key", ["created_at", "updated_at"])
def test_cursors_and_offsets_show_the_same_in_the_same_order(
    options: SimulatorOptions, order: str, key: str
) -> None:
    driver = reading(options)
    query = f"&sort_order={order}&sort_key={key}"
    by_offset, by_cursor = offsets(driver, query), walk(driver, query, 113)
    assert ids(by_cursor) == ids(by_offset)
    assert len(set(ids(by_offset))) == len(by_offset) > 400
    times = [moment(payment[key].str) for payment in by_offset]
    assert times == sorted(times, reverse=order == "DESC")


def test_the_newest_come_first_unless_asked_otherwise() -> None:
    driver = reading(FULL)
    assert ids(offsets(driver)) == ids(offsets(driver, "&sort_key=created_at&sort_order=DESC"))


@pytest.mark.parametrize("options", [FULL, OLDER])
def test_every_filter_gives_exactly_what_fits_it(options: SimulatorOptions) -> None:
    driver = reading(options)
    everything = offsets(driver)
    lines = {wallet["id"].str: wallet["line_of_credit_id"].str for wallet in driver.get("/wallets")}
    middle = everything[len(everything) // 2]["created_at"].str
    wallet = driver.wallets[0]
    cases: dict[str, Fits] = {
        f"wallet_id={wallet}": lambda p: p["wallet_id"] == wallet,
        f"line_of_credit_id={driver.usd_line}": lambda p: (
            lines[p["wallet_id"].str] == driver.usd_line
        ),
        "direction=send": lambda p: p["direction"] == "send",
        "kind=onchain": lambda p: p["type"] == "onchain",
        "payment_category=treasury": lambda p: p["payment_category"] == "treasury",
        "statuses[]=failed&statuses[]=expired": lambda p: p["status"].str in ("failed", "expired"),
        "statuses=sending": lambda p: p["status"] == "sending",
        f"start_date={middle}": lambda p: moment(p["created_at"].str) >= moment(middle),
        f"end_date={middle}": lambda p: moment(p["created_at"].str) <= moment(middle),
        f"wallet_id={wallet}&direction=send&statuses=completed": lambda p: (
            p.only("wallet_id", "direction", "status") == (wallet, "send", "completed")
        ),
        "metadata[payroll]=monthly": lambda p: (
            "metadata" in p and "payroll" in p["metadata"] and p["metadata"]["payroll"] == "monthly"
        ),
        "metadata[payroll]=monthly&metadata[team]=x": lambda p: False,
        "kind=usdbatch": lambda p: False,
    }
    for query, fits in cases.items():
        wanted = [payment["id"].str for payment in everything if fits(payment)]
        assert ids(offsets(driver, f"&{query}")) == wanted, query
        assert ids(walk(driver, f"&{query}", 50)) == wanted, query


def test_paging_by_cursor_misses_nothing_though_new_ones_arrive() -> None:
    driver = Driver(FULL)
    before = ids(offsets(driver))
    page = driver.get("env/payments?limit=50&pagination=cursor")
    seen = ids(list(page["items"]))
    while page["has_more"].value is True:
        driver.receive(0, amount=btc(1_000))
        driver.wait(1)
        page = driver.get(f"env/payments?limit=50&cursor={page['next_cursor'].str}")
        seen += ids(list(page["items"]))
    assert seen == before


def test_a_cursor_belongs_to_its_query() -> None:
    driver = reading(FULL)
    cursor = driver.get("env/payments?limit=5&pagination=cursor")["next_cursor"].str
    assert driver.call("GET", f"env/payments?limit=9&cursor={cursor}").status == 200
    for query in (
        f"cursor={cursor}&direction=send",
        f"cursor={cursor}&sort_order=ASC",
        f"cursor={cursor}&sort_key=updated_at",
        f"cursor={cursor[:-4]}",
        "cursor=x",
        "cursor=bnVsbA",
    ):
        assert driver.call("GET", f"env/payments?{query}").refusal == (400, "invalid_cursor")


def test_page_sizes_are_clamped_and_nothing_is_no_error() -> None:
    driver = reading(FULL)
    page = driver.get("env/payments?limit=100000")
    assert (page["limit"].int, len(page["items"])) == (500, page["total"].int)
    assert driver.get("env/payments?limit=0")["items"] == []
    assert driver.get("env/payments?offset=100000")["items"] == []
    none = driver.get(f"env/payments?wallet_id={new_id()}")
    assert (none["total"].int, len(none["items"])) == (0, 0)
    assert driver.get("env/payments")["limit"] == 100


@pytest.mark.parametrize("options", [FULL, OLDER])
def test_summaries_count_what_the_lists_show(options: SimulatorOptions) -> None:
    driver = reading(options)
    everything = offsets(driver)
    summary = driver.get("env/payments/summary")
    assert summary["total_count"] == len(everything)
    assert summary["newest_created_at"] == everything[0]["created_at"]
    assert summary["oldest_created_at"] == everything[-1]["created_at"]
    counted: Counter[tuple[object, ...]] = Counter()
    for line in summary["by_line_of_credit_id"].value.values():  # type: ignore[attr-defined]
        for bucket in Node(line)["buckets"]:
            key = bucket.only("direction", "status", "currency", "kind")
            counted[key] += bucket["total_count"].int
    shown = Counter(p.only("direction", "status", "currency", "type") for p in everything)
    assert counted == shown
    for wallet in driver.wallets:
        own = driver.get(f"/wallets/{wallet}/payments/summary")
        assert own["total_count"] == sum(p["wallet_id"] == wallet for p in everything)
    failed = driver.get("env/payments/summary?statuses=failed&direction=send")
    assert failed["total_count"] == sum(
        p.only("direction", "status") == ("send", "failed") for p in everything
    )
    none = driver.get(f"/wallets/{new_id()}/payments/summary")
    assert none.only("total_count", "oldest_created_at", "buckets") == (0, None, [])


def test_ledger_pages_filters_and_order() -> None:
    driver = reading(OLDER)
    wallet = driver.wallets[0]
    rows = driver.ledger(wallet)
    assert [r.value for r in reversed(rows)] == [
        r.value for r in driver.ledger(wallet, "&sort_order=ASC&sort_key=message_time")
    ]
    one = driver.get(f"/wallets/{wallet}/ledger?offset=11&limit=3")
    assert [r.value for r in one["items"]] == [r.value for r in rows[11:14]]
    start, end = rows[-5]["effective_time"].str, rows[30]["effective_time"].str
    wanted = [
        row.value
        for row in rows
        if moment(start) <= moment(row["effective_time"].str) <= moment(end)
    ]
    found = driver.ledger(wallet, f"&start_date={start}&end_date={end}")
    assert [row.value for row in found] == wanted
    for row in (rows[3], rows[-2]):
        payment = row["payment_id"].str if "payment_id" in row else rows[4]["payment_id"].str
        same = [r.value for r in rows if "payment_id" in r and r["payment_id"] == payment]
        assert [r.value for r in driver.ledger(wallet, f"&payment_id={payment}")] == same
    assert driver.ledger(wallet, f"&payment_id={new_id()}") == []
    missing = driver.call("GET", f"/wallets/{new_id()}/ledger")
    assert missing.refusal == (404, "instance_not_found")


def test_a_quote_is_asked_for_priced_listed_and_runs_out() -> None:
    driver = Driver()
    quote_id = new_id()
    head = {"id": quote_id, "line_of_credit_id": driver.usd_line, "network": "mutinynet"}
    body = {**head, "amount": usd(2_500), "to": "btc"}
    driver.post("env/quotes", body)
    assert driver.call("GET", f"env/quotes/{quote_id}").refusal == (404, "quote_not_found")
    driver.wait(1)
    quote = driver.get(f"env/quotes/{quote_id}")
    lifetime = moment(quote["expires_at"].str) - moment(quote["created_at"].str)
    assert lifetime.total_seconds() == 300
    assert quote["target_precision"] == {"currency": "btc", "precision": "sats"}
    assert driver.call("POST", "env/quotes", body).refusal == (409, "quote_already_exists")
    newer = driver.quote(btc(1_000), "usd")
    page = driver.get("env/quotes?limit=1")
    assert (page["total"].int, page["items"][0]["id"].str) == (2, newer)
    assert driver.get(f"env/quotes?wallet_id={driver.wallets[1]}")["total"] == 0


@pytest.mark.parametrize(
    ("changes", "kind"),
    [
        ({"to": "usd"}, "mismatch_currency"),
        ({"amount": btc(5)}, "mismatch_currency"),
        ({"amount": {"currency": "asset:" + "b" * 66, "amount": 4}}, "mismatch_currency"),
        ({"amount": usd(0)}, "invalid_quote_request"),
        ({"line_of_credit_id": new_id()}, "invalid_quote_request"),
        (
            {"target_precision": {"currency": "usd", "precision": "cents"}},
            "mismatch_target_precision",
        ),
    ],
)
def test_a_quote_that_cannot_be_given(changes: dict[str, object], kind: str) -> None:
    driver = Driver()
    head = {"id": new_id(), "line_of_credit_id": driver.usd_line, "network": "mutinynet"}
    body = {**head, "amount": usd(2_500), "to": "btc", **changes}
    assert driver.call("POST", "env/quotes", body).refusal == (400, kind)


def test_a_price_source_that_is_down_fails_the_quote_later() -> None:
    driver = Driver()
    driver.simulator.price_source_works = False
    quote = driver.get(f"env/quotes/{driver.quote(usd(100), 'btc')}")
    assert quote["error"]["type"] == "coin_price"
    assert quote["quote"].is_null


def test_bills_page_by_cursor_and_agree_with_the_ledger() -> None:
    driver = reading(FULL)
    whole = driver.get("/bills")
    assert whole["limit"] == 25
    found: list[Node] = []
    query = "limit=1"
    while True:
        page = driver.get(f"/bills?{query}")
        found += page["items"]
        if page["next_cursor"].is_null:
            break
        query = f"limit=1&cursor={page['next_cursor'].str}"
    assert [bill.value for bill in found] == [bill.value for bill in whole["items"]]
    assert len(found) == 6
    for bill in found:
        check_bill(driver, bill)
        assert driver.get(f"/bills/{bill['id'].str}") == bill
    summary = driver.get("/bills/summary")
    assert summary["bill_total_count"] == 6
    assert summary["by_status"]["paid"]["bill_total_count"] == 4
    due = driver.get(f"/bills?statuses[]=payment_due&line_of_credit_id={driver.btc_line}")
    assert len(due["items"]) == 1
    assert driver.call("GET", "/bills?cursor=x").refusal == (400, "invalid_parameter")
    assert driver.call("GET", f"/bills/{new_id()}").refusal == (404, "bill_not_found")


def check_bill(driver: Driver, bill: Node) -> None:
    invoice = bill["invoice"]
    net = -invoice["service_fee"]["amount"].int
    for item in invoice["line_items"]:
        rows = driver.ledger(
            item["wallet_id"].str,
            f"&start_date={bill['start_time'].str}&end_date={bill['end_time'].str}",
        )
        for kind, name in (("captured", "amount_sent"), ("credited", "amount_received")):
            amount = sum(r["amount"]["amount"].int for r in rows if r["type"] == kind)
            assert item[name]["amount"] == amount
        own = item["amount_received"]["amount"].int - item["amount_sent"]["amount"].int
        assert item["amount_total"]["amount"] == abs(own)
        net += own - item["volume_fee"]["amount"].int
    assert bill["amt_due"]["amount"] == abs(net)
    assert bill["settlement_type"] == ("Collection" if net < 0 else "Payout")
    json.dumps(bill.value)
