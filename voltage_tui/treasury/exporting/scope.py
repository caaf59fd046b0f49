"""What a person wants to take away."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from voltage_tui.model.ids import WalletId
    from voltage_tui.model.period import Period
    from voltage_tui.query import Query


@dataclass(frozen=True, slots=True)
class ExportScope:
    """Rows of these wallets (of all, for none), of this period (of any time, for None).

    With a search only the rows it finds, in the order of every export: a selection, whose balances
    prove nothing.
    """

    wallets: tuple[WalletId, ...] = ()
    period: Period | None = None
    query: Query | None = None

    @property
    def is_selection(self) -> bool:
        """Whether rows between the first and the last may be left out."""
        return self.query is not None and bool(self.query.clauses)
