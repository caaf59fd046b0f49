"""Ending as it should when it is not a person who ends it: a signal, or a terminal that is gone.

`q` leaves through the app. A signal leaves the same way, so that the terminal is restored (safety
rule S-55) and the worker stopped; should that take too long, the process ends all the same.
"""

from __future__ import annotations

import os
import signal
import sys
import termios
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import FrameType
from typing import Final

PATIENCE_S: Final = 3.0
"""How long an ordinary end may take after a signal."""
_WORDS_S: Final = 0.5
"""How long saying something may take then."""
_SIGNALS: Final = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


@contextmanager
def leaving_on_signals(leave: Callable[[int], None]) -> Iterator[None]:
    """While inside, SIGINT, SIGTERM and SIGHUP call `leave` with the exit code a shell expects.

    `leave` is called in the main thread, between any two steps of the event loop. Only the main
    thread may come in here (Python's own rule for signals).
    """

    def left(number: int, frame: FrameType | None) -> None:  # noqa: ARG001 - Python's shape
        leave(128 + number)

    before = {number: signal.signal(number, left) for number in _SIGNALS}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def end_anyway(code: int, tell: Callable[[], None]) -> None:
    """End the process within `PATIENCE_S`, however stuck it is: a dead terminal blocks writers.

    What `tell` has to say is said before that, if it can be.
    """

    def end() -> None:
        telling = threading.Thread(target=tell, daemon=True)
        telling.start()
        telling.join(_WORDS_S)
        os._exit(code)

    last_resort = threading.Timer(PATIENCE_S, end)
    last_resort.daemon = True
    last_resort.start()


def terminal_is_gone() -> bool:
    """Whether the terminal was closed under us without a signal reaching this process."""
    try:
        termios.tcgetattr(sys.__stdin__ or 0)
    except termios.error:
        return True
    except (OSError, ValueError):
        return False
    return False
