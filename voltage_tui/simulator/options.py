"""What can be chosen when a simulator is made."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum, auto
from typing import Final

MAX_LEDGER_ROWS: Final = 1_000_000
"""The most extra ledger rows one simulator carries."""
MAX_WALLETS: Final = 1_000
"""The most wallets one simulator starts with."""


class Payer(Enum):
    """Whether receives are paid by themselves."""

    AUTO = auto()
    """Every receive is paid 2 to 8 seconds after it can be."""
    MANUAL = auto()
    """Only `Simulator.pay` pays."""


@dataclass(frozen=True, slots=True)
class SimulatorOptions:
    """The seed and size of the world; the same options give the same bytes.

    `ledger_rows` adds that many rows of older history, shared out to the wallets. `activity`
    lets the company live: a sale or a payout every 15 to 60 seconds of clock time.
    Raises `ValueError` when a number is out of range.
    """

    seed: int = 7
    wallets: int = 4
    ledger_rows: int | None = None
    payer: Payer = Payer.AUTO
    activity: bool = False
    history_days: int = 90

    def __post_init__(self) -> None:
        if not 1 <= self.wallets <= MAX_WALLETS:
            raise ValueError(f"wallets must be 1 to {MAX_WALLETS}")
        if not 0 <= (self.ledger_rows or 0) <= MAX_LEDGER_ROWS:
            raise ValueError(f"ledger_rows must be 0 to {MAX_LEDGER_ROWS}")
        if not 0 <= self.history_days <= 365:
            raise ValueError("history_days must be 0 to 365")
