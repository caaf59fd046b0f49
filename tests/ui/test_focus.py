"""While another window is in use little is asked and painted; what is shown stays true."""

from __future__ import annotations

from textual.events import AppBlur, AppFocus

from tests.ui.stage import Stage, stage
from tests.waiting import settled
from voltage_tui.treasury.reading import Freshness

MINUTE = 60.0


LIVE = ("/wallets", "/payments", "/summaries")


async def asked_in(s: Stage, seconds: float) -> int:
    """Reads of what is shown, in so many seconds; what is copied or watched has its own pace."""
    before = len(s.asked)
    await s.pass_time(seconds)
    targets = [target.partition("?")[0] for _, target in s.asked[before:]]
    return sum(target.endswith(LIVE) for target in targets)


def copied(s: Stage) -> bool:
    """Whether every ledger and all payments have been read through, which is done once."""
    snapshot = s.app.snapshot
    if snapshot is None or not snapshot.mirrors or snapshot.mirrored_payments is None:
        return False
    progress = (*snapshot.mirrors.values(), snapshot.mirrored_payments)
    return all(each.is_whole for each in progress)


async def look_away(s: Stage) -> None:
    s.app.post_message(AppBlur())
    await s.pilot.pause()


async def look_back(s: Stage) -> None:
    s.app.post_message(AppFocus())
    await s.pilot.pause()


async def test_little_is_asked_while_nobody_looks_and_everything_when_somebody_does() -> None:
    async with stage() as s:
        await s.until(lambda: copied(s))
        usual = await asked_in(s, MINUTE)
        await look_away(s)
        assert await asked_in(s, 2 * MINUTE) < usual
        assert s.app.news.wallets_freshness() is Freshness.FRESH
        before = len(s.asked)
        await look_back(s)
        await settled()
        paths = {target.partition("?")[0].rpartition("/")[2] for _, target in s.asked[before:]}
        assert {"wallets", "payments", "summaries"} <= paths
        assert await asked_in(s, MINUTE) > usual // 2


async def test_a_connection_made_while_nobody_looks_is_a_slow_one() -> None:
    async with stage(started=False) as s:
        await look_away(s)
        await s.until(lambda: s.app.treasury is not None)
        # What is copied for later is copied at any time.
        await s.until(lambda: copied(s))
        slow = await asked_in(s, MINUTE)
        await look_back(s)
        await s.pass_time(10)
        assert await asked_in(s, MINUTE) > 2 * slow
