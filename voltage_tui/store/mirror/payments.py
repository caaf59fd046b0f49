"""Payments put into their table by ID, each in its newest reading, with the words to find it by."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Final, NamedTuple

from voltage_tui.model.ids import PaymentId
from voltage_tui.model.newer import newer
from voltage_tui.model.open_enum import recognise
from voltage_tui.model.payment_words import PaymentStatus, is_terminal
from voltage_tui.query.folding import indexed
from voltage_tui.query.index import index_of
from voltage_tui.store.mirror.ledger_rows import fitting
from voltage_tui.store.mirror.moments import micros_of
from voltage_tui.store.mirror.payment_json import payment_json, payment_of

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Callable, Iterable, Sequence

    from voltage_tui.model.ids import WalletId
    from voltage_tui.model.payment import Payment

_KNOWN: Final = 500
_PUT: Final = """
    INSERT INTO payments (n, wallet, direction, kind, category, status, check_only, currency,
        amount, requested_currency, requested, rail_units, fees, memo, created_us, updated_us)
    VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
    ON CONFLICT (n) DO UPDATE SET wallet = excluded.wallet, direction = excluded.direction,
        kind = excluded.kind, category = excluded.category, status = excluded.status,
        check_only = excluded.check_only, currency = excluded.currency, amount = excluded.amount,
        requested_currency = excluded.requested_currency, requested = excluded.requested,
        rail_units = excluded.rail_units, fees = excluded.fees, memo = excluded.memo,
        created_us = excluded.created_us, updated_us = excluded.updated_us
    """
_PUT_BODY: Final = "INSERT OR REPLACE INTO bodies (n, body) VALUES (?, ?)"
_COUNT: Final = """
    INSERT INTO payment_counts (wallet, direction, status, payment_count) VALUES (?, ?, ?, ?)
    ON CONFLICT (wallet, direction, status)
        DO UPDATE SET payment_count = payment_count + excluded.payment_count
    """

_STATUSES: Final = "SELECT DISTINCT status FROM payment_counts WHERE payment_count > 0"

Group = tuple[int, str, str]
"""Wallet, direction and status: what payments are counted by."""


class _Kept(NamedTuple):
    """A payment's number; the rest once it is here."""

    number: int
    body: str | None
    group: Group | None


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
        give_numbers(self._connection, read)
        kept = self._kept(list(read))
        counts: Counter[Group] = Counter()
        changed = 0
        for payment in read.values():
            number, body, group = kept[payment.id]
            text = payment_json(payment)
            if text == body:
                continue
            known = None if body is None else _known(body)
            believed = newer(known, payment)
            if believed is known:
                continue
            if believed is not payment:
                text = payment_json(believed)
            changed += 1
            counts[self._put(number, believed, text, is_new=body is None)] += 1
            if group is not None:
                counts[group] -= 1
        self._connection.executemany(_COUNT, [(*group, n) for group, n in counts.items() if n])
        return changed

    def _put(self, number: int, payment: Payment, body: str, *, is_new: bool) -> Group:
        wallet = self._wallet_number(payment.wallet_id)
        group = (wallet, payment.direction.value, str(payment.status.value))
        values = (
            number,
            wallet,
            payment.direction.value,
            str(payment.kind.value),
            None if payment.category is None else str(payment.category.value),
            str(payment.status.value),
            int(payment.check_only),
            payment.currency,
            fitting(None if payment.amount is None else payment.amount.units),
            None if payment.requested is None else payment.requested.currency,
            fitting(None if payment.requested is None else payment.requested.units),
            fitting(payment.rail_units),
            fitting(None if payment.fees is None else payment.fees.units),
            payment.memo,
            micros_of(payment.created_at),
            micros_of(payment.updated_at),
        )
        self._connection.execute(_PUT, values)
        self._connection.execute(_PUT_BODY, (number, body))
        self._put_words(number, payment, is_new=is_new)
        return group

    def _put_words(self, number: int, payment: Payment, *, is_new: bool) -> None:
        line = index_of(payment)
        texts = (line.text, line.ids, line.ids_reversed)
        if not is_new:
            self._connection.execute(
                "UPDATE words SET text = ?, ids = ?, ids_reversed = ? WHERE rowid = ?",
                (*texts, number),
            )
            return
        self._connection.execute("UPDATE payment_names SET known = 1 WHERE n = ?", (number,))
        self._connection.execute(
            "INSERT INTO words (rowid, text, ids, ids_reversed, note, tags)"
            " VALUES (?, ?, ?, ?, ?, ?)",
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
        return indexed([note]), indexed(tag for (tag,) in tags)

    def _kept(self, ids: Sequence[PaymentId]) -> dict[str, _Kept]:
        found: dict[str, _Kept] = {}
        for begin in range(0, len(ids), _KNOWN):
            some = ids[begin : begin + _KNOWN]
            marks = ",".join("?" * len(some))
            rows = self._connection.execute(
                "SELECT id, n, body, wallet, direction, status"  # noqa: S608 - marks
                " FROM payment_names LEFT JOIN payments USING (n) LEFT JOIN bodies USING (n)"
                f" WHERE id IN ({marks})",
                some,
            )
            for name, number, body, *group in rows:
                found[name] = _Kept(number, body, None if body is None else tuple(group))
        return found


def not_ended(connection: sqlite3.Connection) -> list[PaymentId]:
    """The IDs of payments that are to end yet, as far as is known here, newest first."""
    # The statuses there are come first, so that the payments are found by an index.
    statuses = [status for (status,) in connection.execute(_STATUSES) if _may_be_open(status)]
    marks = ",".join("?" * len(statuses))
    found = connection.execute(
        "SELECT id, status, check_only FROM payments JOIN payment_names USING (n)"  # noqa: S608
        f" WHERE status IN ({marks}) ORDER BY created_us DESC, n DESC",
        statuses,
    )
    return [PaymentId(name) for name, status, check in found if not _ends(status, check)]


def _ends(status: str, check_only: int) -> bool:
    return is_terminal(recognise(PaymentStatus, status), check_only=check_only == 1)


def _may_be_open(status: str) -> bool:
    return not _ends(status, 0)


def give_numbers(connection: sqlite3.Connection, payment_ids: Iterable[PaymentId]) -> None:
    """Give those that have none yet a number in the file; within a transaction of the caller's."""
    connection.executemany(
        "INSERT OR IGNORE INTO payment_names (id) VALUES (?)", [(name,) for name in payment_ids]
    )


def _known(body: str) -> Payment | None:
    """The payment kept; one that cannot be read is as good as none, and is read again."""
    try:
        return payment_of(body)
    except ValueError:
        return None
