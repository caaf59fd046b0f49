"""What is known when an order is looked at: all that its preflight judges by."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Final

from voltage_tui.money import Money, Rate, plain, sats
from voltage_tui.store.journal import Resolution
from voltage_tui.treasury.paying.guards import guards_of, payee_guards_of
from voltage_tui.treasury.paying.server_check import subject_of
from voltage_tui.treasury.reading import Reading
from voltage_tui.treasury.receive_steps import noticeable

if TYPE_CHECKING:
    from collections.abc import Mapping

    from voltage_tui.model.credit import LineOfCredit
    from voltage_tui.model.ids import PaymentId, WalletId
    from voltage_tui.model.payment import Payment
    from voltage_tui.model.policy import Policy
    from voltage_tui.model.quote import Quote
    from voltage_tui.model.wallet import Wallet
    from voltage_tui.model.writes import PaidBefore
    from voltage_tui.treasury.account import Account
    from voltage_tui.treasury.paying.lookalike import KnownPayee
    from voltage_tui.treasury.paying.order import PayOrder
    from voltage_tui.treasury.paying.server_check import ServerWord
    from voltage_tui.treasury.snapshot import PaymentBook, Snapshot
    from voltage_tui.treasury.statement import Statement
    from voltage_tui.treasury.words import Say

USUAL_THRESHOLD: Final = sats(1_000_000)
"""A worst case over this always takes the strong confirm, unless a person says another (S-28)."""
LATELY: Final = timedelta(minutes=5)
"""How long an answer of Voltage is worth telling: what it goes by changes with every payment."""


@dataclass(frozen=True, slots=True)
class Facts:
    """What is known when an order is looked at.

    `now` is ours; `server_offset` is the server's clock less ours. `account` is the paying one and
    `accounts` are all, `payments` every one known (book and pending), `guarded_by` the open
    payment that has one of the order's guards (S-7), `open_to_address` one to its address with
    another amount, `paid_before` the payment by which its invoice was paid, by the journal, `paid`
    those that it has as paid, `ordered` those of this program that were confirmed for the same,
    whatever they are shown with, `quote` the order's quote as last read,
    `released` the payments of this program that came to nothing and hold nothing any more.
    `payees` are those known to have been paid before; without any, everyone is new.
    A `policies` reading of () is a wallet without any. `say` writes amounts into sentences.
    `server_word` is what Voltage said of this very payment, if it was asked lately.
    Over `threshold` (bitcoin) a worst case takes the strong confirm. `assumed` is a rate to judge
    a dollar wallet by where nothing is sent and there is no quote; an order to be sent has none.
    """

    now: datetime
    server_offset: timedelta | None
    account: Account | None
    accounts: tuple[Account, ...]
    payments: tuple[Payment, ...]
    wallets: Reading[tuple[Wallet, ...]]
    lines: Reading[tuple[LineOfCredit, ...]]
    book: Reading[PaymentBook]
    policies: Reading[tuple[Policy, ...]]
    statements: Mapping[WalletId, Reading[Statement]]
    guarded_by: PaymentId | None = None
    open_to_address: PaymentId | None = None
    paid_before: PaidBefore | None = None
    paid: frozenset[PaymentId] = frozenset()
    ordered: frozenset[PaymentId] = frozenset()
    quote: Quote | None = None
    released: frozenset[PaymentId] = frozenset()
    payees: tuple[KnownPayee, ...] = ()
    server_word: ServerWord | None = None
    say: Say = plain
    threshold: Money = USUAL_THRESHOLD
    assumed: Rate | None = None

    @property
    def server_now(self) -> datetime:
        """The moment by the server's clock, as far as it is known (S-33)."""
        return self.now + noticeable(self.server_offset)


def facts_for(
    order: PayOrder, snapshot: Snapshot, now: datetime, say: Say, quote: Quote | None = None
) -> Facts:
    """What is known now of all that an order is judged by.

    `now` is ours; `say` writes amounts into sentences; `quote` is the order's, as last read.
    """
    book = snapshot.book.value.payments if snapshot.book.value else ()
    known = {p.id: p for p in (*book, *snapshot.pending)}
    return Facts(
        now=now,
        server_offset=snapshot.connection.server_offset,
        account=snapshot.account(order.wallet_id),
        accounts=snapshot.accounts,
        payments=tuple(known.values()),
        wallets=snapshot.wallets,
        lines=snapshot.lines,
        book=snapshot.book,
        policies=snapshot.policies.get(order.wallet_id, Reading()),
        statements=snapshot.statements,
        guarded_by=_guarded_by(order, snapshot),
        open_to_address=_open_to_address(order, snapshot),
        paid=snapshot.paid,
        ordered=_ordered(order, snapshot),
        quote=quote,
        released=frozenset(s.payment_id for s in snapshot.sendings if s.closed is Resolution.ENDED),
        payees=snapshot.payees or (),
        server_word=_server_word(order, snapshot, now),
        say=say,
    )


def _server_word(order: PayOrder, snapshot: Snapshot, now: datetime) -> ServerWord | None:
    """What Voltage said of this very payment in the last minutes, if it was asked."""
    if not snapshot.server_words:
        return None
    subject = subject_of(order)
    said = next((w for w in snapshot.server_words if w.subject == subject), None)
    return said if said is not None and now - said.at < LATELY else None


def _open_to_address(order: PayOrder, snapshot: Snapshot) -> PaymentId | None:
    """A payment of this program to the order's address that is not known to have ended."""
    for sending in snapshot.sendings:
        earlier = sending.order
        same = earlier is not None and earlier.address == order.address
        if order.address is not None and same and not sending.is_over:
            return sending.payment_id
    return None


def _ordered(order: PayOrder, snapshot: Snapshot) -> frozenset[PaymentId]:
    """The payments that this program was to make of the very same."""
    wanted = payee_guards_of(order)
    return frozenset(
        sending.payment_id
        for sending in snapshot.sendings
        if sending.order is not None and guards_of(sending.order) & wanted
    )


def _guarded_by(order: PayOrder, snapshot: Snapshot) -> PaymentId | None:
    """The open payment of this program that has one of the order's guards (S-7)."""
    guards = guards_of(order)
    for sending in snapshot.sendings:
        earlier = sending.order
        if sending.closed is None and earlier is not None and guards_of(earlier) & guards:
            return sending.payment_id
    return None
