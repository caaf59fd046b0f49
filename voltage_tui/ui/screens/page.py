"""A page: what fills the screen between the frame's lines."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual.containers import Vertical

from voltage_tui.treasury.topics import Topic
from voltage_tui.ui.widgets.painted import recolour_in
from voltage_tui.ui.widgets.row_view import row_views

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from voltage_tui.treasury.snapshot import Snapshot
    from voltage_tui.ui.app import VoltageApp
    from voltage_tui.ui.commands.command import Command


class Page(Vertical):
    """The base of every page.

    A page only ever receives snapshots. `TOPICS` are the parts it shows: it is told of changes in
    those, at most four times a second, and only while it is the one shown; a page that was hidden
    is updated when it is shown again. `CONVERTS` is whether `u` may show bitcoin in dollars here.
    """

    app: VoltageApp
    TOPICS: ClassVar[frozenset[Topic]] = frozenset(Topic)
    CONVERTS: ClassVar[bool] = True

    def on_mount(self) -> None:
        """Be brought up to date, now that everything in it is there."""
        self.app.pages.ready(self)

    def server_now(self) -> datetime:
        """The server's clock: what the times of rows are told by."""
        snapshot = self.app.snapshot
        offset = snapshot.connection.server_offset if snapshot is not None else None
        return self.app.now() if offset is None else self.app.now() + offset

    def update(self, snapshot: Snapshot) -> None:
        """Show what is known now."""

    def nothing_yet(self) -> None:
        """Nothing has been read at all, and perhaps nothing can be (`app.trouble`): say so."""

    def tick(self, now: datetime) -> None:
        """A second has passed: ages and countdowns change."""

    def commands(self) -> Sequence[Command]:
        """What can be done here, besides what can be done everywhere."""
        return ()

    def lets_through(self, command_id: str) -> bool:
        """Whether this of the commands that hold everywhere holds here too."""
        return True

    def before_key(self, key: str) -> None:
        """A key was pressed, which is about to do something here, or nothing."""

    def other_key(self) -> None:
        """A key was pressed that does nothing here."""

    def shown(self) -> None:
        """The page has come to the front; put the focus where the keys belong."""
        for table in row_views(self):
            table.focus()
            return

    def left(self) -> None:
        """The page has gone from the front."""

    def marks_kept(self) -> None:
        """A note or tags were kept: what shows them reads them again."""

    def locking(self) -> None:
        """The program locks: put away what has to be asked for afresh (S-48, S-49)."""

    def recolour(self) -> None:
        """The theme, the unit or the hiding of amounts changed: paint all of it again."""
        recolour_in(self)
        for table in row_views(self):
            table.repaint()
