"""How fast a pack of every format is written from a mirror on the disk, and in how much memory."""

from __future__ import annotations

import asyncio
import resource
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from tests.treasury.builders import WALLET
from voltage_tui.clock import SystemClock
from voltage_tui.exports.accounts import AccountMap
from voltage_tui.exports.pack import Pack
from voltage_tui.exports.writers import formats_there
from voltage_tui.model.ids import EnvironmentId, OrganizationId, WalletId
from voltage_tui.model.ledger import LedgerEntry, LedgerKind
from voltage_tui.model.scope import Scope
from voltage_tui.money import BTC, Money
from voltage_tui.query import Calendar
from voltage_tui.store.mirror.mirror import Mirror
from voltage_tui.store.places import make_private_folder, places_of
from voltage_tui.store.store import Store
from voltage_tui.treasury.exporting.exporter import Exporter, ExportOrder
from voltage_tui.treasury.exporting.scope import ExportScope

ROWS = 120_000
BEGAN = datetime(2026, 1, 1, tzinfo=UTC)
ENVIRONMENT = EnvironmentId("8e7f2a44-6c1d-4b0a-8f35-2d9b6a7c4e21")
LEAST_ROWS_A_SECOND = 1_500
MOST_GROWN_MIB = 60


def entry(place: int) -> LedgerEntry:
    return LedgerEntry(
        wallet_id=WalletId(WALLET),
        kind=LedgerKind.CREDITED,
        entry_id=f"{place:032x}",
        payment_id=None,
        currency=BTC,
        amount=Money(BTC, 1_000_000 + place),
        breakdown=None,
        effective_time=BEGAN + timedelta(seconds=20 * place),
    )


def test_a_hundred_thousand_rows_of_every_format(tmp_path: Path) -> None:
    places = places_of(ENVIRONMENT, tmp_path / "data")
    make_private_folder(places.folder)
    mirror = Mirror(places.mirror)
    for begin in range(0, ROWS, 5_000):
        mirror.keep_rows(WalletId(WALLET), [entry(n) for n in range(begin, begin + 5_000)])
    mirror.close()

    async def write() -> Pack:
        clock, zone = SystemClock(), ZoneInfo("Europe/Berlin")
        store = Store(places, clock)
        exporter = Exporter(
            store,
            Scope(OrganizationId("5d0c1b7e-2f4a-4f8e-9a61-0b7d3c9e1a10"), ENVIRONMENT),
            Calendar(clock.now(), zone),
            zone,
        )
        order = ExportOrder(ExportScope(), formats_there(), tmp_path / "pack", AccountMap())
        try:
            return (await exporter.write(order, lambda _: None)).pack
        finally:
            await store.aclose()

    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    began = time.process_time()
    pack = asyncio.run(write())
    took = time.process_time() - began
    grown = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / 1024
    print(f"\n{ROWS / took:,.0f} rows a second of one core in every format, {grown:.0f} MiB more")  # noqa: T201
    assert pack.tally.rows == ROWS
    assert ROWS / took > LEAST_ROWS_A_SECOND
    assert grown < MOST_GROWN_MIB
