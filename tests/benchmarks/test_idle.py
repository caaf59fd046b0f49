"""What the first screen costs when it is left alone for a minute.

The demo's, which makes its own answers; and that of 50 and of 1,000 wallets of a simulated Voltage
in a process of its own. Of these the copy of the ledgers is filled first: that of 50 is whole when
they are measured, that of 1,000 takes an hour, of which a minute is measured.
"""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.benchmarks.conftest import Bench, Figures, Json
from tests.benchmarks.installed import Installed
from tests.benchmarks.test_start import FIRST_FIGURES
from tests.cli.simulated import Served, simulated

SECONDS = "60"
SETTLE = "5"
LIVE = re.compile("live")
FILLED = {50: "240", 1_000: "60"}
"""Seconds of settling, by wallets."""
AIMS = {50: ("aim 0.8 or less", "aim 70 or less"), 1_000: ("", "")}


def test_a_minute_of_nothing(bench: Bench, installed: Installed, figures: Figures) -> None:
    demo = [str(installed.voltage), "demo"]
    found = bench.measure("idle", FIRST_FIGURES, demo, "--settle", SETTLE, "-s", SECONDS)
    tell(figures, "demo left alone", found, ("aim 1 or less", "aim 70 or less"))


@pytest.mark.parametrize("wallets", FILLED)
def test_a_minute_of_many_wallets(
    bench: Bench, installed: Installed, figures: Figures, tmp_path: Path, wallets: int
) -> None:
    with simulated("--wallets", str(wallets)) as served:
        settings = signed_in(tmp_path, served)
        program = [str(installed.voltage)]
        settling = ("--settle", FILLED[wallets], "-s", SECONDS)
        found = bench.measure("idle", LIVE, program, *settling, *settings)
    tell(figures, f"{wallets:,} wallets left alone", found, AIMS[wallets])


def signed_in(folder: Path, served: Served) -> list[str]:
    """Have a profile for this server in `folder`; the tool's options to use it."""
    (folder / "profiles.toml").write_text(
        f'[profiles.ops]\norganization = "{served.organization_id}"\n'
        f'environment = "{served.environment_id}"\nkey = "env:OPS_KEY"\n'
        f'base_url = "{served.base_url}"\n',
        encoding="utf-8",
    )
    return ["--env", f"VOLTAGE_TUI_CONFIG={folder}", "--env", f"OPS_KEY={served.api_key}"]


def tell(figures: Figures, what: str, found: dict[str, Json], aims: tuple[str, str]) -> None:
    cpu, memory, wakeups = found["cpu_pct"], found["rss_mib"], found["wakeups_per_s"]
    assert isinstance(cpu, float)
    assert isinstance(memory, float)
    assert isinstance(wakeups, float)
    figures.add(f"{what}, % of a core", f"{cpu:.2f}", aims[0])
    figures.add(f"{what}, MiB", f"{memory:.1f}", aims[1])
    figures.add(f"{what}, wake-ups a second", f"{wakeups:.1f}")
    assert found["procs"] == 1
