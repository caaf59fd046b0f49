"""A wallet's policies are read when a send from it is looked at, and stop it by name."""

from __future__ import annotations

from datetime import datetime

from tests.ui.receive.acts import NEW
from tests.ui.send.acts import open_form, paste, sends
from tests.ui.send.samples import invoice
from tests.ui.stage import Stage, stage
from voltage_tui.model.policy import PolicyUpdate
from voltage_tui.money import sats


async def test_a_payment_over_the_policy_s_size_is_stopped_by_name() -> None:
    async with stage(options=NEW) as s:
        await limit_to(s, 500)
        await open_form(s)
        await paste(s, invoice(600))
        await s.until_shown("largest payment")
        await s.press("tab", "enter")
        assert "Nothing is sent. Largest payment: the form says why." in s.keys
        assert "✕ largest payment" in s.text
        assert "500 sats" in s.text
        assert sends(s) == []


async def test_policies_are_asked_for_once_a_minute() -> None:
    async with stage(options=NEW) as s:
        await open_form(s)
        await paste(s, invoice(600))
        await s.until(lambda: s.snapshot.policies)
        read_at = [moment(s)]
        for _ in range(12):
            await s.pass_time(10)
            if moment(s) != read_at[-1]:
                read_at.append(moment(s))
        assert len(read_at) == 3


async def limit_to(s: Stage, amount: int) -> None:
    client = s.app.link.client
    assert client is not None
    client.power.arm()
    for account in s.snapshot.accounts:
        update = PolicyUpdate(max_payment_size=sats(amount))
        await client.policies.update(account.wallet.id, update)
    await s.pass_time(5)


def moment(s: Stage) -> datetime | None:
    """When the policies of the wallet that is sent from were read for the form."""
    (reading,) = s.snapshot.policies.values()
    return reading.read_at
