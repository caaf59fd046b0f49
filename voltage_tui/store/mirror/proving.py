"""Whether the rows lead to the balance: after each reading, or the evidence is kept (S-67).

The last balance that was proven, and the effects of the rows that came since, make the balance
that is read now. Where they do not, the rows that came stay without a balance until they do, or
until the same reading is had twice: then the books are broken at that place, and say so.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from enum import Enum
from typing import TYPE_CHECKING, Final

from voltage_tui.money import Currency
from voltage_tui.store.mirror.book import Book, Books, Frontier, Pair
from voltage_tui.store.mirror.counting import Column, count_down, forget, recounted
from voltage_tui.store.mirror.json_fields import Fields
from voltage_tui.store.mirror.ledger_rows import TOP, Place, fitting
from voltage_tui.store.mirror.moments import micros_of, moment_at

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable
    from datetime import datetime

    from voltage_tui.model.ids import WalletId
    from voltage_tui.model.wallet import Balance
    from voltage_tui.store.mirror.json_fields import Json

_MOST_EVIDENCE: Final = 1_000
_FRESH: Final = """
    SELECT effective_us, tie, id, total_effect, available_effect FROM rows
    WHERE wallet = ? AND currency = ? AND fresh = 1
    """


class Verdict(Enum):
    """What a reading of a wallet's balance says of its rows."""

    BEGUN = "begun"
    """The first balance: there is nothing to compare it with, the rows are counted from it."""
    PROVEN = "proven"
    WHOLE = "whole"
    """The last step did not fit, but all rows together make the balance: an earlier one was off."""
    NOT_YET = "not yet"
    """It does not fit; the ledger may be ahead of the wallet, or behind it, for a moment."""
    BROKEN = "broken"
    """It does not fit, twice."""


@dataclass(frozen=True, slots=True)
class Proof:
    """The last balance, what came since, and what was read, in base units.

    `before` is None where there was no balance yet. `unknown` counts new rows whose effect is not
    known; what they make of a balance is not judged. `opening` is what the ledger must have begun
    with for all rows to lead to `stated`, once all are here: 0, unless rows are missing.
    """

    wallet_id: WalletId
    currency: Currency
    verdict: Verdict
    at: datetime
    before: Pair | None
    new_rows: int
    unknown: int
    moved: Pair
    stated: Pair
    opening: int | None = None

    @property
    def difference(self) -> Pair | None:
        """What was read less what the rows make; None where there was no balance before."""
        if self.before is None:
            return None
        return Pair(
            self.stated.total - self.before.total - self.moved.total,
            self.stated.available - self.before.available - self.moved.available,
        )


@dataclass(frozen=True, slots=True)
class _Fresh:
    """The rows that came since the last proven balance."""

    count: int
    moved: Pair
    unknown_total: int
    unknown_available: int
    lowest: Place | None


