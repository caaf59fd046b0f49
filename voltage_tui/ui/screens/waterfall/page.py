"""Why it cannot be spent: the waterfalls of all wallets, summed per currency."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from voltage_tui.treasury.topics import Topic
from voltage_tui.ui.commands.command import Command
from voltage_tui.ui.paint import Line, Span, wrap
from voltage_tui.ui.palette import Role
from voltage_tui.ui.screens.page import Page
from voltage_tui.ui.screens.waterfall.scope import LastWaterfalls, left_out
from voltage_tui.ui.screens.waterfall.view import WaterfallView
from voltage_tui.ui.unread import unread
from voltage_tui.ui.widgets.painted import Painted

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from textual.app import ComposeResult

    from voltage_tui.treasury.snapshot import Snapshot


class WaterfallPage(Page):
    """Opened from Balances; esc goes back to it."""

    TOPICS: ClassVar[frozenset[Topic]] = frozenset(
        {Topic.WALLETS, Topic.LINES, Topic.PAYMENTS, Topic.RATE, Topic.CONNECTION}
    )

    def __init__(self) -> None:
        super().__init__()
        self._head = WaterfallHead()
        self._view = WaterfallView(None)
        self._waterfalls = LastWaterfalls(None)
        self._notes = WaterfallNotes()

    def compose(self) -> ComposeResult:
        """What it is, the lines, and what they leave out."""
        yield self._head
        yield self._view
        yield self._notes

    def update(self, snapshot: Snapshot) -> None:
        """Show what is known now."""
        problem = snapshot.wallets.problem
        empty = unread(self.app, "the wallets", problem)
        if snapshot.wallets.value is not None:
            empty = [[Span("  No wallet of which the currency is known.", Role.MUTED)]]
        self._view.show(self._waterfalls.of(snapshot), empty)
        self._notes.repaint()
        self._share_height()

    def nothing_yet(self) -> None:
        """Say why there are no figures."""
        self._view.show((), unread(self.app, "the wallets"))
        self._share_height()

    def tick(self, now: datetime) -> None:
        """Ages change."""
        self._view.ages_changed()

    def on_resize(self) -> None:
        """Share the height again."""
        self._share_height()

    def _share_height(self) -> None:
        height = self.size.height
        if not height:
            return
        notes_height = len(self._notes.wanted(self.size.width))
        self._notes.styles.height = notes_height
        lines = self._view.wanted
        self._head.styles.height = head = 2 if height - lines - notes_height >= 2 else 1
        self._view.share(height - head - notes_height)

    def commands(self) -> Sequence[Command]:
        """The rows of a step."""
        return (
            Command(
                "open",
                ("enter",),
                "its rows",
                "Show the holds, settlements or payments of the step under the cursor.",
                self._view.table.action_open,
                footer=10,
            ),
        )


class WaterfallHead(Painted):
    """What is being asked."""

    def paint(self, width: int, height: int) -> Sequence[Line]:
        """One line."""
        return [[Span("  WHY IT CANNOT BE SPENT", Role.MUTED)]]


class WaterfallNotes(Painted):
    """How far it reaches."""

    def wanted(self, width: int) -> list[Line]:
        """Sentences, each wrapped; none where there is nothing to say."""
        snapshot = self.app.snapshot
        if snapshot is None or snapshot.wallets.value is None:
            return []
        words = (part for one in notes(snapshot) for part in wrap(one, width - 4))
        return [[Span(f"  {part}", Role.MUTED)] for part in words]

    def paint(self, width: int, height: int) -> Sequence[Line]:
        """All of them."""
        return self.wanted(width)


def notes(snapshot: Snapshot) -> list[str]:
    """What the lines leave out, and how far back receipts were looked for."""
    said = []
    missing = left_out(snapshot)
    if missing:
        wallets, their = (
            ("1 wallet is", "its") if missing == 1 else (f"{missing} wallets are", "their")
        )
        said.append(f"{wallets} not in it: {their} line of credit could not be read.")
    return [*said, *receipts_note(snapshot)]


def receipts_note(snapshot: Snapshot) -> list[str]:
    """Where frozen and unconfirmed receipts were looked for, unless that is everywhere."""
    book = snapshot.book.value
    if book is None:
        return ["Payments have not been read: frozen and unconfirmed receipts are not known."]
    if book.complete or book.reaches is None:
        return []
    since = f"{book.reaches.day} {book.reaches:%b %Y}"
    return [f"Receipts: those still open, and what was asked for since {since}."]
