"""The lines over the ledger's rows."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from voltage_tui.ui.paint import Line, Span, fit, width_of
from voltage_tui.ui.palette import Ground, Role
from voltage_tui.ui.widgets.painted import Painted

if TYPE_CHECKING:
    from collections.abc import Sequence

    from voltage_tui.model.ids import WalletId

_ROOM_FOR_WORDS: Final = 160
"""Columns from which what a row did is not cut in the table."""
_LONG_WORDS: Final = 60
"""Cells from which it is cut there too."""
_LONGEST_NAME: Final = 24
"""Cells of a wallet's name among the choices."""


class LedgerHead(Painted):
    """Whose ledger it is, how much of it is here, and whether the balances can be trusted."""

    choices: Sequence[tuple[WalletId | None, str]] = ()
    chosen: WalletId | None = None
    state: Line = ()
    row: Line = ()

    def paint(self, width: int, height: int) -> Sequence[Line]:
        """The wallets to choose from, the state, and a row's words where its column is short."""
        is_cut = width < _ROOM_FOR_WORDS or width_of(self.row) > _LONG_WORDS
        return [self._wallets(width), self.state, self.row if is_cut else ()]

    def _wallets(self, width: int) -> Line:
        at = next((n for n, (w, _) in enumerate(self.choices) if w == self.chosen), 0)
        line: list[Span] = [Span("  ")]
        # Start so far right that the chosen one is in view, with one before it.
        first, room = at, width - 12
        while first > 0 and width_of(self._part(range(first - 1, at + 1))) <= room:
            first -= 1
        line += self._part(range(min(first, max(0, at - 1)), len(self.choices)), width)
        return line

    def _part(self, numbers: range, width: int | None = None) -> list[Span]:
        """Some of the choices, no more of them than `width` cells have room for."""
        spans: list[Span] = []
        taken = 0
        for n in numbers:
            wallet, name = self.choices[n]
            name = fit(name, _LONGEST_NAME)
            chosen = wallet == self.chosen
            role, ground = (Role.STRONG, Ground.KEYCAP) if chosen else (Role.MUTED, None)
            spans.append(Span(f" {name} ", role, ground))
            taken += width_of(spans[-1:])
            if width is not None and taken > width:
                break
        return spans
