"""Ledger entries and what each does to a wallet's balances (API reference section 10)."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING, Final
from zlib import crc32

from voltage_tui.model.open_enum import Unrecognised

if TYPE_CHECKING:
    from datetime import datetime

    from voltage_tui.model.ids import PaymentId, WalletId
    from voltage_tui.money import Currency, Money


class LedgerKind(Enum):
    """What a ledger entry records."""

    CREDITED = "credited"
    HELD = "held"
    CAPTURED = "captured"
    RELEASED = "released"
    DEPOSITED = "deposited"
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True, slots=True)
class LedgerBreakdown:
    """What a settled amount is made of, and the processing fee's rate in basis points."""

    principal: Money
    network_fee: Money
    processing_fee: Money
    basis_points: int


@dataclass(frozen=True, slots=True)
class LedgerEntry:
    """One row of a wallet's ledger.

    `entry_id` is the credit, hold, deposit or withdrawal it belongs to: a hold's `held`,
    `captured` and `released` rows share it. `amount` is the unsigned magnitude; a release has
    none of its own (None) and stands for what is left of its hold.
    """

    wallet_id: WalletId
    kind: LedgerKind | Unrecognised
    entry_id: str
    payment_id: PaymentId | None
    currency: Currency
    amount: Money | None
    breakdown: LedgerBreakdown | None
    effective_time: datetime

    @property
    def key(self) -> tuple[str, str, str]:
        """What tells this row from every other: wallet, kind and entry."""
        kind = self.kind.value
        return (self.wallet_id, kind, self.entry_id)


@dataclass(frozen=True, slots=True)
class LedgerPage:
    """One offset page of a ledger, newest first; `total` counts the whole ledger."""

    entries: tuple[LedgerEntry, ...]
    offset: int
    limit: int
    total: int


@dataclass(frozen=True, slots=True)
class Effect:
    """What a row did to the two balances, signed base units; None when it cannot be known."""

    total: int | None
    available: int | None


def effect_of(entry: LedgerEntry, held: Money | None) -> Effect:
    """What `entry` did; `held` is the amount of its hold, for a capture or a release.

    A capture takes its amount from the total and gives the rest of the hold back; a release gives
    the whole hold back. Without the hold's row, or with one in another currency, that part is
    unknown, and says so as None.
    """
    units = entry.amount.units if entry.amount is not None else None
    # A hold of another currency says nothing about this row's.
    same = held is not None and held.currency == entry.currency
    reserved = held.units if held is not None and same else None
    match entry.kind:
        case LedgerKind.CREDITED | LedgerKind.DEPOSITED:
            return Effect(units, units)
        case LedgerKind.WITHDRAWN:
            return Effect(_minus(units), _minus(units))
        case LedgerKind.HELD:
            return Effect(0, _minus(units))
        case LedgerKind.CAPTURED:
            back = None if reserved is None or units is None else reserved - units
            return Effect(_minus(units), back)
        case LedgerKind.RELEASED:
            return Effect(0, reserved)
        case Unrecognised():
            return Effect(None, None)


def _minus(units: int | None) -> int | None:
    return None if units is None else -units


_RANKS: Final = {
    LedgerKind.DEPOSITED: 0,
    LedgerKind.CREDITED: 1,
    LedgerKind.HELD: 2,
    LedgerKind.CAPTURED: 3,
    LedgerKind.RELEASED: 4,
    LedgerKind.WITHDRAWN: 5,
}
_OTHER_RANK: Final = 6


def tie_of(entry: LedgerEntry) -> int:
    """What orders a ledger's rows of one moment: the kind, then the entry, alike on every machine.

    Running balances are counted in this order and exports are written in it; a hold comes before
    what became of it.
    """
    rank = _RANKS[entry.kind] if isinstance(entry.kind, LedgerKind) else _OTHER_RANK
    return rank << 32 | crc32(entry.entry_id.encode())
