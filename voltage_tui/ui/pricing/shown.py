"""What a payment was worth at its moment, read off the loop from the mirror (S-69)."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from typing import TYPE_CHECKING

from voltage_tui.exports.values import worth
from voltage_tui.model.kept_rates import subject_of
from voltage_tui.model.movement import RateSource
from voltage_tui.money import BTC, USD, Money
from voltage_tui.treasury.pricing.rate_of import rate_of
from voltage_tui.trouble import TroubleError

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from voltage_tui.model.ids import PaymentId
    from voltage_tui.model.kept_rates import ManualRate
    from voltage_tui.model.movement import RateOfPayment
    from voltage_tui.model.payment import Payment
    from voltage_tui.store.mirror.reading import MirrorReader
    from voltage_tui.ui.app import VoltageApp


@dataclass(frozen=True, slots=True)
class RowRate:
    """What one row moved (signed), when, and what that was worth; None is missing.

    `manual` is what a person gave for it, whether it counts or not.
    """

    amount: Money
    at: datetime
    rate: RateOfPayment | None
    value: Money | None
    manual: ManualRate | None

    @property
    def can_be_set(self) -> bool:
        """Whether a rate given by hand would count: the payment has none of its own."""
        theirs = (None, RateSource.COINPRICE_MINUTE, RateSource.MANUAL)
        return self.amount.currency == BTC and (self.rate and self.rate.source) in theirs

    @property
    def can_be_fetched(self) -> bool:
        """Whether the coin price of its minute would give it."""
        return self.amount.currency == BTC and self.rate is None


class RatesShown:
    """The rates of one payment, read by `read`; `when_read` is told when they have changed."""

    def __init__(self, payment_id: PaymentId, when_read: Callable[[], None]) -> None:
        self._payment_id = payment_id
        self._when_read = when_read
        self._reading: asyncio.Task[None] | None = None
        self._again = False
        self.rows: tuple[RowRate, ...] = ()

    def read(self, app: VoltageApp, payment: Payment | None) -> None:
        """Read them again; nothing is shown of what cannot be read."""
        if self._reading is not None and not self._reading.done():
            self._again = True
        elif app.treasury is not None:
            self._reading = asyncio.create_task(self._read(app, payment))

    def stop(self) -> None:
        """Read no more."""
        if self._reading is not None:
            self._reading.cancel()

    async def _read(self, app: VoltageApp, payment: Payment | None) -> None:
        self._again = True
        while self._again and app.treasury is not None:
            self._again = False
            try:
                rows = await app.treasury.mirror.read(
                    lambda reader: rows_of(reader, self._payment_id, payment)
                )
            except TroubleError:
                return
            if rows != self.rows:
                self.rows = rows
                self._when_read()


def rows_of(
    reader: MirrorReader, payment_id: PaymentId, payment: Payment | None
) -> tuple[RowRate, ...]:
    """The rows of a payment that moved money other than dollars, by time.

    `payment` is its newest reading, where there is one newer than the mirror's.
    """
    rows = [row for row in reader.rows_of_payment(payment_id) if row.entry.currency != USD]
    kept = reader.rates.kept_for(row.entry for row in rows)
    paid = payment or reader.payment(payment_id)
    found: list[RowRate] = []
    for row in rows:
        if not row.effect.total:
            continue
        amount = Money(row.entry.currency, row.effect.total)
        rate = rate_of(row.entry, paid, kept)
        value = worth(amount, None if rate is None else rate.rate)
        manual = kept.manual.get(subject_of(row.entry))
        found.append(RowRate(amount, row.entry.effective_time, rate, value, manual))
    return tuple(found)
