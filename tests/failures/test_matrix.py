"""Every mishap on the way of everything the treasury writes, over real HTTP to the simulator.

At every moment what is said is true, at most one request leaves, and when the mishap is over the
truth is found wherever it can be known.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace

import pytest

from tests.failures.deeds import DEEDS, Deed, Said
from tests.failures.unlucky import Mishap
from tests.failures.way_to_simulator import RealWorld, real_world
from voltage_tui.model.ids import PaymentId, new_id
from voltage_tui.simulator.options import Payer, SimulatorOptions
from voltage_tui.treasury.paying.sending import PayRefused

WORLD = SimulatorOptions(history_days=0, payer=Payer.MANUAL)
READ_WITHIN_S = 5.0
IN_THE_DARK = ("send over Lightning", "receive over Lightning", "create a wallet")
"""One of each kind, of which nothing can be read either until the mishap is over."""
KNOWN = (Said.TAKEN, Said.DONE)


@dataclass
class Told:
    """Everything that was said of a deed, and what of it was not true when it was said."""

    words: list[Said] = field(default_factory=list)
    lies: list[Said] = field(default_factory=list)

    def listen(self, w: RealWorld, deed: Deed) -> Callable[[], None]:
        """Listen and judge from now on; returns how to stop that."""

        def judge(_: object) -> None:
            said = deed.said()
            self.words.append(said)
            if (said in KNOWN and not w.way.arrived) or (said is Said.NO and w.way.arrived):
                self.lies.append(said)

        return w.treasury.subscribe(judge)


@pytest.mark.safety(
    "S-4", "all the treasury writes, 21 mishaps over HTTP: at most one request left"
)
@pytest.mark.safety("S-5", "21 mishaps over HTTP: each state said was true of the simulator then")
@pytest.mark.parametrize(
    ("name", "dark"), [*((name, False) for name in DEEDS), *((name, True) for name in IN_THE_DARK)]
)
async def test_what_is_said_is_true_and_nothing_leaves_twice(name: str, dark: bool) -> None:
    async with real_world(WORLD) as w:
        for mishap in Mishap:
            deed, told = await DEEDS[name](w), Told()
            with w.struck(mishap, dark=dark):
                stop = told.listen(w, deed)
                await strike(w, deed, mishap, dark=dark)
            await heal(w, deed, mishap, told)
            assert told.lies == [], (mishap, told.words)
            stop()


async def strike(w: RealWorld, deed: Deed, mishap: Mishap, *, dark: bool) -> None:
    """Ask for it while the way is bad, until that is noticed and the one soon read is over."""
    w.power.arm()
    try:
        await w.ask(_start(deed))
    except PayRefused:  # before anything was sent: a rate must be read first
        assert w.way.seen == [], mishap
        return
    silent = 30.0 if mishap in (Mishap.SILENCE, Mishap.SILENCE_AFTER) else 0.0
    await w.pass_time(silent + READ_WITHIN_S + 0.5)
    assert len(w.way.seen) == len(set(w.way.seen)) <= deed.writes, mishap
    said = deed.said()
    if mishap.says_no and deed.order is not None:
        assert said is Said.NO, mishap
    if mishap.arrives and not dark:
        assert said in (*KNOWN, Said.WAITING), mishap
    if deed.order is not None and not mishap.says_no and not mishap.arrives:
        assert said is Said.UNKNOWN, mishap


async def _start(deed: Deed) -> None:
    await deed.act()


async def heal(w: RealWorld, deed: Deed, mishap: Mishap, told: Told) -> None:
    """The mishap is over: what was taken is found to be, and the rest is never said to be."""
    if mishap.arrives:
        await w.until(lambda _: deed.said() is Said.DONE, 900.0)
        assert deed.true(), mishap
        assert Said.NO not in told.words, (mishap, told.words)
        return
    await w.pass_time(8.0)
    if deed.said() is not Said.DONE:
        assert not w.way.arrived
        assert deed.said() in (Said.NO, Said.UNKNOWN, Said.WAITING), mishap
    if deed.order is not None and deed.said() is Said.UNKNOWN:
        await refused_again(w, deed)


async def refused_again(w: RealWorld, deed: Deed) -> None:
    """While it is not known, the same is not sent under another ID either (S-7)."""
    assert deed.order is not None
    w.power.arm()
    again = replace(deed.order, payment_id=PaymentId(new_id()))
    with pytest.raises(PayRefused) as refused:
        await w.ask(w.treasury.start_send(again, again.digest))
    assert refused.value.earlier_id == deed.order.payment_id
    assert len(w.way.seen) <= 1
