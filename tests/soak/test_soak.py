"""Hours of the whole program, with payments, while a tenth of all requests go wrong.

Half an hour of them in every run of the tests; the eight hours of a working day where
`VOLTAGE_TUI_SOAK=1` says so (some minutes of a processor).
"""

from __future__ import annotations

import asyncio
import logging
import os
from pathlib import Path

import pytest

from tests.soak import census
from tests.soak.agreement import check
from tests.soak.day import Day, day
from tests.soak.weather import FAULTS
from tests.treasury.test_request_cap import most_in_a_minute
from tests.waiting import settled
from voltage_tui.simulator.options import SimulatorOptions
from voltage_tui.treasury.cadence import Cadence

YOUNG = SimulatorOptions(activity=True, history_days=0)
OLDER = SimulatorOptions(activity=True, history_days=2)
WORKING_DAY = pytest.mark.skipif("VOLTAGE_TUI_SOAK" not in os.environ, reason="VOLTAGE_TUI_SOAK=1")


def check_all_went_well(today: Day, caplog: pytest.LogCaptureFixture) -> None:
    assert caplog.records == []
    assert today.shown.app.fault is None
    most = Cadence().requests_per_minute + Cadence().burst
    assert most_in_a_minute(today.weather.moments) <= most
    assert tasks_of_ours() < 40
    assert len(today.shown.clock._sleepers) < 200


def tasks_of_ours() -> int:
    return sum(task.get_name().startswith("treasury") for task in asyncio.all_tasks())


async def test_half_an_hour_of_faults_loses_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.WARNING)
    async with day(tmp_path, monkeypatch, YOUNG) as today:
        today.weather.bad = True
        await today.minutes(18)
        await today.evening()
        check_all_went_well(today, caplog)
        await check(today)
        assert today.weather.struck.keys() == FAULTS.keys()
    await settled()
    assert tasks_of_ours() == 0


@WORKING_DAY
async def test_eight_hours_of_faults_lose_nothing_and_grow_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.WARNING)
    async with day(tmp_path, monkeypatch, OLDER) as today:
        today.weather.bad = True
        hours = []
        for hour in range(1, 9):
            await today.minutes(60)
            await today.shown.press("1")
            counted = census.objects()
            hours.append((counted, census.reached_mib(today.shown.app)))
            print(  # noqa: T201 - its figures
                f"hour {hour}: {counted.total():,} objects, {hours[-1][1]:.1f} MiB,",
                f"process {census.resident_mib():.0f} MiB, requests {len(today.weather.moments)}",
                flush=True,
            )
        await today.evening()
        print(dict(today.weather.struck), len(today.sent), len(today.refused), len(today.asked))  # noqa: T201
        print("in a minute, at most:", most_in_a_minute(today.weather.moments))  # noqa: T201
        check_all_went_well(today, caplog)
        await check(today)
        first, last = hours[0], hours[-1]
        assert census.grown(first[0], last[0], share=0.25, few=200) == {}
        assert last[1] < first[1] * 1.1
