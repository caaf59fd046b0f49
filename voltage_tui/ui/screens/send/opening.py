"""Opening the form that pays, and the card or the case file of what was paid."""

from __future__ import annotations

from typing import TYPE_CHECKING

from voltage_tui.ui.palette import Role
from voltage_tui.ui.screens.send.permit import Permit, permit_of

if TYPE_CHECKING:
    from voltage_tui.model.ids import PaymentId
    from voltage_tui.ui.app import VoltageApp


def open_sending(app: VoltageApp, payment_id: PaymentId) -> None:
    """Show how far it has come."""
    from voltage_tui.ui.screens.payments.case import CasePage  # noqa: PLC0415
    from voltage_tui.ui.screens.send.card import SendingPage  # noqa: PLC0415

    treasury = app.treasury
    if treasury is not None and treasury.snapshot.sending(payment_id) is not None:
        app.pages.open(SendingPage(payment_id))
    else:
        app.pages.open(CasePage(payment_id))


def open_form(app: VoltageApp) -> None:
    """Open the form for the wallet under the cursor; without the power to send, say how to arm."""
    from voltage_tui.ui.screens.send.form import SendPage  # noqa: PLC0415

    if may_open(app, "s"):
        app.pages.open(SendPage(getattr(app.pages.front, "current_wallet", None)))


def may_open(app: VoltageApp, key: str) -> bool:
    """Whether the form may be opened now by this key; where not, it is said why."""
    power = app.power
    if power is None or power.refusal is not None:
        app.say(power.refusal or "" if power is not None else "Not connected yet.", Role.WARN)
        return False
    if permit_of(power) is not Permit.ARMED:
        app.say(f"Sending is not armed: A arms it for five minutes, then {key}.", Role.WARN)
        return False
    return True
