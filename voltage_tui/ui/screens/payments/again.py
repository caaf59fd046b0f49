"""Whether a send may be paid again: the first question about one that did not go well (S-15)."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from voltage_tui.model.payment import Direction, Payment, PaymentStatus
from voltage_tui.treasury.snapshot import Snapshot


class Again(Enum):
    """The answer; NOT_YET may become YES by itself."""

    YES = "yes"
    NOT_YET = "not yet"
    NO = "no"


@dataclass(frozen=True, slots=True)
class Answer:
    """The answer and why, in words."""

    again: Again
    why: str


def pay_again(payment: Payment, snapshot: Snapshot | None) -> Answer | None:
    """Yes only for a send that failed and has nothing reserved any more; None where none asks.

    A hold does not say whose it is, so every open hold of the wallet that was made while the
    payment was under way counts as its own.
    """
    if payment.direction is not Direction.SEND or payment.check_only:
        return None
    if not payment.is_terminal:
        return Answer(Again.NO, "the first attempt may still complete")
    if payment.status is PaymentStatus.COMPLETED:
        return None
    account = snapshot.account(payment.wallet_id) if snapshot is not None else None
    read_at = snapshot.wallets.read_at if snapshot is not None else None
    if account is None or read_at is None or read_at < payment.updated_at:
        return Answer(Again.NOT_YET, "the wallet has not been read since")
    if any(
        payment.created_at <= hold.effective_time <= payment.updated_at
        for hold in account.wallet.holds
    ):
        return Answer(Again.NOT_YET, "a hold that may be its own is still open")
    return Answer(Again.YES, "nothing of it is reserved any more")
