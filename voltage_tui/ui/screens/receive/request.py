"""What a payer is given: which text, and under which name the picture of it is kept."""

from __future__ import annotations

from voltage_tui.treasury.receiving import Receiving, ReceivingStage
from voltage_tui.ui.screens.receive.onchain import progress_of


def open_request(receiving: Receiving | None) -> str | None:
    """The request while it can be paid: nothing else is ever drawn or copied for a payer.

    A payment that was seen on-chain in full closes it, long before it is confirmed: a code that
    still stood there would be paid a second time.
    """
    if receiving is None or receiving.stage is not ReceivingStage.READY:
        return None
    progress = progress_of(receiving)
    if progress is not None and not progress.is_short:
        return None
    return receiving.payment.payable if receiving.payment else None


def picture_name(receiving: Receiving, *, demo: bool) -> str:
    """A file name that says what it is, with enough of the ID to find the payment."""
    world = "demo-" if demo else ""
    return f"voltage-{world}receive-{receiving.payment_id[:8]}.png"
