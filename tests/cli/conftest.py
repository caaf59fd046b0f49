"""A home of its own for every test, and the command line run in this process."""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.credentials.keyrings import MemoryKeyring, in_use
from tests.credentials.samples import CANARY
from voltage_tui.cli.main import main

ORGANIZATION = "0f1e2d3c-1111-4222-8333-444455556666"
ENVIRONMENT = "9a8b7c6d-5555-4666-8777-888899990000"


@dataclass(frozen=True)
class Ended:
    """How a command ended and what it said."""

    code: int
    out: str
    err: str

    @property
    def said(self) -> str:
        return self.out + self.err


@dataclass
class Program:
    """`voltage-tui` with a configuration folder and a keyring of its own."""

    folder: Path
    keyring: MemoryKeyring
    monkeypatch: pytest.MonkeyPatch
    capture: pytest.CaptureFixture[str]

    def run(self, *arguments: str, stdin: str = "") -> Ended:
        self.monkeypatch.setattr("sys.stdin", io.StringIO(stdin))
        self.capture.readouterr()
        try:
            code = main(arguments)
        except SystemExit as end:
            code = end.code if isinstance(end.code, int) else -1
        said = self.capture.readouterr()
        ended = Ended(code, said.out, said.err)
        assert CANARY not in ended.said
        assert "Traceback" not in ended.said
        return ended

    def login(self, base_url: str, *more: str, name: str = "acme", key: str = CANARY) -> Ended:
        scope = ("--organization", ORGANIZATION, "--environment", ENVIRONMENT)
        where = ("--base-url", base_url)
        return self.run("login", name, *scope, *where, "--stdin", *more, stdin=f"{key}\n")

    @property
    def files(self) -> dict[str, str]:
        """Every file of the configuration folder with its text."""
        return {
            path.relative_to(self.folder).as_posix(): path.read_text(encoding="utf-8")
            for path in self.folder.rglob("*")
            if path.is_file()
        }


@pytest.fixture
def program(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Iterator[Program]:
    folder = tmp_path / "configuration"
    monkeypatch.setenv("VOLTAGE_TUI_CONFIG", str(folder))
    monkeypatch.setenv("VOLTAGE_TUI_DATA", str(tmp_path / "data"))
    keyring = MemoryKeyring()
    with in_use(keyring):
        yield Program(folder, keyring, monkeypatch, capsys)
    for text in _texts(folder):
        assert CANARY not in text


def _texts(folder: Path) -> Iterator[str]:
    for path in folder.rglob("*"):
        if path.is_file():
            yield path.read_text(encoding="utf-8", errors="replace")
