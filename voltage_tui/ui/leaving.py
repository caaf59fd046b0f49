"""Leaving: asked about while a payment is under way, and told of on stderr afterwards (S-10)."""

from __future__ import annotations

import asyncio
import sys
from contextlib import suppress
from typing import TYPE_CHECKING, Final

from voltage_tui.ui.ending import end_anyway, terminal_is_gone

if TYPE_CHECKING:
    from voltage_tui.treasury.snapshot import Snapshot
    from voltage_tui.ui.app import VoltageApp

INTERRUPTED: Final = 130


class Leaving:
    """How one app ends: `q` asks where something is under way, all else leaves at once.

    That is Ctrl-C, a signal, and a terminal that is not there any more.
    """

    def __init__(self, app: VoltageApp) -> None:
        self._app = app
        self._loop: asyncio.AbstractEventLoop | None = None

    def begin(self) -> None:
        """The event loop runs: from now on the app can be told to leave."""
        self._loop = asyncio.get_running_loop()

    def soon(self, code: int) -> None:
        """Leave with this exit code at the event loop's next step; for signal handlers."""
        if self._loop is None:
            raise SystemExit(code)
        end_anyway(code, self.tell)
        self._loop.call_soon_threadsafe(self._app.exit, code)

    def at_once(self) -> None:
        """Leave from anywhere, with a dialog open too; 130 where something is left behind."""
        if self.sentences():
            if not self._app.is_headless:
                end_anyway(INTERRUPTED, self.tell)
            self._app.exit(INTERRUPTED)
        else:
            self._app.exit(0)

    def without_terminal(self) -> bool:
        """Whether the terminal was closed under us; then it leaves, with exit code 1."""
        if self._app.is_headless or not terminal_is_gone():
            return False
        end_anyway(1, self.tell)
        self._app.exit(1)
        return True

    def asked(self) -> None:
        """Leave, or ask first where a payment or another write is under way."""
        if self.sentences():
            from voltage_tui.ui.leave_dialog import LeaveDialog  # noqa: PLC0415 - when asked

            self._app.push_screen(LeaveDialog(self), self._answered)
        else:
            self._app.exit(0)

    def _answered(self, leave: bool | None) -> None:  # noqa: FBT001 - the answer itself
        if leave:
            self._app.exit(0)

    @property
    def snapshot(self) -> Snapshot | None:
        """What is known now; once the worker has ended, what it knew last."""
        link = self._app.link
        return link.left if link.treasury is None else link.treasury.snapshot

    def sentences(self) -> tuple[str, ...]:
        """A sentence for each write whose end is not known.

        None where another program writes: what is under way is its own, and goes on.
        """
        power, snapshot = self._app.power, self.snapshot
        if snapshot is None or (power is not None and power.held is not None):
            return ()
        from voltage_tui.treasury.paying.left import left_behind  # noqa: PLC0415 - when leaving

        return left_behind(snapshot)

    def tell(self) -> None:
        """Say on stderr what is left behind; the terminal may be gone by now."""
        lines = self.sentences()
        with suppress(OSError):
            for line in lines:
                sys.stderr.write(f"voltage-tui: {line}\n")
            sys.stderr.flush()
