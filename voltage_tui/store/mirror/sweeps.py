"""How far a sweep has come: kept in one transaction with the page it came with."""

from __future__ import annotations

import json
from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING

from voltage_tui.store.mirror.json_fields import Fields, Json, moment_json

if TYPE_CHECKING:
    import sqlite3
    from datetime import datetime

    from voltage_tui.model.ids import WalletId
    from voltage_tui.store.mirror.json_fields import Object

Key = tuple[str, str]
"""Entry and kind of a row: what tells it from the others of its wallet."""


class Stage(Enum):
    """Where a sweep stands."""

    SWEEPING = "sweeping"
    COMPLETE = "complete"
    """Two passes in a row saw the same."""
    INCOMPLETE = "incomplete"
    """No two passes agreed; what is here was read, but some may be missing."""
    STOPPED = "stopped"
    """The pages did not go on, or would not end (S-65)."""


@dataclass(frozen=True, slots=True)
class Seen:
    """What a pass has seen: how many, and a sum that differs when any of them does."""

    count: int = 0
    digest: int = 0


@dataclass(frozen=True, slots=True)
class LedgerSweep:
    """The sweep of one wallet's ledger, newest rows first.

    Every row from `solid` down to the `cursor` (or to the end, once a pass has been there) is in
    the mirror; newer ones are read from the top until `solid` is met. A pass goes from `horizon`,
    the newest row when the sweep began, to the end. `below` is how many rows were below the
    cursor, `total` how many there were in all, when the last page was read; `under` how many
    there were below the horizon at the beginning. `read_at` is when the newest rows were asked
    for: of later ones nothing is known. In another sweep of what is here already, `news` counts the
    rows of the pass that were not here, or other.
    """

    stage: Stage = Stage.SWEEPING
    number: int = 1
    pages: int = 0
    solid: Key | None = None
    horizon: Key | None = None
    under: int = 0
    cursor: Key | None = None
    below: int = 0
    total: int = 0
    seen: Seen = Seen()
    before: Seen | None = None
    finished_at: datetime | None = None
    read_at: datetime | None = None
    news: int = 0


@dataclass(frozen=True, slots=True)
class PaymentSweep:
    """The sweep of all payments, newest first; `cursor` None begins a pass.

    `horizon` is the newest creation moment when the sweep began: later ones are not compared. Once
    it is complete every payment created until then is here, and it moves up with what is read from
    the top. `read_at` is when the newest were asked for: of later ones nothing is known.
    """

    stage: Stage = Stage.SWEEPING
    number: int = 1
    pages: int = 0
    horizon: datetime | None = None
    cursor: str | None = None
    seen: Seen = Seen()
    before: Seen | None = None
    finished_at: datetime | None = None
    read_at: datetime | None = None


