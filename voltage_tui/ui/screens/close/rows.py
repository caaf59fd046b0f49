"""A wallet's month as cells: opening, what moved, what that makes, what the ledger says."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from voltage_tui.money import DASH, Money
from voltage_tui.treasury.closing.months import Standing
from voltage_tui.ui.display import Number
from voltage_tui.ui.paint import Align, Span
from voltage_tui.ui.palette import Role
from voltage_tui.ui.widgets.columns import Column

if TYPE_CHECKING:
    from collections.abc import Sequence

    from voltage_tui.treasury.closing.months import WalletMonth
    from voltage_tui.treasury.closing.sealed import Sealed
    from voltage_tui.ui.display import Display
    from voltage_tui.ui.widgets.columns import Cell


@dataclass(frozen=True, slots=True)
class MonthRow:
    """A line of the close: the wallet by its name, its month, and the seal if it has one."""

    name: str
    month: WalletMonth
    sealed: Sealed | None


NOTHING: Final = Number((Span("·", Role.FAINT),))
COLUMNS: Final = (
    Column("WALLET", flex=True, least=10, most=28),
    Column("UNIT", drop=1),
    Column("OPENING", point=True, drop=8),
    Column("IN", point=True, drop=5),
    Column("OUT", point=True, drop=6),
    Column("FEES", point=True, drop=7),
    Column("SETTLED", point=True, drop=9),
    Column("HOLDS", point=True, drop=10),
    Column("COMPUTED", point=True, drop=4),
    Column("LEDGER", point=True),
    Column("DIFFERENCE", Align.RIGHT),
    Column("CLEARED", Align.RIGHT, drop=3),
    Column("SEAL", optional=True),
)


def month_cells(row: MonthRow, amounts: Display) -> Sequence[Cell]:
    """A row."""
    month = row.month
    return (
        (Span(row.name, Role.STRONG),),
        (Span(amounts.unit_word(Money(month.currency, 0)), Role.MUTED),),
        amounts.number(month.opening),
        _moved(month.received, amounts, Role.OK_STRONG),
        _moved(month.spent, amounts),
        _moved(month.fees, amounts),
        _moved(month.settled, amounts),
        _moved(month.held, amounts, Role.MUTED),
        amounts.number(month.computed),
        amounts.number(month.closing, Role.STRONG),
        (difference_span(month, amounts),),
        cleared_words(month),
        () if row.sealed is None else (seal_span(row.sealed),),
    )


def difference_span(month: WalletMonth, amounts: Display) -> Span:
    """The difference with what it means; never a 0 that is not known to be one."""
    match month.standing:
        case Standing.BALANCED:
            return Span("● adds up" if amounts.hidden else "● 0", Role.OK)
        case Standing.DIFFERS:
            figure = amounts.number(month.difference, signed=True)
            return Span("✕ " + "".join(s.text for s in figure.spans), Role.BAD_STRONG)
        case Standing.UNKNOWN:
            return Span(f"? {DASH}", Role.WARN_STRONG)
        case Standing.UNPROVEN:
            return Span("◐ not yet", Role.WARN)
        case Standing.FILLING:
            return Span("◐ filling", Role.WARN)


def seal_span(sealed: Sealed) -> Span:
    """Whether a sealed month is what it was."""
    if sealed.change is not None:
        return Span("✕ changed", Role.BAD_STRONG)
    return Span("● sealed", Role.OK) if sealed.checked else Span("◐ sealed", Role.MUTED)


def cleared_words(month: WalletMonth) -> tuple[Span, ...]:
    """How many rows are checked off."""
    rows, left = month.sums.rows, month.sums.uncleared_rows
    if not month.is_known or not rows:
        return ()
    if not left:
        return (Span("all", Role.OK),)
    return (Span(f"{rows - left:,} of {rows:,}", Role.MUTED),)


def _moved(amount: Money | None, amounts: Display, role: Role = Role.TEXT) -> Number:
    """A movement, signed; a dot for nothing."""
    if amount is not None and amount.is_zero:
        return NOTHING
    return amounts.number(amount, role, signed=True)
