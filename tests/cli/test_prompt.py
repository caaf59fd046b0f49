"""The hidden prompt, at a real terminal: what is typed is never on the screen."""

from __future__ import annotations

import os
import pty
import select
import subprocess
import sys
from pathlib import Path

import pytest

from tests.cli.conftest import ENVIRONMENT, ORGANIZATION
from tests.cli.server import NO_WALLETS, serving
from tests.credentials.samples import CANARY

ROOT = Path(__file__).parents[2]
COMMAND = [
    *(sys.executable, "-m", "voltage_tui", "login", "acme"),
    *("--organization", ORGANIZATION, "--environment", ENVIRONMENT),
]
KEYRING = """
import json, os, pathlib
from keyring.backend import KeyringBackend

class Kept(KeyringBackend):
    priority = 1
    path = pathlib.Path(os.environ["KEPT"])

    def get_password(self, service, username):
        return json.loads(self.path.read_text()).get(username) if self.path.exists() else None

    def set_password(self, service, username, password):
        self.path.write_text(json.dumps({username: password}))

Kept.__module__ = "keyring.backends.SecretService"
"""


def environment(folder: Path) -> dict[str, str]:
    (folder / "test_kept.py").write_text(KEYRING, encoding="utf-8")
    return {
        **os.environ,
        "VOLTAGE_TUI_CONFIG": str(folder / "configuration"),
        "PYTHONPATH": f"{ROOT}:{folder}",
        "PYTHON_KEYRING_BACKEND": "test_kept.Kept",
        "KEPT": str(folder / "kept.json"),
    }


def until(terminal: int, words: str) -> str:
    """What the terminal shows until `words` appear, or until the program has left."""
    shown = b""
    while words.encode() not in shown and select.select([terminal], [], [], 20)[0]:
        try:
            part = os.read(terminal, 4096)
        except OSError:
            break
        shown += part
        if not part:
            break
    return shown.decode()


@pytest.mark.safety("S-57", "a typed key goes to the keyring and is never echoed")
def test_a_typed_key_is_stored_and_never_shown(tmp_path: Path) -> None:
    ours, theirs = pty.openpty()
    with serving(lambda key: NO_WALLETS) as asked:
        process = subprocess.Popen(
            [*COMMAND, "--base-url", asked.base_url],
            env=environment(tmp_path),
            stdin=theirs,
            stdout=theirs,
            stderr=theirs,
            start_new_session=True,
        )
        os.close(theirs)
        shown = until(ours, "not shown): ")
        os.write(ours, f"{CANARY}\n".encode())
        shown += until(ours, "Start with: voltage-tui --profile acme")
        code = process.wait(timeout=20)
        os.close(ours)
    assert code == 0, shown
    assert CANARY not in shown
    assert [key for _, _, key in asked.requests] == [CANARY]
    assert CANARY in (tmp_path / "kept.json").read_text(encoding="utf-8")


def test_without_a_terminal_nothing_is_read_in_the_open(tmp_path: Path) -> None:
    done = subprocess.run(
        COMMAND,
        env=environment(tmp_path),
        input=f"{CANARY}\n",
        capture_output=True,
        text=True,
        start_new_session=True,
        check=False,
    )
    assert done.returncode == 2
    assert "--stdin" in done.stderr
    assert CANARY not in done.stdout + done.stderr
