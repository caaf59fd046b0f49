"""What a scrape is answered from: all that is known at one moment, frozen."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from voltage_tui.treasury.cadence import Cadence
    from voltage_tui.treasury.snapshot import Snapshot


@dataclass(frozen=True, slots=True)
class View:
    """A snapshot and the counts of this run.

    `payments` counts, by direction and status, how often a payment was seen to come into that
    status since the start; `asked` and `failed` are requests.
    """

    environment: str
    profile: str
    snapshot: Snapshot
    now: datetime
    cadence: Cadence
    asked: int
    failed: int
    payments: Mapping[tuple[str, str], int]
