"""Writing what happened: the history of a payment, its state, and its webhook event."""

from __future__ import annotations

from typing import TYPE_CHECKING

from voltage_tui.simulator.state.kinds import ReceiveStatus, SendStatus
from voltage_tui.simulator.state.payment import Happening, Send

if TYPE_CHECKING:
    from voltage_tui.simulator.json_types import JsonObject
    from voltage_tui.simulator.state.payment import Payment, Receive
    from voltage_tui.simulator.state.state import State


def note(state: State, payment: Payment, name: str, error: str | None = None) -> None:
    """Add to the history and move `updated_at`."""
    payment.history.append(Happening(name, error, state.now))
    payment.updated = state.now


def error_json(
    kind: str,
    detail: str,
    *,
    code: str | None = None,
    context: JsonObject | None = None,
) -> JsonObject:
    """The `error` of a payment (schemas, section 8)."""
    error: JsonObject = {"type": kind}
    if code is not None:
        error["code"] = code
    error["detail"] = detail
    if context is not None:
        error["context"] = context
    return error


def fail(state: State, payment: Send | Receive, error: JsonObject) -> None:
    """End a payment as failed; whatever was held has to be released before."""
    detail = error.get("detail")
    if isinstance(payment, Send):
        payment.status = SendStatus.FAILED
        name = "SendFailed"
    else:
        payment.status = ReceiveStatus.FAILED
        name = "ReceiveFailed"
    payment.error = error
    note(state, payment, name, detail if isinstance(detail, str) else None)
    state.tell(payment, "failed")
