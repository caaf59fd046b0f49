"""A wallet's month as cells: opening, what moved, what that makes, what the ledger says."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, NamedTuple

from voltage_tui.money import DASH, Money
from voltage_tui.treasury.closing.months import Standing
from voltage_tui.ui.display import Number
from voltage_tui.ui.paint import Align, Span
from voltage_tui.ui.palette import Role
from voltage_tui.ui.widgets.columns import Column, Widths

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

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
_DETAIL: Final = 2
"""Columns that leave from here on are no part of the sum."""


@dataclass(frozen=True, slots=True)
class _Shown:
    """A column and what stands in it."""

    column: Column
    cell: Callable[[MonthRow, Display], Cell]


_WALLET: Final = _Shown(
    Column("WALLET", flex=True, least=10, most=28), lambda row, _: (Span(row.name, Role.STRONG),)
)
_UNIT: Final = _Shown(
    Column("UNIT", drop=1),
    lambda row, amounts: (Span(amounts.unit_word(Money(row.month.currency, 0)), Role.MUTED),),
)
_OPENING: Final = _Shown(
    Column("OPENING", point=True), lambda row, amounts: amounts.number(row.month.opening)
)
_IN: Final = _Shown(
    Column("IN", point=True),
    lambda row, amounts: _moved(row.month.received, amounts, Role.OK_STRONG),
)
_OUT: Final = _Shown(
    Column("OUT", point=True), lambda row, amounts: _moved(row.month.spent, amounts)
)
_FEES: Final = _Shown(
    Column("FEES", point=True), lambda row, amounts: _moved(row.month.fees, amounts)
)
_OUT_AND_FEES: Final = _Shown(
    Column("OUT+FEES", point=True), lambda row, amounts: _moved(row.month.paid, amounts)
)
_SETTLED: Final = _Shown(
    Column("SETTLED", point=True), lambda row, amounts: _moved(row.month.settled, amounts)
)
_CHANGE: Final = _Shown(
    Column("CHANGE", point=True), lambda row, amounts: _moved(row.month.moved, amounts)
)
_HOLDS: Final = _Shown(
    Column("HOLDS", point=True, drop=4),
    lambda row, amounts: _moved(row.month.held, amounts, Role.MUTED),
)
_COMPUTED: Final = _Shown(
    Column("COMPUTED", point=True, drop=3), lambda row, amounts: amounts.number(row.month.computed)
)
_LEDGER: Final = _Shown(
    Column("LEDGER", point=True),
    lambda row, amounts: amounts.number(row.month.closing, Role.STRONG),
)
_DIFFERENCE: Final = _Shown(
    Column("DIFFERENCE", Align.RIGHT), lambda row, amounts: (difference_span(row.month, amounts),)
)
_CLEARED: Final = _Shown(
    Column("CLEARED", Align.RIGHT, drop=_DETAIL), lambda row, _: cleared_words(row.month)
)
_SEAL: Final = _Shown(
    Column("SEAL", optional=True),
    lambda row, _: () if row.sealed is None else (seal_span(row.sealed),),
)
_START: Final = (_WALLET, _UNIT)
_END: Final = (_LEDGER, _DIFFERENCE, _CLEARED, _SEAL)


class Form(NamedTuple):
    """The columns of the close: each row adds up by what is shown, as `sum_words` says."""

    shown: tuple[_Shown, ...]
    sum_words: str

    @property
    def columns(self) -> tuple[Column, ...]:
        """The columns."""
        return tuple(each.column for each in self.shown)

    def cells(self, row: MonthRow, amounts: Display) -> Sequence[Cell]:
        """A row."""
        return [each.cell(row, amounts) for each in self.shown]

    def fits(self, rows: Sequence[MonthRow], amounts: Display, width: int) -> bool:
        """Whether the unit and all that is added up have room."""
        needed = [each for each in self.shown if each.column.drop < _DETAIL]
        widths = Widths([each.column for each in needed])
        for row in rows:
            widths.grow([each.cell(row, amounts) for each in needed])
        return widths.least <= width


FORMS: Final = (
    Form(
        (*_START, _OPENING, _IN, _OUT, _FEES, _SETTLED, _HOLDS, _COMPUTED, *_END),
        "opening + in + out + fees + settled + difference = ledger",
    ),
    Form(
        (*_START, _OPENING, _IN, _OUT_AND_FEES, _SETTLED, *_END),
        "opening + in + out and fees + settled + difference = ledger",
    ),
    Form((*_START, _OPENING, _CHANGE, *_END), "opening + change + difference = ledger"),
    Form((*_START, *_END), ""),
)
"""The fullest first; the last, in which nothing is added up, is for where no other has room."""


def form_for(rows: Sequence[MonthRow], amounts: Display, width: int) -> Form:
    """The fullest form there is room for: never a part of a sum alone."""
    return next((form for form in FORMS if form.fits(rows, amounts, width)), FORMS[-1])


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
