"""Whether a send may be paid again: the first question about one that did not go well (S-15)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Final

from voltage_tui.model.ledger import LedgerKind
from voltage_tui.model.open_enum import Unrecognised
from voltage_tui.model.payment import Direction, Payment, PaymentStatus
from voltage_tui.model.writes import WriteOutcome
from voltage_tui.treasury.receive_steps import noticeable

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from voltage_tui.model.ids import PaymentId
    from voltage_tui.model.ledger import LedgerEntry
    from voltage_tui.model.wallet import Hold, Wallet
    from voltage_tui.treasury.reading import Reading

_UNNOTICED: Final = timedelta(seconds=5)
"""How far two clocks may be apart without `noticeable` telling."""


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


def safe_to_pay_again(known: Payment | WriteOutcome | None, *, held: bool | None) -> PayAgain:
    """Whether a send may be paid again.

    `known` is the payment as last read; before it was ever read, what is known of its request,
    None when the program ended before an answer. `held` is whether something of it is still
    reserved (`is_held`), None when that is not known. Yes only for what failed or expired with
    nothing held, and for what the API never took (S-15). `ValueError` for a receive.
    """
    match known:
        case Payment():
            if known.direction is not Direction.SEND:
                raise ValueError("only what is sent can be paid again")
            return _of_payment(known, held=held)
        case WriteOutcome.NOT_SENT:
            return Yes("It never left: nothing was sent.")
        case WriteOutcome.REFUSED:
            return Yes("The API refused it: nothing was paid.")
        case WriteOutcome.ACCEPTED:
            return No("It was accepted, and may still complete.")
        case WriteOutcome.UNKNOWN | None:
            return NotYet("It is not known whether it was sent. Its number is being looked for.")


def is_held(
    payment: Payment,
    wallets: Reading[tuple[Wallet, ...]],
    ledger: Iterable[LedgerEntry],
    server_offset: timedelta | None,
) -> bool | None:
    """Whether a payment that ended still has money of its wallet reserved; None when unknown.

    A hold on a wallet does not say whose it is. A ledger row may; where none does (`ledger`: the
    rows of the wallet that were read), every hold that was made while the payment was under way
    counts as its own. The wallet must have been read after the payment ended, and by as much as
    the two clocks may differ unnoticed.
    """
    wallet = next((w for w in wallets.value or () if w.id == payment.wallet_id), None)
    if wallet is None or wallets.read_at is None:
        return None
    if wallets.read_at + noticeable(server_offset) <= payment.updated_at + _UNNOTICED:
        return None
    return bool(holds_of(payment, wallet.holds, ledger))


@dataclass(frozen=True, slots=True)
class OpenHold:
    """A hold of the wallet that is the payment's own, or that may be (`certain` is False)."""

    hold: Hold
    certain: bool


def holds_of(
    payment: Payment, holds: Iterable[Hold], ledger: Iterable[LedgerEntry]
) -> tuple[OpenHold, ...]:
    """Which of its wallet's open `holds` are a payment's own, as `is_held` tells them."""
    owners = _owners(ledger)
    return tuple(
        OpenHold(hold, hold.id in owners) for hold in holds if _may_be_of(payment, hold, owners)
    )


def _of_payment(payment: Payment, *, held: bool | None) -> PayAgain:
    if payment.check_only:
        return No("It only asked the policies: nothing was paid, so nothing is paid again.")
    match payment.status:
        case PaymentStatus.COMPLETED:
            return No("It was paid.")
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


def _owners(ledger: Iterable[LedgerEntry]) -> Mapping[str, PaymentId]:
    """Which payment each hold was made for, as far as the rows say."""
    return {
        row.entry_id: row.payment_id
        for row in ledger
        if row.kind is LedgerKind.HELD and row.payment_id is not None
    }


def _may_be_of(payment: Payment, hold: Hold, owners: Mapping[str, PaymentId]) -> bool:
    owner = owners.get(hold.id)
    if owner is not None:
        return owner == payment.id
    if hold.effective_time < payment.created_at:
        return False
    return not payment.is_terminal or hold.effective_time <= payment.updated_at
