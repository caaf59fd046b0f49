"""What happened between two moments: typed events, made from what was known at each.

`state_of` reduces a snapshot to what events tell, `between` is the difference of two states, in
an order that never changes. Both are pure: nothing is asked and nothing is kept here.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from types import MappingProxyType
from typing import TYPE_CHECKING, ClassVar, TypeAlias

from voltage_tui.treasury.attention import Attention, Matter, Urgency, attention
from voltage_tui.treasury.topics import ConnectionState
from voltage_tui.treasury.usual import Usual, usual_for

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from datetime import datetime, timedelta

    from voltage_tui.model.alert import Alert
    from voltage_tui.model.ids import PaymentId, WalletId
    from voltage_tui.model.payment import AnyStatus, Payment
    from voltage_tui.money import Money
    from voltage_tui.treasury.account import Account
    from voltage_tui.treasury.reading import Problem
    from voltage_tui.treasury.snapshot import PaymentBook, Snapshot

NeedKey: TypeAlias = tuple[Matter, str]
"""What wants a person, and the identifier of what it is about."""


@dataclass(frozen=True, slots=True)
class Funds:
    """A wallet's figures, in the base units of its currency; None where one is not known."""

    available: Money | None = None
    total: Money | None = None
    held: Money | None = None
    limit: Money | None = None


@dataclass(frozen=True, slots=True)
class State:
    """What events tell of, at one moment.

    `wallets` and `payments` are empty before they were first read; `book` says which payments are
    all known. `needs` are those of `attention`, `alerts` the raised ones by their key.
    """

    at: datetime
    connection: ConnectionState
    since: datetime
    problem: Problem | None = None
    wallets: Mapping[WalletId, Account] = field(default_factory=lambda: MappingProxyType({}))
    payments: Mapping[PaymentId, Payment] = field(default_factory=lambda: MappingProxyType({}))
    book: PaymentBook | None = None
    needs: Mapping[NeedKey, Attention] = field(default_factory=lambda: MappingProxyType({}))
    alerts: Mapping[str, Alert] = field(default_factory=lambda: MappingProxyType({}))


@dataclass(frozen=True, slots=True)
class ConnectionChanged:
    """Where we stand with Voltage is another than before; `problem` is why, if anything is."""

    name: ClassVar[str] = "connection.changed"
    before: ConnectionState
    after: ConnectionState
    since: datetime
    problem: Problem | None


@dataclass(frozen=True, slots=True)
class BalanceChanged:
    """A wallet's figures moved; it is new where there are none before, gone where none after."""

    name: ClassVar[str] = "balance.changed"
    account: Account
    before: Funds | None
    after: Funds | None


@dataclass(frozen=True, slots=True)
class PaymentCreated:
    """A payment that was not there before; its status is the one it was first seen with."""

    name: ClassVar[str] = "payment.created"
    payment: Payment


@dataclass(frozen=True, slots=True)
class PaymentFound:
    """A payment from before, read only now: an old one that is still pending, as a rule."""

    name: ClassVar[str] = "payment.found"
    payment: Payment


@dataclass(frozen=True, slots=True)
class PaymentMoved:
    """A payment came into another status, and more can follow."""

    name: ClassVar[str] = "payment.moved"
    payment: Payment
    before: AnyStatus


@dataclass(frozen=True, slots=True)
class PaymentEnded:
    """A payment completed, failed or expired; `before` is None where it was seen only so."""

    name: ClassVar[str] = "payment.ended"
    payment: Payment
    before: AnyStatus | None


@dataclass(frozen=True, slots=True)
class PaymentLate:
    """A send is pending for longer than it should; `usual` is what its kind takes, if known."""

    name: ClassVar[str] = "payment.late"
    payment: Payment
    age: timedelta
    usual: Usual | None


@dataclass(frozen=True, slots=True)
class AttentionRaised:
    """Something wants a person, or wants one sooner than before."""

    name: ClassVar[str] = "attention.raised"
    item: Attention


@dataclass(frozen=True, slots=True)
class AttentionCleared:
    """It no longer does; `item` is how it was."""

    name: ClassVar[str] = "attention.cleared"
    item: Attention


@dataclass(frozen=True, slots=True)
class AlertRaised:
    """A rule was broken, or more badly than before."""

    name: ClassVar[str] = "alert.raised"
    alert: Alert


@dataclass(frozen=True, slots=True)
class AlertCleared:
    """It no longer is; `alert` is how it was."""

    name: ClassVar[str] = "alert.cleared"
    alert: Alert


