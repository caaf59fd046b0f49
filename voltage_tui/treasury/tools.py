"""What every part of the treasury is given."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING
from uuid import UUID

if TYPE_CHECKING:
    from random import Random

    from voltage_tui.api.client import VoltageClient
    from voltage_tui.clock import Clock
    from voltage_tui.launch import CoinPriceService
    from voltage_tui.store.store import Store
    from voltage_tui.treasury.board import Board
    from voltage_tui.treasury.cadence import Cadence
    from voltage_tui.treasury.gate import Gate
    from voltage_tui.treasury.scheduler import Scheduler


@dataclass(frozen=True, slots=True)
class Tools:
    """The client, the journal of this environment, the clock and the parts all jobs share.

    `coin_prices` is the service that may be asked for prices where a person turned it on.
    """

    client: VoltageClient
    store: Store
    clock: Clock
    random: Random
    cadence: Cadence
    gate: Gate
    board: Board
    scheduler: Scheduler
    coin_prices: CoinPriceService | None = None

    def new_id(self) -> str:
        """A fresh UUID (version 4), as the API wants its identifiers chosen."""
        return str(UUID(int=self.random.getrandbits(128), version=4))

    def stretched(self, interval_s: float) -> float:
        """How often something really is read now that is meant to be every `interval_s`."""
        return interval_s * self.scheduler.stretch

    def server_now(self) -> datetime:
        """The moment by the server's clock, to about a second (S-33)."""
        return self.clock.now() + (self.client.server_offset or timedelta())
