"""What tax programs count: what one ledger entry sent, received and cost."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from voltage_tui.exports.cells import guarded
from voltage_tui.exports.values import currency_name, decimal_of
from voltage_tui.model.movement import MovementKind
from voltage_tui.money import Money, total

if TYPE_CHECKING:
    from collections.abc import Sequence

    from voltage_tui.exports.rows import Row
    from voltage_tui.money import Currency

_FEES = frozenset(
    {
        MovementKind.NETWORK_FEE,
        MovementKind.PROCESSING_FEE,
        MovementKind.INTEREST,
        MovementKind.VOLUME_FEE,
    }
)


@dataclass(frozen=True, slots=True)
class Trade:
    """One entry: `received` less `sent` less `fee` is its change in balance (S-66).

    All three are magnitudes. `worth` is the dollars of what was sent or received, None where it is
    not known.
    """

    sent: Money
    received: Money
    fee: Money
    worth: Money | None


def trade_of(rows: Sequence[Row]) -> Trade:
    """What the rows of one entry amount to; each has an amount."""
    currency = rows[0].movement.currency
    fees = [row for row in rows if row.movement.kind in _FEES]
    others = [row for row in rows if row.movement.kind not in _FEES]
    nothing = Money(currency, 0)
    fee = -_moved(currency, fees)
    if fee.is_negative:
        # Given back more than was taken: no program reads a fee below nothing.
        others, fee = list(rows), nothing
    moved = _moved(currency, others)
    values = [row.value for row in others]
    known = [value for value in values if value is not None]
    whole = bool(known) and len(known) == len(values)
    return Trade(
        sent=-moved if moved.is_negative else nothing,
        received=nothing if moved.is_negative else moved,
        fee=fee,
        worth=abs(total(known[0].currency, known)) if whole else None,
    )


def _moved(currency: Currency, rows: Sequence[Row]) -> Money:
    return total(currency, (row.movement.amount for row in rows if row.movement.amount))


def amount_cells(amount: Money | None) -> tuple[str, str]:
    """An amount and its currency; both empty for nothing."""
    if amount is None or amount.is_zero:
        return "", ""
    return decimal_of(amount), guarded(currency_name(amount.currency))
