"""Whether a send may be paid again: the first question about one that did not go well (S-15)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from voltage_tui.model.open_enum import Unrecognised
from voltage_tui.model.payment import Direction, Payment, PaymentStatus
from voltage_tui.model.settlement import (
    BankSettlement,
    InternalSettlement,
    LightningSettlement,
    OnchainSettlement,
    SwapSettlement,
    UnrecognisedSettlement,
)
from voltage_tui.model.writes import WriteOutcome

if TYPE_CHECKING:
    from voltage_tui.model.settlement import Settlement


@dataclass(frozen=True, slots=True)
class Yes:
    """It is safe: nothing of the first attempt can leave any more."""

    words: str


@dataclass(frozen=True, slots=True)
class NotYet:
    """It may become safe by itself; the words say what is waited for."""

    words: str


@dataclass(frozen=True, slots=True)
class No:
    """Paying again could pay twice."""

    words: str


PayAgain = Yes | NotYet | No

DISPUTED: Final = "Voltage said both completed and failed: do not pay again, ask Voltage."
CONTRADICTED: Final = "Voltage says that it failed, but its money left: ask Voltage."


def safe_to_pay_again(
    known: Payment | WriteOutcome | None, *, held: bool | None, paid: bool = False
) -> PayAgain:
    """Whether a send may be paid again.

    `known` is the payment as last read; before it was ever read, what is known of its request,
    None when the program ended before an answer. `held` is whether something of it is still
    reserved (`holds.is_held`), None when that is not known; `paid` whether the journal or the
    ledger says that it was paid. Yes only for what failed or expired with nothing held and nothing
    that says it left, and for what the API never took (S-15). `ValueError` for a receive.
    """
    match known:
        case Payment():
            if known.direction is not Direction.SEND:
                raise ValueError("only what is sent can be paid again")
            return _of_payment(known, held=held, paid=paid)
        case WriteOutcome.NOT_SENT:
            return Yes("It never left: nothing was sent.")
        case WriteOutcome.REFUSED:
            return Yes("The API refused it: nothing was paid.")
        case WriteOutcome.ACCEPTED:
            return No("It was accepted, and may still complete.")
        case WriteOutcome.UNKNOWN | None:
            return NotYet("It is not known whether it was sent. Its number is being looked for.")


def left(payment: Payment) -> bool:
    """Whether it shows what only money that left leaves behind: a preimage, or a transaction."""
    return any(_is_proof(outflow) for outflow in payment.settlements)


def _is_proof(outflow: Settlement) -> bool:
    match outflow:
        case OnchainSettlement():
            return bool(outflow.tx_id)
        case LightningSettlement():
            return bool(outflow.preimage)
        case InternalSettlement() | BankSettlement():
            return True
        case SwapSettlement():
            return _is_proof(outflow.leg)
        case UnrecognisedSettlement():
            return False


def _of_payment(payment: Payment, *, held: bool | None, paid: bool) -> PayAgain:
    if payment.check_only:
        return No("It only asked the policies: nothing was paid, so nothing is paid again.")
    if payment.status in (PaymentStatus.FAILED, PaymentStatus.EXPIRED) and (paid or left(payment)):
        return No(CONTRADICTED)
    match payment.status:
        case PaymentStatus.COMPLETED:
            return No(DISPUTED if payment.disputed else "It was paid.")
        case PaymentStatus.FAILED:
            return _of_ended("It failed", held=held)
        case PaymentStatus.EXPIRED:
            return _of_ended("It expired", held=held)
        case (
            PaymentStatus.SENDING
            | PaymentStatus.APPROVED
            | PaymentStatus.GENERATING
            | PaymentStatus.RECEIVING
            | Unrecognised()
        ):
            return No("The first attempt may still complete.")


def _of_ended(ended: str, *, held: bool | None) -> PayAgain:
    if held is None:
        return NotYet(f"{ended}, but its wallet has not been read since.")
    if held:
        return NotYet(f"{ended}, but money that may be its own is still reserved.")
    return Yes(f"{ended}, and nothing of it is reserved any more.")
