"""Opens what was asked for or sent from here and is no payment: the one there is, or one chosen."""

from __future__ import annotations

from typing import TYPE_CHECKING

from voltage_tui.model.ids import PaymentId
from voltage_tui.ui.screens.payments.asked import choice_words, without_payment
from voltage_tui.ui.widgets.chooser import Chooser

if TYPE_CHECKING:
    from voltage_tui.ui.app import VoltageApp


def has_asked(app: VoltageApp) -> bool:
    """Whether there is any."""
    return bool(without_payment(app.snapshot, app.now()))


def open_asked(app: VoltageApp) -> None:
    """Show the card of one; of several, ask which."""
    asked = without_payment(app.snapshot, app.now())
    if len(asked) == 1:
        _open(app, asked[0].payment_id)
    elif asked:
        pairs = [(r.payment_id, choice_words(r, app)) for r in asked]

        def chosen(pair: tuple[str, str] | None) -> None:
            if pair is not None:
                _open(app, PaymentId(pair[0]))

        app.push_screen(Chooser("Which request", pairs, ""), chosen)


def _open(app: VoltageApp, payment_id: PaymentId) -> None:
    from voltage_tui.ui.screens.receive.card import CardPage  # noqa: PLC0415 - when it is opened
    from voltage_tui.ui.screens.send.opening import open_sending  # noqa: PLC0415

    snapshot = app.snapshot
    if snapshot is not None and snapshot.sending(payment_id) is not None:
        open_sending(app, payment_id)
    else:
        app.pages.open(CardPage(payment_id))
