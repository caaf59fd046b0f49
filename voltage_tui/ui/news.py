"""What the screen was told of last, by the worker and of connecting to it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from voltage_tui.treasury.reading import Freshness
from voltage_tui.ui.palette import Role

if TYPE_CHECKING:
    from voltage_tui.treasury.snapshot import Snapshot
    from voltage_tui.treasury.topics import Topic
    from voltage_tui.trouble import TroubleError
    from voltage_tui.ui.app import VoltageApp


class News:
    """The news of one app.

    `snapshot` is None before the first one; `trouble` is why there is no worker, None while there
    is one or may be one yet.
    """

    def __init__(self, app: VoltageApp) -> None:
        self._app = app
        self.snapshot: Snapshot | None = None
        self.trouble: TroubleError | None = None

    def arrived(self, snapshot: Snapshot, topics: frozenset[Topic]) -> None:
        """Show what changed, which are these topics."""
        if not self._app.screen_stack:
            return  # leaving: the screens have gone already
        before, self.snapshot = self.snapshot, snapshot
        self._app.preferences.rate_read(snapshot.rate)
        if self._app.launch.replay is None:
            # What was raised then calls nobody now; page 6 has it.
            self._app.teller.news(snapshot)
        if before is None or not before.says_the_same(snapshot):
            self._app.frame_changed()  # with the next second otherwise, which tells ages
        self._app.looking.news(snapshot)
        self._app.pages.news(snapshot, topics)

    def connected(self) -> None:
        """There is a worker."""
        from voltage_tui.ui.work import begin  # noqa: PLC0415 - after the first paint

        self.trouble = None
        self._app.pace.connected()
        self._app.frame_changed()
        begin(self._app, self._app.looking.connected, "looking")

    def troubled(self, trouble: TroubleError) -> None:
        """Connecting failed."""
        self.trouble = trouble
        self._app.say(trouble.what, Role.BAD)
        self._app.frame_changed()
        self._app.pages.recolour()

    def connect_again(self) -> None:
        """Try to connect once more after trouble; the person may have put it right meanwhile."""
        self.trouble = None
        self._app.link.start()
        self._app.frame_changed()
        self._app.pages.recolour()

    @property
    def as_of(self) -> object:
        """Equal as long as nothing that is said of the snapshot can have changed, to a second."""
        version = self.snapshot.version if self.snapshot is not None else None
        second = self._app.now().replace(microsecond=0)
        return version, self._app.amounts, self._app.looking.since, second

    @property
    def starting_words(self) -> str:
        """What is said in the place of freshness before there is a worker."""
        return "no connection" if self.trouble is not None else "starting"

    def wallets_freshness(self) -> Freshness:
        """How much the wallets' figures can be trusted now (S-17)."""
        if self.snapshot is None:
            return Freshness.MISSING
        return self.snapshot.wallets.freshness(self._app.now())
