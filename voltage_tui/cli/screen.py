"""The screen needs a terminal to draw on and to read keys from."""

from __future__ import annotations

import sys

from voltage_tui.trouble import TroubleError


class NoScreenError(TroubleError):
    """Input or output leads elsewhere than to a terminal."""

    def __init__(self) -> None:
        super().__init__(
            "The screen needs a terminal, and this is not one.",
            "Start it in a terminal, without redirecting its input or its errors.",
        )


def need_terminal() -> None:
    """Raise `NoScreenError` unless the screen can be drawn (on stderr) and keys read (stdin)."""
    if not (sys.stdin.isatty() and sys.stderr.isatty()):
        raise NoScreenError
