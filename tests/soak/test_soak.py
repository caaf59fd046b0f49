"""Hours of the whole program, with payments, while a tenth of all requests go wrong.

Half an hour of them in every run of the tests; the eight hours of a working day where
`VOLTAGE_TUI_SOAK=1` says so (some minutes of a processor).
"""

from __future__ import annotations

import asyncio
import logging
import os
from collections import Counter
from datetime import timedelta
from pathlib import Path

import pytest

from tests.soak import census
from tests.soak.agreement import check
from tests.soak.day import MINUTE_S, Day, day
from tests.soak.weather import FAULTS
from tests.treasury.test_request_cap import most_in_a_minute
from tests.waiting import settled
from voltage_tui.simulator.options import SimulatorOptions
from voltage_tui.treasury import orders
from voltage_tui.treasury.alerting import payments
from voltage_tui.treasury.cadence import Cadence
from voltage_tui.treasury.shelf import PaymentShelf
from voltage_tui.ui.widgets import long_list, long_list_rows, row_cells

YOUNG = SimulatorOptions(activity=True, history_days=0)
OLDER = SimulatorOptions(activity=True, history_days=10)
KEPT = 100
KEPT_ORDERS = 4
RAISED_FOR = timedelta(minutes=30)
FEW = 24
"""Objects of one type that may be more after two hours, where one for each payment would make
forty, and one for each request some thousands."""
MEMORY = 1.1
"""Of that after the first hour, at the end."""
QUIET_S = 2 * MINUTE_S
WORKING_DAY = pytest.mark.skipif("VOLTAGE_TUI_SOAK" not in os.environ, reason="VOLTAGE_TUI_SOAK=1")


def check_all_went_well(today: Day, caplog: pytest.LogCaptureFixture) -> None:
    assert caplog.records == []
    assert today.shown.app.fault is None
    most = Cadence().requests_per_minute + Cadence().burst
    assert most_in_a_minute(today.weather.moments) <= most
    assert tasks_of_ours() < 40
    assert len(today.shown.clock._sleepers) < 40


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
        await check_no_request_leaves_anything(today)
        check_all_went_well(today, caplog)
        await check(today)
        assert today.weather.struck.keys() == FAULTS.keys()
    await settled()
    assert tasks_of_ours() == 0


async def check_no_request_leaves_anything(today: Day) -> None:
    """Nothing happens any more, so that all that could become more is what reading leaves."""
    await today.shown.press("1")
    asked, counted = len(today.weather.moments), []
    for _ in range(4):
        await today.shown.pass_time(QUIET_S)
        counted.append(census.objects())
    assert len(today.weather.moments) - asked > 5 * FEW
    assert census.grown(counted[:2], counted[2:], FEW) == {}


def keep_less(monkeypatch: pytest.MonkeyPatch) -> None:
    """Have within the first hour as much kept as is else kept after some days."""
    monkeypatch.setattr(PaymentShelf.__init__, "__defaults__", (KEPT,))
    monkeypatch.setattr(orders, "_KEPT", KEPT_ORDERS)
    monkeypatch.setattr(payments, "RECENT", RAISED_FOR)
    monkeypatch.setattr(row_cells, "_KEPT", KEPT)
    for name in ("_STRIPS", "_CELLS"):
        monkeypatch.setattr(long_list, name, KEPT)
    monkeypatch.setattr(long_list_rows, "_KEPT_ROWS", long_list_rows.PAGE)


@WORKING_DAY
async def test_eight_hours_of_faults_lose_nothing_and_grow_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.WARNING)
    keep_less(monkeypatch)
    async with day(tmp_path, monkeypatch, OLDER) as today:
        today.weather.bad = True
        hours: list[Counter[str]] = []
        reached: list[float] = []
        for hour in range(1, 9):
            await today.minutes(60)
            await today.say_what_was_never_sent()
            await today.shown.press("1")
            hours.append(census.objects())
            reached.append(census.reached_mib(today.shown.app))
            print(  # noqa: T201 - its figures
                f"hour {hour}: {hours[-1].total():,} objects, {reached[-1]:.2f} MiB,",
                f"process {census.resident_mib():.0f} MiB, requests {len(today.weather.moments)}",
                flush=True,
            )
        await today.evening()
        await check_no_request_leaves_anything(today)
        print(dict(today.weather.struck), len(today.sent), len(today.refused), len(today.asked))  # noqa: T201
        print("in a minute, at most:", most_in_a_minute(today.weather.moments))  # noqa: T201
        check_all_went_well(today, caplog)
        await check(today)
        assert census.grown(hours[1:4], hours[-3:], FEW, census.BY_DESIGN) == {}
        assert min(reached[-3:]) < max(reached[1:4]) * MEMORY
