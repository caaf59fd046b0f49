"""From the mirror to a pack: every row once, in order, with all that is known of it."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from tests.exports.samples import lines_of
from tests.exports.test_other_programs import BEAN_CHECK, HLEDGER, run
from tests.store.mirror.whole import all_rows
from tests.treasury.exporting.exported import BERLIN, Ready, manifest_of, ready
from voltage_tui.exports.context import ExportError
from voltage_tui.exports.pack import problems_of
from voltage_tui.exports.rows import utc_text
from voltage_tui.exports.values import lacks_rate
from voltage_tui.exports.writers import ExportFormat
from voltage_tui.model.ids import EnvironmentId, PaymentId
from voltage_tui.model.movement import Movement, order_key
from voltage_tui.model.period import Period
from voltage_tui.query import Calendar, parse
from voltage_tui.simulator.options import Payer, SimulatorOptions
from voltage_tui.store.mirror.database import open_mirror
from voltage_tui.store.mirror.mirror import Mirror
from voltage_tui.store.mirror.store import MirrorStore
from voltage_tui.store.places import make_private_folder, places_of
from voltage_tui.treasury.exporting.exporter import Exporter, Looked, Progress
from voltage_tui.treasury.exporting.scope import ExportScope, with_period

SEPTEMBER = Period.month(2026, 9, BERLIN)
CSV = (ExportFormat.CSV,)
ENVIRONMENT = EnvironmentId("8e7f2a44-6c1d-4b0a-8f35-2d9b6a7c4e21")
FEW = SimulatorOptions(payer=Payer.MANUAL, history_days=12)


def nothing(_so_far: object) -> None:
    """Nobody wants to know."""


def content(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def names_in(folder: Path) -> list[str]:
    return [path.name for path in folder.rglob("*")]


async def collected(r: Ready, scope: ExportScope) -> list[Movement]:
    return await r.exporter.collect(scope, list)


def sums_of(rows: list[Movement]) -> Mapping[tuple[str, str], int]:
    sums: dict[tuple[str, str], int] = {}
    for row in rows:
        key = (row.wallet_id, row.currency)
        assert row.amount is not None
        sums[key] = sums.get(key, 0) + row.amount.units
    return sums


async def test_a_month_from_the_mirror_is_taken_by_every_program(tmp_path: Path) -> None:
    """S-66, S-67, S-70."""
    folder, again = tmp_path / "pack", tmp_path / "again"
    async with ready() as r:
        scope, told, done_so_far = ExportScope(period=SEPTEMBER), list[Looked](), list[Progress]()
        looked = await r.exporter.look(scope, told.append)
        done = await r.exporter.write(r.order(folder, scope), done_so_far.append)
        twice = await r.exporter.write(r.order(again, scope), nothing)
    # How whole it is comes first, before anything is counted.
    assert (told[0].entries, told[0].missing_rates) == (None, None)
    assert told[0].context == looked.context
    assert looked.entries == done.entries
    assert done.pack.tally.rows > done.entries > 150
    assert done_so_far[-1] == Progress(done.pack.tally.rows, done.entries)
    assert problems_of(folder) == ()
    assert content(folder) == content(again)
    assert twice.pack.manifest == done.pack.manifest
    assert {sums.difference.units for sums in done.pack.tally.sums.values() if sums.difference} == {
        0
    }
    found = manifest_of(folder)
    assert (found["complete"], found["selection"]) == (True, None)
    if HLEDGER is not None:
        run(HLEDGER, "-f", str(folder / "DEMO-ledger.journal"), "check", "--strict")
    if BEAN_CHECK is not None:
        run(BEAN_CHECK, "--no-cache", str(folder / "DEMO-ledger.beancount"))


@pytest.mark.safety("S-68", "from the mirror: two months are the whole, each row in its own")
async def test_two_months_are_the_whole_and_a_row_is_in_the_month_of_its_moment() -> None:
    """S-68: the end of a period belongs to the next one."""
    async with ready() as r:
        everything = await collected(r, ExportScope())
        assert [order_key(row) for row in everything] == sorted(map(order_key, everything))
        before = Period(everything[0].effective_time.date(), SEPTEMBER.last, BERLIN)
        after = Period(SEPTEMBER.day_after, r.exporter.calendar.today, BERLIN)
        parts = [*await collected(r, ExportScope(period=before))]
        assert all(row.effective_time < SEPTEMBER.end for row in parts)
        parts += await collected(r, ExportScope(period=after))
        assert [row.row_id for row in parts] == [row.row_id for row in everything]
        balances = {
            (wallet.id, balance.total.currency): balance.total.units
            for wallet in await r.m.driven(r.m.world.client.wallets.list())
            for balance in wallet.balances
        }
    assert sums_of(everything) == balances


async def test_one_wallet_and_several_are_those_rows_of_all() -> None:
    async with ready(FEW) as r:
        everything = await collected(r, ExportScope())
        first, second, *_ = sorted({row.wallet_id for row in everything})
        for chosen in ((first,), (second, first)):
            found = await collected(r, ExportScope(wallets=chosen))
            assert [row.row_id for row in found] == [
                row.row_id for row in everything if row.wallet_id in chosen
            ]


async def test_what_a_person_added_goes_along(tmp_path: Path) -> None:
    async with ready(FEW) as r:
        rows = await collected(r, ExportScope())
        payment_id = next(PaymentId(row.payment.id) for row in rows if row.payment)
        now = r.exporter.calendar.now

        def add(mirror: Mirror) -> None:
            mirror.set_note(payment_id, "=SUM(A1)", now)
            mirror.set_tags(payment_id, ["rent", "berlin"])
            mirror.set_cleared(
                [row.id for row in mirror.rows_of_payment(payment_id)], now, cleared=True
            )

        await r.m.store.write(add)
        await r.exporter.write(r.order(tmp_path / "pack", formats=CSV), nothing)
    lines = lines_of(tmp_path / "pack/DEMO-ledger.csv")
    mine = [line for line in lines if line["payment_id"] == payment_id]
    assert mine
    for line in mine:
        assert (line["note"], line["tags"], line["cleared"]) == (
            "'=SUM(A1)",
            "berlin;rent",
            "true",
        )
    assert {line["cleared"] for line in lines if line not in mine} == {"false"}


@pytest.mark.parametrize("search", [None, "dir:send", "wallet:ops"])
@pytest.mark.parametrize("period", [None, SEPTEMBER])
@pytest.mark.safety("S-69", "what is counted before a yes is what lacks a rate when it is written")
async def test_what_is_counted_before_a_yes_is_what_is_written(
    search: str | None, period: Period | None
) -> None:
    async with ready(FEW) as r:
        query = None if search is None else parse(search)
        for wallets in ((), (r.exporter.wallets[0].id,)):
            scope = ExportScope(wallets, period, query)
            looked = await r.exporter.look(scope, nothing)
            rows = await collected(r, scope)
            assert looked.entries == len({row.entry.key for row in rows})
            lacking = {row.entry.key for row in rows if lacks_rate(row)}
            assert looked.missing_rates == len(lacking)
    assert rows or search == "wallet:ops"


async def test_a_search_is_a_selection_that_states_no_balance(tmp_path: Path) -> None:
    async with ready(FEW) as r:
        scope = ExportScope(query=parse("dir:send"))
        everything = await collected(r, ExportScope())
        await r.exporter.write(r.order(tmp_path / "pack", scope), nothing)
    found = manifest_of(tmp_path / "pack")
    assert found["selection"] == {
        "search": "dir:send",
        "meaning": "only the rows this search found: no opening, closing or balance is stated",
    }
    wallets = found["wallets"]
    assert isinstance(wallets, list)
    for wallet in wallets:
        assert (wallet["opening"], wallet["closing"], wallet["difference"]) == (None, None, None)
    lines = lines_of(tmp_path / "pack/DEMO-ledger.csv")
    assert 0 < len(lines) < len(everything)
    assert {line["direction"] for line in lines} == {"send"}
    journal = (tmp_path / "pack/DEMO-ledger.journal").read_text(encoding="utf-8")
    assert "balance" not in journal.lower().replace("balances", "")
    assert " balance " not in (tmp_path / "pack/DEMO-ledger.beancount").read_text(encoding="utf-8")
    for path in (tmp_path / "pack").glob("*.ofx"):
        assert "without an opening balance" in path.read_text(encoding="utf-8")


async def test_a_search_of_a_month_alone_is_the_month_with_its_balances() -> None:
    async with ready(FEW) as r:
        calendar = r.exporter.calendar
        scope = with_period(ExportScope(query=parse("in:2026-09")), calendar, BERLIN)
        assert (scope.period, scope.is_selection) == (SEPTEMBER, False)
        both = with_period(ExportScope(query=parse("in:2026-09 rent")), calendar, BERLIN)
        assert (both.period, both.is_selection) == (SEPTEMBER, True)
        for text in ("in:2026-09 in:2026-08", "-in:2026-09", "since:2026-09"):
            asked = ExportScope(query=parse(text))
            assert with_period(asked, calendar, BERLIN) == asked


async def test_what_is_not_whole_is_said_so_in_the_manifest(tmp_path: Path) -> None:
    """S-67."""
    async with ready(FEW, whole=False) as r:
        ledger = r.m.ledger()
        await r.m.driven(ledger.open())
        await r.m.driven(ledger.begin())
        looked = await r.exporter.look(ExportScope(), nothing)
        await r.exporter.write(r.order(tmp_path / "pack", formats=CSV), nothing)
    assert not looked.context.complete
    assert looked.context.payments is not None
    assert not looked.context.payments.complete
    found = manifest_of(tmp_path / "pack")
    assert found["complete"] is False
    sweeps = found["sweeps"]
    assert isinstance(sweeps, list)
    assert not any(sweep["complete"] for sweep in sweeps)


async def test_one_that_is_cancelled_leaves_nothing_behind(tmp_path: Path) -> None:
    async with ready(FEW) as r:
        begun = asyncio.Event()
        task = asyncio.create_task(
            r.exporter.write(r.order(tmp_path / "pack"), lambda _: begun.set())
        )
        # Told from the thread when it has written its rows; by now it may have ended or not.
        await begun.wait()
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
        assert names_in(tmp_path) == []
        record = r.exporter.store._audit
        assert record._head is None or record._head.n == 0


async def test_one_that_fails_leaves_nothing_and_is_told_in_words(tmp_path: Path) -> None:
    async with ready(FEW) as r:
        (tmp_path / "pack").mkdir()
        with pytest.raises(ExportError, match="nothing is replaced"):
            await r.exporter.write(r.order(tmp_path / "pack"), nothing)
        with pytest.raises(ExportError, match="nothing was written"):
            await r.exporter.write(r.order(tmp_path / "gone/pack"), nothing)
    assert names_in(tmp_path) == ["pack"]


async def test_a_file_is_read_apart_in_one_state_whatever_is_written_meanwhile(
    tmp_path: Path,
) -> None:
    places = places_of(ENVIRONMENT, tmp_path / "data")
    async with ready(FEW) as r:
        everything = await collected(r, ExportScope())
        make_private_folder(places.folder)
        copy = open_mirror(places.mirror)
        r.m.store._open()._connection.backup(copy)
        on_disk = r.exporter.store._mirror = MirrorStore(places)

        def work(rows: Iterator[Movement]) -> list[Movement]:
            taken = [next(rows)]
            copy.execute("DELETE FROM rows")
            return [*taken, *rows]

        try:
            assert await r.exporter.collect(ExportScope(), work) == everything
            assert await collected(r, ExportScope()) == []
        finally:
            await on_disk.aclose()
            copy.close()


async def test_a_wallet_that_is_gone_is_called_as_it_was(tmp_path: Path) -> None:
    async with ready(FEW) as r:
        kept = await r.exporter.wallets_kept()
        await r.m.store.write(lambda mirror: mirror.keep_wallets(kept))
        offline: Exporter = replace(r.exporter, wallets=())
        assert await offline.wallets_kept() == kept
        assert {wallet.name for wallet in kept} >= {"Ops", "Payouts"}


async def test_the_record_has_the_manifests_hash(tmp_path: Path) -> None:
    async with ready(FEW) as r:
        noted: list[Mapping[str, str]] = []
        real = r.exporter.store.note

        async def note(event: str, facts: Mapping[str, str]) -> None:
            noted.append({"event": event, **facts})
            await real(event, facts)

        r.exporter.store.note = note  # type: ignore[method-assign]
        done = await r.exporter.write(r.order(tmp_path / "pack", formats=CSV), nothing)
    assert done.not_noted is None
    assert noted[0]["event"] == "export"
    assert noted[0]["manifest_sha256"] == done.pack.manifest.sha256


@pytest.mark.safety("S-67", "a copy last read before the period's end is not whole")
async def test_a_period_that_ended_after_the_last_reading_is_not_whole(tmp_path: Path) -> None:
    async with ready(FEW) as r:
        read = r.exporter.calendar.now
        month = Period.month(read.year, read.month, BERLIN)
        under_way = await r.exporter.look(ExportScope(period=month), nothing)
        assert under_way.context.complete
        later = replace(r.exporter, calendar=Calendar(month.end, BERLIN))
        over = await later.look(ExportScope(period=month), nothing)
        await later.write(r.order(tmp_path / "pack", ExportScope(period=month), CSV), nothing)
        assert (await later.look(ExportScope(period=SEPTEMBER), nothing)).context.complete
    assert not over.context.complete
    until = over.context.read_until
    assert until is not None
    assert until <= read
    sweeps = manifest_of(tmp_path / "pack")["sweeps"]
    assert isinstance(sweeps, list)
    assert [sweep["complete"] for sweep in sweeps] == [False] * len(sweeps)
    assert min(sweep["read_until_utc"] for sweep in sweeps) == utc_text(until)


async def test_a_row_of_a_day_that_no_calendar_has_is_told_and_a_period_goes_round_it() -> None:
    async with ready(FEW) as r:
        wallet_id = r.exporter.wallets[0].id
        kept = await r.m.store.read(lambda mirror: next(iter(all_rows(mirror, wallet_id))).entry)
        last = datetime(9999, 12, 31, 23, 30, tzinfo=UTC)
        strange = replace(kept, entry_id="strange", effective_time=last)
        await r.m.store.write(lambda mirror: mirror.keep_rows(wallet_id, [strange]))
        with pytest.raises(ExportError, match="a day that no calendar has"):
            await r.exporter.look(ExportScope(), nothing)
        assert (await r.exporter.look(ExportScope(period=SEPTEMBER), nothing)).entries
