"""Alerts and their history, and what was known last of the rules that others set.

Kept with the journal: names, ids and figures, never a memo or a destination (S-2). All of it is
synchronous, for one thread at a time; the history keeps its newest `MOST_KEPT` rows.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Final, TypeAlias

from voltage_tui.model.alert import (
    Alert,
    AlertKind,
    Cleared,
    PastAlert,
    Severity,
    Share,
    Subject,
    SubjectKind,
    Value,
)
from voltage_tui.money import Currency, Money
from voltage_tui.store.database import reading, transaction
from voltage_tui.store.moments import moment_text

if TYPE_CHECKING:
    import sqlite3

MOST_KEPT: Final = 10_000
"""Rows of the history; of what is cleared the oldest leaves first, what is raised never."""

Terms: TypeAlias = "Mapping[str, Value | None]"
"""What is known of a subject (a policy, a limit, a webhook), by the names people read."""


@dataclass(frozen=True, slots=True)
class AlertNews:
    """What one look has found, to be kept all together or not at all.

    `known` are the terms that are new, None for a subject that is gone.
    """

    raised: Sequence[Alert] = ()
    cleared: Sequence[tuple[Alert, Cleared]] = ()
    known: Mapping[str, Terms | None] = field(default_factory=dict)

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to keep."""
        return not (self.raised or self.cleared or self.known)


@dataclass(frozen=True, slots=True)
class KeptAlerts:
    """What is raised, the oldest first, and what is known of each subject."""

    raised: tuple[Alert, ...]
    known: Mapping[str, Terms]


_COLUMNS: Final = (
    "n, key, kind, severity, about, about_id, about_name, figures, raised_at, acknowledged_at,"
    " acknowledged_by, snoozed_until, cleared_at, cleared_why"
)


