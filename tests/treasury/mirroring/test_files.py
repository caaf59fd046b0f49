"""The mirror's file: another program's, one that is removed or of no use, and one taken over."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.treasury.builders import ENVIRONMENT
from tests.treasury.harness import World, world
from tests.treasury.mirroring.test_waiting import is_whole
from voltage_tui.simulator.options import Payer, SimulatorOptions
from voltage_tui.store.mirror.mirror import Mirror
from voltage_tui.store.places import Places, places_of
from voltage_tui.treasury.mirroring.following import LOOK_S
from voltage_tui.treasury.mirroring.mirroring import STORE_AGAIN_S
from voltage_tui.treasury.topics import ConnectionState

SMALL = SimulatorOptions(wallets=2, ledger_rows=60, history_days=0, payer=Payer.MANUAL)


@pytest.fixture
def places(tmp_path: Path) -> Places:
    return places_of(ENVIRONMENT, tmp_path)


def rows_of(w: World) -> int:
    return sum(progress.rows for progress in w.snapshot.mirrors.values())


@pytest.mark.safety("S-11", "a second program fills no mirror, but shows what the first one does")
async def test_a_second_program_shows_what_the_first_one_puts_in(places: Places) -> None:
    async with (
        world(SMALL, places=places, fills_mirror=True) as first,
        world(SMALL, places=places, fills_mirror=True) as second,
    ):
        assert second.store.holder is not None
        await first.until(lambda _: rows_of(first) > 20)
        await second.pass_time(LOOK_S + 3)
        assert rows_of(second) == rows_of(first)
        await first.until(is_whole, 300)
        await second.pass_time(LOOK_S + 1)
        assert is_whole(second.snapshot)
        assert second.count(path_end="/ledger") == 0
        await first.stop()
        await first.treasury.aclose()
        await first.store.aclose()
        assert await second.store.take_over()
        state, wallet = second.simulator._state, second.snapshot.accounts[0].wallet.id
        state.wallets[wallet].deposit(state.new_id(), 5_000, state.now)
        await second.restart()
        await second.until(lambda _: rows_of(second) == 61, 60)
        assert second.count(path_end="/ledger") > 0


def damage(places: Places) -> None:
    """Somebody writes over it."""
    places.mirror.write_bytes(b"SQLite format 3\0" + b"x" * 50_000)


def take_away(places: Places) -> None:
    """Somebody removes it."""
    for path in places.folder.glob("mirror*"):
        path.unlink()


async def test_a_file_that_is_removed_is_told_and_begun_anew(places: Places) -> None:
    async with world(SMALL, places=places, fills_mirror=True) as w:
        await w.until(is_whole, 300)
        take_away(places)
        wallet = w.snapshot.accounts[0].wallet.id
        w.treasury._wallet_moved(wallet)
        await w.until(lambda s: s.mirror_problem, 30)
        problem = w.snapshot.mirror_problem
        assert problem is not None
        assert "removed" in problem.words
        assert problem.next_try is not None
        assert w.snapshot.connection.state is ConnectionState.LIVE
        await w.until(lambda s: s.mirror_problem is None and is_whole(s), STORE_AGAIN_S + 300)
        found = Mirror(places.mirror)
        assert found.row_count() == 60
        found.close()


async def test_a_file_of_no_use_is_told_while_the_rest_goes_on_and_wiped_it_is_filled(
    places: Places,
) -> None:
    places.folder.mkdir(parents=True)
    damage(places)
    async with world(SMALL, places=places, fills_mirror=True) as w:
        await w.until(lambda s: s.mirror_problem and s.book.value)
        since = w.snapshot.mirror_problem and w.snapshot.mirror_problem.since
        await w.pass_time(STORE_AGAIN_S * 2)
        problem = w.snapshot.mirror_problem
        assert problem is not None
        assert "cannot be used" in problem.words
        assert problem.since == since
        assert w.snapshot.connection.state is ConnectionState.LIVE
        take_away(places)
        await w.until(is_whole, 300)
        assert w.snapshot.mirror_problem is None
