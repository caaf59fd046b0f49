"""What was raised: when, for how long, who saw it, how it ended. Kept over restarts."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Final

from voltage_tui.treasury.topics import Topic
from voltage_tui.trouble import TroubleError
from voltage_tui.ui.commands.command import Command
from voltage_tui.ui.paint import Line, Span
from voltage_tui.ui.palette import Role
from voltage_tui.ui.screens.alerts.acts import open_subject, opens
from voltage_tui.ui.screens.alerts.rows import PAST_COLUMNS, past_cells
from voltage_tui.ui.screens.page import Page
from voltage_tui.ui.widgets.painted import Painted
from voltage_tui.ui.widgets.table import Table
from voltage_tui.ui.work import begin

if TYPE_CHECKING:
    from collections.abc import Sequence

    from textual.app import ComposeResult

    from voltage_tui.model.alert import PastAlert
    from voltage_tui.treasury.snapshot import Snapshot

_SHOWN: Final = 1_000
"""The newest of those kept."""


class HistoryHead(Painted):
    """What this is, in which zone its times are, and how many there are."""

    count = 0

    def paint(self, width: int, height: int) -> Sequence[Line]:
        """One line, and air under it."""
        told = f"the newest {_SHOWN:,}" if self.count == _SHOWN else f"{self.count:,}"
        return [
            (),
            [
                Span("  History of alerts", Role.STRONG),
                Span(f"   {told}, times in UTC", Role.MUTED),
            ],
        ]


class AlertHistoryPage(Page):
    """Opened on top of page 6."""

    TOPICS: ClassVar[frozenset[Topic]] = frozenset({Topic.ALERTS})

    def __init__(self) -> None:
        super().__init__()
        self._head = HistoryHead()
        self._table: Table[PastAlert] = Table(
            PAST_COLUMNS,
            lambda past: str(past.alert.number),
            lambda past: past_cells(past, self.app),
            state=lambda _: self.app.amounts,
        )

    def compose(self) -> ComposeResult:
        """The head and the rows."""
        yield self._head
        self._table.empty = [[Span("  Reading the history", Role.MUTED)]]
        yield self._table

    def on_mount(self) -> None:
        """Room for the head."""
        self._head.styles.height = 3
        super().on_mount()

    def update(self, snapshot: Snapshot) -> None:
        """Read it again: something was raised, cleared or seen."""
        begin(self, self._read, "history of alerts")

    async def _read(self) -> None:
        treasury = self.app.treasury
        if treasury is None:
            return
        try:
            rows = await treasury.alerting.history(_SHOWN)
        except TroubleError as error:
            self._table.empty = [[Span(f"  ! {error}", Role.BAD)]]
            rows = ()
        else:
            self._table.empty = [[Span("  Nothing was ever raised here.", Role.MUTED)]]
        self._table.set_rows(rows)
        self._head.count = len(rows)
        self._head.repaint()

    def commands(self) -> Sequence[Command]:
        """Opening what an alert was about."""
        return (
            Command(
                "open",
                ("enter",),
                "open",
                "Open what the alert was about.",
                self._table.action_open,
                lambda: self._table.current is not None and opens(self._table.current.alert),
                footer=10,
            ),
        )

    def on_table_opened(self) -> None:
        """Show what it was about."""
        if self._table.current is not None:
            open_subject(self.app, self._table.current.alert)
