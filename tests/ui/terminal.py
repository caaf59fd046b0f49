"""The program in a real pseudo-terminal: keys in, raw bytes out."""

from __future__ import annotations

import fcntl
import os
import pty
import re
import select
import signal
import struct
import subprocess
import sys
import termios
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field

import pyte

from tests.architecture.sources import REPOSITORY

_QUIET_S = 0.06
_ANSWER_S = 1.0
"""How long a program may take to write something after a key; it has a clock on its screen."""
_MOST_S = 60.0
_UNREAD = re.compile(rb"\x1b\[[0-9;]*m|\x1b\[>25u|\x1b\[<u")
"""What pyte does not get: colours, which nobody asks it for and which are most of its work, and
two sequences of the kitty protocol that it takes for text."""
_UNFINISHED = re.compile(rb"\x1b[^A-Za-z]*\Z")


@dataclass
class Terminal:
    """A running program; `raw` is every byte it has written."""

    process: subprocess.Popen[bytes]
    fd: int
    screen: pyte.Screen
    raw: bytearray = field(default_factory=bytearray)

    def __post_init__(self) -> None:
        self._stream = pyte.ByteStream(self.screen)
        self._interpreted = 0

    def send(self, keys: str | bytes) -> None:
        """Type, and read from the answer until the program has been quiet for a moment."""
        os.write(self.fd, keys.encode() if isinstance(keys, str) else keys)
        select.select([self.fd], [], [], _ANSWER_S)
        self.read()

    def paste(self, text: str) -> None:
        """Paste as a terminal with bracketed paste does."""
        self.send(b"\x1b[200~" + text.encode("utf-8", "surrogatepass") + b"\x1b[201~")

    def read(self, quiet_s: float = _QUIET_S) -> bool:
        """Take in what is written until nothing comes for `quiet_s`; False when it has ended."""
        end = time.monotonic() + _MOST_S
        while time.monotonic() < end:
            if not select.select([self.fd], [], [], quiet_s)[0]:
                return True
            try:
                part = os.read(self.fd, 65_536)
            except OSError:
                return False
            if not part:
                return False
            self.raw += part
        raise AssertionError(f"never quiet:\n{self.text}")

    def until(self, words: str, most_s: float = _MOST_S) -> None:
        """Read until these words are on the screen."""
        end = time.monotonic() + most_s
        while words not in self.text:
            alive = self.read(0.05)
            assert alive, f"ended before {words!r}:\n{self.text}"
            assert time.monotonic() < end, f"{words!r} never came:\n{self.text}"

    @property
    def text(self) -> str:
        """What an independent terminal shows."""
        return "\n".join(line.replace("\0", "").rstrip() for line in self.cells)

    @property
    def cells(self) -> list[str]:
        """The lines, one character for each cell: the second cell of a wide one is a NUL."""
        self._interpret()
        rows = range(self.screen.lines)
        columns = range(self.screen.columns)
        return ["".join(self.screen.buffer[y][x].data[:1] or "\0" for x in columns) for y in rows]

    def _interpret(self) -> None:
        """Have pyte read what came since, but for a sequence of which the end is still to come."""
        unfinished = _UNFINISHED.search(self.raw, self._interpreted)
        end = unfinished.start() if unfinished else len(self.raw)
        self._stream.feed(_UNREAD.sub(b"", self.raw[self._interpreted : end]))
        self._interpreted = end

    def leaves(self, within_s: float = _MOST_S) -> int:
        """The exit code; fails when the program does not end in time."""
        end = time.monotonic() + within_s
        while self.process.poll() is None:
            assert time.monotonic() < end, f"still running:\n{self.text}"
            self.read(0.05)
        with suppress(OSError):
            self.read(0.05)
        return self.process.returncode


@contextmanager
def terminal(
    module: str,
    *arguments: str,
    size: tuple[int, int] = (120, 40),
    environment: Mapping[str, str] | None = None,
    controlling: bool = True,
) -> Iterator[Terminal]:
    """`python -m module` with a terminal of this size, by default as its controlling one.

    Only a controlling terminal sends a signal when it is closed.
    """
    ours, theirs = pty.openpty()
    columns, rows = size
    fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))
    command = [sys.executable, "-m", module, *arguments]
    if controlling:
        command = [sys.executable, "-c", _TAKE_TERMINAL, *command]
    process = _spawn(command, theirs, environment or {})
    os.close(theirs)
    made = Terminal(process, ours, pyte.Screen(columns, rows))
    try:
        yield made
    finally:
        if process.poll() is None:
            process.send_signal(signal.SIGKILL)
        process.wait()
        with suppress(OSError):
            os.close(ours)


_TERMINAL = {"TERM": "xterm-256color", "ESCDELAY": "20", "PYTHONPATH": str(REPOSITORY)}


def _spawn(
    command: Sequence[str], tty: int, environment: Mapping[str, str]
) -> subprocess.Popen[bytes]:
    # A size in the environment, as tests on several processors have it, would hide the terminal's.
    dropped = ("NO_COLOR", "COLORTERM", "COLUMNS", "LINES")
    kept = {k: v for k, v in os.environ.items() if k not in dropped}
    return subprocess.Popen(
        command,
        stdin=tty,
        stdout=tty,
        stderr=tty,
        env={**kept, **_TERMINAL, **environment},
        start_new_session=True,
        close_fds=True,
    )


_TAKE_TERMINAL = """
import fcntl, os, sys, termios
fcntl.ioctl(0, termios.TIOCSCTTY, 0)
os.execv(sys.argv[1], sys.argv[1:])
"""
"""A program of its own session must take the terminal before a hang-up can reach it."""
