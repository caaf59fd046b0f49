"""What a wallet's policies say to a send (API reference, section 15)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from voltage_tui.simulator import codec
from voltage_tui.simulator.amounts import MSATS_PER_SAT
from voltage_tui.simulator.moments import DAY, MINUTE
from voltage_tui.simulator.state.kinds import SendStatus
from voltage_tui.simulator.state.payment import Send

if TYPE_CHECKING:
    from collections.abc import Iterator

    from voltage_tui.simulator.state.state import State

SANCTIONED: Final = "sanctioned"
"""The name whose address screening refuses (`codec.write_address(state, SANCTIONED)`)."""
VOLUME_WINDOW: Final = DAY
"""The window of `send_volume_limit`: undocumented, here the last 24 hours."""


def refusal(state: State, send: Send) -> str | None:
    """Why the wallet's policies refuse this send, or None when they let it pass."""
    policies = send.wallet.policies
    if policies is None:
        return None
    size = policies.max_payment_size
    if size is not None and send.principal_msats > size.value * MSATS_PER_SAT:
        return "The payment is larger than this wallet allows."
    velocity = policies.velocity
    if velocity is not None and sum(1 for _ in _others(state, send, MINUTE)) >= velocity.value:
        return "This wallet has made too many payments in the last minute."
    volume = policies.send_volume
    if volume is not None:
        sent = sum(other.principal_msats for other in _others(state, send, VOLUME_WINDOW))
        if sent + send.principal_msats > volume.value * MSATS_PER_SAT:
            return "This wallet's outgoing volume is used up."
    if policies.screening is not None and _is_sanctioned(state, send):
        return "The address is on a sanctions list."
    return None


def _others(state: State, send: Send, window: int) -> Iterator[Send]:
    """Earlier sends of the wallet in the window that were let pass."""
    for payment in reversed(state.in_order[: send.seq]):
        if payment.created < state.now - window:
            return
        if (
            isinstance(payment, Send)
            and payment.wallet is send.wallet
            and payment.status in (SendStatus.APPROVED, SendStatus.COMPLETED)
            and payment.check_only is not True
        ):
            yield payment


def _is_sanctioned(state: State, send: Send) -> bool:
    return send.address == codec.write_address(state, SANCTIONED)