class Alerts:
    """The tables of alerts."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection

    def kept(self) -> KeptAlerts:
        """What is raised and known. Raises `StoreError`."""
        with reading(self._connection) as connection:
            rows = connection.execute(
                f"SELECT {_COLUMNS} FROM alerts WHERE cleared_at IS NULL ORDER BY n"  # noqa: S608
            ).fetchall()
            known = connection.execute("SELECT subject, terms FROM known").fetchall()
            return KeptAlerts(
                tuple(_past(row).alert for row in rows),
                {str(subject): _terms(str(terms)) for subject, terms in known},
            )

    def keep(self, news: AlertNews, at: datetime) -> tuple[int, ...]:
        """Keep what was found; the numbers of what was raised. Raises `StoreError`."""
        with transaction(self._connection) as connection:
            for alert, why in news.cleared:
                connection.execute(
                    "UPDATE alerts SET cleared_at = ?, cleared_why = ?, figures = ?, severity = ?"
                    " WHERE key = ? AND cleared_at IS NULL",
                    (moment_text(at), why.value, _figures(alert), alert.severity, alert.key),
                )
            numbers = tuple(_insert(connection, alert) for alert in news.raised)
            for subject, terms in news.known.items():
                if terms is None:
                    connection.execute("DELETE FROM known WHERE subject = ?", (subject,))
                else:
                    connection.execute(
                        "INSERT OR REPLACE INTO known (subject, terms, seen_at) VALUES (?, ?, ?)",
                        (subject, _terms_json(terms), moment_text(at)),
                    )
            if numbers:
                connection.execute(
                    "DELETE FROM alerts WHERE cleared_at IS NOT NULL AND n <= ?",
                    (max(numbers) - MOST_KEPT,),
                )
        return numbers

    def acknowledge(self, number: int, by: str, at: datetime) -> None:
        """Note who has seen it; the first one stays. Raises `StoreError`."""
        with transaction(self._connection) as connection:
            connection.execute(
                "UPDATE alerts SET acknowledged_at = ?, acknowledged_by = ?"
                " WHERE n = ? AND acknowledged_at IS NULL",
                (moment_text(at), by, number),
            )

    def snooze(self, number: int, until: datetime | None) -> None:
        """Note until when nobody wants to hear of it, or that somebody does again (None).

        Raises `StoreError`.
        """
        with transaction(self._connection) as connection:
            connection.execute(
                "UPDATE alerts SET snoozed_until = ? WHERE n = ?",
                (None if until is None else moment_text(until), number),
            )

    def history(self, most: int) -> tuple[PastAlert, ...]:
        """The newest rows, the newest first. Raises `StoreError`."""
        with reading(self._connection) as connection:
            rows = connection.execute(
                f"SELECT {_COLUMNS} FROM alerts ORDER BY n DESC LIMIT ?",  # noqa: S608
                (most,),
            ).fetchall()
            return tuple(map(_past, rows))


def _insert(connection: sqlite3.Connection, alert: Alert) -> int:
    (number,) = connection.execute(
        "INSERT INTO alerts (key, kind, severity, about, about_id, about_name, figures, raised_at)"
        " VALUES (?, ?, ?, ?, ?, ?, ?, ?)"
        # One that is raised already, as it could not be read at the start, stays the one it is.
        " ON CONFLICT (key) WHERE cleared_at IS NULL DO UPDATE SET figures = excluded.figures"
        " RETURNING n",
        (
            alert.key,
            alert.kind.value,
            alert.severity,
            alert.about.kind.value,
            alert.about.id,
            alert.about.name,
            _figures(alert),
            moment_text(alert.raised_at),
        ),
    ).fetchone()
    return int(number)


def _figures(alert: Alert) -> str:
    kept = {
        "value": _json(alert.value),
        "threshold": _json(alert.threshold),
        "before": _json(alert.before),
        "what": alert.what or None,
        "since": None if alert.since is None else moment_text(alert.since),
        "until": None if alert.until is None else moment_text(alert.until),
        "usual": _json(alert.usual),
    }
    return json.dumps({name: said for name, said in kept.items() if said is not None})


def _past(row: tuple[object, ...]) -> PastAlert:
    """A row of the table; `ValueError` for words that are none of ours."""
    n, key, kind, severity, about, about_id, name, figures, raised = row[:9]
    seen_at, by, snoozed, cleared_at, why = (None if x is None else str(x) for x in row[9:])
    said = _fields(str(figures))
    usual = _value(said.get("usual"))
    return PastAlert(
        Alert(
            key=str(key),
            kind=AlertKind(str(kind)),
            severity=Severity(int(str(severity))),
            about=Subject(SubjectKind(str(about)), str(about_id), str(name)),
            raised_at=datetime.fromisoformat(str(raised)),
            value=_value(said.get("value")),
            threshold=_value(said.get("threshold")),
            before=_value(said.get("before")),
            what=str(said.get("what", "")),
            since=_moment(said.get("since")),
            until=_moment(said.get("until")),
            usual=usual if isinstance(usual, timedelta) else None,
            number=int(str(n)),
            acknowledged_at=_moment(seen_at),
            acknowledged_by=by or "",
            snoozed_until=_moment(snoozed),
            is_old=True,
        ),
        _moment(cleared_at),
        None if why is None else Cleared(why),
    )


def _moment(text: object) -> datetime | None:
    return None if text is None else datetime.fromisoformat(str(text))


def _json(value: Value | None) -> object:
    match value:
        case Money():
            return {"money": [value.currency, value.units]}
        case Share():
            return {"permille": value.permille}
        case timedelta():
            return {"us": value // timedelta(microseconds=1)}
        case _:
            return value


def _value(said: object) -> Value | None:
    """`ValueError` for what is none of ours."""
    match said:
        case None | str() | int():
            return said
        case {"money": [str(currency), int(units)]}:
            return Money(Currency(currency), units)
        case {"permille": int(permille)}:
            return Share(permille)
        case {"us": int(us)}:
            return timedelta(microseconds=us)
        case _:
            raise ValueError("no figure of an alert")


def _terms_json(terms: Terms) -> str:
    return json.dumps({name: _json(value) for name, value in terms.items()})


def _terms(text: str) -> dict[str, Value | None]:
    return {name: _value(value) for name, value in _fields(text).items()}


def _fields(text: str) -> dict[str, object]:
    """`ValueError` for what is none of ours."""
    match json.loads(text):
        case dict() as said:
            return {str(name): value for name, value in said.items()}
        case _:
            raise ValueError("figures and terms are fields by name")