Event: TypeAlias = (
    ConnectionChanged
    | BalanceChanged
    | PaymentCreated
    | PaymentFound
    | PaymentMoved
    | PaymentEnded
    | PaymentLate
    | AttentionRaised
    | AttentionCleared
    | AlertRaised
    | AlertCleared
)
"""Every kind, in the order in which those of one moment are told."""


def state_of(snapshot: Snapshot, now: datetime) -> State:
    """What events tell of, as it is known at `now`."""
    book = snapshot.book.value
    known = (*snapshot.pending, *(book.payments if book is not None else ()))
    return State(
        at=now,
        connection=snapshot.connection.state,
        since=snapshot.connection.since,
        problem=snapshot.connection.problem,
        wallets={a.wallet.id: a for a in snapshot.accounts},
        payments={p.id: p for p in reversed(known)},
        book=book,
        needs={need_key(item): item for item in reversed(attention(snapshot, now))},
        alerts={alert.key: alert for alert in snapshot.alerts},
    )


def between(before: State, after: State) -> tuple[Event, ...]:
    """What happened from one state to a later one."""
    return (
        *_connection(before, after),
        *_balances(before, after),
        *_payments(before, after),
        *_late(before, after),
        *_needs(before, after),
        *_alerts(before, after),
    )


def funds_of(account: Account) -> Funds:
    """The figures of a wallet that events tell."""
    return Funds(account.available, account.total, account.held, account.limit)


def need_key(item: Attention) -> NeedKey:
    """What tells one thing that wants a person from another."""
    match item:
        case Attention(payment=payment) if payment is not None:
            return item.matter, payment.id
        case Attention(account=account) if account is not None:
            return item.matter, account.wallet.id
        case Attention(line=line) if line is not None:
            return item.matter, line.id
        case Attention(wallet=wallet) if wallet is not None:
            return item.matter, wallet.id
        case Attention(receiving=receiving) if receiving is not None:
            return item.matter, receiving.payment_id
        case Attention(sending=sending) if sending is not None:
            return item.matter, sending.payment_id
        case _:
            return item.matter, item.what


def _connection(before: State, after: State) -> Iterator[Event]:
    if before.connection is not after.connection:
        yield ConnectionChanged(before.connection, after.connection, after.since, after.problem)


def _balances(before: State, after: State) -> Iterator[Event]:
    for wallet_id, account in after.wallets.items():
        old = before.wallets.get(wallet_id)
        was, now = None if old is None else funds_of(old), funds_of(account)
        if was != now:
            yield BalanceChanged(account, was, now)
    for wallet_id, account in before.wallets.items():
        if wallet_id not in after.wallets:
            yield BalanceChanged(account, funds_of(account), None)


def _payments(before: State, after: State) -> Iterator[Event]:
    """Oldest first. One that is no longer among the recent ones is not gone: nothing is told."""
    for payment in sorted(after.payments.values(), key=lambda p: (p.created_at, p.id)):
        old = before.payments.get(payment.id)
        if old is not None:
            yield from _step(old.status, payment)
        elif before.book is not None and before.book.covers(payment.created_at):
            yield PaymentCreated(payment)
            if payment.is_terminal:
                yield PaymentEnded(payment, None)
        else:
            yield PaymentFound(payment)


def _step(before: AnyStatus, payment: Payment) -> Iterator[Event]:
    if payment.status == before:
        return
    if payment.is_terminal:
        yield PaymentEnded(payment, before)
    else:
        yield PaymentMoved(payment, before)


def _late(before: State, after: State) -> Iterator[Event]:
    for key, item in after.needs.items():
        if item.matter is Matter.STUCK_SEND and key not in before.needs and item.payment:
            usual = usual_for(item.payment, after.payments.values())
            yield PaymentLate(item.payment, after.at - item.since, usual)


def _needs(before: State, after: State) -> Iterator[Event]:
    for key, item in after.needs.items():
        old = before.needs.get(key)
        if old is None or item.urgency < old.urgency:
            yield AttentionRaised(item)
    for key, item in before.needs.items():
        if key not in after.needs:
            yield AttentionCleared(item)


def _alerts(before: State, after: State) -> Iterator[Event]:
    for key, alert in after.alerts.items():
        old = before.alerts.get(key)
        if old is None or alert.severity < old.severity:
            yield AlertRaised(alert)
    for key, alert in before.alerts.items():
        if key not in after.alerts:
            yield AlertCleared(alert)


def wants_somebody(item: Attention) -> bool:
    """Whether it is more than good to know."""
    return item.urgency is not Urgency.GOOD_TO_KNOW
