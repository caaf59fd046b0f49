"""Answers from a recording what was recorded last at the moment that is looked at.

What is in no answer is not made up: it fails as `NotRecorded`. Lists of payments and ledgers are
put together from all that was recorded of them by then, since a program that is started in the
middle asks for other pages than the one that was recorded (`known_payments`, `known_ledgers`).
"""

from __future__ import annotations

from contextlib import suppress
from datetime import datetime, timedelta
from email.utils import format_datetime
from typing import TYPE_CHECKING, Final

from voltage_tui.api.http_date import parse_http_date
from voltage_tui.api.recording.known_payments import Place
from voltage_tui.api.recording.lines import Asked, asked_of, failure_named, moment_in, moment_text
from voltage_tui.api.recording.plain_json import Json, Number, text_of, whole_of, write_json
from voltage_tui.api.recording.recording import LEDGER, PAYMENT, PAYMENTS, Recording, family_of
from voltage_tui.api.transport import NotRecorded, WireRequest, WireResponse

if TYPE_CHECKING:
    from voltage_tui.clock import Clock

_MOST: Final = 500
"""Of one page."""
_PLAIN: Final = frozenset({"pagination", "cursor", "limit", "statuses[]", "end_date"})
_ORDER: Final = frozenset(
    {
        *(("sort_key", "created_at"), ("sort_key", "effective_time"), ("sort_order", "DESC")),
        ("offset", "0"),
    }
)


class ReplayTransport:
    """Answers reads by `clock`, and refuses whatever would change something."""

    def __init__(self, recording: Recording, clock: Clock) -> None:
        self._recording = recording
        self._clock = clock

    async def send(self, request: WireRequest, *, timeout_s: float) -> WireResponse:
        """What was recorded at or before the clock's moment; raises what was raised then."""
        if request.method != "GET":
            raise NotRecorded("nothing is sent in a replay")
        now = self._clock.now()
        line = self._recording.line_at(now)
        asked = asked_of(request.method, request.target)
        newest = self._recording.newest(family_of(asked), line)
        if newest is not None and not self._recording.went_well(newest):
            return self._as_recorded(newest, now)
        match asked.name:
            case _ if asked.name == PAYMENTS and newest is not None:
                body = self._payments(asked, line)
            case _ if asked.name == LEDGER:
                body = self._ledger(asked, line)
            case _ if asked.name == PAYMENT:
                body = self._payment(asked, line, newest)
            case _:
                body = None
        if body is not None:
            headers = {} if newest is None else self._headers(newest, now)
            return WireResponse(200, headers, write_json(body).encode("ascii"))
        if newest is None or asked.name in (PAYMENTS, LEDGER):
            raise NotRecorded
        return self._as_recorded(newest, now)

    async def aclose(self) -> None:
        """The recording stays open: the next one reads on in it."""

    def _as_recorded(self, line: int, now: datetime) -> WireResponse:
        exchange = self._recording.exchange(line)
        failure = text_of(exchange.get("failure"))
        if failure is not None:
            raise failure_named(failure)
        body = write_json(self._recording.body(line)) if self._recording.has_body(line) else ""
        status = whole_of(exchange.get("status")) or 0
        return WireResponse(status, self._headers(line, now), body.encode("ascii"))

    def _headers(self, line: int, now: datetime) -> dict[str, str]:
        """Those that were kept; the server's clock has gone on since as ours has."""
        kept = self._recording.exchange(line).get("headers")
        headers = {}
        for name, value in kept.items() if isinstance(kept, dict) else ():
            headers[name] = text_of(value) or ""
        date = parse_http_date(headers.get("date", ""))
        if date is not None:
            since = now - self._recording.moment_of(line)
            with suppress(OverflowError):  # it was at the end of all time
                headers["date"] = format_datetime(date + max(since, timedelta()), usegmt=True)
        return headers

    def _payment(self, asked: Asked, line: int, newest: int | None) -> Json:
        """One payment as it was seen last, in whatever answer."""
        known = self._recording.payments.at(asked.ids[-1], line)
        if known is None or (newest is not None and newest > known.since):
            return None
        return self._recording.object_at(known.place)

    def _payments(self, asked: Asked, line: int) -> Json:
        """A page of the payments; None where not even its first is known."""
        query = dict(asked.query)
        if any(name not in _PLAIN and (name, text) not in _ORDER for name, text in asked.query):
            return None
        payments, limit = self._recording.payments, _limit_of(query)
        statuses = frozenset(text for name, text in asked.query if name == "statuses[]") or None
        found: list[tuple[tuple[datetime, str], Place]] = []
        more = False
        for each in payments.newest_first(
            line,
            below=_mark_of(query.get("cursor")),
            until=moment_in(query.get("end_date")),
            statuses=statuses,
        ):
            more = len(found) == limit
            if more:
                break
            found.append(each)
        whole = statuses is not None or payments.has_all(line)
        if not found and not whole:
            return None
        more = more or not whole
        return {
            "items": [self._recording.object_at(place) for _, place in found],
            "offset": Number(0),
            "limit": Number(limit),
            "next_cursor": _cursor_of(found[-1][0]) if more else None,
            "has_more": more,
        }

    def _ledger(self, asked: Asked, line: int) -> Json:
        """Rows of a ledger as far down as they are known; None where not even the first is."""
        query = dict(asked.query)
        plain = {"offset", "limit"}
        if any(name not in plain and (name, text) not in _ORDER for name, text in asked.query):
            return None
        ledger = self._recording.ledgers.get(asked.ids[-1])
        offset, limit = int(query.get("offset", "0")), _limit_of(query)
        rows = None if ledger is None else ledger.rows(line, offset, limit)
        total = None if ledger is None else ledger.total(line)
        if rows is None or total is None:
            return None
        return {
            "items": [self._recording.object_at(place) for place in rows],
            "offset": Number(offset),
            "limit": Number(limit),
            "total": Number(total),
        }


def _limit_of(query: dict[str, str]) -> int:
    text = query.get("limit", "")
    return min(int(text), _MOST) if text.isascii() and text.isdecimal() else _MOST


def _cursor_of(mark: tuple[datetime, str]) -> str:
    return f"{moment_text(mark[0])}/{mark[1]}"


def _mark_of(cursor: str | None) -> tuple[datetime, str] | None:
    if cursor is None:
        return None
    moment, _, payment_id = cursor.partition("/")
    return datetime.fromisoformat(moment), payment_id
