"""The page that `--monitor` shows in the place of all others."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Final

from voltage_tui.treasury.topics import Topic
from voltage_tui.ui.paint import Line, Span
from voltage_tui.ui.palette import Role
from voltage_tui.ui.screens.page import Page
from voltage_tui.ui.unread import unread
from voltage_tui.ui.widgets.painted import Painted

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from textual.app import ComposeResult

    from voltage_tui.treasury.snapshot import Snapshot

_KEYS: Final = frozenset({"quit", "units", "hide", "theme", "lock", "refresh", "help"})
"""What a person may do at a monitor: nothing that moves money, nothing that leads elsewhere."""


class MonitorPage(Page):
    """Large figures; no keys are needed, and few do anything."""

    TOPICS: ClassVar[frozenset[Topic]] = frozenset(
        {Topic.WALLETS, Topic.LINES, Topic.PAYMENTS, Topic.RATE, Topic.CONNECTION, Topic.SENDING}
    )

    def compose(self) -> ComposeResult:
        """One picture."""
        yield Monitor(id="monitor")

    def update(self, snapshot: Snapshot) -> None:
        """Show what is known now."""
        self.query_one(Monitor).repaint()

    def nothing_yet(self) -> None:
        """Say why there are no figures."""
        self.query_one(Monitor).repaint()

    def tick(self, now: datetime) -> None:
        """Ages change, which are told in tens of seconds; the lines that do not are not sent."""
        self.query_one(Monitor).repaint()

    def lets_through(self, command_id: str) -> bool:
        """Only what changes how it is shown."""
        return command_id in _KEYS


class Monitor(Painted):
    """The picture."""

    def paint(self, width: int, height: int) -> Sequence[Line]:
        """What is known, or why nothing is."""
        snapshot, trouble = self.app.snapshot, self.app.trouble
        if trouble is not None:
            return [
                (),
                (Span(f"  {trouble.what}", Role.BAD_STRONG),),
                (Span(f"  {trouble.advice}", Role.MUTED),),
            ]
        if snapshot is None:
            return [(), *unread(self.app, "the wallets")]
        from voltage_tui.ui.screens.monitor.content import monitor_lines  # noqa: PLC0415

        return monitor_lines(self.app, snapshot, width, height)
