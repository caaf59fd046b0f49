"""A copy is read back by a real program and compared, or said not to be verified (S-39)."""

from __future__ import annotations

import ast
import asyncio
import os
import stat
import threading
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.architecture.sources import REPOSITORY, modules
from tests.ui.stage import stage
from tests.ui.terminal import Terminal, terminal
from tests.waiting import Threads, settled
from voltage_tui.ui.clipboard import Clipboard, Found, find_reader, read_back
from voltage_tui.ui.palette import Role

MOST_S = 20.0
INVOICE = "lntbs250u1p" + "q" * 300


def program(folder: Path, name: str, script: str) -> tuple[str, ...]:
    """A reader of the clipboard: a shell script of its own under this name."""
    path = folder / name
    path.write_text(f"#!/bin/sh\n{script}\n", encoding="utf-8")
    path.chmod(stat.S_IRWXU)
    return (str(path),)


def holding(folder: Path, name: str, content: bytes) -> tuple[str, ...]:
    """A reader that prints `content`, whatever it is asked."""
    held = folder / "held"
    held.write_bytes(content)
    return program(folder, name, f"exec cat '{held}'")


# --- which program -----------------------------------------------------------------------------


def found_in(folder: Path, platform: str = "linux", **environment: str) -> str | None:
    command = find_reader({"PATH": str(folder), **environment}, platform)
    return None if command is None else " ".join((Path(command[0]).name, *command[1:]))


def test_a_reader_is_used_only_where_its_display_is(tmp_path: Path) -> None:
    for name in ("wl-paste", "xclip", "xsel", "pbpaste"):
        program(tmp_path, name, "exit 0")
    assert found_in(tmp_path) is None
    assert found_in(tmp_path, DISPLAY="", WAYLAND_DISPLAY="") is None
    assert found_in(tmp_path, WAYLAND_DISPLAY="w0", DISPLAY=":0") == "wl-paste --no-newline"
    assert found_in(tmp_path, DISPLAY=":0") == "xclip -selection clipboard -out"
    (tmp_path / "xclip").unlink()
    assert found_in(tmp_path, DISPLAY=":0") == "xsel --clipboard --output"
    (tmp_path / "xsel").unlink()
    assert found_in(tmp_path, DISPLAY=":0") is None
    assert found_in(tmp_path, "darwin") == "pbpaste"


def test_the_clipboard_of_a_far_mac_is_not_the_terminals(tmp_path: Path) -> None:
    program(tmp_path, "pbpaste", "exit 0")
    assert found_in(tmp_path, "darwin", SSH_CONNECTION="10.0.0.1 1 10.0.0.2 22") is None
    assert found_in(tmp_path, "darwin", SSH_TTY="/dev/ttys001") is None


# --- reading back ------------------------------------------------------------------------------


@pytest.mark.parametrize("text", [INVOICE, "x", "請求書 🙂", "a\nb\n", "$(id); `id` 'x' \\"])
def test_the_same_text_is_the_same(tmp_path: Path, text: str) -> None:
    assert read_back(holding(tmp_path, "wl-paste", text.encode()), text, MOST_S) is Found.SAME


@pytest.mark.parametrize("held", [b"", b"something else", INVOICE[:-1].encode(), b"\xff\xfe"])
def test_anything_else_is_different(tmp_path: Path, held: bytes) -> None:
    reader = holding(tmp_path, "xclip", held)
    assert read_back(reader, INVOICE, MOST_S) is Found.DIFFERENT


def test_one_character_more_is_different(tmp_path: Path) -> None:
    reader = holding(tmp_path, "xclip", INVOICE.encode() + b"q")
    assert read_back(reader, INVOICE, MOST_S) is Found.DIFFERENT


def test_a_clipboard_without_end_is_different_and_its_reader_is_ended(tmp_path: Path) -> None:
    noted = tmp_path / "pid"
    reader = program(tmp_path, "xsel", f"echo $$ > '{noted}'; exec cat /dev/zero")
    assert read_back(reader, INVOICE, MOST_S) is Found.DIFFERENT
    assert not _runs(int(noted.read_text()))


@pytest.mark.parametrize("script", ["exit 1", "printf x; exit 3", "kill -9 $$"])
def test_a_reader_that_fails_says_nothing_of_the_clipboard(tmp_path: Path, script: str) -> None:
    assert read_back(program(tmp_path, "xclip", script), INVOICE, MOST_S) is Found.UNREADABLE


def test_a_reader_that_is_no_program_says_nothing(tmp_path: Path) -> None:
    assert read_back((str(tmp_path / "gone"),), INVOICE, MOST_S) is Found.UNREADABLE


def test_a_reader_that_hangs_is_ended_with_what_it_started(tmp_path: Path) -> None:
    noted = tmp_path / "pid"
    script = f"sleep 600 & echo $! > '{noted}'; wait"
    reader = program(tmp_path, "wl-paste", script)
    for most_s in (0.5, 4.0, 32.0):  # a busy machine may need longer to start what hangs
        assert read_back(reader, INVOICE, most_s) is Found.UNREADABLE
        if noted.exists() and noted.read_text():
            break
    assert not _runs(int(noted.read_text()))


def _runs(pid: int) -> bool:
    try:
        words = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()
    except (FileNotFoundError, ProcessLookupError):
        return False
    return words[0] != "Z"


