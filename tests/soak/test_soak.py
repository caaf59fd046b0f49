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
from voltage_tui.treasury import orders
from voltage_tui.treasury.cadence import Cadence
from voltage_tui.treasury.shelf import PaymentShelf
from voltage_tui.ui.widgets import long_list, long_list_rows, row_cells

YOUNG = SimulatorOptions(activity=True, history_days=0)
OLDER = SimulatorOptions(activity=True, history_days=10)
KEPT = 100
KEPT_ORDERS = 4
MEMORY = 1.2
"""Of that after the first hour, at the end."""
WORKING_DAY = pytest.mark.skipif("VOLTAGE_TUI_SOAK" not in os.environ, reason="VOLTAGE_TUI_SOAK=1")


def check_all_went_well(today: Day, caplog: pytest.LogCaptureFixture) -> None:
    assert caplog.records == []
    assert today.shown.app.fault is None
    most = Cadence().requests_per_minute + Cadence().burst
    assert most_in_a_minute(today.weather.moments) <= most
    assert tasks_of_ours() < 40
    today.forget_sleepers()
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


def keep_less(monkeypatch: pytest.MonkeyPatch) -> None:
    """Have within the first hour as much kept as is else kept after some days."""
    monkeypatch.setattr(PaymentShelf.__init__, "__defaults__", (KEPT,))
    monkeypatch.setattr(orders, "_KEPT", KEPT_ORDERS)
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
        hours = []
        for hour in range(1, 9):
            await today.minutes(60)
            await today.shown.press("1")
            today.forget_sleepers()
            counted = census.objects()
            hours.append((counted, census.reached_mib(today.shown.app)))
            more = census.grown(hours[0][0], counted, share=0.25, few=50)
            print(  # noqa: T201 - its figures
                f"hour {hour}: {counted.total():,} objects, {hours[-1][1]:.1f} MiB,",
                f"process {census.resident_mib():.0f} MiB, requests {len(today.weather.moments)}",
                more,
                flush=True,
            )
        await today.evening()
        print(dict(today.weather.struck), len(today.sent), len(today.refused), len(today.asked))  # noqa: T201
        print("in a minute, at most:", most_in_a_minute(today.weather.moments))  # noqa: T201
        check_all_went_well(today, caplog)
        await check(today)
        first, last = hours[0], hours[-1]
        assert census.grown(first[0], last[0], share=0.25, few=100) == {}
        assert last[1] < first[1] * MEMORY
