"""What the tests of asking for a payment do over and over, on the stage all tests use."""

from __future__ import annotations

from textual import events

from tests.ui.qr.reading import read_cells
from tests.ui.stage import Stage
from voltage_tui.simulator.options import Payer, SimulatorOptions
from voltage_tui.treasury.receiving import Receiving, ReceivingStage

NEW = SimulatorOptions(payer=Payer.MANUAL, history_days=0)
"""A company without a past, in which a request is paid when the test says so."""


def newest(s: Stage) -> Receiving | None:
    """The newest request that was asked for."""
    known = s.snapshot.receivings
    return known[0] if known else None


def receiving(s: Stage) -> Receiving:
    """The same, which must be there."""
    found = newest(s)
    assert found is not None
    return found


async def until_at(s: Stage, stage: ReceivingStage, most_s: float = 60.0) -> None:
    """Let time pass until the newest request is at `stage`."""
    await s.until(lambda: (found := newest(s)) is not None and found.stage is stage, most_s)


def pay(s: Stage, amount_msats: int | None = None) -> None:
    """A payer pays the newest request."""
    s.simulator.pay(receiving(s).payment_id, amount_msats)


def requests(s: Stage) -> list[dict[str, object]]:
    """The bodies of the requests to receive."""
    return [body for path, body in s.posts if path == "payments"]


def codes(s: Stage) -> list[str]:
    """The QR codes that can be read from the cells on the screen."""
    return read_cells(s.strips)


def arrive(s: Stage, *keys: str) -> None:
    """Have keys arrive; nothing has been done about them yet."""
    for key in keys:
        s.app.post_message(events.Key(key, key if len(key) == 1 else None))


async def burst(s: Stage, *keys: str) -> None:
    """Keys that arrive all at once, as over a slow line or from a scanner."""
    arrive(s, *keys)
    await s.paint()
