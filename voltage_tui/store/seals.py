"""Months that were sealed: what they were, so that a later change is seen (S-61).

Kept with the journal, so that they outlive a wipe of the copy. A seal is never removed: what was
unsealed says who did that, when and why. All of it is synchronous, for one thread at a time.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Final

from voltage_tui.model.ids import WalletId
from voltage_tui.money import Currency
from voltage_tui.store.database import reading, transaction
from voltage_tui.store.errors import StoreError
from voltage_tui.store.moments import moment_text

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Mapping


@dataclass(frozen=True, slots=True)
class NewSeal:
    """What is sealed: one currency of one wallet in one month.

    `month` is `2026-02`, counted on the clocks of `zone`, from `start` on and before `end`.
    `figures` are base units by name, None where one is not known; `sha256` is of the canonical
    rows, and `evidence` those rows themselves, compressed. `reason` is why it was sealed although
    it did not add up, or was not over. `pack` and `manifest_sha256` are of the export that was
    written of the same month, if one was.
    """

    wallet_id: WalletId
    currency: Currency
    month: str
    zone: str
    start: datetime
    end: datetime
    rows: int
    figures: Mapping[str, int | None]
    sha256: str
    evidence: bytes
    by: str
    reason: str | None = None
    pack: str | None = None
    manifest_sha256: str | None = None


@dataclass(frozen=True, slots=True)
class Seal:
    """A month that is sealed, but for its rows (`Seals.evidence`).

    `found_sha256` and `found_at` are of the first time other rows were found in it.
    """

    n: int
    wallet_id: WalletId
    currency: Currency
    month: str
    zone: str
    start: datetime
    end: datetime
    rows: int
    figures: Mapping[str, int | None]
    sha256: str
    at: datetime
    by: str
    reason: str | None
    pack: str | None
    manifest_sha256: str | None
    found_sha256: str | None
    found_at: datetime | None


class AlreadySealedError(Exception):
    """The month of this wallet and currency is sealed."""


_COLUMNS: Final = (
    "n, wallet_id, currency, month, zone, start_utc, end_utc, row_count, figures, sha256,"
    " sealed_at, sealed_by, reason, pack, manifest_sha256, found_sha256, found_at"
)


class Seals:
    """The table of seals."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection

    def all(self) -> tuple[Seal, ...]:
        """Every month that is sealed now, the oldest first. Raises `StoreError`."""
        with reading(self._connection) as connection:
            found = connection.execute(
                f"SELECT {_COLUMNS} FROM seals WHERE unsealed_at IS NULL"  # noqa: S608 - our words
                " ORDER BY start_utc, wallet_id, currency"
            ).fetchall()
            return tuple(map(_seal, found))

    def evidence(self, n: int) -> bytes:
        """The rows as they were sealed, compressed. Raises `StoreError`."""
        with reading(self._connection) as connection:
            found = connection.execute("SELECT evidence FROM seals WHERE n = ?", (n,)).fetchone()
        if found is None:
            raise StoreError("There is no such seal.", "Press R.")
        return bytes(found[0])

    def seal(self, new: NewSeal, at: datetime) -> int:
        """Keep a seal; its number. Raises `AlreadySealedError` and `StoreError`."""
        with transaction(self._connection) as connection:
            if connection.execute(
                "SELECT 1 FROM seals WHERE wallet_id = ? AND currency = ? AND month = ?"
                " AND unsealed_at IS NULL",
                (new.wallet_id, new.currency, new.month),
            ).fetchone():
                raise AlreadySealedError
            row = connection.execute(
                "INSERT INTO seals (wallet_id, currency, month, zone, start_utc, end_utc,"
                " row_count, figures, sha256, evidence, sealed_at, sealed_by, reason, pack,"
                " manifest_sha256) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                (
                    new.wallet_id,
                    new.currency,
                    new.month,
                    new.zone,
                    moment_text(new.start),
                    moment_text(new.end),
                    new.rows,
                    json.dumps(dict(new.figures)),
                    new.sha256,
                    new.evidence,
                    moment_text(at),
                    new.by,
                    new.reason,
                    new.pack,
                    new.manifest_sha256,
                ),
            )
            return int(row.lastrowid or 0)

    def unseal(self, n: int, by: str, reason: str, at: datetime) -> None:
        """Open a month again; what it was stays kept. Raises `StoreError`."""
        with transaction(self._connection) as connection:
            connection.execute(
                "UPDATE seals SET unsealed_at = ?, unsealed_by = ?, unseal_reason = ?"
                " WHERE n = ? AND unsealed_at IS NULL",
                (moment_text(at), by, reason, n),
            )

    def found(self, n: int, sha256: str | None, at: datetime) -> None:
        """Note which rows were found in place of those sealed, and when first; None that it is as
        it was.

        Raises `StoreError`.
        """
        with transaction(self._connection) as connection:
            connection.execute(
                "UPDATE seals SET found_sha256 = ?1, found_at ="
                " CASE WHEN ?1 IS NULL THEN NULL ELSE ifnull(found_at, ?2) END WHERE n = ?3",
                (sha256, moment_text(at), n),
            )


def seal_facts(seal: NewSeal | Seal) -> dict[str, str]:
    """A seal as the record has it: no amounts, but the digest that they and the rows make."""
    facts = {
        "wallet": seal.wallet_id,
        "currency": seal.currency,
        "month": seal.month,
        "zone": seal.zone,
        "rows": str(seal.rows),
        "sha256": seal.sha256,
        "by": seal.by,
        "reason": seal.reason or "",
        "manifest_sha256": seal.manifest_sha256 or "",
    }
    return {name: words for name, words in facts.items() if words}


def _seal(row: tuple[object, ...]) -> Seal:
    """A row of the table; `ValueError` for words that are none of ours."""
    n, wallet_id, currency, month, zone, start, end, rows, figures, sha256, at, by = row[:12]
    reason, pack, manifest, found, found_at = (None if x is None else str(x) for x in row[12:])
    return Seal(
        n=int(str(n)),
        wallet_id=WalletId(str(wallet_id)),
        currency=Currency(str(currency)),
        month=str(month),
        zone=str(zone),
        start=datetime.fromisoformat(str(start)),
        end=datetime.fromisoformat(str(end)),
        rows=int(str(rows)),
        figures=_figures(str(figures)),
        sha256=str(sha256),
        at=datetime.fromisoformat(str(at)),
        by=str(by),
        reason=reason,
        pack=pack,
        manifest_sha256=manifest,
        found_sha256=found,
        found_at=None if found_at is None else datetime.fromisoformat(found_at),
    )


def _figures(text: str) -> dict[str, int | None]:
    read = json.loads(text)
    if not isinstance(read, dict) or not all(
        v is None or isinstance(v, int) for v in read.values()
    ):
        raise ValueError("figures are whole numbers by name")
    return read
