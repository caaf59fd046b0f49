"""A test that never ends is ended, and named: no run of the tests hangs for good."""

from __future__ import annotations

import subprocess
import sys
import tomllib
from pathlib import Path

from tests.architecture.sources import REPOSITORY

CONFIG = REPOSITORY / "pyproject.toml"
HANGS = "import asyncio\nasync def test_of_no_end() -> None:\n    await asyncio.Event().wait()\n"


def test_every_test_has_a_limit() -> None:
    options = tomllib.loads(CONFIG.read_text(encoding="utf-8"))["tool"]["pytest"]["ini_options"]
    assert 0 < options["faulthandler_timeout"] <= 300
    assert options["faulthandler_exit_on_timeout"] is True


def test_one_that_waits_for_ever_is_ended_and_named(tmp_path: Path) -> None:
    planted = tmp_path / "test_planted.py"
    planted.write_text(HANGS)
    where = ("-c", str(CONFIG), "--rootdir", str(tmp_path), "-p", "no:cacheprovider", "-n", "1")
    done = subprocess.run(
        [sys.executable, "-m", "pytest", *where, "-o", "faulthandler_timeout=1", str(planted)],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    assert done.returncode != 0
    assert "test_of_no_end" in done.stdout
