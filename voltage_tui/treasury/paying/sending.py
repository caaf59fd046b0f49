"""A payment this program sends, from the confirm to its end; it outlives dialog and program."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING

from voltage_tui.store.journal import Resolution

if TYPE_CHECKING:
    from datetime import datetime

    from voltage_tui.model.ids import PaymentId, WalletId
    from voltage_tui.model.payment import Payment
    from voltage_tui.treasury.missing import Missing
    from voltage_tui.treasury.paying.order import PayOrder
    from voltage_tui.treasury.reading import Problem


class SendStage(Enum):
    """Where it stands. UNKNOWN may or may not exist, and is never called failed (S-5)."""

    JOURNALLED = "written down"
    SENDING = "sending"
    ACCEPTED = "accepted"
    UNKNOWN = "unknown"
    NOT_SENT = "not sent"
    """It surely never reached Voltage."""
    REFUSED = "refused"
    COMPLETED = "completed"
    FAILED = "failed"
    """The API said that it failed or expired: what it held may still have to be given back."""
    GIVEN_UP = "declared never sent"
    """A person said so, after the API had not known it for long."""


@dataclass(frozen=True, slots=True)
class Sending:
    """An order to pay and how far it has come; times are ours, in UTC.

    `taken` says that the API took this very request, `in_use` that it answered the ID was in use:
    a payment with its ID may be a different one then (S-8).
    `order` is None after a restart, since the journal keeps no amounts or destinations (S-2).
    `payable_until` is when what is paid expires, None for an address, which never does.
    `missing` is how long the API has answered that it does not know the ID, None since it was seen.
    `holds_open` are the holds of an ended payment that are still on its wallet, None before they
    were looked for; `captured` says that a row of the ledger has money leaving for it although it
    failed. `closed` is how its question was settled for good; until then it guards
    against being paid again (S-7).
    """

    payment_id: PaymentId
    wallet_id: WalletId
    order: PayOrder | None
    stage: SendStage
    started_at: datetime
    taken: bool = False
    in_use: bool = False
    accepted_at: datetime | None = None
    ended_at: datetime | None = None
    missing: Missing | None = None
    payment: Payment | None = None
    problem: Problem | None = None
    holds_open: int | None = None
    captured: bool = False
    closed: Resolution | None = None
    payable_until: datetime | None = None

    @property
    def is_over(self) -> bool:
        """Whether its end is known."""
        match self.stage:
            case (
                SendStage.NOT_SENT
                | SendStage.REFUSED
                | SendStage.COMPLETED
                | SendStage.FAILED
                | SendStage.GIVEN_UP
            ):
                return True
            case SendStage.JOURNALLED | SendStage.SENDING | SendStage.ACCEPTED | SendStage.UNKNOWN:
                return False


def wants_closing(sending: Sending) -> bool:
    """Whether its end is known and the journal is still to be told; that it was paid always."""
    if sending.stage is SendStage.COMPLETED:
        return sending.closed is not Resolution.PAID
    return sending.is_over and sending.closed is None


class PayRefused(Exception):  # noqa: N818 - what was answered, not a fault
    """Nothing was sent: `words` say why, `advice` what to do.

    `earlier_id` is the payment to be opened instead, where one of the same thing is still open.
    """

    def __init__(self, words: str, advice: str, earlier_id: PaymentId | None = None) -> None:
        super().__init__(words)
        self.words = words
        self.advice = advice
        self.earlier_id = earlier_id
