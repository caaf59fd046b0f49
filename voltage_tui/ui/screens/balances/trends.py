"""Has the trend of Balances read from the mirror: once an hour, and as the mirror is filled."""

from __future__ import annotations

from datetime import UTC, timedelta
from typing import TYPE_CHECKING, Final

from voltage_tui.treasury.credit.available import read_trends
from voltage_tui.trouble import TroubleError
from voltage_tui.ui.work import begin

if TYPE_CHECKING:
    from collections.abc import Callable

    from voltage_tui.treasury.credit.available import Trend
    from voltage_tui.treasury.snapshot import Snapshot
    from voltage_tui.ui.screens.page import Page

_EVERY_S: Final = 5.0
"""While the mirror is being filled more is known with each page."""


class Trends:
    """`when_read` is called with what was read; what cannot be read is not shown."""

    def __init__(self, page: Page, when_read: Callable[[tuple[Trend, ...]], None]) -> None:
        self._page = page
        self._when_read = when_read
        self._read_for: object = None
        self._not_before = 0.0
        self._reading = False

    def want(self, snapshot: Snapshot) -> None:
        """Have it read again if something of it may be known that was not."""
        app = self._page.app
        if self._reading or app.treasury is None or not snapshot.mirrors:
            return
        if app.launch.clock.monotonic() < self._not_before:
            return
        hour = app.now().replace(minute=0, second=0, microsecond=0)
        filled = [
            (p.is_whole, p.proofs is None, None if p.is_whole else p.rows)
            for p in snapshot.mirrors.values()
        ]
        wanted = (hour, filled, app.treasury)
        if wanted == self._read_for:
            return
        self._reading = True
        self._read_for = wanted
        begin(self._page, self._read, "trends")

    async def _read(self) -> None:
        app = self._page.app
        try:
            snapshot, treasury = app.snapshot, app.treasury
            if snapshot is None or treasury is None:
                return
            accounts = [a for a in snapshot.accounts if a.wallet.active]
            now = app.now() + (snapshot.connection.server_offset or timedelta())
            try:
                trends = await read_trends(treasury.mirror, accounts, now, UTC)
            except TroubleError:
                return
            self._when_read(trends)
        finally:
            self._reading = False
            self._not_before = app.launch.clock.monotonic() + _EVERY_S
