"""Ledger rows as they stand in their table: written from the model and read back exactly."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, NamedTuple

from voltage_tui.model.ids import PaymentId, WalletId
from voltage_tui.model.ledger import (
    Effect,
    LedgerBreakdown,
    LedgerEntry,
    LedgerKind,
    effect_of,
    tie_of,
)
from voltage_tui.money import Currency, Money
from voltage_tui.store.mirror.json_fields import known
from voltage_tui.store.mirror.moments import micros_of, moment_at

if TYPE_CHECKING:
    from voltage_tui.model.open_enum import Unrecognised

INT64_MAX: Final = 2**63 - 1
COLUMNS: Final = (
    "id, wallet, kind, entry_id, (SELECT m.id FROM payment_names m WHERE m.n = payment),"
    " currency, amount, principal, network_fee,"
    " processing_fee, basis_points, breakdown_currencies, effective_us, tie, total_effect,"
    " available_effect, total_after, available_after"
)


class Place(NamedTuple):
    """Where a row stands in its wallet's ledger; greater is newer."""

    effective_us: int
    tie: int
    id: int


TOP: Final = Place(INT64_MAX, INT64_MAX, INT64_MAX)
"""Above every row."""
BOTTOM: Final = Place(-INT64_MAX, 0, 0)
"""Below every row."""


@dataclass(frozen=True, slots=True)
class MirrorRow:
    """One row of the mirror: the entry, its effect, and both balances after it.

    A balance is None while it cannot be known. `id` is the row's own in this file.
    """

    id: int
    entry: LedgerEntry
    effect: Effect
    total_after: Money | None
    available_after: Money | None


def kind_of(text: str) -> LedgerKind | Unrecognised:
    """The kind kept under this word."""
    return known(LedgerKind, text)


def kept_effect(entry: LedgerEntry, held: Money | None) -> Effect:
    """The effect of `entry`; what no table can hold counts as not known."""
    effect = effect_of(entry, held)
    return Effect(fitting(effect.total), fitting(effect.available))


def fitting(units: int | None) -> int | None:
    """`units` when a table can hold it."""
    return units if units is not None and -INT64_MAX <= units <= INT64_MAX else None


def values_of(entry: LedgerEntry) -> tuple[str | int | None, ...]:
    """What is kept of an entry, from `kind` to `tie`."""
    breakdown = entry.breakdown
    return (
        str(entry.kind.value),
        entry.entry_id,
        entry.payment_id,
        entry.currency,
        None if entry.amount is None else entry.amount.units,
        None if breakdown is None else breakdown.principal.units,
        None if breakdown is None else breakdown.network_fee.units,
        None if breakdown is None else breakdown.processing_fee.units,
        None if breakdown is None else breakdown.basis_points,
        None if breakdown is None else _other_currencies(breakdown, entry.currency),
        micros_of(entry.effective_time),
        tie_of(entry),
    )


def _other_currencies(breakdown: LedgerBreakdown, currency: Currency) -> str | None:
    """The currencies of the parts, where they are not all the row's own."""
    parts = (breakdown.principal, breakdown.network_fee, breakdown.processing_fee)
    currencies = [part.currency for part in parts]
    return None if currencies == [currency] * 3 else " ".join(currencies)


Raw = tuple[
    int,
    int,
    str,
    str,
    str | None,
    str,
    int | None,
    int | None,
    int | None,
    int | None,
    int | None,
    str | None,
    int,
    int,
    int | None,
    int | None,
    int | None,
    int | None,
]
"""A row of the table, in the order of `COLUMNS`."""


def row_of(raw: Raw, wallet_id: WalletId) -> MirrorRow:
    """The row of the model."""
    currency = Currency(raw[5])
    entry = LedgerEntry(
        wallet_id=wallet_id,
        kind=kind_of(raw[2]),
        entry_id=raw[3],
        payment_id=None if raw[4] is None else PaymentId(raw[4]),
        currency=currency,
        amount=_money(currency, raw[6]),
        breakdown=_breakdown(raw, currency),
        effective_time=moment_at(raw[12]),
    )
    after = (_money(currency, raw[16]), _money(currency, raw[17]))
    return MirrorRow(raw[0], entry, Effect(raw[14], raw[15]), *after)


def _breakdown(raw: Raw, currency: Currency) -> LedgerBreakdown | None:
    principal, network_fee, processing_fee, basis_points = raw[7:11]
    if principal is None or network_fee is None or processing_fee is None or basis_points is None:
        return None
    others = [Currency(word) for word in raw[11].split(" ")] if raw[11] else [currency] * 3
    return LedgerBreakdown(
        principal=Money(others[0], principal),
        network_fee=Money(others[1], network_fee),
        processing_fee=Money(others[2], processing_fee),
        basis_points=basis_points,
    )


def _money(currency: Currency, units: int | None) -> Money | None:
    return None if units is None else Money(currency, units)
