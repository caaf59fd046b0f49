"""Payments put into their table by ID, each in its newest reading, with the words to find it by."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Final

from voltage_tui.model.newer import newer
from voltage_tui.model.settlement import (
    InternalSettlement,
    LightningSettlement,
    OnchainSettlement,
    SwapSettlement,
)
from voltage_tui.store.mirror.ledger_rows import fitting
from voltage_tui.store.mirror.moments import micros_of
from voltage_tui.store.mirror.payment_json import payment_json, payment_of

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Callable, Iterable, Sequence

    from voltage_tui.model.ids import PaymentId, WalletId
    from voltage_tui.model.payment import Payment
    from voltage_tui.model.settlement import Settlement

_KNOWN: Final = 500
_PUT: Final = """
    INSERT INTO payments (n, id, wallet, direction, kind, category, status, check_only, currency,
        amount, rail_units, fees, memo, created_us, updated_us, body)
    VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
    ON CONFLICT (n) DO UPDATE SET wallet = excluded.wallet, direction = excluded.direction,
        kind = excluded.kind, category = excluded.category, status = excluded.status,
        check_only = excluded.check_only, currency = excluded.currency, amount = excluded.amount,
        rail_units = excluded.rail_units, fees = excluded.fees, memo = excluded.memo,
        created_us = excluded.created_us, updated_us = excluded.updated_us, body = excluded.body
    """
_COUNT: Final = """
    INSERT INTO payment_counts (wallet, direction, status, payment_count) VALUES (?, ?, ?, ?)
    ON CONFLICT (wallet, direction, status)
        DO UPDATE SET payment_count = payment_count + excluded.payment_count
    """

Group = tuple[int, str, str]
"""Wallet, direction and status: what payments are counted by."""


class PaymentTable:
    """The payments of all wallets."""

    def __init__(
        self, connection: sqlite3.Connection, wallet_number: Callable[[WalletId], int]
    ) -> None:
        self._connection = connection
        self._wallet_number = wallet_number

    def write(self, payments: Iterable[Payment]) -> int:
        """Put payments in; how many were new or changed. Within a transaction of the caller's.

        An older reading never replaces a newer one, and an end is never taken back.
        """
        read = {payment.id: payment for payment in payments}
        kept = self._kept(list(read))
        counts: Counter[Group] = Counter()
        changed = 0
        for payment in read.values():
            number, body, group = kept.get(payment.id, (None, None, None))
            text = payment_json(payment)
            if text == body or (body is not None and newer(_known(body), payment) is not payment):
                continue
            changed += 1
            counts[self._put(number, payment, text)] += 1
            if group is not None:
                counts[group] -= 1
        self._connection.executemany(_COUNT, [(*group, n) for group, n in counts.items() if n])
        return changed

    def _put(self, number: int | None, payment: Payment, body: str) -> Group:
        wallet = self._wallet_number(payment.wallet_id)
        group = (wallet, payment.direction.value, str(payment.status.value))
        values = (
            number,
            payment.id,
            wallet,
            payment.direction.value,
            str(payment.kind.value),
            None if payment.category is None else str(payment.category.value),
            str(payment.status.value),
            int(payment.check_only),
            payment.currency,
            fitting(None if payment.amount is None else payment.amount.units),
            fitting(payment.rail_units),
            fitting(None if payment.fees is None else payment.fees.units),
            payment.memo,
            micros_of(payment.created_at),
            micros_of(payment.updated_at),
            body,
        )
        put = self._connection.execute(_PUT, values)
        self._put_words(number, put.lastrowid if number is None else number, payment)
        return group

    def _put_words(self, known: int | None, number: int | None, payment: Payment) -> None:
        metadata = " ".join(f"{key} {value}" for key, value in payment.metadata.items())
        texts = (payment.memo or "", metadata, " ".join(identifiers_of(payment)))
        if known is not None:
            self._connection.execute(
                "UPDATE words SET memo = ?, metadata = ?, ids = ? WHERE rowid = ?", (*texts, known)
            )
            return
        self._connection.execute(
            "INSERT INTO words (rowid, memo, metadata, ids, note, tags) VALUES (?, ?, ?, ?, ?, ?)",
            (number, *texts, *self._own_words(payment.id)),
        )

    def _own_words(self, payment_id: PaymentId) -> tuple[str, str]:
        """The note and tags a person gave it, also before it was known here."""
        (note,) = self._connection.execute(
            "SELECT note FROM notes WHERE payment_id = ?", (payment_id,)
        ).fetchone() or ("",)
        tags = self._connection.execute(
            "SELECT tag FROM tags WHERE payment_id = ? ORDER BY tag", (payment_id,)
        )
        return note, " ".join(tag for (tag,) in tags)

    def _kept(self, ids: Sequence[PaymentId]) -> dict[str, tuple[int, str, Group]]:
        found: dict[str, tuple[int, str, Group]] = {}
        for begin in range(0, len(ids), _KNOWN):
            some = ids[begin : begin + _KNOWN]
            marks = ",".join("?" * len(some))
            rows = self._connection.execute(
                "SELECT id, n, body, wallet, direction, status FROM payments"  # noqa: S608 - marks
                f" WHERE id IN ({marks})",
                some,
            )
            found.update({key: (n, body, (w, d, s)) for key, n, body, w, d, s in rows})
        return found


def _known(body: str) -> Payment | None:
    """The payment kept; one that cannot be read is as good as none, and is read again."""
    try:
        return payment_of(body)
    except ValueError:
        return None


def identifiers_of(payment: Payment) -> tuple[str, ...]:
    """What a payment is known by anywhere: its own ID, hashes, transactions, quotes, entries."""
    settled = [name for s in payment.settlements for name in _settlement_ids(s)]
    exchanged = [name for x in payment.exchanges for name in (x.quote_id, x.ledger_id)]
    frozen = [f.tx_id for f in payment.frozen]
    names = (payment.id, payment.address, *settled, *exchanged, *frozen)
    return tuple(dict.fromkeys(name for name in names if name))


def _settlement_ids(settlement: Settlement) -> tuple[str | None, ...]:
    match settlement:
        case LightningSettlement():
            # The preimage is proof of payment: it is nothing to be searched by.
            return (settlement.payment_hash, settlement.ledger_id)
        case OnchainSettlement():
            return (settlement.tx_id, settlement.ledger_id)
        case InternalSettlement():
            return (settlement.offset_payment_id, settlement.ledger_id)
        case SwapSettlement():
            return _settlement_ids(settlement.leg)
        case _:
            return ()
