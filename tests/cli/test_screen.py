"""The screen starts at a terminal or not at all."""

from __future__ import annotations

import io
import os
import pty
import sys
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from voltage_tui.cli.screen import NoScreenError, need_terminal


@contextmanager
def at_a_terminal() -> Iterator[pytest.MonkeyPatch]:
    """All three standard streams lead to a terminal; pytest's own come back at the end."""
    ours, theirs = pty.openpty()
    with os.fdopen(theirs, "w") as terminal, pytest.MonkeyPatch.context() as patch:
        for name in ("stdin", "stdout", "stderr"):
            patch.setattr(sys, name, terminal)
        yield patch
    os.close(ours)


def test_a_terminal_is_enough() -> None:
    with at_a_terminal():
        need_terminal()


@pytest.mark.parametrize("name", ["stdin", "stdout", "stderr"])
def test_a_stream_that_leads_elsewhere_is_refused(name: str) -> None:
    """Output too, though the screen is drawn on stderr: its size is read from there."""
    with at_a_terminal() as patch:
        patch.setattr(sys, name, io.StringIO())
        with pytest.raises(NoScreenError):
            need_terminal()
