"""Running balances: counted down from a balance that was read, row by row.

A row whose effect is unknown keeps its own balance and leaves those below it without one, until
the effect is known.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final, Literal

from voltage_tui.store.mirror.book import Frontier
from voltage_tui.store.mirror.ledger_rows import BOTTOM, TOP, Place, fitting

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable

    from voltage_tui.money import Currency
    from voltage_tui.store.mirror.book import Book, Pair

Column = Literal["total", "available"]
_STEP: Final = 5_000
_BELOW: Final = {
    "total": """
        SELECT effective_us, tie, id, total_effect FROM rows
        WHERE wallet = ? AND currency = ? AND (effective_us, tie, id) < (?, ?, ?) AND fresh = 0
            AND effective_us > ?
        ORDER BY effective_us DESC, tie DESC, id DESC LIMIT ?
        """,
    "available": """
        SELECT effective_us, tie, id, available_effect FROM rows
        WHERE wallet = ? AND currency = ? AND (effective_us, tie, id) < (?, ?, ?) AND fresh = 0
            AND effective_us > ?
        ORDER BY effective_us DESC, tie DESC, id DESC LIMIT ?
        """,
}
_SET: Final = {
    "total": "UPDATE rows SET total_after = ? WHERE id = ?",
    "available": "UPDATE rows SET available_after = ? WHERE id = ?",
}
_BOTH_BELOW: Final = """
    SELECT effective_us, tie, id, total_effect, available_effect FROM rows
    WHERE wallet = ? AND currency = ? AND (effective_us, tie, id) < (?, ?, ?) AND fresh = 0
        AND effective_us > ?
    ORDER BY effective_us DESC, tie DESC, id DESC LIMIT ?
    """
_SET_BOTH: Final = "UPDATE rows SET total_after = ?, available_after = ? WHERE id = ?"
_ABOVE: Final = {
    "total": """
        SELECT effective_us, tie, id, total_after - total_effect FROM rows
        WHERE wallet = ? AND currency = ? AND (effective_us, tie, id) > (?, ?, ?) AND fresh = 0
        ORDER BY effective_us, tie, id LIMIT 1
        """,
    "available": """
        SELECT effective_us, tie, id, available_after - available_effect FROM rows
        WHERE wallet = ? AND currency = ? AND (effective_us, tie, id) > (?, ?, ?) AND fresh = 0
        ORDER BY effective_us, tie, id LIMIT 1
        """,
}
_FORGET: Final = {
    "total": """
        UPDATE rows SET total_after = NULL
        WHERE wallet = ? AND currency = ? AND (effective_us, tie, id) < (?, ?, ?)
            AND (effective_us, tie, id) >= (?, ?, ?) AND fresh = 0 AND total_after IS NOT NULL
        """,
    "available": """
        UPDATE rows SET available_after = NULL
        WHERE wallet = ? AND currency = ? AND (effective_us, tie, id) < (?, ?, ?)
            AND (effective_us, tie, id) >= (?, ?, ?) AND fresh = 0 AND available_after IS NOT NULL
        """,
}
_BEFORE: Final = {
    "total": "SELECT total_after - total_effect FROM rows WHERE id = ?",
    "available": "SELECT available_after - available_effect FROM rows WHERE id = ?",
}


def recounted(
    connection: sqlite3.Connection, wallet: int, book: Book, touched: Iterable[Place] = ()
) -> Book:
    """The book with balances counted as far down as they can be.

    `touched` are places of rows that came or changed; when one is among those counted already,
    what is below it is counted again. Without an anchor there is nothing to count from.
    """
    anchor = book.anchor
    if anchor is None:
        return book
    highest = max(touched, default=None)
    if highest is None or (book.total_down is not None and highest <= book.total_down.place):
        book = _counted_together(connection, wallet, book)
    return replace(
        book,
        total_down=_counted(connection, wallet, book, "total", highest, anchor),
        available_down=_counted(connection, wallet, book, "available", highest, anchor),
    )


def _counted_together(connection: sqlite3.Connection, wallet: int, book: Book) -> Book:
    """Count both balances in one go for as long as neither is in the way of the other.

    That is nearly always, and takes half as long.
    """
    total_down, available_down = book.total_down, book.available_down
    if total_down is None or available_down is None or total_down.place != available_down.place:
        return book
    place, total, available = total_down.place, total_down.below, available_down.below
    floor = BOTTOM.effective_us if book.floor_us is None else book.floor_us
    while total is not None and available is not None:
        counted: list[tuple[int | None, int | None, int]] = []
        found = connection.execute(_BOTH_BELOW, (wallet, book.currency, *place, floor, _STEP))
        for effective_us, tie, row_id, total_effect, available_effect in found:
            place = Place(effective_us, tie, row_id)
            counted.append((fitting(total), fitting(available), row_id))
            total = None if total_effect is None else total - total_effect
            available = None if available_effect is None else available - available_effect
            if total is None or available is None:
                break
        found.close()
        connection.executemany(_SET_BOTH, counted)
        if len(counted) < _STEP:
            break
    return replace(
        book, total_down=Frontier(place, total), available_down=Frontier(place, available)
    )


def _counted(
    connection: sqlite3.Connection,
    wallet: int,
    book: Book,
    column: Column,
    touched: Place | None,
    anchor: Pair,
) -> Frontier:
    known = _known(book, column)
    if known is not None and (touched is None or touched <= known.place):
        return count_down(connection, wallet, book.currency, column, known, book.floor_us)
    start = Frontier(TOP, anchor.total if column == "total" else anchor.available)
    if touched is not None:
        start = _above(connection, wallet, book, column, touched) or start
    reached = count_down(connection, wallet, book.currency, column, start, book.floor_us)
    forget(connection, wallet, book.currency, column, reached.place, BOTTOM)
    return reached


def forget(
    connection: sqlite3.Connection,
    wallet: int,
    currency: Currency,
    column: Column,
    below: Place,
    last: Place,
) -> None:
    """Take away the balances of the rows below one place, down to another."""
    connection.execute(_FORGET[column], (wallet, currency, *below, *last))


def _known(book: Book, column: Column) -> Frontier | None:
    match column:
        case "total":
            return book.total_down
        case "available":
            return book.available_down


def _above(
    connection: sqlite3.Connection, wallet: int, book: Book, column: Column, place: Place
) -> Frontier | None:
    """The frontier just above `place`, if the nearest row there has its balance."""
    found = connection.execute(_ABOVE[column], (wallet, book.currency, *place)).fetchone()
    if found is not None and found[3] is not None:
        return Frontier(Place(*found[:3]), found[3])
    return None


def count_down(
    connection: sqlite3.Connection,
    wallet: int,
    currency: Currency,
    column: Column,
    start: Frontier,
    floor_us: int | None,
    last: Place | None = None,
) -> Frontier:
    """Give each row below `start` its balance, down to the one at `last`, or to the oldest.

    None at or below `floor_us` is given one, and rows that no proven balance has in it yet are
    passed over. Returns how far it came.
    """
    place, below = start.place, start.below
    floor = BOTTOM.effective_us if floor_us is None else floor_us
    if below is None:
        (below,) = connection.execute(_BEFORE[column], (place.id,)).fetchone() or (None,)
    while below is not None:
        found = connection.execute(_BELOW[column], (wallet, currency, *place, floor, _STEP))
        counted: list[tuple[int | None, int]] = []
        for effective_us, tie, row_id, effect in found:
            place = Place(effective_us, tie, row_id)
            counted.append((fitting(below), row_id))
            below = None if effect is None else below - effect
            if below is None or place == last:
                break
        found.close()
        connection.executemany(_SET[column], counted)
        if len(counted) < _STEP or place == last:
            break
    return Frontier(place, below)
