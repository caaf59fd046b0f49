"""What is known of the months that were sealed: whether they are still what they were."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from voltage_tui.model.period import Period
from voltage_tui.money import Money
from voltage_tui.time_zone import zone_named

if TYPE_CHECKING:
    from datetime import datetime

    from voltage_tui.store.seals import Seal
    from voltage_tui.treasury.closing.evidence import RowChanges


@dataclass(frozen=True, slots=True)
class SealChange:
    """How a sealed month is other than it was.

    `opening` and `closing` are the balances now, where they are not those that were sealed.
    """

    found_at: datetime
    rows: RowChanges
    opening: Money | None = None
    closing: Money | None = None


@dataclass(frozen=True, slots=True)
class Sealed:
    """A sealed month, with what changed in it since.

    `checked` is whether its rows here were compared with those sealed since this start; they are
    once the copy is whole.
    """

    seal: Seal
    checked: bool = False
    change: SealChange | None = None

    @property
    def opening(self) -> Money | None:
        """The balance it began with, as sealed."""
        return self._figure("opening")

    @property
    def closing(self) -> Money | None:
        """The balance it ended with, as sealed."""
        return self._figure("closing")

    def _figure(self, name: str) -> Money | None:
        units = self.seal.figures.get(name)
        return None if units is None else Money(self.seal.currency, units)


def period_of(seal: Seal) -> Period:
    """The month of a seal, on the clocks it was counted by."""
    year, _, month = seal.month.partition("-")
    return Period.month(int(year), int(month), zone_named(seal.zone) or ZoneInfo("UTC"))
