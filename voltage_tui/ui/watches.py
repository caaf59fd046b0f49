"""Payments somebody asked to be told of: the bell rings when one moves, whatever page is showing.

What is watched lasts until the payment ends or the program does; it reads nothing by itself, since
every payment that is not over is followed by the worker anyway.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from voltage_tui.ui.palette import Role

if TYPE_CHECKING:
    from voltage_tui.model.ids import PaymentId
    from voltage_tui.treasury.snapshot import Snapshot
    from voltage_tui.ui.app import VoltageApp


class Standing(NamedTuple):
    """Where a payment stands, in words, and whether that is its end."""

    words: str
    over: bool


class Watches:
    """The watched payments of one app, each with where it last stood."""

    def __init__(self, app: VoltageApp) -> None:
        self._app = app
        self._watched: dict[PaymentId, Standing] = {}
        self._unsaid: list[str] = []

    def __contains__(self, payment_id: PaymentId) -> bool:
        """Whether this payment is watched."""
        return payment_id in self._watched

    def toggle(self, payment_id: PaymentId) -> None:
        """Begin to watch a payment, or stop; one that is over has nothing to be watched for."""
        if self._watched.pop(payment_id, None) is not None:
            self._app.say("Not watched any more.")
            return
        snapshot = self._app.snapshot
        now = standing(snapshot, payment_id) if snapshot is not None else None
        if now is None:
            self._app.say("Nothing is known of it yet that could move.")
        elif now.over:
            self._app.say("It is over: nothing moves any more.")
        else:
            self._watched[payment_id] = now
            self._app.say("Watched: the bell rings when it moves, on any page.")

    def news(self, snapshot: Snapshot) -> None:
        """Ring once for each watched payment that moved since it was last looked at."""
        moved = []
        for payment_id, before in tuple(self._watched.items()):
            now = standing(snapshot, payment_id)
            if now is None or now == before:
                continue
            moved.append(f"Payment {payment_id[:8]}: {now.words}.")
            if now.over:
                del self._watched[payment_id]
            else:
                self._watched[payment_id] = now
        if moved:
            self._unsaid += moved
            self._app.bell()
        self.say()

    def say(self) -> None:
        """Say what moved, once the line that says it can be seen."""
        if self._unsaid and len(self._app.screen_stack) == 1:
            words, self._unsaid = " ".join(self._unsaid), []
            self._app.say(words, Role.ACCENT_STRONG)


def standing(snapshot: Snapshot, payment_id: PaymentId) -> Standing | None:
    """Where a payment stands: as it was last read, else as far as its request is known."""
    from voltage_tui.treasury.words import status_words  # noqa: PLC0415 - none at the first paint

    payment = snapshot.payment(payment_id)
    if payment is not None:
        status, words = payment.status.value, status_words(payment)
        return Standing(status if words == status else f"{status}, {words}", payment.is_terminal)
    sending = snapshot.sending(payment_id)
    return None if sending is None else Standing(sending.stage.value, sending.is_over)