# --- what is said ------------------------------------------------------------------------------


class Told:
    """The end that a clipboard talks to: what was written, what was said, what is to be called."""

    def __init__(self) -> None:
        self.written: list[str] = []
        self.said: list[tuple[str, Role]] = []
        self.due: list[tuple[float, Callable[[], None]]] = []
        self.clipboard = Clipboard(self.written.append, self.later, self.say)

    def later(self, seconds: float, call: Callable[[], None]) -> None:
        self.due.append((seconds, call))

    def say(self, words: str, role: Role) -> None:
        self.said.append((words, role))

    async def pass_time(self) -> None:
        asyncio.get_running_loop().set_default_executor(Threads())
        due, self.due = self.due, []
        for _, call in due:
            call()
        await settled()


@pytest.fixture
def display(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder of programs that is all there is, and a display."""
    monkeypatch.setenv("PATH", f"{tmp_path}:/usr/bin:/bin")
    monkeypatch.setenv("WAYLAND_DISPLAY", "wayland-test")
    return tmp_path


@pytest.mark.safety("S-39", "a real reader program: the same or something else, each said")
@pytest.mark.parametrize(
    ("held", "words", "role"),
    [
        (b"abc", "Copied and checked: the clipboard holds the invoice.", Role.OK),
        (
            b"bc1qthief",
            "The clipboard holds something else than the invoice: do not paste it, copy again.",
            Role.BAD_STRONG,
        ),
    ],
)
async def test_what_was_read_back_is_said(
    display: Path, held: bytes, words: str, role: Role
) -> None:
    holding(display, "wl-paste", held)
    told = Told()
    told.clipboard.copy("abc", "the invoice")
    assert told.written == ["abc"]
    assert told.said == [("Copied the invoice, reading it back.", Role.TEXT)]
    assert [seconds for seconds, _ in told.due] == [0.3]
    await told.pass_time()
    assert told.said[1:] == [(words, role)]
    assert "thief" not in str(told.said)


async def test_a_reader_that_fails_is_said_to_be_no_check(display: Path) -> None:
    program(display, "wl-paste", "exit 1")
    told = Told()
    told.clipboard.copy("abc", "the invoice")
    await told.pass_time()
    assert told.said[-1][0] == (
        "Copied the invoice, not verified: the clipboard could not be read."
    )


async def test_only_the_last_of_several_copies_is_read_back(display: Path) -> None:
    program(display, "wl-paste", f"echo asked >> '{display}/asked'; printf second")
    told = Told()
    told.clipboard.copy("first", "the id")
    told.clipboard.copy("second", "the invoice")
    await told.pass_time()
    assert [words for words, _ in told.said[2:]] == [
        "Copied and checked: the clipboard holds the invoice."
    ]
    assert (display / "asked").read_text(encoding="utf-8") == "asked\n"


async def test_the_screen_goes_on_while_a_reader_takes_its_time(display: Path) -> None:
    os.mkfifo(display / "go")
    program(display, "wl-paste", f"read line < '{display}/go'; printf abc")
    told = Told()
    told.clipboard.copy("abc", "the id")
    waiting = asyncio.create_task(told.pass_time())
    await asyncio.sleep(0)
    assert len(told.said) == 1
    threading.Thread(target=(display / "go").write_text, args=("go\n",)).start()
    await waiting
    assert told.said[-1][1] is Role.OK


# --- in the program ----------------------------------------------------------------------------


async def test_what_is_cut_in_a_field_goes_through_the_same_door() -> None:
    async with stage() as shown:
        await shown.press("r")
        await shown.type("25000")
        await shown.press("shift+home", "ctrl+x")
        assert shown.app.clipboard == "25000"
        assert "Copied the text, not verified" in shown.keys


async def test_without_a_reader_it_is_said_to_be_not_verified() -> None:
    async with stage() as shown:
        await shown.go("3", "enter")
        await shown.press("y")
        assert "not verified: paste it somewhere to see." in shown.keys


def copied_in_a_terminal(folder: Path, script: str, words: str) -> Terminal:
    program(folder, "wl-paste", script)
    environment = {"PATH": f"{folder}:/usr/bin:/bin", "WAYLAND_DISPLAY": "wayland-test"}
    with terminal("voltage_tui", "demo", environment=environment) as shown:
        shown.until("live")
        shown.send("3")
        shown.until("pending first")
        shown.send("\r")
        shown.until("copy id")
        shown.send("y")
        shown.until(words)
        shown.send("q")
        shown.leaves()
    return shown


def test_a_terminal_that_does_not_copy_is_found_out(tmp_path: Path) -> None:
    shown = copied_in_a_terminal(
        tmp_path, "printf bc1qthief", "The clipboard holds something else than the payment's id"
    )
    assert b"thief" not in shown.raw
    assert b"\x1b]52;c;" in shown.raw


@pytest.mark.safety("S-39", "no other call copies anything")
def test_every_copy_goes_through_the_one_door() -> None:
    found = [
        module.finding(node, ast.unparse(node))
        for module in modules(REPOSITORY, "voltage_tui")
        for node in ast.walk(module.tree)
        if (isinstance(node, ast.Attribute) and node.attr == "copy_to_clipboard")
        or (isinstance(node, ast.Constant) and "]52;" in str(node.value))
    ]
    assert [line.partition(":")[0] for line in found] == ["voltage_tui/ui/app.py"], found
