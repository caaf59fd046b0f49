"""The older history: as long as asked for, adding up, and every payment of it to be had."""

from __future__ import annotations

from functools import cache

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.simulator.driver import Driver, check_books, new_id
from voltage_tui.simulator.options import SimulatorOptions
from voltage_tui.simulator.state.bulk import Bulk


@cache
def bulk_of(wallets: int, rows: int) -> Bulk:
    driver = Driver(SimulatorOptions(wallets=wallets, ledger_rows=rows, history_days=0))
    bulk = driver.simulator._state.bulk
    assert bulk is not None
    return bulk


@pytest.mark.parametrize("rows", [1, 2, 3, 4, 5, 6, 7, 8, 9, 250])
def test_exactly_so_many_rows_are_added_and_add_up(rows: int) -> None:
    driver = Driver(SimulatorOptions(wallets=2, ledger_rows=rows, history_days=0))
    assert sum(len(driver.ledger(wallet)) for wallet in driver.wallets) == rows
    for wallet in driver.get("/wallets"):
        check_books(driver, wallet)


def test_every_payment_of_the_ledger_can_be_read_and_agrees_with_its_rows() -> None:
    driver = Driver(SimulatorOptions(wallets=2, ledger_rows=120, history_days=0))
    for wallet in driver.wallets:
        for row in driver.ledger(wallet):
            payment = driver.payment(row["payment_id"].str)
            assert payment.only("wallet_id", "status") == (wallet, "completed")
            if row["type"] == "credited":
                assert payment["data"]["amount"] == row["amount"]
                assert payment["data"]["receipts"][0]["data"]["ledger_id"] == row["credit_id"]
            if row["type"] == "captured":
                spent = sum(payment["data"][name]["amount"].int for name in ("amount", "fees"))
                assert row["amount"]["amount"] == spent
                assert payment["data"]["outflows"][0]["data"]["ledger_id"] == row["hold_id"]
            same = driver.get(f"/wallets/{wallet}/ledger?payment_id={payment['id'].str}")
            assert row.value in [other.value for other in same["items"]]


def test_a_payment_of_the_older_history_cannot_be_made_again() -> None:
    driver = Driver(SimulatorOptions(ledger_rows=40))
    old = driver.get("env/payments?limit=1&sort_order=ASC")["items"][0]["id"].str
    body = {"id": old, "wallet_id": driver.wallets[0], "payment_kind": "bolt11"}
    answer = driver.call(
        "POST", "env/payments", {**body, "amount": {"currency": "btc", "amount": 1_000}}
    )
    assert answer.refusal == (409, "payment_exists")
    assert driver.call("GET", f"env/payments/{new_id()}").status == 404


@settings(max_examples=60, deadline=None)
@given(
    wallets=st.integers(1, 5),
    rows=st.integers(1, 90),
    place=st.none() | st.integers(0, 4),
    sends=st.none() | st.booleans(),
    ends=st.tuples(st.none() | st.integers(-2, 80), st.none() | st.integers(-2, 80)),
)
def test_picking_by_arithmetic_is_picking_one_by_one(
    wallets: int,
    rows: int,
    place: int | None,
    sends: bool | None,
    ends: tuple[int | None, int | None],
) -> None:
    bulk = bulk_of(wallets, rows)
    start, end = (None if j is None else bulk.created(j) for j in ends)

    def wanted(j: int) -> bool:
        return place in (None, j % wallets) and sends in (None, bulk.is_send(j))

    picked = bulk.select(wanted, start, end)
    assert list(picked) == [
        j
        for j in range(bulk.domain)
        if bulk.exists(j)
        and wanted(j)
        and (start is None or bulk.created(j) >= start)
        and (end is None or bulk.created(j) <= end)
    ]


@settings(max_examples=30, deadline=None)
@given(wallets=st.integers(1, 5), rows=st.integers(1, 5_000), data=st.data())
def test_a_payment_is_found_by_its_id(wallets: int, rows: int, data: st.DataObject) -> None:
    bulk = bulk_of(wallets, rows)
    j = data.draw(st.integers(0, bulk.domain - 1))
    assert bulk.number(bulk.payment_id(j)) == (j if bulk.exists(j) else None)
    assert bulk.number(bulk.ledger_id(j)) is None
    if j:
        assert bulk.created(j - 1) < bulk.settled(j - 1) < bulk.created(j)


def test_a_million_rows_cost_nothing_until_they_are_read() -> None:
    driver = Driver(SimulatorOptions(ledger_rows=1_000_000))
    pages = [
        driver.get(f"/wallets/{driver.wallets[0]}/ledger?limit=50&offset={offset}")
        for offset in (0, 125_000, 249_990)
    ]
    assert all(page["total"].int > 250_000 for page in pages)
    assert all(len(page["items"]) == 50 for page in pages)
    assert driver.get("env/payments?limit=3&offset=700000&direction=receive")["total"].int > 400_000
