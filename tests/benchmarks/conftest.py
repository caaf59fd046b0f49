"""What the benchmarks share: installed programs, the measuring tool, and a place for figures."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import ClassVar, TypeAlias

import pytest

from tests.architecture.sources import REPOSITORY
from tests.benchmarks.installed import Installed, install

TOOL = REPOSITORY.parent / "shared" / "tools" / "tui_bench.py"

Json: TypeAlias = "dict[str, Json] | list[Json] | str | int | float | bool | None"


@dataclass(frozen=True)
class Bench:
    """The measuring tool, which runs a program in a pseudo-terminal of 120 by 40."""

    folder: Path

    def measure(
        self, what: str, expect: re.Pattern[str], program: list[str], *options: str
    ) -> dict[str, Json]:
        """What the tool writes down about `program` once the screen matches `expect`."""
        result = self.folder / "result.json"
        command = [sys.executable, str(TOOL), what, "-e", expect.pattern, "--home", "tmp"]
        done = subprocess.run(
            [*command, "--json", str(result), *options, "--", *program],
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stdout + done.stderr
        found: dict[str, Json] = json.loads(result.read_text(encoding="utf-8"))
        return found


@pytest.fixture(scope="session")
def bench(tmp_path_factory: pytest.TempPathFactory) -> Bench:
    """The tool, or a skip where it is not beside the checkout."""
    if not TOOL.is_file():
        pytest.skip("the measuring tool is not beside this checkout")
    return Bench(tmp_path_factory.mktemp("bench"))


@pytest.fixture(scope="session")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Installed:
    """The program and a bare hello-world, each installed from a wheel, byte-compiled."""
    return install(tmp_path_factory.mktemp("installed"))


class Figures:
    """Lines for the end of the run; one list, since the summary is printed outside any test."""

    lines: ClassVar[list[str]] = []

    def add(self, what: str, value: str, aim: str = "") -> None:
        """Note one figure."""
        self.lines.append(f"  {what:<44} {value:>12}   {aim}".rstrip())


@pytest.fixture(scope="session")
def figures() -> Figures:
    """Where a benchmark leaves its figures."""
    return Figures()


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Print every figure after the tests, whatever is captured."""
    if Figures.lines:
        terminalreporter.section("figures")
        for line in Figures.lines:
            terminalreporter.write_line(line)
