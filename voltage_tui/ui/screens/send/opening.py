"""Opening the card of a payment that this program sends, or the case file of one it only knows."""

from __future__ import annotations

from typing import TYPE_CHECKING

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
