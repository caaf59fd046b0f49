"""What a recording knows of a wallet's ledger at each place in it.

Pages are cut by offset from the newest row, so a row's place is counted from the oldest: that stays
the same while rows arrive above it. A page that has another row in a known place means that the
ledger is not as it was, and all that was known of it before is forgotten.
"""

from __future__ import annotations

from bisect import bisect_right
from typing import TypeAlias

from voltage_tui.api.recording.known_payments import Place
from voltage_tui.api.recording.plain_json import Json, text_of

Key: TypeAlias = tuple[str, str]

_IDS = ("credit_id", "hold_id", "deposit_id", "withdraw_id")


class KnownLedger:
    """One wallet's; built by `saw` in the order of the lines."""

    def __init__(self) -> None:
        self._epochs: list[tuple[int, dict[int, tuple[int, Place]]]] = [(0, {})]
        self._keys: dict[int, Key] = {}
        self._totals: list[tuple[int, int]] = []

    def saw(self, line: int, offset: int, total: int, items: list[Json]) -> None:
        """Rows `offset` and on, newest first, of `total`; they stand in the body of this line."""
        found = {total - offset - n: _key_of(item) for n, item in enumerate(items)}
        shrunk = bool(self._totals) and total < self._totals[-1][1]
        if shrunk or any(self._keys.get(place, key) != key for place, key in found.items()):
            self._epochs.append((line, {}))
            self._keys.clear()
        rows = self._epochs[-1][1]
        for n, (place, key) in enumerate(found.items()):
            if place not in rows:
                rows[place] = (line, Place(line, n))
                self._keys[place] = key
        if not self._totals or self._totals[-1][1] != total:
            self._totals.append((line, total))

    def total(self, line: int) -> int | None:
        """How many rows there were at `line`; None before the first page."""
        at = bisect_right(self._totals, line, key=lambda each: each[0])
        return self._totals[at - 1][1] if at else None

    def rows(self, line: int, offset: int, limit: int) -> list[Place] | None:
        """Rows `offset` and on as they were known at `line`, up to the first that is not.

        None when not even the first is known; empty beyond the oldest.
        """
        total = self.total(line)
        if total is None:
            return None
        at = bisect_right(self._epochs, line, key=lambda each: each[0])
        known = self._epochs[at - 1][1]
        found: list[Place] = []
        for place in range(total - offset, max(0, total - offset - limit), -1):
            since, where = known.get(place, (line + 1, None))
            if where is None or since > line:
                return found or None
            found.append(where)
        return found


def _key_of(item: Json) -> Key:
    if not isinstance(item, dict):
        return ("", "")
    ids = (text_of(item.get(name)) for name in _IDS)
    return (text_of(item.get("type")) or "", next((found for found in ids if found), ""))
