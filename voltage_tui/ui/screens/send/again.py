"""A new attempt of a payment that came to nothing: whether it is offered, and the form for it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from voltage_tui.treasury.paying.attempts import Attempt, attempt_after
from voltage_tui.treasury.paying.verdict import Yes
from voltage_tui.ui.palette import Role
from voltage_tui.ui.screens.payments.case_verdict import unread_verdict, verdict_of
from voltage_tui.ui.screens.send.draft import draft_for
from voltage_tui.ui.screens.send.opening import may_open

if TYPE_CHECKING:
    from voltage_tui.model.payment import Payment
    from voltage_tui.treasury.paying.sending import Sending
    from voltage_tui.treasury.snapshot import Snapshot
    from voltage_tui.ui.app import VoltageApp


def offered(
    payment: Payment | None, sending: Sending | None, snapshot: Snapshot | None
) -> Attempt | str:
    """What a new attempt begins with, or why there is none: only a clear yes is one (S-15)."""
    if payment is not None:
        verdict = verdict_of(payment, snapshot)
    else:
        verdict = None if sending is None else unread_verdict(sending, snapshot)
    if verdict is None:
        return "Nothing was sent here that could be paid again."
    if not isinstance(verdict, Yes):
        return f"No new attempt. {verdict.words}"
    if sending is not None and sending.closed is None:
        return "No new attempt yet: the journal is still to be told how it ended."
    return attempt_after(payment, sending) or "It is not known any more what was to be paid."


def open_again(app: VoltageApp, payment: Payment | None, sending: Sending | None) -> None:
    """Open the form filled in for a new attempt, or say why that is not offered."""
    from voltage_tui.ui.screens.send.form import SendPage  # noqa: PLC0415 - when asked for

    attempt = offered(payment, sending, app.snapshot)
    if isinstance(attempt, str):
        app.say(attempt, Role.WARN)
    elif may_open(app, "a"):
        app.pages.open(SendPage(draft=draft_for(attempt)))
