"""The program's entry: read the command line, run one command, end with words and a code."""

from __future__ import annotations

import argparse
import io
import os
import sys
from collections.abc import Callable, Sequence
from importlib import import_module
from typing import Final

from voltage_tui import garbage
from voltage_tui.cli.exits import Exit, exit_of, words_of
from voltage_tui.cli.parser import build_parser
from voltage_tui.text import clean

_COMMANDS: Final = frozenset(
    {
        *("start", "demo", "login", "logout", "profiles", "doctor", "audit", "export", "verify"),
        *("simulate", "pictures", "wipe", "watch", "metrics", "replay"),
    }
)
_SCREENS: Final = frozenset({"start", "demo", "replay"})


def main(arguments: Sequence[str] | None = None) -> int:
    """Run `voltage-tui` with `arguments` (by default the process's own); the exit code."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            # A terminal that cannot show a character shows a question mark instead.
            stream.reconfigure(errors="replace")
    options = build_parser().parse_args(arguments)
    try:
        code = _command(options.command)(options)
        sys.stdout.flush()
    except KeyboardInterrupt:
        print("\nInterrupted.", file=sys.stderr)
        return Exit.INTERRUPTED
    except BrokenPipeError:
        # Whoever read us has enough; the interpreter must not try to flush to it once more.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return Exit.FAILED
    except Exception as error:  # noqa: BLE001 - everything ends in words, never in a traceback
        return _end(error)
    finally:
        garbage.resume()
    return code


def _command(name: str) -> Callable[[argparse.Namespace], int]:
    if name not in _COMMANDS:
        raise ValueError(name)
    if name in _SCREENS:
        garbage.pause()
    run: Callable[[argparse.Namespace], int] = import_module(f"voltage_tui.cli.{name}").run
    return run


def _end(error: Exception) -> int:
    code = exit_of(error)
    if code is not None:
        # Whatever an error quotes, the terminal it is printed on only shows it (S-51).
        lines = (clean(line) for line in words_of(error).split("\n"))
        print("voltage-tui: " + "\n".join(lines), file=sys.stderr)
        return code
    from voltage_tui.cli.crash import report_of  # noqa: PLC0415 - only for a fault

    print(report_of(error), file=sys.stderr)
    return Exit.FAILED
