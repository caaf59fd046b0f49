"""The treasury against the simulator: what a treasurer would miss if it were not so."""

from __future__ import annotations

from tests.treasury.harness import world
from voltage_tui.treasury.snapshot import ConnectionState


async def test_a_start_reads_everything_by_itself() -> None:
    async with world() as w:
        took = await w.until(
            lambda s: s.wallets.value and s.lines.value and s.book.value and s.accounts
        )
        assert took < 1
        await w.until(lambda s: s.connection.state is ConnectionState.LIVE)
        print(w.snapshot)
