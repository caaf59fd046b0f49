"""A mirror of a million rows with their payments: a hundred copies of a small one, older and older.

The copies are made by SQL, which takes a quarter of the time. Searches cannot tell: every payment
and every row has identifiers and a moment of its own.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import timedelta
from pathlib import Path
from random import Random
from types import MappingProxyType
from uuid import UUID

from tests.treasury.builders import RECEIVE, T0
from voltage_tui.model.ids import PaymentId, WalletId
from voltage_tui.model.ledger import LedgerEntry, LedgerKind
from voltage_tui.model.payment import Direction, Payment, PaymentKind, PaymentStatus
from voltage_tui.money import BTC, msats
from voltage_tui.store.mirror.mirror import Mirror

COPIES = 100
ROWS = 10_000
"""Of each copy."""
_PAGE = 500
_MIXED = 0x9E3779B1
"""Makes the beginnings of identifiers unlike in every copy."""
_WORDS = (
    *("rent", "salary", "invoice", "coffee", "hosting", "march", "april", "may", "order", "refund"),
    *("supplies", "license", "fee", "bonus", "travel", "office", "power", "water", "gas", "phone"),
)
_STATUSES = (
    *[PaymentStatus.COMPLETED] * 90,
    *[PaymentStatus.FAILED] * 6,
    *[PaymentStatus.EXPIRED] * 4,
)


@dataclass
class Company:
    """Payments of eight wallets, newest first, and their rows."""

    random: Random = field(default_factory=lambda: Random(7))
    payments: list[Payment] = field(default_factory=list)
    rows: list[LedgerEntry] = field(default_factory=list)

    def __post_init__(self) -> None:
        wallets = [WalletId(self._identifier()) for _ in range(8)]
        moment = T0
        while len(self.rows) < ROWS:
            moment -= timedelta(seconds=self.random.randrange(1, 120))
            paid = self._payment(self.random.choice(wallets))
            self.payments.append(replace(paid, created_at=moment, updated_at=moment))
            self.rows += self._rows_of(self.payments[-1])
        del self.rows[ROWS:]

    def _identifier(self) -> str:
        return str(UUID(int=self.random.getrandbits(128), version=4))

    def _payment(self, wallet: WalletId) -> Payment:
        random = self.random
        amount = msats(int(10 ** random.uniform(3, 10)))
        return replace(
            RECEIVE,
            id=PaymentId(self._identifier()),
            wallet_id=wallet,
            direction=Direction.SEND if random.random() < 0.4 else Direction.RECEIVE,
            status=random.choice(_STATUSES),
            kind=random.choice((PaymentKind.BOLT11, PaymentKind.ONCHAIN)),
            amount=amount,
            requested=amount,
            memo=f"{random.choice(_WORDS)} {random.choice(_WORDS)} {random.randrange(100_000)}",
            metadata=MappingProxyType(
                {"order": str(random.randrange(10**6)), "dept": random.choice(_WORDS)}
            ),
        )

    def _rows_of(self, paid: Payment) -> Iterator[LedgerEntry]:
        is_whole = paid.status is PaymentStatus.COMPLETED
        kinds = [LedgerKind.CREDITED] if is_whole else []
        if paid.direction is Direction.SEND:
            kinds = [LedgerKind.CAPTURED if is_whole else LedgerKind.RELEASED, LedgerKind.HELD]
        hold = self._identifier()
        for place, kind in enumerate(kinds):
            yield LedgerEntry(
                wallet_id=paid.wallet_id,
                kind=kind,
                entry_id=hold,
                payment_id=paid.id,
                currency=BTC,
                amount=None if kind is LedgerKind.RELEASED else paid.amount,
                breakdown=None,
                effective_time=paid.created_at + timedelta(seconds=1 - place),
            )


def first(mirror: Mirror) -> int:
    """Fill a mirror with the newest of all, as sweeps do; how many payments those are."""
    company = Company()
    for begin in range(0, len(company.rows), _PAGE):
        page = company.rows[begin : begin + _PAGE]
        for wallet in {row.wallet_id for row in page}:
            mirror.keep_rows(wallet, [row for row in page if row.wallet_id == wallet])
    for begin in range(0, len(company.payments), _PAGE):
        mirror.keep_payments(company.payments[begin : begin + _PAGE])
    return len(company.payments)


def add_copies(path: Path, payments: int, copies: range) -> None:
    """Add copies of what `first` put there, each older than the one before."""
    connection = sqlite3.connect(path, isolation_level=None)
    connection.create_function("other", 2, _other, deterministic=True)
    connection.create_function("backwards", 1, lambda text: text[::-1], deterministic=True)
    # Nothing of it has to last: as quick as the machine can.
    for setting in ("synchronous = OFF", "cache_size = -262144", "wal_autocheckpoint = 20000"):
        connection.execute(f"PRAGMA {setting}")
    (counts,) = connection.execute("SELECT total(payment_count) FROM payment_counts").fetchone()
    (span_us,) = connection.execute(
        "SELECT max(effective_us) - min(effective_us) + 120000000 FROM rows WHERE id <= ?", (ROWS,)
    ).fetchone()
    for copy in copies:
        marks = {"copy": copy, "rows": ROWS, "payments": payments, "older": copy * span_us}
        connection.execute("BEGIN")
        for statement in _COPIED:
            connection.execute(statement, marks)
        connection.execute("COMMIT")
    more = 1 + len(copies) * payments / counts
    connection.execute(
        "UPDATE payment_counts SET payment_count = round(payment_count * ?)", (more,)
    )
    connection.close()


def _other(identifier: str, copy: int) -> str:
    """The same beginning for all identifiers of one copy that began alike before."""
    mixed = (int(identifier[:8], 16) + copy * _MIXED) & 0xFFFFFFFF
    return f"{mixed:08x}{identifier[8:]}"


_ROW = (
    "wallet, kind, currency, amount, principal, network_fee, processing_fee, basis_points,"
    " breakdown_currencies, tie, total_effect, available_effect, fresh"
)
_PAYMENT = (
    "wallet, direction, kind, category, status, check_only, currency, amount, requested_currency,"
    " requested, rail_units, fees, memo"
)
_BEGIN = "substr(m.id, 1, 8), substr(other(m.id, :copy), 1, 8)"
_BACK = "backwards(substr(m.id, 1, 8)), backwards(substr(other(m.id, :copy), 1, 8))"
_COPIED = (
    """INSERT INTO payment_names (n, id, known)
    SELECT n + :copy * :payments, other(id, :copy), 1 FROM payment_names WHERE n <= :payments""",
    f"""INSERT INTO rows (id, entry_id, payment, effective_us, {_ROW})
    SELECT id + :copy * :rows, other(entry_id, :copy), payment + :copy * :payments,
        effective_us - :older, {_ROW} FROM rows WHERE id <= :rows""",
    f"""INSERT INTO payments (n, created_us, updated_us, {_PAYMENT})
    SELECT n + :copy * :payments, created_us - :older, updated_us - :older, {_PAYMENT}
    FROM payments WHERE n <= :payments""",
    """INSERT INTO bodies (n, body)
    SELECT n + :copy * :payments, replace(body, m.id, other(m.id, :copy))
    FROM bodies JOIN payment_names m USING (n) WHERE n <= :payments""",
    f"""INSERT INTO words (rowid, text, ids, ids_reversed, note, tags)
    SELECT m.n + :copy * :payments, replace(text, {_BEGIN}), replace(ids, {_BEGIN}),
        replace(ids_reversed, {_BACK}), note, tags
    FROM payment_names m JOIN words w ON w.rowid = m.n WHERE m.n <= :payments""",
)
