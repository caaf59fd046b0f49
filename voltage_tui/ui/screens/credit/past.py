"""The past of lines, read from the mirror when it has changed; one read at a time, in peace."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Final

from voltage_tui.treasury.credit.reading import read_past
from voltage_tui.trouble import TroubleError
from voltage_tui.ui.work import begin

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime, tzinfo

    from voltage_tui.model.ids import LineId
    from voltage_tui.treasury.credit.history import Past
    from voltage_tui.treasury.facility import Facility
    from voltage_tui.treasury.snapshot import Snapshot
    from voltage_tui.ui.screens.page import Page

_EVERY_S: Final = 2.0
"""While the mirror is being filled it changes many times a second."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """A line whose past is shown, and all that the answer depends on."""

    facility: Facility
    zone: tzinfo
    key: object


@dataclass(frozen=True, slots=True)
class _Kept:
    key: object
    past: Past | None
    problem: str | None


class Pasts:
    """The pasts of the lines looked at; `when_read` is called after each read."""

    def __init__(self, page: Page, now: Callable[[], datetime], when_read: Callable[[], None]):
        self._page = page
        self._now = now
        self._when_read = when_read
        self._kept: dict[LineId, _Kept] = {}
        self._wanted: Wanted | None = None
        self._reading = False
        self._not_before = 0.0

    def of(self, line_id: LineId | None) -> Past | None:
        """The past of a line as last read."""
        kept = None if line_id is None else self._kept.get(line_id)
        return None if kept is None else kept.past

    def problem(self, line_id: LineId | None) -> str | None:
        """Why the last read came to nothing."""
        kept = None if line_id is None else self._kept.get(line_id)
        return None if kept is None else kept.problem

    def want(self, facility: Facility, snapshot: Snapshot, zone: tzinfo) -> None:
        """Have the past of this line, as of now, soon."""
        here = [
            None if p is None else (p.rows, p.unproven, p.is_whole, p.proofs is None)
            for p in (snapshot.mirrors.get(a.wallet.id) for a in facility.accounts)
        ]
        hour = self._now().replace(minute=0, second=0, microsecond=0)
        ids = [account.wallet.id for account in facility.accounts]
        self._wanted = Wanted(facility, zone, (here, ids, hour, zone))
        self.go_on()

    def go_on(self) -> None:
        """Read what is wanted, unless that is done, under way, or was a moment ago."""
        wanted = self._wanted
        if wanted is None or self._reading:
            return
        kept = self._kept.get(wanted.facility.line.id)
        if kept is not None and kept.key == wanted.key:
            return
        if kept is not None and self._monotonic() < self._not_before:
            return
        self._reading = True
        begin(self._page, partial(self._read, wanted), "credit past")

    async def _read(self, wanted: Wanted) -> None:
        facility = wanted.facility
        try:
            treasury = self._page.app.treasury
            if treasury is None:
                return
            ids = [account.wallet.id for account in facility.accounts]
            now, currency = self._now(), facility.line.currency
            past, problem = None, None
            try:
                past = await read_past(treasury.mirror, currency, ids, now, wanted.zone)
            except TroubleError as error:
                problem = str(error)
            self._kept[facility.line.id] = _Kept(wanted.key, past, problem)
            self._not_before = self._monotonic() + _EVERY_S
        finally:
            self._reading = False
        self._when_read()

    def _monotonic(self) -> float:
        return self._page.app.launch.clock.monotonic()
