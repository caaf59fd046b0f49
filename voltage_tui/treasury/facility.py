"""A line of credit together with the wallets on it: what of it is used and what is left.

The API says what is handed out, not what is used: that is added up from the wallets (reference
section 12).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from voltage_tui.money import Money, total
from voltage_tui.treasury.account import Account, permille

if TYPE_CHECKING:
    from collections.abc import Iterable

    from voltage_tui.model.credit import LineOfCredit


@dataclass(frozen=True, slots=True)
class Facility:
    """A line and its wallets; amounts in the line's currency, magnitudes at least 0.

    `limits` are the wallets' own limits added up, `used` is the credit its wallets use, holds
    included, `held` their open holds, `headroom` what they can still spend between them within
    their own limits.
    """

    line: LineOfCredit
    accounts: tuple[Account, ...]
    limits: Money
    used: Money
    held: Money
    available: Money
    headroom: Money

    @property
    def used_permille(self) -> int | None:
        """Used of the whole limit, in tenths of a percent."""
        return permille(self.used, self.line.limit)

    @property
    def used_of_limits_permille(self) -> int | None:
        """Used of what the wallets may use, in tenths of a percent; None without a limit."""
        return permille(self.used, self.limits)

    @property
    def allocated_permille(self) -> int | None:
        """Handed out of the whole limit, in tenths of a percent."""
        return permille(self.line.allocated, self.line.limit)


def facilities_of(
    lines: Iterable[LineOfCredit], accounts: Iterable[Account]
) -> tuple[Facility, ...]:
    """Every line with its active wallets, the most used first."""
    known = [a for a in accounts if a.wallet.active]
    facilities = (_facility(line, known) for line in lines)
    return tuple(
        sorted(facilities, key=lambda f: (-(f.used_permille or 0), f.line.currency, f.line.id))
    )


def _facility(line: LineOfCredit, accounts: Iterable[Account]) -> Facility:
    own = tuple(
        sorted(
            (a for a in accounts if a.line is not None and a.line.id == line.id),
            key=lambda a: (-(a.used_permille or 0), a.wallet.name.casefold(), a.wallet.id),
        )
    )

    def add(amounts: Iterable[Money | None]) -> Money:
        return total(line.currency, (a for a in amounts if a is not None))

    return Facility(
        line=line,
        accounts=own,
        limits=add(a.limit for a in own),
        used=add(a.used for a in own),
        held=add(a.held for a in own),
        available=add(a.available for a in own),
        headroom=add(a.headroom for a in own),
    )
