"""What changed since a person last looked: from when, what moved, and the credit then and now."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

from tests.ui.stage import START, stage
from voltage_tui.clock import ManualClock
from voltage_tui.launch import Launch
from voltage_tui.model.look import Look, Looks, Standing
from voltage_tui.money import BTC, USD, Money
from voltage_tui.settings import Settings
from voltage_tui.store.places import Places
from voltage_tui.store.store import Store
from voltage_tui.ui.looking import AWAY, STAYS

YESTERDAY = datetime(2026, 3, 1, 17, 42, tzinfo=UTC)


WAS = (
    Standing(Money(BTC, 0), Money(BTC, 410_000), Money(BTC, 1_000_000)),
    Standing(Money(USD, -938_000), Money(USD, 938_000), Money(USD, 2_500_000)),
)
Change = Callable[[Launch], Launch]


def kept_in(folder: Path) -> Change:
    def change(launch: Launch) -> Launch:
        return replace(
            launch, open_store=lambda: Store(Places(folder), launch.clock), last_looks=None
        )

    return change


def looked(at: datetime) -> Change:
    looks = Looks(None, Look(at, WAS))
    return lambda launch: replace(launch, last_looks=lambda: looks)


async def test_the_card_says_since_when_and_how_the_credit_changed() -> None:
    async with stage((132, 36), change=looked(YESTERDAY)) as shown:
        await shown.until_shown("SINCE YESTERDAY 17:42")
        assert "41 → 67 %" in shown.text
        await shown.press("p")
        assert "41 → 67 %" not in shown.text


async def test_where_the_card_has_no_room_a_band_says_what_changed() -> None:
    async with stage((80, 24), change=looked(YESTERDAY)) as shown:
        await shown.until_shown("SINCE YESTERDAY")
        band = next(line for line in shown.lines if "SINCE YESTERDAY" in line)
        assert "1 internal" in band
        assert "credit 41 → 67 %" in band


async def test_a_count_stands_apart_from_the_sign_of_its_amount() -> None:
    async with stage((132, 36), change=looked(YESTERDAY)) as shown:
        await shown.until_shown("SINCE YESTERDAY 17:42")
        assert re.search(r" \d in \+[\d,]+", shown.text), shown.text


async def test_without_an_earlier_look_it_is_the_last_day() -> None:
    async with stage((132, 36)) as shown:
        assert "LAST 24 H" in shown.text


async def test_after_an_absence_it_counts_from_what_was_seen_at_its_beginning() -> None:
    settings = Settings(lock_after_minutes=0)
    async with stage((132, 36), settings=settings, change=looked(YESTERDAY)) as shown:
        await shown.until_shown("SINCE YESTERDAY 17:42")
        await shown.press("1")
        await shown.pass_time(STAYS.total_seconds() + 5)
        seen = shown.app.looking._newest
        assert seen is not None
        await shown.pass_time(AWAY.total_seconds())
        assert "SINCE YESTERDAY 17:42" in shown.text  # nobody is back yet
        await shown.press("1")
        assert f"SINCE {seen.at:%H:%M}" in shown.text
        assert timedelta() < seen.at - START < AWAY


async def test_a_look_outlives_the_program_and_a_quick_restart(tmp_path: Path) -> None:
    change = kept_in(tmp_path / "environment")
    places = Places(tmp_path / "environment")
    first = Store(places, ManualClock(START))
    earlier = Look(YESTERDAY, WAS)
    await first.keep_looks(Looks(None, earlier))
    await first.aclose()
    async with stage((132, 36), change=change) as shown:
        await shown.until_shown("SINCE YESTERDAY 17:42")
        await shown.pass_time(5)
    again = Store(places, ManualClock(START))
    kept = await again.looks()
    await again.aclose()
    assert kept is not None
    assert kept.since == earlier
    assert kept.newest.at > START


async def test_a_start_a_moment_after_the_last_one_is_the_same_look(tmp_path: Path) -> None:
    store = Store(Places(tmp_path / "environment"), ManualClock(START))
    await store.keep_looks(Looks(Look(YESTERDAY, WAS), Look(START - AWAY / 2, WAS)))
    await store.aclose()
    async with stage((132, 36), change=kept_in(tmp_path / "environment")) as shown:
        await shown.until_shown("SINCE YESTERDAY 17:42")


async def test_a_locked_screen_shows_nobody_anything_until_it_is_unlocked() -> None:
    settings = Settings(lock_after_minutes=20)
    async with stage((132, 36), settings=settings, change=looked(YESTERDAY)) as shown:
        await shown.until_shown("SINCE YESTERDAY 17:42")
        await shown.pass_time(21 * 60)
        assert shown.app.lock.is_on
        await shown.press("x")
        since = shown.app.looking.since
        assert since is not None
        assert since.at == YESTERDAY
        await shown.press("enter")
        since = shown.app.looking.since
        assert since is not None
        assert START < since.at < START + AWAY
