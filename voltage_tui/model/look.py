"""What a person saw when they last looked: a moment, and each currency's standing then."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import datetime

    from voltage_tui.money import Currency, Money


@dataclass(frozen=True, slots=True)
class Standing:
    """One currency's wallets in use, added up: what is available (signed), credit used, limit."""

    available: Money
    used: Money
    limit: Money

    @property
    def currency(self) -> Currency:
        """The one currency of all three."""
        return self.available.currency

    def __add__(self, other: Standing) -> Standing:
        """Both together; of one currency only."""
        return Standing(
            self.available + other.available, self.used + other.used, self.limit + other.limit
        )


@dataclass(frozen=True, slots=True)
class Look:
    """What was on the screen at `at`: the standing of each currency, bitcoin first."""

    at: datetime
    standings: tuple[Standing, ...]

    def standing(self, currency: Currency) -> Standing | None:
        """The standing of a currency that was in use then."""
        return next((s for s in self.standings if s.currency == currency), None)


@dataclass(frozen=True, slots=True)
class Looks:
    """The look that changes are counted from (None before there were two), and the newest one."""

    since: Look | None
    newest: Look
