"""The ledger at a million rows: how soon a key is painted, a search answered, and what it costs."""

from __future__ import annotations

import asyncio
import json
import re
import sys
from collections.abc import Callable, Iterator
from dataclasses import asdict
from pathlib import Path
from statistics import median

import pytest

from tests.architecture.sources import REPOSITORY
from tests.benchmarks.conftest import Bench, Figures, Json
from tests.benchmarks.installed import Installed
from tests.benchmarks.ledger_program import launch_on
from tests.benchmarks.ledger_server import served_company
from tests.benchmarks.million import PARTS, START, fill
from tests.benchmarks.test_start import HELLO, seconds_until
from tests.cli.simulated import Served
from voltage_tui.clock import SystemClock
from voltage_tui.store.lock import InstanceLock
from voltage_tui.store.places import Places
from voltage_tui.ui.app import VoltageApp
from voltage_tui.ui.screens.ledger.page import LedgerPage

KEYS = {"down": "a line", "pagedown": "a page", "end": "the bottom", "home": "the top"}
SEARCHES = (
    "ord",
    "kind:captured",
    ">500usd",
    "in:2025-06",
    "order a1 kind:credited",
    "sort:amount",
)
REPEAT = "40"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """The files; the lock is held here, so that the programs measured do not fill the mirror."""
    made = tmp_path_factory.mktemp("million")
    lock = InstanceLock(Places(made).lock)
    assert lock.take(START) is None
    yield made
    lock.release()


@pytest.mark.parametrize("part", range(PARTS))
def test_filling(folder: Path, part: int) -> None:
    fill(folder, part)


@pytest.fixture(scope="module")
def served() -> Iterator[Served]:
    """The company, in a process of its own."""
    with served_company() as found:
        yield found


def program(folder: Path, served: Served) -> list[str]:
    company = json.dumps(asdict(served))
    return [sys.executable, "-m", "tests.benchmarks.ledger_program", str(folder), company]


def on_the_ledger(
    bench: Bench, folder: Path, served: Served, what: str, *options: str
) -> dict[str, Json]:
    """What the tool measures once every row is listed."""
    expect = re.compile("Storefront")
    prep = ("--cwd", str(REPOSITORY), "--prep", "4", "--prep-expect", "all 1,0")
    return bench.measure(what, expect, program(folder, served), *prep, "--settle", "4", *options)


def test_a_key_to_its_painted_screen(
    bench: Bench, folder: Path, served: Served, figures: Figures
) -> None:
    keys = [option for key in KEYS for option in ("-k", key)]
    found = on_the_ledger(bench, folder, served, "keys", *keys, "--repeat", REPEAT)
    presses = found["presses"]
    assert isinstance(presses, list)
    for key, what in KEYS.items():
        took = [p["change"] for p in presses if isinstance(p, dict) and p["key"] == key]
        times = sorted(t * 1e3 for t in took if isinstance(t, float))
        last = times[min(len(times) - 1, len(times) * 99 // 100)]
        aim = "aim 15 or less, 99th 40"
        figures.add(f"ledger: {what}, ms, median and 99th", f"{median(times):.1f} {last:.1f}", aim)
        assert len(times) == int(REPEAT)


def test_memory(bench: Bench, folder: Path, served: Served, figures: Figures) -> None:
    found = on_the_ledger(bench, folder, served, "idle", "-s", "5")
    memory = found["rss_mib"]
    assert isinstance(memory, float)
    figures.add("ledger: the program, MiB", f"{memory:.1f}", "aim 120 or less")


async def until(holds: Callable[[], object]) -> float:
    """Seconds until something holds; looked at so seldom that it takes little of that time."""
    clock = SystemClock()
    began = clock.monotonic()
    while not holds():
        assert clock.monotonic() - began < 60
        await asyncio.sleep(0.002)
    return clock.monotonic() - began


async def test_opening_and_searching(
    bench: Bench, installed: Installed, folder: Path, served: Served, figures: Figures
) -> None:
    hello = median(seconds_until(bench, HELLO, [str(installed.hello)]))
    app = VoltageApp(launch_on(folder, served))
    async with app.run_test(size=(120, 40)) as pilot:
        await until(lambda: app.snapshot is not None and app.snapshot.mirrors)
        app.go(4)
        opened = await until(lambda: any(page.rows.current for page in app.query(LedgerPage)))
        figures.add("ledger: opened to its rows, ms", f"{opened * 1e3:.0f}")
        figures.add("ledger: opened, to hello-world", f"{opened / hello:.2f}", "aim 1.5 or less")
        await pilot.pause()
        page = app.query_one(LedgerPage)
        await until(lambda: page._finder.found.is_all)
        for text in SEARCHES:
            before = page.rows._ids
            page.search.set_text(text)
            first = await until(lambda before=before: page.rows._ids is not before)  # type: ignore[misc]
            assert page._finder.found.error is None
            figures.add(f"ledger: first of {text}, ms", f"{first * 1e3:.0f}", "aim 200 or less")
