"""What is said of payments and other writes whose end is not known when the program ends (S-10)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from voltage_tui.treasury.acts import ActState
from voltage_tui.treasury.paying.sending import Sending, SendStage
from voltage_tui.treasury.receiving import ReceivingStage

if TYPE_CHECKING:
    from voltage_tui.treasury.snapshot import Snapshot

_LOOKED_FOR: Final = "do not pay it again; started again, this program looks for it"


def under_way(snapshot: Snapshot) -> tuple[Sending, ...]:
    """The payments of this program whose end is not known."""
    return tuple(sending for sending in snapshot.sendings if not sending.is_over)


def said_of(sending: Sending) -> str | None:
    """Whether it may have been sent, as far as that is known; None for one whose end is known."""
    match sending.stage:
        case SendStage.JOURNALLED:
            return "was not sent: nothing had left yet"
        case SendStage.SENDING:
            return f"may have been sent, there was no answer yet: {_LOOKED_FOR}"
        case SendStage.UNKNOWN:
            return f"may have been sent or not: {_LOOKED_FOR}"
        case SendStage.ACCEPTED:
            return f"was sent and accepted, its end is not known: {_LOOKED_FOR}"
        case (
            SendStage.COMPLETED
            | SendStage.FAILED
            | SendStage.REFUSED
            | SendStage.NOT_SENT
            | SendStage.GIVEN_UP
        ):
            return None


def left_behind(snapshot: Snapshot) -> tuple[str, ...]:
    """A sentence for each payment, request and change of a wallet that is left unanswered.

    There is no amount and no destination in them: they outlive the screen.
    """
    sent = (
        f"Payment {sending.payment_id} {words}."
        for sending in snapshot.sendings
        if (words := said_of(sending)) is not None
    )
    asked = (
        f"Request {receiving.payment_id} may have been made: look at Payments before asking again."
        for receiving in snapshot.receivings
        if receiving.stage is ReceivingStage.SENDING
    )
    changed = (
        f"Wallet {act.wallet_id}: {act.kind.value} may have been done; look at Wallets."
        for act in snapshot.acts
        if act.state is ActState.SENDING
    )
    return (*sent, *asked, *changed)
