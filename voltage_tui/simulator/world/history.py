"""What happened before now."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from voltage_tui.simulator.state.state import State


def write(state: State, now: int) -> None:
    """Nothing yet."""
    for wallet in state.wallets.values():
        wallet.deposit(state.new_id(), 50_000_000, now - 1_000_000)