class Prover:
    """Proves balances; within a transaction of its caller's."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        self._books = Books(connection)

    def prove(
        self,
        wallet: int,
        wallet_id: WalletId,
        balances: Iterable[Balance],
        now: datetime,
        *,
        complete: bool,
    ) -> tuple[Proof, ...]:
        """Judge balances read at the same state as the newest rows; `complete` when all are here.

        One proof for each currency that has rows or a balance.
        """
        stated = {b.total.currency: Pair(b.total.units, b.available.units) for b in balances}
        books = self._books.of_wallet(wallet)
        proofs = []
        for currency in sorted(stated.keys() | books.keys()):
            book = books.get(currency, Book(currency))
            read = stated.get(currency, Pair(0, 0))
            if fitting(read.total) is None or fitting(read.available) is None:
                continue
            proof, judged = self._judge(wallet, wallet_id, book, read, now, complete=complete)
            self._books.keep(wallet, [judged])
            proofs.append(proof)
        return tuple(proofs)

    def _judge(
        self,
        wallet: int,
        wallet_id: WalletId,
        book: Book,
        stated: Pair,
        now: datetime,
        *,
        complete: bool,
    ) -> tuple[Proof, Book]:
        fresh = self._fresh(wallet, book.currency)
        opening = None
        if complete and not book.unknown_total:
            opening = stated.total - book.sums.total
        verdict = _verdict(book, fresh, stated, complete=complete)
        if verdict in (Verdict.NOT_YET, Verdict.BROKEN) and complete and _is_whole(book, stated):
            verdict = Verdict.WHOLE
        proof = Proof(
            wallet_id=wallet_id,
            currency=book.currency,
            verdict=verdict,
            at=now,
            before=book.anchor,
            new_rows=fresh.count,
            unknown=max(fresh.unknown_total, fresh.unknown_available),
            moved=fresh.moved,
            stated=stated,
            opening=opening,
        )
        match verdict:
            case Verdict.NOT_YET:
                suspect = (stated.total, stated.available, fresh.count)
                judged = replace(book, suspect=suspect)
            case Verdict.BEGUN | Verdict.WHOLE:
                judged = self._anchor_anew(wallet, book, stated, now)
            case Verdict.PROVEN | Verdict.BROKEN:
                judged = self._move_anchor(wallet, book, fresh, stated, now)
        self._connection.execute(
            "INSERT OR REPLACE INTO proofs VALUES (?, ?, ?, ?)",
            (wallet, book.currency, micros_of(now), _body(proof)),
        )
        if verdict not in (Verdict.BEGUN, Verdict.PROVEN):
            self._keep_evidence(wallet, proof)
        return proof, judged

    def _anchor_anew(self, wallet: int, book: Book, stated: Pair, now: datetime) -> Book:
        """Count every balance again, from this one down."""
        self._clear_fresh(wallet, book.currency)
        begun = replace(
            book,
            anchor=stated,
            anchored_us=micros_of(now),
            total_down=None,
            available_down=None,
            suspect=None,
        )
        return recounted(self._connection, wallet, begun)

    def _move_anchor(
        self, wallet: int, book: Book, fresh: _Fresh, stated: Pair, now: datetime
    ) -> Book:
        """Count the balances of the rows that came, and of those that they came in between."""
        self._clear_fresh(wallet, book.currency)
        moved = replace(book, anchor=stated, anchored_us=micros_of(now), suspect=None)
        if fresh.lowest is None:
            return moved
        return replace(
            moved,
            total_down=self._counted(
                wallet, book.currency, "total", stated.total, fresh.lowest, book.total_down
            ),
            available_down=self._counted(
                wallet,
                book.currency,
                "available",
                stated.available,
                fresh.lowest,
                book.available_down,
            ),
        )

    def _counted(
        self,
        wallet: int,
        currency: Currency,
        column: Column,
        top: int,
        lowest: Place,
        known: Frontier | None,
    ) -> Frontier:
        """Count from the top to `lowest`; what is below that has its balances already."""
        start = Frontier(TOP, top)
        reached = count_down(self._connection, wallet, currency, column, start, None, lowest)
        forget(self._connection, wallet, currency, column, reached.place, lowest)
        if known is None or known.place == TOP or reached.place < known.place:
            return reached
        return known

    def _clear_fresh(self, wallet: int, currency: Currency) -> None:
        self._connection.execute(
            "UPDATE rows SET fresh = 0 WHERE wallet = ? AND currency = ? AND fresh = 1",
            (wallet, currency),
        )

    def _keep_evidence(self, wallet: int, proof: Proof) -> None:
        """Note what did not fit; the same again is noted once."""
        body = _body(proof)
        (last,) = self._connection.execute(
            "SELECT body FROM evidence WHERE wallet = ? AND currency = ? ORDER BY n DESC LIMIT 1",
            (wallet, proof.currency),
        ).fetchone() or (None,)
        if body == last:
            return
        self._connection.execute(
            "INSERT INTO evidence (wallet, currency, at_us, body) VALUES (?, ?, ?, ?)",
            (wallet, proof.currency, micros_of(proof.at), body),
        )
        self._connection.execute(
            "DELETE FROM evidence WHERE n <= (SELECT max(n) FROM evidence) - ?", (_MOST_EVIDENCE,)
        )

    def _fresh(self, wallet: int, currency: Currency) -> _Fresh:
        rows = self._connection.execute(_FRESH, (wallet, currency)).fetchall()
        places = [Place(*row[:3]) for row in rows]
        return _Fresh(
            count=len(rows),
            moved=Pair(sum(row[3] or 0 for row in rows), sum(row[4] or 0 for row in rows)),
            unknown_total=sum(row[3] is None for row in rows),
            unknown_available=sum(row[4] is None for row in rows),
            lowest=min(places, default=None),
        )


def _verdict(book: Book, fresh: _Fresh, stated: Pair, *, complete: bool) -> Verdict:
    """What the step from the last balance to this one says."""
    again = book.suspect == (stated.total, stated.available, fresh.count)
    if book.anchor is None:
        doubtful = complete and not book.unknown_total and book.sums.total != stated.total
        return Verdict.NOT_YET if doubtful and not again else Verdict.BEGUN
    if _leads(book.anchor, fresh, stated):
        return Verdict.PROVEN
    return Verdict.BROKEN if again else Verdict.NOT_YET


def _leads(before: Pair, fresh: _Fresh, stated: Pair) -> bool:
    total = fresh.unknown_total or before.total + fresh.moved.total == stated.total
    available = (
        fresh.unknown_available or before.available + fresh.moved.available == stated.available
    )
    return bool(total and available)


def _is_whole(book: Book, stated: Pair) -> bool:
    """Whether all rows, from nothing, make this balance."""
    return not book.unknown_total and not book.unknown_available and book.sums == stated


def proofs_of(
    connection: sqlite3.Connection, wallet: int, wallet_id: WalletId
) -> tuple[Proof, ...]:
    """The newest proof of each currency."""
    found = connection.execute(
        "SELECT currency, at_us, body FROM proofs WHERE wallet = ? ORDER BY currency", (wallet,)
    )
    return tuple(_proof(wallet_id, Currency(currency), at, body) for currency, at, body in found)


def evidence_of(connection: sqlite3.Connection, wallet: int, wallet_id: WalletId) -> list[Proof]:
    """What did not fit, the newest first."""
    found = connection.execute(
        "SELECT currency, at_us, body FROM evidence WHERE wallet = ? ORDER BY n DESC", (wallet,)
    )
    return [_proof(wallet_id, Currency(currency), at, body) for currency, at, body in found]


def _body(proof: Proof) -> str:
    before: Json = None if proof.before is None else [proof.before.total, proof.before.available]
    return json.dumps(
        {
            "verdict": proof.verdict.value,
            "before": before,
            "new_rows": proof.new_rows,
            "unknown": proof.unknown,
            "moved": [proof.moved.total, proof.moved.available],
            "stated": [proof.stated.total, proof.stated.available],
            "opening": proof.opening,
        },
        separators=(",", ":"),
    )


def _proof(wallet_id: WalletId, currency: Currency, at_us: int, body: str) -> Proof:
    fields = Fields(json.loads(body))
    before = fields.integers_or_none("before")
    return Proof(
        wallet_id=wallet_id,
        currency=currency,
        verdict=Verdict(fields.text("verdict")),
        at=moment_at(at_us),
        before=None if before is None else Pair(before[0], before[1]),
        new_rows=fields.integer("new_rows"),
        unknown=fields.integer("unknown"),
        moved=Pair(*fields.integers("moved")),
        stated=Pair(*fields.integers("stated")),
        opening=fields.integer_or_none("opening"),
    )
