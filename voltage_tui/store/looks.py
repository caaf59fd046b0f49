"""The last looks of an environment, in a file of its own beside the journal (S-62).

It is written while somebody looks, at most once a minute, so it is kept apart from what moves
money. A file that cannot be understood is as good as none: there was no look.
"""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Final

from voltage_tui.files import read_bounded, write_private
from voltage_tui.model.look import Look, Looks, Standing
from voltage_tui.money import Money, parse_currency

if TYPE_CHECKING:
    from pathlib import Path

_VERSION: Final = 1
_MOST_BYTES: Final = 100_000


def read_looks(path: Path) -> Looks | None:
    """What was kept; None where there is nothing that can be understood."""
    try:
        found = json.loads(read_bounded(path, _MOST_BYTES))
        if found["version"] != _VERSION:
            return None
        since = None if found["since"] is None else _look(found["since"])
        return Looks(since, _look(found["newest"]))
    except (OSError, ValueError, TypeError, KeyError, RecursionError):
        return None


def write_looks(path: Path, looks: Looks) -> None:
    """Keep these instead of what was there. Raises `OSError`."""
    since = None if looks.since is None else _json(looks.since)
    document = {"version": _VERSION, "since": since, "newest": _json(looks.newest)}
    write_private(path, json.dumps(document) + "\n")


def _json(look: Look) -> dict[str, object]:
    """Units as whole numbers, as everything is kept."""
    return {
        "at": look.at.astimezone(UTC).isoformat(),
        "standings": [
            [s.currency, s.available.units, s.used.units, s.limit.units] for s in look.standings
        ],
    }


def _look(found: dict[str, object]) -> Look:
    at, rows = found["at"], found["standings"]
    if not isinstance(at, str) or not isinstance(rows, list):
        raise TypeError
    moment = datetime.fromisoformat(at)
    if moment.tzinfo is None:
        raise ValueError(at)
    return Look(moment, tuple(_standing(row) for row in rows))


def _standing(row: object) -> Standing:
    if not isinstance(row, list) or len(row) != 4:
        raise TypeError
    code, *figures = row
    if not isinstance(code, str) or any(type(units) is not int for units in figures):
        raise TypeError
    currency = parse_currency(code)
    available, used, limit = (Money(currency, units) for units in figures)
    return Standing(available, used, limit)
