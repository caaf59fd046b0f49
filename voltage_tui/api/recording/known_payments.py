"""What a recording knows of payments at each place in it.

A program that is started in the middle asks for other pages than the one that was recorded: that
had read most of them before. So the newest recorded state of every payment is put together, but
only as far down as the recorded pages leave no gap.
"""

from __future__ import annotations

import json
from bisect import bisect_right, insort
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Final, NamedTuple

from voltage_tui.api.recording.lines import moment_in
from voltage_tui.api.recording.plain_json import Json, text_of

if TYPE_CHECKING:
    from collections.abc import Iterator

_EVER: Final = datetime.min.replace(tzinfo=UTC)


class Place(NamedTuple):
    """Where a JSON object stands: in the body of line `line`, item `item` (None: all of it)."""

    line: int
    item: int | None


class Version(NamedTuple):
    """A payment as it stood at `place`, first seen so in line `since`."""

    since: int
    place: Place
    status: str
    updated: datetime


class Page(NamedTuple):
    """A recorded page of payments, as far as it says which payments are known without a gap."""

    cursor: str | None
    next_cursor: str | None
    has_more: bool
    until: datetime | None


class Seen(NamedTuple):
    """A payment that was seen in another state than before; `before` is None for a new one."""

    payment_id: str
    status: str
    before: str | None
    created: datetime


class KnownPayments:
    """Built by `saw` in the order of the lines, and asked about any of them afterwards."""

    def __init__(self) -> None:
        self._versions: dict[str, list[Version]] = {}
        self._hashes: dict[str, int] = {}
        self._order: list[tuple[datetime, str]] = []
        self._floors: list[tuple[int, datetime | None]] = []
        self._oldest_before: dict[str, datetime] = {}
        self._newest: datetime | None = None

    def saw(self, line: int, place: Place, item: Json) -> Seen | None:
        """A payment stands in this line; whether that is news."""
        if not isinstance(item, dict):
            return None
        payment_id, status = text_of(item.get("id")), text_of(item.get("status"))
        created, updated = moment_in(item.get("created_at")), moment_in(item.get("updated_at"))
        if payment_id is None or status is None or created is None or updated is None:
            return None
        hashed = hash(json.dumps(item))
        known = self._versions.get(payment_id)
        if known is None:
            self._versions[payment_id] = known = []
            insort(self._order, (created, payment_id))
        elif self._hashes[payment_id] == hashed or updated < known[-1].updated:
            return None
        self._hashes[payment_id] = hashed
        before = known[-1].status if known else None
        known.append(Version(line, place, status, updated))
        return Seen(payment_id, status, before, created) if status != before else None

    def saw_page(self, line: int, page: Page, items: list[Json]) -> None:
        """A page of payments in whatever state, newest first; how far down that makes them known.

        `until` is what it was asked to begin below; of the newest page it is None.
        """
        found = (moment_in(i.get("created_at")) for i in items if isinstance(i, dict))
        moments = [moment for moment in found if moment is not None]
        floor = self._floors[-1][1] if self._floors else None
        oldest = min(moments, default=None)
        begins_at = self._begins_at(page)
        if oldest is None and page.has_more:
            return
        reaches = _EVER if not page.has_more or oldest is None else oldest
        if page.cursor is None and page.until is None:
            joined = floor is not None and self._newest is not None and reaches <= self._newest
            floor = min(floor, reaches) if joined and floor is not None else reaches
            newest = max(moments, default=_EVER)
            self._newest = newest if self._newest is None else max(self._newest, newest)
        elif floor is not None and begins_at is not None and begins_at >= floor:
            floor = min(floor, reaches)
        if page.next_cursor is not None and oldest is not None:
            self._oldest_before[page.next_cursor] = oldest
        if not self._floors or self._floors[-1][1] != floor:
            self._floors.append((line, floor))

    def _begins_at(self, page: Page) -> datetime | None:
        if page.cursor is not None:
            return self._oldest_before.get(page.cursor)
        return page.until

    def at(self, payment_id: str, line: int) -> Version | None:
        """The newest state of a payment that was known at `line`."""
        known = self._versions.get(payment_id, [])
        at = bisect_right(known, line, key=lambda each: each.since)
        return known[at - 1] if at else None

    def floor(self, line: int) -> datetime | None:
        """Every payment created from then on is known at `line`; None before the first page."""
        at = bisect_right(self._floors, line, key=lambda each: each[0])
        return self._floors[at - 1][1] if at else None

    def has_all(self, line: int) -> bool:
        """Whether there are no older ones."""
        return self.floor(line) == _EVER

    def newest_first(
        self,
        line: int,
        *,
        below: tuple[datetime, str] | None,
        until: datetime | None,
        statuses: frozenset[str] | None,
    ) -> Iterator[tuple[tuple[datetime, str], Place]]:
        """The payments known at `line`, from the newest down, each with its own mark.

        Those `below` a mark, created before `until`, and in one of `statuses` if that is given;
        otherwise none that is older than `floor`.
        """
        floor = self.floor(line) if statuses is None else _EVER
        if floor is None:
            return
        for mark in reversed(self._order):
            if mark[0] < floor:
                return
            if (below is not None and mark >= below) or (until is not None and mark[0] >= until):
                continue
            version = self.at(mark[1], line)
            if version is not None and (statuses is None or version.status in statuses):
                yield mark, version.place
