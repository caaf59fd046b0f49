"""What a person saw when they last looked, and what has changed since (product 1.1).

A look is small: its moment, and each currency's standing then. What moved since is added up from
the payments, which are known with their own times.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from voltage_tui.model.look import Look, Standing
from voltage_tui.treasury.account import totals_in_use
from voltage_tui.treasury.movements import Movements, movements_since
from voltage_tui.treasury.reading import Freshness

if TYPE_CHECKING:
    from datetime import datetime

    from voltage_tui.money import Currency
    from voltage_tui.treasury.snapshot import Snapshot


@dataclass(frozen=True, slots=True)
class Change:
    """A currency's standing at the look and now; either is None where it was not in use."""

    currency: Currency
    before: Standing | None
    now: Standing | None


@dataclass(frozen=True, slots=True)
class Since:
    """What has changed since a look.

    `changes` are those currencies whose available or credit is other than it was. `moved` counts
    payments from `moved_from` on, which is the look's moment unless the payments read so far do
    not reach back to it; both are None before any were read.
    """

    look: Look
    changes: tuple[Change, ...]
    moved: Movements | None
    moved_from: datetime | None

    @property
    def reaches_back(self) -> bool:
        """Whether the counts are of all the time since."""
        return self.moved_from == self.look.at


def look_at(snapshot: Snapshot, now: datetime) -> Look | None:
    """What can be seen now; None while the balances are not known, or too old to be trusted."""
    if snapshot.wallets.freshness(now) is not Freshness.FRESH:
        return None
    totals = totals_in_use(snapshot.accounts)
    return Look(now, tuple(Standing(t.available, t.used, t.limit) for t in totals))


def changes_since(look: Look, snapshot: Snapshot, now: datetime) -> Since:
    """What is other than it was at `look`; balances that are not known now changed nothing."""
    changes: list[Change] = []
    seen = look_at(snapshot, now)
    if seen is not None:
        currencies = sorted({s.currency for s in (*look.standings, *seen.standings)})
        pairs = (Change(c, look.standing(c), seen.standing(c)) for c in currencies)
        changes = [pair for pair in pairs if pair.before != pair.now]
    book = snapshot.book.value
    if book is None:
        return Since(look, tuple(changes), None, None)
    reaches = look.at if book.covers(look.at) or book.reaches is None else book.reaches
    return Since(look, tuple(changes), movements_since(book.payments, reaches), reaches)
