"""What a wallet had earlier is what it would have had if nothing had happened since."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from voltage_tui.clock import ManualClock
from voltage_tui.simulator.core import Simulator
from voltage_tui.simulator.options import Payer, SimulatorOptions
from voltage_tui.simulator.past import Had

START = datetime(2026, 3, 2, 10, 54, 55, tzinfo=UTC)


def figures(simulator: Simulator) -> list[Had]:
    return [
        Had(wallet.line.currency.value, wallet.available, wallet.limit)
        for wallet in simulator._state.wallets.values()
    ]


def test_earlier_figures_are_those_that_were_told_then() -> None:
    clock = ManualClock(START)
    options = SimulatorOptions(payer=Payer.AUTO, activity=True, history_days=3)
    simulator = Simulator(clock, options)
    simulator.run_due()
    told: list[tuple[datetime, list[Had]]] = []
    for _ in range(12):
        told.append((clock.now(), figures(simulator)))
        clock.advance(1_200)
        simulator.run_due()
    assert told[0][1] != figures(simulator)
    for at, before in told:
        assert list(simulator.had_at(at)) == before


def test_credit_is_in_use_as_far_as_available_is_below_zero() -> None:
    assert Had("btc", -5, 10).used == 5
    assert Had("btc", 5, 10).used == 0


def test_a_wallet_that_was_not_there_had_nothing() -> None:
    simulator = Simulator(ManualClock(START), SimulatorOptions(payer=Payer.MANUAL))
    assert simulator.had_at(START - timedelta(days=4_000)) == ()
