"""The calendar set back: what was read before gets no younger by it (S-17)."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from types import MappingProxyType
from typing import TYPE_CHECKING, Final, TypeVar

if TYPE_CHECKING:
    from collections.abc import Mapping

    from voltage_tui.clock import Clock
    from voltage_tui.treasury.reading import Reading
    from voltage_tui.treasury.snapshot import Snapshot

T = TypeVar("T")
K = TypeVar("K")

_UNNOTICED_S: Final = 1.0
"""Less than this may be a clock that is being slowed down; it adds up until it is more."""


class SetBack:
    """Notices that a clock's calendar was set back, by its seconds that never are."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._ahead = self._now()

    def _now(self) -> float:
        return self._clock.now().timestamp() - self._clock.monotonic()

    def since_last(self) -> timedelta | None:
        """By how much it was set back since this was asked last; None where it was not."""
        ahead = self._now()
        back_s = self._ahead - ahead
        if 0 <= back_s <= _UNNOTICED_S:
            return None
        self._ahead = ahead
        return timedelta(seconds=back_s) if back_s > 0 else None


def redated(snapshot: Snapshot, back: timedelta) -> Snapshot:
    """The same, each reading as old by the calendar set `back` as it was by the one before."""
    return replace(
        snapshot,
        wallets=_dated(snapshot.wallets, back),
        lines=_dated(snapshot.lines, back),
        book=_dated(snapshot.book, back),
        statements=_each(snapshot.statements, back),
        cases=_each(snapshot.cases, back),
        policies=_each(snapshot.policies, back),
    )


def _dated(reading: Reading[T], back: timedelta) -> Reading[T]:
    return reading if reading.read_at is None else replace(reading, read_at=reading.read_at - back)


def _each(readings: Mapping[K, Reading[T]], back: timedelta) -> Mapping[K, Reading[T]]:
    return MappingProxyType({key: _dated(reading, back) for key, reading in readings.items()})
