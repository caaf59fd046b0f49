"""What a wallet's sends are held to, read when somebody is about to send."""

from __future__ import annotations

from tests.treasury.harness import World, world
from tests.treasury.test_watching import MANUAL, bitcoin_wallet
from voltage_tui.model.ids import WalletId
from voltage_tui.model.policy import MaxPaymentSize, Policy, PolicyUpdate
from voltage_tui.money import sats
from voltage_tui.simulator.faults import server_error
from voltage_tui.treasury.reading import ProblemKind, Reading


async def read(w: World, wallet_id: WalletId) -> Reading[tuple[Policy, ...]]:
    task = w.treasury.read_policies(wallet_id)
    await w.until(lambda _: task.done())
    return w.snapshot.policies[wallet_id]


async def test_a_policy_that_was_set_is_known_after_reading() -> None:
    async with world(MANUAL) as w:
        wallet_id = await bitcoin_wallet(w)
        w.power.arm()
        await w.ask(w.client.policies.update(wallet_id, PolicyUpdate(max_payment_size=sats(5))))
        await w.pass_time(5)
        found = (await read(w, wallet_id)).value
        assert found is not None
        assert MaxPaymentSize(sats(5)) in [policy.rule for policy in found]


async def test_a_wallet_without_policies_has_none_and_is_not_a_failure() -> None:
    async with world(MANUAL) as w:
        await bitcoin_wallet(w)
        reading = await read(w, WalletId("00000000-0000-4000-8000-000000000000"))
        assert (reading.value, reading.problem) == ((), None)


async def test_what_could_not_be_read_says_so_and_keeps_what_was_known() -> None:
    async with world(MANUAL) as w:
        wallet_id = await bitcoin_wallet(w)
        before = (await read(w, wallet_id)).value
        w.faults.add(server_error(500), path=".*/policies", times=None)
        reading = await read(w, wallet_id)
        assert reading.value == before
        assert reading.problem is not None
        assert reading.problem.kind is ProblemKind.SERVER
