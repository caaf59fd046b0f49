"""What a person wants to take away."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import timedelta
from typing import TYPE_CHECKING

from voltage_tui.model.period import Period
from voltage_tui.query.terms import TimeIs, When

if TYPE_CHECKING:
    from zoneinfo import ZoneInfo

    from voltage_tui.model.ids import WalletId
    from voltage_tui.query import Calendar, Query


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


def with_period(scope: ExportScope, calendar: Calendar, zone: ZoneInfo) -> ExportScope:
    """The same rows, a search's one `in:` made the period: a whole month is no selection.

    A scope with a period of its own, or a search with several, is left as it is.
    """
    if scope.query is None or scope.period is not None:
        return scope
    asked = [
        (clause, clause.term)
        for clause in scope.query.clauses
        if isinstance(clause.term, TimeIs) and clause.term.when is When.IN and not clause.negated
    ]
    if len(asked) != 1:
        return scope
    clause, term = asked[0]
    days = calendar.days(term.period)
    period = Period(days.first, days.after - timedelta(days=1), zone)
    others = tuple(other for other in scope.query.clauses if other is not clause)
    return replace(scope, period=period, query=replace(scope.query, clauses=others))
