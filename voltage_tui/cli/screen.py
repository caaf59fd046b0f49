"""The screen needs a terminal to draw on and to read keys from."""

from __future__ import annotations

import sys

from voltage_tui.trouble import TroubleError


class NoScreenError(TroubleError):
    """Input or output leads elsewhere than to a terminal."""

    def __init__(self) -> None:
        super().__init__(
            "The screen needs a terminal, and this is not one.",
            "Start it in a terminal, without redirecting its input, its output or its errors.",
        )


def need_terminal() -> None:
    """Raise `NoScreenError` unless keys can be read and the screen drawn at its right size.

    Textual draws on stderr, and takes the size from stdout: one that leads elsewhere would have
    a screen drawn for 80 by 25 whatever the terminal.
    """
    if not all(stream.isatty() for stream in (sys.stdin, sys.stdout, sys.stderr)):
        raise NoScreenError
