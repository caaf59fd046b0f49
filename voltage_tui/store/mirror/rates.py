"""Rates kept in the mirror's file: coin prices by their minute, and what a person gave (S-69)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, TypeVar

from voltage_tui.model.kept_rates import (
    KeptRates,
    ManualRate,
    RateSubject,
    minute_of,
    subject_of,
)
from voltage_tui.money import USD, Rate
from voltage_tui.store.mirror.moments import micros_of, moment_at
from voltage_tui.text import clean

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable, Sized
    from datetime import datetime

    from voltage_tui.model.kept_rates import CoinPrice
    from voltage_tui.model.ledger import LedgerEntry

T = TypeVar("T")
LONGEST_REASON: Final = 200
_AT_ONCE: Final = 256
"""Entries looked up with one statement."""


class RateTable:
    """The tables of rates; within a transaction of the caller's where it writes.

    A rate is kept as its exact text (`Rate.__str__`), always in dollars.
    """

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection

    def kept_for(self, entries: Iterable[LedgerEntry]) -> KeptRates:
        """What is kept for these entries, however many they are."""
        wanted = tuple(entries)
        subjects = sorted({subject_of(entry) for entry in wanted})
        minutes = sorted({micros_of(minute_of(entry.effective_time)) for entry in wanted})
        return KeptRates(self._manual(subjects), self._minutes(minutes))

    def keep_prices(self, prices: Iterable[CoinPrice], now: datetime) -> None:
        """Keep prices of minutes; one that is kept already stays as it was first read."""
        self._connection.executemany(
            "INSERT OR IGNORE INTO coin_prices VALUES (?, ?, ?)",
            [(micros_of(price.minute), _text(price.rate), micros_of(now)) for price in prices],
        )

    def set_manual(
        self, subject: RateSubject, rate: Rate | None, reason: str, now: datetime
    ) -> None:
        """Keep a person's rate in place of the one before; None takes it away.

        Raises `ValueError` for a rate that is not in dollars, or of more than 30 digits.
        """
        if rate is None:
            self._connection.execute("DELETE FROM manual_rates WHERE subject = ?", (subject,))
            return
        self._connection.execute(
            "INSERT OR REPLACE INTO manual_rates VALUES (?, ?, ?, ?)",
            (subject, _text(rate), clean(reason, LONGEST_REASON).strip(), micros_of(now)),
        )

    def _manual(self, subjects: list[RateSubject]) -> dict[RateSubject, ManualRate]:
        found: dict[RateSubject, ManualRate] = {}
        for some in _parts(subjects):
            for subject, rate, reason, set_us in self._connection.execute(
                "SELECT subject, rate, reason, set_us FROM manual_rates"  # noqa: S608 - marks
                f" WHERE subject IN ({_marks(some)})",
                some,
            ):
                found[RateSubject(subject)] = ManualRate(
                    Rate.parse(rate, USD), reason, moment_at(set_us)
                )
        return found

    def _minutes(self, minutes: list[int]) -> dict[datetime, Rate]:
        found: dict[datetime, Rate] = {}
        for some in _parts(minutes):
            for minute_us, rate in self._connection.execute(
                "SELECT minute_us, rate FROM coin_prices"  # noqa: S608 - our own marks
                f" WHERE minute_us IN ({_marks(some)})",
                some,
            ):
                found[moment_at(minute_us)] = Rate.parse(rate, USD)
        return found


def _text(rate: Rate) -> str:
    """The rate as it is kept; nothing is kept that could not be read again."""
    if rate.currency != USD or Rate.parse(str(rate), USD) != rate:
        raise ValueError("a rate is kept in dollars")
    return str(rate)


def _parts(values: list[T]) -> list[list[T]]:
    return [values[begin : begin + _AT_ONCE] for begin in range(0, len(values), _AT_ONCE)]


def _marks(values: Sized) -> str:
    return ",".join("?" * len(values))
