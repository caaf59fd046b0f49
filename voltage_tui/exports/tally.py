"""What an export adds up to, counted while its rows are written."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from voltage_tui.exports.values import lacks_rate
from voltage_tui.money import USD, Money

if TYPE_CHECKING:
    from voltage_tui.exports.rows import Row
    from voltage_tui.model.ids import WalletId
    from voltage_tui.money import Currency

_EXAMPLES: Final = 100
"""Rows named where something is missing; all are counted."""


@dataclass(slots=True)
class Sums:
    """One wallet's rows of one currency.

    `opening` and `closing` are the totals before the first row and after the last, None where the
    rows do not say them; `net` is the sum of the amounts, `value` the dollars of those rows whose
    rate is known.
    """

    opening: Money | None
    closing: Money | None
    net: Money
    received: Money
    spent: Money
    value: Money
    rows: int = 0
    by_kind: dict[str, int] = field(default_factory=dict)

    @property
    def difference(self) -> Money | None:
        """Closing less opening less the sum of the amounts: 0, or something is missing (S-66)."""
        if self.opening is None or self.closing is None:
            return None
        return self.closing - self.opening - self.net


@dataclass(slots=True)
class Tally:
    """Counts over all rows of an export; the first hundred rows that lack something by name.

    Of a `selection` no balance is told, as its rows do not lead from one to the other.
    """

    selection: bool = False
    rows: int = 0
    sums: dict[tuple[WalletId, Currency], Sums] = field(default_factory=dict)
    unmapped: int = 0
    missing_rates: int = 0
    without_rate: list[str] = field(default_factory=list)
    unknown_amounts: int = 0
    without_amount: list[str] = field(default_factory=list)

    def add(self, row: Row, *, mapped: bool) -> None:
        """Count a row; `mapped` is whether the accounts file names an account for it."""
        movement = row.movement
        self.rows += 1
        sums = self._sums(row)
        sums.rows += 1
        sums.by_kind[movement.kind.value] = sums.by_kind.get(movement.kind.value, 0) + 1
        sums.closing = None if self.selection else movement.balance
        if movement.amount is None:
            self.unknown_amounts += 1
            _name(self.without_amount, movement.row_id)
            return
        sums.net += movement.amount
        if movement.amount.is_negative:
            sums.spent -= movement.amount
        else:
            sums.received += movement.amount
        if not mapped and movement.is_money and not movement.amount.is_zero:
            self.unmapped += 1
        if row.value is not None:
            sums.value += row.value
        if lacks_rate(movement):
            self.missing_rates += 1
            _name(self.without_rate, movement.row_id)

    @property
    def adds_up(self) -> bool:
        """Whether no wallet's balance moved by anything but its rows, where that is known."""
        return all(not one.difference or one.difference.is_zero for one in self.sums.values())

    def _sums(self, row: Row) -> Sums:
        movement = row.movement
        key = (movement.wallet_id, movement.currency)
        if key not in self.sums:
            after, amount = movement.balance, movement.amount
            opening = None if after is None or amount is None else after - amount
            if self.selection:
                opening = None
            nothing = Money(movement.currency, 0)
            self.sums[key] = Sums(opening, None, nothing, nothing, nothing, Money(USD, 0))
        return self.sums[key]


def _name(examples: list[str], row_id: str) -> None:
    if len(examples) < _EXAMPLES:
        examples.append(row_id)
