"""How often each thing is read; seconds of the given clock."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

_BURST_SHARE: Final = 4


@dataclass(frozen=True, slots=True)
class Cadence:
    """The pace of the treasury. Every value is in seconds unless its name says otherwise.

    `in_flight` pairs an age with how often a payment younger than it is read; `oldest` is for the
    rest. `backoff_first` doubles with each failure up to `backoff_cap`, or `probe_cap` while the
    API cannot be reached and one job tries for all. `refused` is how long a refused key is left
    alone. The first balances have `head_start` to themselves; payments
    begin `payments_after` them, so that they are on the screen by then. `slow_factor` stretches
    every interval while nobody is looking.
    """

    head_start: float = 1.0
    payments_after: float = 0.05
    wallets: float = 5.0
    lines: float = 30.0
    payments: float = 5.0
    sweep: float = 300.0
    ledger_moving: float = 5.0
    ledger_quiet: float = 30.0
    case_moving: float = 5.0
    case_done: float = 60.0
    rate: float = 30.0
    policies: float = 60.0
    in_flight: tuple[tuple[float, float], ...] = (
        (10.0, 1.0),
        (60.0, 2.0),
        (300.0, 5.0),
        (1800.0, 15.0),
    )
    oldest: float = 60.0
    just_asked: float = 0.5
    in_flight_per_second: int = 5
    backoff_first: float = 2.0
    backoff_cap: float = 60.0
    probe_cap: float = 10.0
    refused: float = 60.0
    jitter_permille: int = 100
    slow_factor: float = 3.0
    requests_per_minute: int = 240

    @property
    def burst(self) -> int:
        """How many requests may be made at once after a pause, beside `requests_per_minute`."""
        return max(1, self.requests_per_minute // _BURST_SHARE)

    def for_age(self, age_s: float) -> float:
        """How often a payment that has been in flight for `age_s` is read."""
        return next((every for limit, every in self.in_flight if age_s < limit), self.oldest)

    def backoff(self, failures: int) -> float:
        """How long to wait after `failures` failures in a row (at least one)."""
        doublings = min(failures - 1, 30)
        return min(self.backoff_cap, self.backoff_first * (1 << doublings))
