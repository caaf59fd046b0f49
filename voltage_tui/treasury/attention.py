"""What wants a person: facts only, worst first; the screen turns them into sentences."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import Enum, IntEnum
from typing import TYPE_CHECKING, Final

from voltage_tui.model.credit import Collateral, LineOfCredit
from voltage_tui.model.payment_words import Direction, PaymentStatus
from voltage_tui.treasury.paying.sending import Sending, SendStage
from voltage_tui.treasury.reading import Freshness, Problem
from voltage_tui.treasury.receiving import ReceivingStage

if TYPE_CHECKING:
    from collections.abc import Iterator

    from voltage_tui.model.payment import Payment
    from voltage_tui.model.wallet import Wallet
    from voltage_tui.treasury.account import Account
    from voltage_tui.treasury.closing.sealed import Sealed
    from voltage_tui.treasury.receiving import Receiving
    from voltage_tui.treasury.snapshot import Snapshot

STUCK_AFTER: Final = timedelta(minutes=2)
"""A send still pending after this is worth a look; Lightning takes seconds."""
STUCK_ONCHAIN_AFTER: Final = timedelta(hours=2)
RECENT: Final = timedelta(hours=24)
CREDIT_MARKS: Final = (900, 750)
"""Tenths of a percent of a wallet's limit from which its use is worth saying."""


class Urgency(IntEnum):
    """How soon; lower comes first."""

    NOW = 0
    SOON = 1
    GOOD_TO_KNOW = 2


class Matter(Enum):
    """What kind of thing it is."""

    UNREAD = "unread"
    UNKNOWN_SEND = "unknown send"
    UNKNOWN_OUTCOME = "unknown outcome"
    STUCK_SEND = "stuck send"
    FROZEN = "frozen"
    FAILED_SEND = "failed send"
    CREDIT_HIGH = "credit high"
    LINE_DISABLED = "line disabled"
    LINE_NOT_SECURED = "line not secured"
    WALLET_TROUBLE = "wallet trouble"
    SEAL_BROKEN = "seal broken"


@dataclass(frozen=True, slots=True)
class Attention:
    """One thing that wants a person, with whatever it is about; `since` is when it began."""

    matter: Matter
    urgency: Urgency
    since: datetime
    payment: Payment | None = None
    account: Account | None = None
    line: LineOfCredit | None = None
    wallet: Wallet | None = None
    receiving: Receiving | None = None
    sending: Sending | None = None
    problem: Problem | None = None
    sealed: Sealed | None = None
    what: str = ""


def attention(snapshot: Snapshot, now: datetime) -> tuple[Attention, ...]:
    """Everything that wants a person at `now`, the most urgent and then the newest first."""
    found = [
        *_unread(snapshot, now),
        *_payments(snapshot, now),
        *_sendings(snapshot),
        *_receivings(snapshot),
        *_credit(snapshot, now),
        *_wallets(snapshot),
        *_seals(snapshot),
    ]
    return tuple(sorted(found, key=lambda a: (a.urgency, -a.since.timestamp())))


def _unread(snapshot: Snapshot, now: datetime) -> Iterator[Attention]:
    for what, reading in (
        ("Wallets", snapshot.wallets),
        ("Payments", snapshot.book),
        ("Lines of credit", snapshot.lines),
    ):
        problem = reading.problem
        if problem is not None and reading.freshness(now) is not Freshness.FRESH:
            yield Attention(Matter.UNREAD, Urgency.NOW, problem.since, problem=problem, what=what)


def _payments(snapshot: Snapshot, now: datetime) -> Iterator[Attention]:
    recent = snapshot.book.value.payments if snapshot.book.value else ()
    for payment in snapshot.pending:
        if payment.direction is Direction.SEND and now - payment.created_at > _patience(payment):
            yield Attention(Matter.STUCK_SEND, Urgency.NOW, payment.created_at, payment=payment)
    for payment in recent:
        if now - payment.updated_at > RECENT:
            continue
        if payment.frozen:
            yield Attention(Matter.FROZEN, Urgency.NOW, payment.updated_at, payment=payment)
        if payment.direction is Direction.SEND and payment.status is PaymentStatus.FAILED:
            yield Attention(Matter.FAILED_SEND, Urgency.SOON, payment.updated_at, payment=payment)


def _patience(payment: Payment) -> timedelta:
    return STUCK_ONCHAIN_AFTER if payment.payment_request is None else STUCK_AFTER


def _sendings(snapshot: Snapshot) -> Iterator[Attention]:
    """Payments of this program that may or may not have been made (safety rules S-5 and S-12)."""
    for sending in snapshot.sendings:
        if sending.stage is SendStage.UNKNOWN and sending.payment is None:
            since = sending.started_at
            yield Attention(Matter.UNKNOWN_SEND, Urgency.NOW, since, sending=sending)


def _receivings(snapshot: Snapshot) -> Iterator[Attention]:
    """Requests of this program that may or may not have arrived (safety rule S-5)."""
    for receiving in snapshot.receivings:
        if receiving.stage is ReceivingStage.UNKNOWN:
            since = receiving.started_at
            yield Attention(Matter.UNKNOWN_OUTCOME, Urgency.NOW, since, receiving=receiving)


def _credit(snapshot: Snapshot, now: datetime) -> Iterator[Attention]:
    for account in snapshot.accounts:
        used = account.used_permille
        if used is not None and used >= CREDIT_MARKS[-1] and account.wallet.active:
            urgency = Urgency.NOW if used >= CREDIT_MARKS[0] else Urgency.SOON
            yield Attention(Matter.CREDIT_HIGH, urgency, _moved_at(account) or now, account=account)
    for line in snapshot.lines.value or ():
        if line.disabled_at is not None:
            yield Attention(Matter.LINE_DISABLED, Urgency.NOW, line.disabled_at, line=line)
        elif line.collateral in (Collateral.PENDING_DEPOSIT, Collateral.PENDING_VERIFICATION):
            yield Attention(Matter.LINE_NOT_SECURED, Urgency.GOOD_TO_KNOW, now, line=line)


def _moved_at(account: Account) -> datetime | None:
    if account.currency is None:
        return None
    balance = account.wallet.balance(account.currency)
    return balance.effective_time if balance else None


def _wallets(snapshot: Snapshot) -> Iterator[Attention]:
    for wallet in snapshot.wallets.value or ():
        if wallet.active and (wallet.error is not None or wallet.deletion_failed_at is not None):
            since = wallet.deletion_failed_at or wallet.updated_at
            yield Attention(Matter.WALLET_TROUBLE, Urgency.SOON, since, wallet=wallet)


def _seals(snapshot: Snapshot) -> Iterator[Attention]:
    """Months that were sealed and are other than they were."""
    for sealed in snapshot.sealed or ():
        if sealed.change is not None:
            since = sealed.change.found_at
            name = next(
                (w.name for w in snapshot.wallets.value or () if w.id == sealed.seal.wallet_id), ""
            )
            what = f"{name} {sealed.seal.month}".strip()
            yield Attention(Matter.SEAL_BROKEN, Urgency.NOW, since, sealed=sealed, what=what)
