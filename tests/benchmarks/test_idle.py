"""What the demo's first screen costs when it is left alone for a minute."""

from __future__ import annotations

from tests.benchmarks.conftest import Bench, Figures
from tests.benchmarks.installed import Installed
from tests.benchmarks.test_start import FIRST_FIGURES

SECONDS = "60"
SETTLE = "5"


def test_a_minute_of_nothing(bench: Bench, installed: Installed, figures: Figures) -> None:
    demo = [str(installed.voltage), "demo"]
    found = bench.measure("idle", FIRST_FIGURES, demo, "--settle", SETTLE, "-s", SECONDS)
    cpu, memory, wakeups = found["cpu_pct"], found["rss_mib"], found["wakeups_per_s"]
    assert isinstance(cpu, float)
    assert isinstance(memory, float)
    assert isinstance(wakeups, float)
    figures.add("demo left alone, % of a core", f"{cpu:.2f}", "aim 1 or less")
    figures.add("demo left alone, MiB", f"{memory:.1f}", "aim 70 or less")
    figures.add("demo left alone, wake-ups a second", f"{wakeups:.1f}")
    assert found["procs"] == 1