class Sweeps:
    """The table of sweeps; within a transaction of its caller's where it writes."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection

    def ledger(self, wallet_id: WalletId) -> LedgerSweep:
        """The sweep of this wallet's ledger; a new one where there is none."""
        fields = self._fields(f"ledger {wallet_id}")
        return LedgerSweep() if fields is None else _ledger_of(fields)

    def ledger_again(self, wallet_id: WalletId) -> LedgerSweep | None:
        """Another sweep of this ledger that is under way while the last one holds."""
        fields = self._fields(f"ledger again {wallet_id}")
        return None if fields is None else _ledger_of(fields)

    def payments(self) -> PaymentSweep:
        """The sweep of the payments; a new one where there is none."""
        fields = self._fields("payments")
        return PaymentSweep() if fields is None else _payments_of(fields)

    def payments_again(self) -> PaymentSweep | None:
        """Another sweep of the payments that is under way while the last one holds."""
        fields = self._fields("payments again")
        return None if fields is None else _payments_of(fields)

    def keep_ledger(self, wallet_id: WalletId, sweep: LedgerSweep) -> None:
        """Note how far a ledger's sweep has come."""
        self._keep(f"ledger {wallet_id}", _ledger_json(sweep))

    def keep_ledger_again(self, wallet_id: WalletId, sweep: LedgerSweep) -> None:
        """The same of another sweep; one that has ended is not kept apart any more."""
        if sweep.stage is Stage.SWEEPING:
            self._keep(f"ledger again {wallet_id}", _ledger_json(sweep))
        else:
            self._drop(f"ledger again {wallet_id}")

    def keep_payments(self, sweep: PaymentSweep) -> None:
        """Note how far the sweep of payments has come."""
        self._keep("payments", _payments_json(sweep))

    def keep_payments_again(self, sweep: PaymentSweep) -> None:
        """The same of another sweep; one that has ended is not kept apart any more."""
        if sweep.stage is Stage.SWEEPING:
            self._keep("payments again", _payments_json(sweep))
        else:
            self._drop("payments again")

    def _fields(self, name: str) -> Fields | None:
        found = self._connection.execute(
            "SELECT body FROM sweeps WHERE name = ?", (name,)
        ).fetchone()
        return None if found is None else Fields(json.loads(found[0]))

    def _keep(self, name: str, fields: Object) -> None:
        body = json.dumps(fields, separators=(",", ":"))
        self._connection.execute("INSERT OR REPLACE INTO sweeps VALUES (?, ?)", (name, body))

    def _drop(self, name: str) -> None:
        self._connection.execute("DELETE FROM sweeps WHERE name = ?", (name,))


def _common_json(sweep: LedgerSweep | PaymentSweep) -> Object:
    return {
        "stage": sweep.stage.value,
        "number": sweep.number,
        "pages": sweep.pages,
        "seen": _seen_json(sweep.seen),
        "before": None if sweep.before is None else _seen_json(sweep.before),
        "finished_at": moment_json(sweep.finished_at),
    }


def _ledger_json(sweep: LedgerSweep) -> Object:
    return {
        **_common_json(sweep),
        "solid": _key_json(sweep.solid),
        "horizon": _key_json(sweep.horizon),
        "under": sweep.under,
        "cursor": _key_json(sweep.cursor),
        "below": sweep.below,
        "total": sweep.total,
        "read_at": moment_json(sweep.read_at),
        "news": sweep.news,
    }


def _payments_json(sweep: PaymentSweep) -> Object:
    return {
        **_common_json(sweep),
        "horizon": moment_json(sweep.horizon),
        "cursor": sweep.cursor,
        "read_at": moment_json(sweep.read_at),
    }


def _ledger_of(fields: Fields) -> LedgerSweep:
    return LedgerSweep(
        stage=Stage(fields.text("stage")),
        number=fields.integer("number"),
        pages=fields.integer("pages"),
        solid=_key(fields, "solid"),
        horizon=_key(fields, "horizon"),
        under=fields.integer("under"),
        cursor=_key(fields, "cursor"),
        below=fields.integer("below"),
        total=fields.integer("total"),
        seen=_seen(fields.integers("seen")),
        before=_seen(fields.integers("before")) if fields.has("before") else None,
        finished_at=fields.moment_or_none("finished_at"),
        read_at=fields.moment_or_none("read_at"),
        news=fields.integer("news"),
    )


def _payments_of(fields: Fields) -> PaymentSweep:
    return PaymentSweep(
        stage=Stage(fields.text("stage")),
        number=fields.integer("number"),
        pages=fields.integer("pages"),
        horizon=fields.moment_or_none("horizon"),
        cursor=fields.text_or_none("cursor"),
        seen=_seen(fields.integers("seen")),
        before=_seen(fields.integers("before")) if fields.has("before") else None,
        finished_at=fields.moment_or_none("finished_at"),
        read_at=fields.moment_or_none("read_at"),
    )


def _key_json(key: Key | None) -> Json:
    return None if key is None else list[Json](key)


def _key(fields: Fields, name: str) -> Key | None:
    if not fields.has(name):
        return None
    entry_id, kind = fields.texts(name)
    return entry_id, kind


def _seen_json(seen: Seen) -> Json:
    return [seen.count, seen.digest]


def _seen(numbers: list[int]) -> Seen:
    return Seen(numbers[0], numbers[1])
