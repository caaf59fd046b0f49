"""A payment this program asked for, from the first key to PAID; it outlives its dialog."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import datetime

    from voltage_tui.model.ids import PaymentId, WalletId
    from voltage_tui.model.payment import Payment, PaymentKind
    from voltage_tui.model.quote import Quote
    from voltage_tui.money import Money
    from voltage_tui.treasury.missing import Missing
    from voltage_tui.treasury.reading import Problem


class ReceivingStage(Enum):
    """Where it stands. READY is payable, never paid (S-13); UNKNOWN may or may not exist."""

    QUOTING = "asking for a rate"
    SENDING = "sending the request"
    ACCEPTED = "accepted"
    READY = "ready"
    PAID = "paid"
    EXPIRED = "expired"
    FAILED = "failed"
    REFUSED = "refused"
    NOT_SENT = "not sent"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class ReceiveOrder:
    """What the treasurer asked for; `amount` None means any amount (BTC lines only).

    `amount` is the principal the wallet gets, in the line's currency; `expiration_s` seconds;
    `metadata` keys with their values.
    """

    wallet_id: WalletId
    kind: PaymentKind
    amount: Money | None
    memo: str | None
    expiration_s: int
    metadata: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Receiving:
    """An order and how far it has come; times are ours, in UTC.

    `expires_at` is when it can no longer be paid, as decoded from the invoice or counted from the
    payment's creation; None until it is ready. `payer_pays` is what the payer owes, fee included.
    `missing` is how long the API has answered that it does not know the ID. `in_use` when it
    answered the request itself that the ID was in use already.
    """

    payment_id: PaymentId
    order: ReceiveOrder
    stage: ReceivingStage
    started_at: datetime
    accepted_at: datetime | None = None
    ready_at: datetime | None = None
    ended_at: datetime | None = None
    expires_at: datetime | None = None
    payer_pays: Money | None = None
    quote: Quote | None = None
    payment: Payment | None = None
    problem: Problem | None = None
    missing: Missing | None = None
    in_use: bool = False

    @property
    def is_over(self) -> bool:
        """Whether nothing more will happen to it."""
        match self.stage:
            case (
                ReceivingStage.PAID
                | ReceivingStage.EXPIRED
                | ReceivingStage.FAILED
                | ReceivingStage.REFUSED
                | ReceivingStage.NOT_SENT
            ):
                return True
            case (
                ReceivingStage.QUOTING
                | ReceivingStage.SENDING
                | ReceivingStage.ACCEPTED
                | ReceivingStage.READY
                | ReceivingStage.UNKNOWN
            ):
                return False
