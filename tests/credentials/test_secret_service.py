"""A real Secret Service: gnome-keyring on a message bus of its own, in a home of its own."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.credentials.samples import CANARY

ROOT = Path(__file__).parents[2]
DAEMON = "gnome-keyring-daemon"
PROGRAM = f"exec {sys.executable} -m tests.credentials.real_service"

pytestmark = pytest.mark.skipif(
    shutil.which("dbus-run-session") is None or shutil.which(DAEMON) is None,
    reason="needs dbus and gnome-keyring",
)


def steps(home: Path, *, script: str, bus: bool = True) -> dict[str, str]:
    """What each step of `real_service` said, in a session prepared by `script`."""
    runtime = home / "run"
    runtime.mkdir(mode=0o700)
    environment = {
        "PATH": os.environ["PATH"],
        "HOME": str(home),
        "XDG_RUNTIME_DIR": str(runtime),
        "PYTHONPATH": str(ROOT),
        "LC_ALL": "C.UTF-8",
    }
    command = ["sh", "-c", f"{script}{PROGRAM}"]
    done = subprocess.run(
        ["dbus-run-session", "--", *command] if bus else command,
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert CANARY not in done.stdout + done.stderr
    return dict(line.split(" ", 1) for line in done.stdout.splitlines())


def test_an_unlocked_keyring_keeps_reads_and_removes(tmp_path: Path) -> None:
    unlock = f"printf x | {DAEMON} --unlock --components=secrets >/dev/null 2>&1; "
    assert steps(tmp_path, script=unlock) == {
        "verdict": "Secret Service",
        "empty": "NoKeyStoredError",
        "write": "None",
        "again": "None",
        "read": "True",
        "delete": "None",
        "gone": "NoKeyStoredError",
    }


def test_a_locked_keyring_says_that_it_is_locked(tmp_path: Path) -> None:
    start = f"{DAEMON} --start --components=secrets >/dev/null 2>&1; "
    said = steps(tmp_path, script=start)
    assert said.pop("verdict") == "Secret Service"
    assert set(said.values()) == {"KeyringLockedError"}


def test_without_a_bus_there_is_no_keyring(tmp_path: Path) -> None:
    said = steps(tmp_path, script="", bus=False)
    assert said.pop("verdict") == "none"
    assert set(said.values()) == {"NoBackendError"}
