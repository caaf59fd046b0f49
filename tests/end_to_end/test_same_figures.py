"""The program on one side, a simulated Voltage in another process on the other: the same money."""

from __future__ import annotations

import http.client
import json
import re
from collections.abc import Awaitable, Callable, Iterator
from datetime import UTC, datetime
from random import Random
from typing import Any
from urllib.parse import urlsplit

import pytest
from textual.pilot import Pilot

from tests.cli.simulated import Served, simulated
from tests.store.mirror.whole import all_rows
from voltage_tui.api.base_url import parse_base_url
from voltage_tui.api.client import VoltageClient
from voltage_tui.api.connect import connect
from voltage_tui.api.power import Level, Power
from voltage_tui.clock import ScaledClock
from voltage_tui.launch import Launch
from voltage_tui.model.ids import EnvironmentId, OrganizationId, WalletId
from voltage_tui.model.scope import Scope
from voltage_tui.money import Money, figure_of
from voltage_tui.secret import Secret
from voltage_tui.settings import SettingsStore
from voltage_tui.store.store import Store
from voltage_tui.ui.app import VoltageApp

WALLETS = 6
ROWS = 400
SPEED = 10.0
"""How many times as fast the program's time runs: it waits between the pages it copies."""


@pytest.fixture(scope="module")
def server() -> Iterator[Served]:
    with simulated("--wallets", str(WALLETS), "--ledger-rows", str(ROWS)) as served:
        yield served


def ask(server: Served, path: str) -> Any:
    """Read from the simulator with nothing of ours in between but the standard library."""
    where = urlsplit(server.base_url)
    connection = http.client.HTTPConnection(str(where.hostname), where.port, timeout=10)
    try:
        target = f"{where.path}/organizations/{server.organization_id}{path}"
        connection.request("GET", target, headers={"x-api-key": server.api_key})
        return json.loads(connection.getresponse().read())
    finally:
        connection.close()


def launch(server: Served) -> Launch:
    clock = ScaledClock(datetime.now(UTC), SPEED)

    async def connected(store: Store) -> VoltageClient:
        return connect(
            Secret(server.api_key),
            Scope(OrganizationId(server.organization_id), EnvironmentId(server.environment_id)),
            where=parse_base_url(server.base_url),
            power=Power(clock, Level.RECEIVE),
            clock=clock,
            write_log=store,
        )

    return Launch(
        profile_name="test",
        profile_title="Test",
        base_url=server.base_url,
        base_url_marked=True,
        demo=False,
        read_only=False,
        base_level="receive",
        key_note=None,
        clock=clock,
        random=Random(1),
        settings=SettingsStore(None),
        open_store=lambda: Store(None, clock),
        connect=connected,
    )


async def until_shown(pilot: Pilot[int], app: VoltageApp, *words: str) -> str:
    """The screen as text, once all of these words are on it."""

    async def shown() -> bool:
        app.pace.paint_now()
        return all(each in screen_text(app) for each in words)

    await until(pilot, shown)
    return screen_text(app)


async def until(pilot: Pilot[int], done: Callable[[], Awaitable[bool]]) -> None:
    for _ in range(600):
        if await done():
            return
        await pilot.pause(0.05)
    raise AssertionError("the program never showed what the server says")


def signed(amount: dict[str, Any]) -> int:
    return -int(amount["amount"]) if amount["negative"] else int(amount["amount"])


def server_books(server: Served) -> dict[str, tuple[int, int, int]]:
    """Each wallet's total, available and sum of holds, in base units, as the server says."""
    books = {}
    for wallet in ask(server, f"/wallets?environment_id={server.environment_id}"):
        balance = wallet["balances"][0]
        holds = sum(signed(hold["amount"]) for hold in wallet["holds"])
        books[wallet["id"]] = (signed(balance["total"]), signed(balance["available"]), holds)
    return books


def program_books(app: VoltageApp) -> dict[str, tuple[int, int, int]]:
    snapshot = app.snapshot
    books = {}
    for account in snapshot.accounts if snapshot else ():
        if account.total is not None and account.available is not None and account.held is not None:
            units = (account.total.units, account.available.units, account.held.units)
            books[str(account.wallet.id)] = units
    return books


def screen_text(app: VoltageApp) -> str:
    strips = app.screen._compositor.render_strips()
    return "\n".join("".join(segment.text for segment in strip) for strip in strips)


async def test_balances_holds_and_credit_are_the_same_to_the_msat(server: Served) -> None:
    app = VoltageApp(launch(server))
    async with app.run_test(size=(160, 50), notifications=True) as pilot:

        async def same() -> bool:
            lines_read = app.snapshot is not None and app.snapshot.lines.value is not None
            books = program_books(app)
            return lines_read and len(books) == WALLETS and books == server_books(server)

        await until(pilot, same)
        snapshot = app.snapshot
        assert snapshot is not None
        for line in ask(server, "/lines_of_credit/summaries"):
            known = snapshot.line(line["id"])
            assert known is not None
            assert (known.limit.units, known.allocated.units) == (
                line["limit"],
                line["allocated_limit"],
            )
        names = [account.wallet.name for account in snapshot.accounts]
        shown = await until_shown(pilot, app, *names)
        for account in snapshot.accounts:
            assert account.available is not None
            row = re.search(rf"{re.escape(account.wallet.name)} .*", shown)
            assert row is not None
            assert str(figure_of(account.available)) in row.group()


async def test_the_ledger_shown_adds_up_to_the_balance_the_server_has(server: Served) -> None:
    app = VoltageApp(launch(server))
    wallet_id = WalletId(server.wallet_ids[0])
    async with app.run_test(size=(160, 50), notifications=True) as pilot:

        async def wallets_known() -> bool:
            return app.snapshot is not None and app.snapshot.account(wallet_id) is not None

        await until(pilot, wallets_known)
        app.pages.ledger_of(wallet_id)

        async def ledger_known() -> bool:
            progress = app.snapshot.mirrors.get(wallet_id) if app.snapshot else None
            return progress is not None and progress.rows == progress.total and progress.is_proven

        await until(pilot, ledger_known)
        assert app.treasury is not None
        mirror = app.treasury.mirror
        newest_first = await mirror.read(lambda r: all_rows(r, wallet_id)[::-1])
        pages = ask(server, f"/wallets/{wallet_id}/ledger?limit=200")
        assert len(newest_first) == pages["total"]
        kinds = [row.entry.kind.value for row in newest_first]
        assert kinds[: len(pages["items"])] == [item["type"] for item in pages["items"]]
        total, available, _ = server_books(server)[wallet_id]
        newest = newest_first[0]
        currency = newest.entry.currency
        assert newest.total_after == Money(currency, total)
        assert newest.available_after == Money(currency, available)
        await until_shown(pilot, app, str(figure_of(Money(currency, total))))


async def test_the_newest_payments_are_the_same_to_the_base_unit(server: Served) -> None:
    app = VoltageApp(launch(server))
    path = f"/environments/{server.environment_id}/payments?limit=100&sort_order=DESC"
    async with app.run_test(size=(160, 50), notifications=True) as pilot:

        async def same() -> bool:
            book = app.snapshot.book.value if app.snapshot else None
            if book is None:
                return False
            ours = [
                (p.id, p.status.value, p.amount.units if p.amount else None)
                for p in book.payments[:100]
            ]
            theirs = [
                (p["id"], p["status"], p["data"]["amount"]["amount"])
                for p in ask(server, path)["items"]
            ]
            return ours == theirs

        await until(pilot, same)
