"""What a screen may know of rates that are missing and being fetched, frozen."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from array import array
    from datetime import datetime

    from voltage_tui.treasury.reading import Problem


@dataclass(frozen=True, slots=True)
class MissingRates:
    """The rows that moved money whose value in dollars is not known (S-69).

    `row_ids` are the mirror's own, by time; `minutes` those whose price would give it, each once.
    Rows of assets are among the first but need no minute: only a person can say what one is worth.
    """

    row_ids: array[int]
    minutes: tuple[datetime, ...]

    @property
    def count(self) -> int:
        """How many rows."""
        return len(self.row_ids)


@dataclass(frozen=True, slots=True)
class PricingProgress:
    """How the fetching of coin prices stands, or how the last one ended.

    `wanted` are minutes, of which `fetched` are kept by now and `refused` have no usable price.
    `problem` says why it waits or why it stopped; the last refusal too. `kept` grows with every
    rate that is kept or taken away, also a person's: what was looked up before is to be looked up
    again.
    """

    running: bool = False
    wanted: int = 0
    fetched: int = 0
    refused: int = 0
    problem: Problem | None = None
    kept: int = 0

    @property
    def left(self) -> int:
        """Minutes not asked for yet."""
        return self.wanted - self.fetched - self.refused
