"""Months sealed in a running treasury: kept, noted, looked at again, and opened with a reason."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from tests.treasury.harness import World, world
from voltage_tui.model.ids import EnvironmentId, WalletId
from voltage_tui.model.ledger import LedgerEntry, LedgerKind
from voltage_tui.model.period import Period
from voltage_tui.money import BTC, msats
from voltage_tui.simulator.faults import Break
from voltage_tui.simulator.options import Payer, SimulatorOptions
from voltage_tui.store.mirror.moments import micros_of
from voltage_tui.store.mirror.sweeps import Stage
from voltage_tui.store.places import places_of
from voltage_tui.treasury.attention import Matter, attention
from voltage_tui.treasury.closing.closing import CloseError, Closing, PackOfMonth
from voltage_tui.treasury.closing.months import Standing, WalletMonth, month_of, stepped
from voltage_tui.treasury.closing.sealed import Sealed
from voltage_tui.treasury.mirroring.turns import WEEKLY_S

UTC_ZONE = ZoneInfo("UTC")
HISTORY = SimulatorOptions(payer=Payer.MANUAL, history_days=45)


@asynccontextmanager
async def closing_world() -> AsyncIterator[World]:
    """A treasury whose mirror is whole."""
    async with world(HISTORY, fills_mirror=True) as w:
        await until_whole(w)
        yield w


async def until_whole(w: World) -> None:
    await w.until(
        lambda s: s.mirrors and all(p.is_whole and p.is_proven for p in s.mirrors.values()), 900
    )


def last_month(w: World) -> Period:
    return stepped(month_of(w.clock.now(), UTC_ZONE), -1)


async def months(w: World) -> tuple[WalletMonth, ...]:
    return await w.ask(w.treasury.closing.months(last_month(w)))


def sealed(w: World) -> tuple[Sealed, ...]:
    return w.snapshot.sealed or ()


async def test_a_month_that_adds_up_is_sealed_and_stays_what_it_was() -> None:
    async with closing_world() as w:
        found = await months(w)
        assert found
        assert {m.standing for m in found} == {Standing.BALANCED}
        assert any(m.sums.rows for m in found)
        closing = w.treasury.closing
        pack = PackOfMonth("february", "ab" * 32)
        closing.note_pack(last_month(w), (), pack)
        await w.ask(closing.seal(found, None))
        await w.until(lambda _: sealed(w) and all(one.checked for one in sealed(w)))
        assert len(sealed(w)) == len(found)
        for one in sealed(w):
            assert one.change is None
            assert one.seal.zone == "UTC"
            assert one.seal.manifest_sha256 == pack.manifest_sha256
        kept = closing.sealed(found[0])
        assert kept is not None
        assert (kept.opening, kept.closing) == (found[0].opening, found[0].closing)
        with pytest.raises(CloseError, match="sealed already"):
            await w.ask(closing.seal(found[:1], None))


async def refused(w: World, closing: Closing, month: WalletMonth, why: str) -> None:
    with pytest.raises(CloseError, match=why):
        await w.ask(closing.seal([month], None))
    assert sealed(w) == ()


async def test_what_is_not_over_or_does_not_add_up_is_sealed_only_with_a_reason() -> None:
    async with closing_world() as w:
        closing = w.treasury.closing
        now = await w.ask(closing.months(month_of(w.clock.now(), UTC_ZONE)))
        await refused(w, closing, now[0], "the month is not over")
        await refused(w, closing, replace(now[0], standing=Standing.FILLING), "being filled")
        other = replace((await months(w))[0], opening=None)
        await refused(w, closing, other, "have just changed")
        await w.ask(closing.seal(now[:1], "  the books are closed early "))
        assert sealed(w)[0].seal.reason == "the books are closed early"


async def test_no_reason_seals_a_month_whose_copy_is_still_being_filled() -> None:
    async with closing_world() as w:
        closing, found = w.treasury.closing, await months(w)
        wallet_id = found[0].wallet_id
        sweep = await w.store.mirror.read(lambda r: r.ledger_sweep(wallet_id))
        begun = replace(sweep, stage=Stage.SWEEPING)
        await w.store.mirror.write(lambda m: m.keep_rows(wallet_id, (), begun))
        with pytest.raises(CloseError, match="still being filled"):
            await w.ask(closing.seal(found[:1], "the books are closed early"))
        assert sealed(w) == ()


async def test_unsealing_needs_a_reason_and_the_month_can_be_sealed_again() -> None:
    async with closing_world() as w:
        closing, found = w.treasury.closing, await months(w)
        await w.ask(closing.seal(found[:1], None))
        (one,) = sealed(w)
        with pytest.raises(CloseError, match="needs a reason"):
            await w.ask(closing.unseal(one, " \n"))
        await w.ask(closing.unseal(one, "a row was corrected"))
        assert sealed(w) == ()
        await w.ask(closing.seal(found[:1], None))
        assert len(sealed(w)) == 1


async def add_row(w: World, wallet_id: WalletId, at: datetime) -> None:
    """A row of a moment long past that was not there, found by a sweep just now."""
    state = w.simulator._state
    row_id, micros = state.new_id(), micros_of(at)
    state.wallets[wallet_id].deposit(row_id, 77_000, micros)
    state.wallets[wallet_id].rows.sort(key=lambda row: row.at)
    row = LedgerEntry(
        wallet_id=wallet_id,
        kind=LedgerKind.DEPOSITED,
        entry_id=row_id,
        payment_id=None,
        currency=BTC,
        amount=msats(77_000),
        breakdown=None,
        effective_time=at,
    )
    await w.ask(w.store.mirror.write(lambda m: m.keep_rows(wallet_id, [row])))


async def test_a_row_that_comes_into_a_sealed_month_is_an_alert_also_after_a_start() -> None:
    async with closing_world() as w:
        closing, found = w.treasury.closing, await months(w)
        month = next(m for m in found if m.sums.rows)
        await w.ask(closing.seal([month], None))
        await w.until(lambda _: all(one.checked for one in sealed(w)))
        await add_row(w, month.wallet_id, month.period.end - timedelta(hours=1))
        await w.until(lambda _: any(o.change and o.change.closing for o in sealed(w)), 600)
        (one,) = sealed(w)
        assert one.change is not None
        assert (one.change.rows.added, one.change.rows.changed, one.change.rows.gone) == (1, 0, 0)
        assert month.closing is not None
        assert one.change.opening is None
        assert one.change.closing == month.closing + msats(77_000)
        alerts = [a for a in attention(w.snapshot, w.clock.now()) if a.sealed is not None]
        assert [a.matter for a in alerts] == [Matter.SEAL_BROKEN]
        before = one.change.found_at
        await w.restart()
        await w.until(lambda _: any(one.change for one in sealed(w)), 600)
        assert sealed(w)[0].seal.found_sha256 is not None
        change = sealed(w)[0].change
        assert change is not None
        assert change.found_at == before


@pytest.mark.safety("S-67", "a sealed row that Voltage rewrote is an alert within the week")
async def test_a_row_of_a_sealed_month_that_is_rewritten_is_an_alert_within_the_week() -> None:
    async with closing_world() as w:
        closing, found = w.treasury.closing, await months(w)
        month = next(m for m in found if m.sums.rows)
        await w.ask(closing.seal([month], None))
        await w.until(lambda _: all(one.checked for one in sealed(w)))
        rows = w.simulator._state.wallets[month.wallet_id].rows
        start, end = micros_of(month.period.start), micros_of(month.period.end)
        place = next(n for n, row in enumerate(rows) if start <= row.at < end and row.payment_id)
        # Neither the count nor the balance is another.
        rows[place] = rows[place]._replace(payment_id=w.simulator._state.new_id())
        await w.stop()
        w.clock.advance(WEEKLY_S + 86_400)
        await w.restart()
        await w.until(lambda _: any(one.change for one in sealed(w)), 900)
        (one,) = sealed(w)
        assert one.change is not None
        assert (one.change.rows.added, one.change.rows.changed, one.change.rows.gone) == (0, 1, 0)
        assert w.snapshot.mirrors[month.wallet_id].corrected == 1


async def test_a_month_whose_last_rows_were_never_asked_for_is_not_sealed_as_if_it_added_up() -> (
    None
):
    async with closing_world() as w:
        closing, this = w.treasury.closing, month_of(w.clock.now(), UTC_ZONE)
        w.faults.add(Break.REFUSE, times=None)
        w.clock.advance((this.end - w.clock.now()).total_seconds() + 60)
        await w.settled()
        found = await w.ask(closing.months(this))
        # What is here adds up: what came since is not here, and nobody knows of it.
        assert {m.standing for m in found} == {Standing.BALANCED}
        await refused(w, closing, found[0], "last read before the month was over")


async def test_a_copy_that_is_taken_away_and_read_again_is_no_alert(tmp_path: Path) -> None:
    places = places_of(EnvironmentId("8e7f2a44-6c1d-4b0a-8f35-2d9b6a7c4e21"), tmp_path)
    few = SimulatorOptions(payer=Payer.MANUAL, history_days=12)
    async with world(few, fills_mirror=True, places=places) as w:
        await until_whole(w)
        await w.ask(w.treasury.closing.seal(await months(w), None))
        await w.until(lambda _: sealed(w) and all(one.checked for one in sealed(w)))
        alerts: list[Sealed] = []
        w.treasury.subscribe(lambda _: alerts.extend(one for one in sealed(w) if one.change))
        for file in places.folder.glob(f"{places.mirror.name}*"):
            file.unlink()
        await w.until(lambda s: any(not p.is_whole for p in s.mirrors.values()), 900)
        assert Standing.FILLING in {month.standing for month in await months(w)}
        await until_whole(w)
        await w.until(lambda _: all(one.checked for one in sealed(w)))
    assert alerts == []
