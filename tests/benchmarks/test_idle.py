"""What the first screen costs when it is left alone, in processor time and memory.

The demo's, which makes its own answers; and that of 50 and of 1,000 wallets of a simulated Voltage
in a process of its own, while the copy of the ledgers is filled and, of 50, once it is whole. That
of 1,000 is filled for an hour, of which half a minute is measured. All of it takes eight minutes.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.benchmarks.conftest import Bench, Figures, Json
from tests.benchmarks.installed import Installed
from tests.benchmarks.test_start import FIRST_FIGURES
from tests.cli.simulated import Served, simulated

LIVE = re.compile("live")


@dataclass(frozen=True)
class Cost:
    """In percent of a core, and in MiB."""

    cpu: float
    memory: float


@dataclass(frozen=True)
class Stretch:
    """`seconds` of a program that has run for twice `settle`: the tool waits so long twice.

    `held` is the most it may cost on a machine that does little else; it is above the `aim` where
    that is not reached. A bare Textual program has 33 MiB, pydantic with the shapes it builds
    another 9.
    """

    what: str
    settle: int
    seconds: int
    aim: Cost
    held: Cost


AIM = Cost(0.8, 70)
DEMO = Stretch("demo left alone", 20, 60, Cost(1.0, 70), Cost(1.5, 71))
"""In which a payment comes or goes every 15 to 60 seconds."""
STRETCHES = {
    "50 filling": (50, Stretch("50 wallets while filling", 5, 30, AIM, Cost(5, 76))),
    "50 whole": (50, Stretch("50 wallets left alone", 85, 60, AIM, Cost(0.8, 76))),
    "1,000 filling": (1_000, Stretch("1,000 wallets while filling", 15, 30, AIM, Cost(5, 80))),
}


def test_the_demo(bench: Bench, installed: Installed, figures: Figures) -> None:
    judge(bench, figures, DEMO, FIRST_FIGURES, [str(installed.voltage), "demo"])


@pytest.mark.parametrize("case", STRETCHES)
def test_many_wallets(
    bench: Bench, installed: Installed, figures: Figures, tmp_path: Path, case: str
) -> None:
    wallets, stretch = STRETCHES[case]
    with simulated("--wallets", str(wallets)) as served:
        settings = signed_in(tmp_path, served)
        judge(bench, figures, stretch, LIVE, [str(installed.voltage)], *settings)


def signed_in(folder: Path, served: Served) -> list[str]:
    """Have a profile for this server in `folder`; the tool's options to use it."""
    (folder / "profiles.toml").write_text(
        f'[profiles.ops]\norganization = "{served.organization_id}"\n'
        f'environment = "{served.environment_id}"\nkey = "env:OPS_KEY"\n'
        f'base_url = "{served.base_url}"\n',
        encoding="utf-8",
    )
    return ["--env", f"VOLTAGE_TUI_CONFIG={folder}", "--env", f"OPS_KEY={served.api_key}"]


def judge(
    bench: Bench,
    figures: Figures,
    stretch: Stretch,
    expect: re.Pattern[str],
    program: list[str],
    *options: str,
) -> None:
    """Measure it, tell the figures beside the aims, and hold them to what may be."""
    timing = ("--settle", str(stretch.settle), "-s", str(stretch.seconds))
    found = bench.measure("idle", expect, program, *timing, *options)
    what, aim, held = stretch.what, stretch.aim, stretch.held
    cpu, memory, shared = (number(found, n) for n in ("cpu_pct", "rss_mib", "pss_mib"))
    figures.add(f"{what}, % of a core", f"{cpu:.2f}", f"aim {aim.cpu:g} or less")
    figures.add(f"{what}, MiB", f"{memory:.1f}", f"aim {aim.memory:g} or less; PSS {shared:.1f}")
    figures.add(f"{what}, wake-ups a second", f"{number(found, 'wakeups_per_s'):.1f}")
    assert found["procs"] == 1
    assert cpu <= held.cpu
    assert memory <= held.memory


def number(found: dict[str, Json], name: str) -> float:
    """One of the tool's figures."""
    value = found[name]
    assert isinstance(value, float)
    return value
