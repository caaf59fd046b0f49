"""The arithmetic of one wallet's month, line by line, and what is wrong with it if anything."""

from __future__ import annotations

from typing import TYPE_CHECKING

from voltage_tui.money import Money
from voltage_tui.treasury.closing.months import Standing
from voltage_tui.ui.paint import Line, Span, pad, width_of, wrap
from voltage_tui.ui.palette import Role
from voltage_tui.ui.screens.close.words import (
    change_sentences,
    seal_sentence,
    standing_sentence,
    uncleared_words,
)
from voltage_tui.ui.widgets.painted import Painted

if TYPE_CHECKING:
    from collections.abc import Sequence

    from voltage_tui.ui.screens.close.rows import MonthRow

_LABEL = 20
_TWO_COLUMNS = 100
"""From here what there is to say stands beside the sum."""


class MonthSum(Painted):
    """Opening, every kind of movement, computed, the ledger's, the difference."""

    def __init__(self) -> None:
        super().__init__()
        self._row: MonthRow | None = None

    def show(self, row: MonthRow | None) -> None:
        """Show this month."""
        self._row = row
        self.repaint()

    def paint(self, width: int, height: int) -> Sequence[Line]:
        """The sum, and the sentences beside it or before it."""
        row = self._row
        if row is None:
            return []
        if not row.month.is_known:
            return [(), *self._said(row, width - 4, 2)]
        figures = self._figures(row)
        if width >= _TWO_COLUMNS:
            left = max(map(width_of, figures)) + 4
            said = self._said(row, width - left - 2, 0)
            lines: list[Line] = [()]
            for n in range(max(len(figures), len(said))):
                first = figures[n] if n < len(figures) else ()
                second = said[n] if n < len(said) else ()
                gap = Span(" " * (left - width_of(first)))
                lines.append([*first, gap, *second] if second else first)
            return [*lines, *self._holds(row, width)]
        said = self._said(row, width - 4, 2)
        holds = self._holds(row, width)
        # Where there is little room, whether it adds up comes before what holds did.
        room = max(0, height - len(figures) - 1)
        kept = holds if len(holds) + len(said) <= room else []
        return [(), *figures, *kept, *said[: room - len(kept)]]

    def _figures(self, row: MonthRow) -> list[Line]:
        month, sums, display = row.month, row.month.sums, self.app.amounts.own
        currency = month.currency
        zero = Money(currency, 0)
        parts = (
            ("opening", display.number(month.opening)),
            ("in", display.number(Money(currency, sums.received), Role.OK_STRONG, signed=True)),
            ("out", display.number(Money(currency, sums.spent), signed=True)),
            ("network fees", display.number(Money(currency, sums.network_fees), signed=True)),
            ("processing fees", display.number(Money(currency, sums.processing_fees), signed=True)),
            ("settled", display.number(Money(currency, sums.settled), signed=True)),
            ("computed closing", display.number(month.computed, Role.STRONG)),
            ("ledger's closing", display.number(month.closing, Role.STRONG)),
        )
        wide = max(width_of(number.left) for _, number in parts)
        tail = max(width_of(number.right) for _, number in parts)
        unit = Span(f" {display.unit_word(zero)}", Role.MUTED)
        lines: list[Line] = [
            [
                Span(f"  {pad(label, _LABEL)}", Role.MUTED),
                Span(" " * (wide - width_of(number.left))),
                *number.spans,
                Span(" " * (tail - width_of(number.right))),
                unit,
            ]
            for label, number in parts
        ]
        return lines

    def _holds(self, row: MonthRow, width: int) -> list[Line]:
        """What holds did, which is no money."""
        month, sums, words = row.month, row.month.sums, self.app.amounts.own.words
        said = []
        if sums.reserved or sums.given_back:
            reserved = Money(month.currency, -sums.reserved)
            given_back = Money(month.currency, sums.given_back)
            said.append(f"{words(reserved)} reserved, {words(given_back)} given back")
        if month.held_at_end is not None and not month.held_at_end.is_zero:
            said.append(f"{words(month.held_at_end)} still open at the end")
        told = wrap(", ".join(said) or "none", width - _LABEL - 4)
        heads = ["holds (no money)", *[""] * len(told)]
        return [
            [Span(f"  {pad(head, _LABEL)}", Role.MUTED), Span(words, Role.MUTED)]
            for head, words in zip(heads, told, strict=False)
        ]

    def _said(self, row: MonthRow, width: int, indent: int) -> list[Line]:
        """What it means, in sentences."""
        now, display = self.app.now(), self.app.amounts.own
        said = [standing_sentence(row.month, now, display)]
        if row.sealed is not None:
            said.append(seal_sentence(row.sealed, now))
            said += change_sentences(row.sealed, display)
        elif row.month.standing is Standing.BALANCED and row.month.is_over(now):
            said.append(("Not sealed yet: S seals it.", Role.MUTED))
        sums = row.month.sums
        if row.month.is_known and sums.rows:
            said.append((uncleared_words(sums.uncleared_rows, sums.rows), Role.MUTED))
        return [
            [Span(" " * indent), Span(piece, role)]
            for words, role in said
            for piece in wrap(words, max(20, width))
        ]
