"""What is known of one wallet's money in one currency, kept so that no total is ever scanned."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING

from voltage_tui.money import Currency
from voltage_tui.store.mirror.json_fields import Fields, Json
from voltage_tui.store.mirror.ledger_rows import Place

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable

    from voltage_tui.store.mirror.json_fields import Object


@dataclass(frozen=True, slots=True)
class Pair:
    """Two balances or effects, total and available, signed base units."""

    total: int
    available: int


@dataclass(frozen=True, slots=True)
class Frontier:
    """How far down balances have been counted: every row at or above `place` has its own.

    `below` is the balance before the row at `place`, None while that row's effect is unknown.
    """

    place: Place
    below: int | None


@dataclass(frozen=True, slots=True)
class Book:
    """One currency of one wallet.

    `sums` are of the effects known; `unknown_total` and `unknown_available` count the rows that
    are missing in them. `anchor` is the newest balance that the rows were proven to lead to, or
    the first that was read; None before. `suspect` is what a reading stated that did not fit.
    Until the rows down to the first are `at_end`, none at `floor_us` has a balance: more rows of
    that moment may be to come, and stand above it.
    """

    currency: Currency
    row_count: int = 0
    sums: Pair = Pair(0, 0)
    unknown_total: int = 0
    unknown_available: int = 0
    anchor: Pair | None = None
    anchored_us: int | None = None
    total_down: Frontier | None = None
    available_down: Frontier | None = None
    suspect: tuple[int, int, int] | None = None
    floor_us: int | None = None
    at_end: bool = False


class Books:
    """The table of books; inside a transaction of its caller's."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection

    def of_wallet(self, wallet: int) -> dict[Currency, Book]:
        """Every book of a wallet."""
        found = self._connection.execute(
            "SELECT currency, row_count, body FROM books WHERE wallet = ?", (wallet,)
        )
        return {Currency(c): _book(Currency(c), count, body) for c, count, body in found}

    def keep(self, wallet: int, books: Iterable[Book]) -> None:
        """Write books back."""
        self._connection.executemany(
            "INSERT OR REPLACE INTO books (wallet, currency, row_count, body) VALUES (?, ?, ?, ?)",
            [(wallet, book.currency, book.row_count, _body(book)) for book in books],
        )


def _body(book: Book) -> str:
    fields: Object = {
        "sums": _pair_json(book.sums),
        "unknown_total": book.unknown_total,
        "unknown_available": book.unknown_available,
        "anchor": None if book.anchor is None else _pair_json(book.anchor),
        "anchored_us": book.anchored_us,
        "total_down": _frontier_json(book.total_down),
        "available_down": _frontier_json(book.available_down),
        "floor_us": book.floor_us,
        "at_end": book.at_end,
        "suspect": None if book.suspect is None else list[Json](book.suspect),
    }
    return json.dumps(fields, separators=(",", ":"))


def _book(currency: Currency, row_count: int, body: str) -> Book:
    fields = Fields(json.loads(body))
    suspect = fields.integers_or_none("suspect")
    return Book(
        currency=currency,
        row_count=row_count,
        sums=_pair(fields.integers("sums")),
        unknown_total=fields.integer("unknown_total"),
        unknown_available=fields.integer("unknown_available"),
        anchor=_pair(fields.integers("anchor")) if fields.has("anchor") else None,
        anchored_us=fields.integer_or_none("anchored_us"),
        total_down=fields.part_or_none("total_down", _frontier),
        available_down=fields.part_or_none("available_down", _frontier),
        floor_us=fields.integer_or_none("floor_us"),
        at_end=fields.flag("at_end"),
        suspect=None if suspect is None else (suspect[0], suspect[1], suspect[2]),
    )


def _pair_json(pair: Pair) -> Json:
    return [pair.total, pair.available]


def _pair(numbers: list[int]) -> Pair:
    return Pair(numbers[0], numbers[1])


def _frontier_json(frontier: Frontier | None) -> Json:
    if frontier is None:
        return None
    return {"place": list[Json](frontier.place), "below": frontier.below}


def _frontier(fields: Fields) -> Frontier:
    place = fields.integers("place")
    return Frontier(Place(place[0], place[1], place[2]), fields.integer_or_none("below"))
