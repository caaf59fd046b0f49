"""The last resort: a fault of the program, told without anything that could be a secret.

A traceback as Python prints it quotes the error's message, and a richer one the local variables:
both can hold a key (safety rules S-55 and S-58). Here only places in the code are named.
"""

from __future__ import annotations

import sys
import threading
import traceback
from pathlib import Path
from types import TracebackType

import voltage_tui

_SHOWN = 12


def report_of(error: BaseException) -> str:
    """The kind of each error in the chain and where it came from; no message, no values."""
    lines = [
        f"voltage-tui {voltage_tui.__version__} has stopped because of a fault of its own.",
        "",
    ]
    current: BaseException | None = error
    for _ in range(5):
        if current is None:
            break
        lines.append(f"{type(current).__module__}.{type(current).__qualname__}")
        lines.extend(_places(current.__traceback__))
        current = current.__cause__ or (
            None if current.__suppress_context__ else current.__context__
        )
    return "\n".join(lines)


def _places(found: TracebackType | None) -> list[str]:
    frames = traceback.extract_tb(found)[-_SHOWN:]
    return [f"  {_short(frame.filename)}:{frame.lineno} in {frame.name}" for frame in frames]


def _short(filename: str) -> str:
    """The path from the package on, without the machine's own folders."""
    parts = Path(filename).parts
    for root in ("voltage_tui", "site-packages"):
        if root in parts:
            return "/".join(parts[parts.index(root) :])
    return parts[-1] if parts else filename


def guard_threads() -> None:
    """Have uncaught errors of threads, and those outside of `main`, reported in the same way."""

    def of_thread(args: threading.ExceptHookArgs) -> None:
        if args.exc_value is not None:
            _tell(args.exc_value)

    def of_process(
        kind: type[BaseException],  # noqa: ARG001 - Python's signature
        error: BaseException,
        found: TracebackType | None,  # noqa: ARG001
    ) -> None:
        _tell(error)

    threading.excepthook = of_thread
    sys.excepthook = of_process


def _tell(error: BaseException) -> None:
    print(report_of(error), file=sys.stderr)
