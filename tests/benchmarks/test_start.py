"""How soon the demo's first screen is there, against the least a Textual program can be."""

from __future__ import annotations

import re
from statistics import median

from tests.benchmarks.conftest import Bench, Figures
from tests.benchmarks.installed import Installed

HELLO = re.compile(r"Hello there")
FIRST_PAINT = re.compile(r"Balances")
FIRST_FIGURES = re.compile(r"Ops\s+(?:BTC|sats)\s+[−-]?\d{1,3}(?:,\d{3})+")
ROUNDS = 4
RUNS_A_ROUND = "3"


def seconds_until(bench: Bench, expect: re.Pattern[str], program: list[str]) -> list[float]:
    """The times from starting `program` to a screen that matches, a few in a row."""
    found = bench.measure("start", expect, program, "-n", RUNS_A_ROUND)
    runs = found["runs"]
    assert isinstance(runs, list)
    times = [run["match"] for run in runs if isinstance(run, dict)]
    return [time for time in times if isinstance(time, float)]


def test_first_paint_and_first_figures(
    bench: Bench, installed: Installed, figures: Figures
) -> None:
    demo, bare = [str(installed.voltage), "demo"], [str(installed.hello)]
    hello: list[float] = []
    paint: list[float] = []
    first: list[float] = []
    # In turns, so that a machine that is busy for a while is busy for all of them.
    for _ in range(ROUNDS):
        hello += seconds_until(bench, HELLO, bare)
        paint += seconds_until(bench, FIRST_PAINT, demo)
        first += seconds_until(bench, FIRST_FIGURES, demo)
    least = median(hello)
    for what, times in (("hello-world", hello), ("first paint", paint), ("first figures", first)):
        spread = f"{min(times) * 1e3:.0f} to {max(times) * 1e3:.0f}"
        figures.add(f"{what}, median ms", f"{median(times) * 1e3:.0f}", spread)
    figures.add("first paint to hello-world", f"{median(paint) / least:.2f}", "aim 1.3 or less")
    figures.add("first figures to hello-world", f"{median(first) / least:.2f}", "aim 2.0 or less")
    assert median(paint) <= median(first)
