"""Copying, and reading back what the clipboard then holds (safety rule S-39).

A terminal is asked to copy (OSC 52) and never says whether it did. So where a program is there that
reads the same clipboard, it is asked a moment later, and what it says is compared.
"""

from __future__ import annotations

import asyncio
import os
import shutil
import signal
import subprocess
import sys
import threading
from contextlib import suppress
from dataclasses import dataclass
from enum import Enum, auto
from typing import TYPE_CHECKING, Final

from voltage_tui.ui.palette import Role

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

READ_BACK_S: Final = 0.3
"""From a copy to its being read back: terminals and clipboard managers need a moment."""
_MOST_S: Final = 2.0
"""How long a reader may take; one can wait for a program that has gone."""


class Found(Enum):
    """What reading back showed."""

    SAME = auto()
    DIFFERENT = auto()
    UNREADABLE = auto()


@dataclass(frozen=True, slots=True)
class Reader:
    """A program that prints the clipboard; `needs` is the variable that names its display."""

    command: tuple[str, ...]
    needs: str | None


READERS: Final = (
    Reader(("wl-paste", "--no-newline"), "WAYLAND_DISPLAY"),
    Reader(("xclip", "-selection", "clipboard", "-out"), "DISPLAY"),
    Reader(("xsel", "--clipboard", "--output"), "DISPLAY"),
)
_MAC: Final = Reader(("pbpaste",), None)
_FAR: Final = ("SSH_CONNECTION", "SSH_TTY")
"""Over these the terminal, and so its clipboard, is on another machine than `pbpaste`'s."""


def find_reader(
    environment: Mapping[str, str], platform: str = sys.platform
) -> tuple[str, ...] | None:
    """The command that reads the clipboard of this terminal, its program's whole path first."""
    readers = [r for r in READERS if r.needs is not None and environment.get(r.needs)]
    if platform == "darwin" and not any(environment.get(name) for name in _FAR):
        readers.append(_MAC)
    for reader in readers:
        name, *options = reader.command
        program = shutil.which(name, path=environment.get("PATH"))
        if program is not None:
            return (program, *options)
    return None


def read_back(command: tuple[str, ...], copied: str, most_s: float = _MOST_S) -> Found:
    """Whether the clipboard holds `copied`, for a thread: it may take `most_s` seconds.

    No more is read than tells the two apart, and nothing of it is kept or shown.
    """
    wanted = copied.encode("utf-8", "surrogatepass")
    try:
        process = subprocess.Popen(  # noqa: S603 - one of `READERS`, found in the person's PATH
            command,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
    except OSError:
        return Found.UNREADABLE
    late = threading.Timer(most_s, _end, (process,))
    late.daemon = True
    late.start()
    with process:
        held = process.stdout.read(len(wanted) + 1) if process.stdout else b""
        if len(held) > len(wanted):
            _end(process)
        code = process.wait()
        late.cancel()
    if len(held) > len(wanted):
        return Found.DIFFERENT
    if code:
        return Found.UNREADABLE
    return Found.SAME if held == wanted else Found.DIFFERENT


def _end(process: subprocess.Popen[bytes]) -> None:
    """End a reader and what it started, which would hold its output open."""
    with suppress(ProcessLookupError, PermissionError):
        os.killpg(process.pid, signal.SIGKILL)


class Clipboard:
    """The one door for copying; of several copies only the last is read back.

    `write` hands the text to the terminal, `later` calls after real seconds, `say` shows a
    sentence.
    """

    def __init__(
        self,
        write: Callable[[str], None],
        later: Callable[[float, Callable[[], None]], None],
        say: Callable[[str, Role], None],
    ) -> None:
        self._write = write
        self._later = later
        self._say = say
        self._copies = 0

    def copy(self, text: str, what: str) -> None:
        """Copy `text`, which is called `what`, and say what is known of how that went."""
        self._copies += 1
        number = self._copies
        self._write(text)
        reader = find_reader(os.environ)
        if reader is None:
            self._say(f"Copied {what}, not verified: paste it somewhere to see.", Role.TEXT)
            return
        self._say(f"Copied {what}, reading it back.", Role.TEXT)

        def told(found: asyncio.Future[Found]) -> None:
            if number == self._copies and not found.cancelled():
                self._say(*_words(found.result(), what))

        def check() -> None:
            if number == self._copies:
                loop = asyncio.get_running_loop()
                loop.run_in_executor(None, read_back, reader, text).add_done_callback(told)

        self._later(READ_BACK_S, check)


def _words(found: Found, what: str) -> tuple[str, Role]:
    match found:
        case Found.SAME:
            return f"Copied and checked: the clipboard holds {what}.", Role.OK
        case Found.DIFFERENT:
            words = f"The clipboard holds something else than {what}: do not paste it, copy again."
            return words, Role.BAD_STRONG
        case Found.UNREADABLE:
            return f"Copied {what}, not verified: the clipboard could not be read.", Role.TEXT
