"""Every arming is in the record before it is in force, and so is its end (S-45, S-61)."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.api.server import NOON
from voltage_tui.api.power import Disarmed, Level, Power
from voltage_tui.clock import ManualClock
from voltage_tui.model.ids import EnvironmentId
from voltage_tui.store.audit import lines_of
from voltage_tui.store.places import Places, places_of
from voltage_tui.store.store import Store
from voltage_tui.treasury.arming import Arming

_MOST_S = 20.0


class Armed:
    """Power with a record on the disk, and what the person was told."""

    def __init__(self, places: Places) -> None:
        self.clock = ManualClock(NOON)
        self.places = places
        self.store = Store(places, self.clock)
        self.power = Power(self.clock, Level.RECEIVE)
        self._news: asyncio.Queue[str | None] = asyncio.Queue()
        self.arming = Arming(self.power, self.store, self._news.put_nowait)

    async def arm(self) -> str | None:
        self.arming.arm()
        return await self.told()

    async def told(self) -> str | None:
        """What the person is told next; it comes from a thread, and must come."""
        async with asyncio.timeout(_MOST_S):
            return await self._news.get()

    @property
    def events(self) -> list[tuple[str, dict[str, str]]]:
        lines = [json.loads(line) for line in lines_of(self.places.record)]
        return [(line["event"], line["facts"]) for line in lines]


@pytest.fixture
async def armed(tmp_path: Path) -> AsyncIterator[Armed]:
    made = Armed(places_of(EnvironmentId("e-1"), tmp_path))
    yield made
    await made.arming.aclose()
    await made.store.aclose()


async def test_arming_is_in_the_record_before_it_is_in_force(armed: Armed) -> None:
    armed.arming.arm()
    assert armed.power.level.word == "receive"
    assert await armed.told() == "Armed for five minutes."
    assert armed.power.level.word == "send"
    assert armed.events == [("arm", {"seconds": "300"})]


@pytest.mark.safety(
    "S-45", "an end asked for, after a send or by the lock is in the record with why"
)
@pytest.mark.parametrize("why", [Disarmed.ASKED, Disarmed.SENT, Disarmed.LOCKED])
async def test_its_end_is_there_with_the_reason(armed: Armed, why: Disarmed) -> None:
    await armed.arm()
    armed.power.disarm(why)
    assert armed.power.level.word == "receive"
    assert await armed.told() is None
    assert armed.events[1:] == [("disarm", {"why": why.value})]


async def test_the_end_of_its_time_is_there_once(armed: Armed) -> None:
    await armed.arm()
    armed.clock.advance(300)
    assert armed.power.level.word == "receive"
    assert armed.power.armed_left_s == 0
    await armed.told()
    assert armed.events[1:] == [("disarm", {"why": "time was over"})]


async def test_leaving_while_armed_is_there(armed: Armed) -> None:
    await armed.arm()
    await armed.arming.aclose()
    assert armed.events[1:] == [("disarm", {"why": "left"})]


async def test_two_presses_arm_once(armed: Armed) -> None:
    armed.arming.arm()
    assert await armed.arm() == "Armed for five minutes."
    assert [event for event, _ in armed.events] == ["arm"]


async def test_a_record_that_cannot_be_written_refuses_the_arming_in_words(armed: Armed) -> None:
    armed.places.record.mkdir()
    words = await armed.arm()
    assert words is not None
    assert words.startswith("Not armed. ")
    assert str(armed.places.record) in words
    assert armed.power.level.word == "receive"
    armed.places.record.rmdir()
    assert await armed.arm() == "Armed for five minutes."


async def test_a_lock_that_was_removed_refuses_the_arming_in_words(armed: Armed) -> None:
    armed.places.lock.unlink()
    words = await armed.arm()
    assert words is not None
    assert "was removed: close every voltage-tui and start one." in words
    assert armed.power.level.word == "receive"


async def test_locked_while_the_line_is_being_written_it_stays_lowered(armed: Armed) -> None:
    armed.arming.arm()
    await asyncio.sleep(0)
    armed.power.disarm(Disarmed.LOCKED)
    assert await armed.told() is None
    assert armed.power.level.word == "receive"
    assert [event for event, _ in armed.events] == ["arm", "disarm"]


async def test_an_end_that_cannot_be_noted_is_said_and_ends_all_the_same(armed: Armed) -> None:
    await armed.arm()
    kept = armed.places.record.rename(armed.places.folder / "aside")
    armed.places.record.mkdir()
    armed.power.disarm()
    assert armed.power.level.word == "receive"
    words = await armed.told()
    assert words is not None
    assert "not noted" in words
    armed.places.record.rmdir()
    kept.rename(armed.places.record)
