"""Whose rows come first: what a person looks at, then the largest, one ledger after another."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from tests.treasury.mirroring.mirrored import mirrored
from voltage_tui.simulator.options import Payer, SimulatorOptions
from voltage_tui.treasury.mirroring.turns import REFRESH_S, Rank

if TYPE_CHECKING:
    from tests.treasury.mirroring.mirrored import Mirrored
    from voltage_tui.model.ids import WalletId
    from voltage_tui.treasury.mirroring.progress import MirrorProgress

MANY = SimulatorOptions(wallets=6, ledger_rows=1_200, history_days=0, payer=Payer.MANUAL)


def others_now(m: Mirrored, shown: WalletId) -> list[MirrorProgress]:
    return [p for wallet, p in m.mirroring.ledgers.items() if wallet != shown]


async def test_the_ledger_on_the_screen_is_whole_first_and_the_others_one_by_one() -> None:
    async with mirrored(MANY) as m:
        m.tools = replace(m.tools, page=40)
        m.mirroring._tools = m.tools
        shown = m.wallets[4]
        m.mirroring.show((shown,))
        m.run()
        await m.world.until(
            lambda _: shown in m.mirroring.ledgers and m.mirroring.ledgers[shown].is_whole, 600
        )
        assert all(p.rows <= 40 for p in others_now(m, shown))
        assert m.mirroring.payments.rows, "the payments have their turns in between"
        await m.world.until(lambda _: any(p.rows == p.total for p in others_now(m, shown)), 600)
        # One was read to its end while the others waited.
        assert sum(p.rows > 60 for p in others_now(m, shown)) == 1
        (first,) = [p for p in others_now(m, shown) if p.rows == p.total]
        assert first.total == max(p.total or 0 for p in others_now(m, shown))


async def test_of_very_many_none_is_looked_at_so_often_that_the_rest_waits() -> None:
    async with mirrored(MANY) as m:
        m.run()
        await m.until_whole()
        (turn, *_) = m.mirroring._ledgers.values()
        assert turn.refresh_s == REFRESH_S
        m.mirroring._ledgers.update({f"w-{n}": turn for n in range(994)})  # type: ignore[misc]
        m.mirroring._space_out()
        # A thousand of three requests each take a quarter of four a second.
        assert turn.refresh_s == 3_000
        m.mirroring.show(tuple(m.mirroring._ledgers))
        assert turn.needs(m.world.clock.monotonic() + 60) is not Rank.SHOWN
