"""Which rows moved money whose value in dollars is not known (S-69)."""

from __future__ import annotations

from array import array
from typing import TYPE_CHECKING, Final

from voltage_tui.model.ids import PaymentId
from voltage_tui.model.payment_rate import rate_of_entry
from voltage_tui.money import BTC, USD
from voltage_tui.store.mirror.moments import MINUTE_US, micros_of

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterator, Sequence
    from datetime import datetime

    from voltage_tui.money import Currency
    from voltage_tui.store.mirror.reading import MirrorReader

NO_MINUTE: Final = -1
"""In place of a minute: no price of bitcoin says what an asset was worth."""
_AT_ONCE: Final = 256
_MISSING: Final = f"""
    SELECT r.id, r.currency = '{BTC}', r.effective_us - r.effective_us % {MINUTE_US}, m.id,
        instr(b.body, '"market_quote":') OR instr(b.body, '"exchanges":')
    FROM rows r LEFT JOIN payment_names m ON m.n = r.payment LEFT JOIN bodies b ON b.n = r.payment
    WHERE {{}} AND r.currency <> '{USD}' AND r.total_effect <> 0 AND NOT (
        r.currency = '{BTC}' AND (
            EXISTS (
                SELECT 1 FROM coin_prices
                WHERE minute_us = r.effective_us - r.effective_us % {MINUTE_US}
            ) OR EXISTS (
                SELECT 1 FROM manual_rates WHERE subject = coalesce(
                    m.id, (SELECT id FROM wallets WHERE n = r.wallet) || ':' || r.entry_id
                )
            )
        )
    )
    ORDER BY r.effective_us, r.tie, r.id
"""  # noqa: S608 - our own words
"""Rows for which no rate is kept, by time, with whether their payment may have one of its own: its
JSON leaves those two fields out where there is none.
"""

Found = tuple[int, int, int, str | None, int | None]
"""Row id, whether it is bitcoin, its minute, its payment, whether that may have a rate."""


def missing_rates(
    connection: sqlite3.Connection,
    reader: MirrorReader,
    between: tuple[datetime, datetime] | None,
    wallets: Sequence[int],
    currency: Currency | None = None,
) -> Iterator[array[int]]:
    """Pairs of a row's id and its minute (`NO_MINUTE` for an asset), one after another, by time.

    From the first of two moments on and before the second, or at any time; of the wallets with
    these numbers, or of all for none; of one currency where it is named. A row is missing just when
    there is no rate that says what it was worth: where an export leaves the value empty.
    """
    where, values = _where(between, wallets, currency)
    cursor = connection.execute(_MISSING.format(where), values)
    while some := cursor.fetchmany(_AT_ONCE):
        own = _with_own_rate(reader, some)
        pairs = (
            (row_id, minute_us if is_bitcoin else NO_MINUTE)
            for row_id, is_bitcoin, minute_us, _, _ in some
            if row_id not in own
        )
        yield array("q", [number for pair in pairs for number in pair])


def _where(
    between: tuple[datetime, datetime] | None, wallets: Sequence[int], currency: Currency | None
) -> tuple[str, list[int | str]]:
    terms, values = ["1"], list[int | str]()
    if between is not None:
        terms.append("r.effective_us >= ? AND r.effective_us < ?")
        values += map(micros_of, between)
    if wallets:
        # With a plus no index is sought by wallet: rows of several stay in their order.
        column = "r.wallet" if len(wallets) == 1 else "+r.wallet"
        terms.append(f"{column} IN ({','.join('?' * len(wallets))})")
        values += wallets
    if currency is not None:
        terms.append("r.currency = ?")
        values.append(currency)
    return " AND ".join(terms), values


def _with_own_rate(reader: MirrorReader, found: Sequence[Found]) -> set[int]:
    """Those whose payment was exchanged at a rate of its own."""
    asked = {
        row_id: PaymentId(payment_id)
        for row_id, is_bitcoin, _, payment_id, may_have in found
        if is_bitcoin and payment_id is not None and may_have
    }
    payments = reader.payments(set(asked.values()))
    own: set[int] = set()
    for row in reader.rows_by_id(list(asked)):
        payment = payments.get(asked[row.id])
        if payment is not None and rate_of_entry(row.entry, payment) is not None:
            own.add(row.id)
    return own
