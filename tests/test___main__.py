"""`python -m voltage_tui` is the program."""

from __future__ import annotations

import subprocess
import sys

import voltage_tui


def test_the_module_runs_the_program_and_passes_its_code_on() -> None:
    command = [sys.executable, "-m", "voltage_tui"]
    done = subprocess.run([*command, "--version"], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout) == (0, f"{voltage_tui.__version__}\n")
    assert (
        subprocess.run([*command, "--nonsense"], capture_output=True, check=False).returncode == 2
    )
