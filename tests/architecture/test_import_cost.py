"""What a start has loaded: the command line nothing heavy, the screen nothing of the network."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from tests.architecture.sources import REPOSITORY, plant

HEAVY = (
    "textual",
    "rich",
    "httpx",
    "pydantic",
    "keyring",
    "segno",
    "uvicorn",
    "asyncio",
    "desktop_notifier",
)


def loaded_by(module: str, root: Path = REPOSITORY) -> set[str]:
    """The heavy packages in `sys.modules` of a new process after `import module`."""
    code = (
        "import json, sys\n"
        f"sys.path.insert(0, {str(root)!r})\n"
        f"import {module}\n"
        "print(json.dumps(sorted({name.partition('.')[0] for name in sys.modules})))\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=root, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    return set(json.loads(done.stdout)) & set(HEAVY)


def test_the_command_line_loads_nothing_heavy() -> None:
    assert loaded_by("voltage_tui.cli.main") - {"asyncio"} == set()


def test_the_screen_loads_nothing_of_the_network() -> None:
    assert loaded_by("voltage_tui.ui.app") <= {"textual", "rich", "asyncio"}


def test_the_first_balances_of_the_demo_wait_for_no_library_of_shapes_or_network() -> None:
    modules = (
        "voltage_tui.treasury.treasury",
        "voltage_tui.api.connect",
        "voltage_tui.api.in_process",
        "voltage_tui.api.wallets",
        "voltage_tui.api.lines",
        "voltage_tui.simulator.core",
        "voltage_tui.simulator.in_process",
    )
    assert loaded_by(", ".join(modules)) <= {"asyncio"}


@pytest.mark.parametrize("package", ["textual", "httpx", "pydantic", "keyring", "segno"])
def test_a_planted_import_is_found(tmp_path: Path, package: str) -> None:
    plant(tmp_path, "planted_start.py", f"import {package}\n")
    assert package in loaded_by("planted_start", tmp_path)


def test_an_import_that_waits_is_not_counted(tmp_path: Path) -> None:
    plant(tmp_path, "planted_start.py", "def main():\n    import textual\n")
    assert loaded_by("planted_start", tmp_path) == set()
