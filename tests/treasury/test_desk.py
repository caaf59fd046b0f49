"""Payments come after the balances, and nobody has to wait for them to ask for something."""

from __future__ import annotations

import asyncio

from tests.treasury.harness import World, world
from voltage_tui.model.ids import WalletId
from voltage_tui.model.payment import PaymentKind
from voltage_tui.money import sats
from voltage_tui.simulator.faults import Break
from voltage_tui.treasury.cadence import Cadence
from voltage_tui.treasury.receiving import ReceiveOrder, ReceivingStage

BALANCES = ("/wallets", "/summaries")


def when(w: World, *path_ends: str) -> list[float]:
    return [at for at, _, path, _ in w.asked if path.endswith(path_ends)]


async def test_balances_are_known_before_payments_are_asked_for() -> None:
    async with world() as w:
        await w.until(lambda s: s.book.value is not None)
        known = max(when(w, *BALANCES)[:2])
        others = [at for at, _, path, _ in w.asked if not path.endswith(BALANCES)]
        assert others
        assert min(others) >= known + Cadence().payments_after


async def test_balances_that_are_long_in_coming_hold_nothing_up() -> None:
    async with world(running=False) as w:
        w.faults.add(Break.NEVER_ANSWER, path=".*/wallets")
        w.run()
        took = await w.until(lambda s: s.book.value is not None)
        assert w.snapshot.wallets.value is None
        assert took < Cadence().head_start + 1


async def test_balances_that_fail_hold_nothing_up() -> None:
    async with world(running=False) as w:
        w.faults.add(Break.REFUSE, path=".*/wallets", times=None)
        w.run()
        await w.until(lambda s: s.book.value is not None)
        assert w.snapshot.wallets.value is None


async def test_a_payment_can_be_asked_for_before_anything_was_read() -> None:
    async with world(running=False) as w:
        wallet = WalletId(w.simulator.identity.wallet_ids[0])
        order = ReceiveOrder(wallet, PaymentKind.BOLT11, sats(25_000), None, 3_600)
        asked = w.treasury.start_receive(order)
        w.run()
        await w.until(
            lambda s: (r := s.receiving(asked)) is not None and r.stage is ReceivingStage.READY
        )


async def test_a_treasury_that_ran_before_can_run_again() -> None:
    async with world() as w:
        await w.until(lambda s: s.book.value is not None)
        await w.stop()
        before = w.count(path_end="/payments")
        again = asyncio.create_task(w.treasury.run())
        await w.until(lambda _: w.count(path_end="/payments") > before, 30)
        await w.pass_time(2)
        assert not again.done()
        again.cancel()
        await asyncio.gather(again, return_exceptions=True)
