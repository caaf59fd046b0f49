"""What the treasury knows at a moment, frozen: all that a screen ever receives."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from voltage_tui.treasury.pricing.progress import PricingProgress

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime, timedelta

    from voltage_tui.model.alert import Alert
    from voltage_tui.model.credit import LineOfCredit
    from voltage_tui.model.ids import LineId, PaymentId, WalletId
    from voltage_tui.model.payment import HistoryEvent, Payment
    from voltage_tui.model.policy import Policy
    from voltage_tui.model.wallet import Wallet
    from voltage_tui.money import Rate
    from voltage_tui.treasury.account import Account
    from voltage_tui.treasury.acts import Act
    from voltage_tui.treasury.closing.sealed import Sealed
    from voltage_tui.treasury.mirroring.progress import MirrorProgress
    from voltage_tui.treasury.paying.lookalike import KnownPayee
    from voltage_tui.treasury.paying.sending import Sending
    from voltage_tui.treasury.paying.server_check import ServerWord
    from voltage_tui.treasury.reading import Problem, Reading
    from voltage_tui.treasury.receiving import Receiving
    from voltage_tui.treasury.statement import Statement
    from voltage_tui.treasury.topics import ConnectionState


_NOTHING: Final[Mapping[WalletId, MirrorProgress]] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Connection:
    """The state, since when, the last answer, the next request and what is wrong if anything.

    `server_offset` is the server's clock less ours, from its `Date` header.
    """

    state: ConnectionState
    since: datetime
    last_answer: datetime | None = None
    next_try: datetime | None = None
    problem: Problem | None = None
    server_offset: timedelta | None = None


@dataclass(frozen=True, slots=True)
class KnownRate:
    """The newest rate seen in a quote or exchange, and the moment it was quoted."""

    rate: Rate
    quoted_at: datetime


@dataclass(frozen=True, slots=True)
class PaymentBook:
    """The payments read so far, newest first by creation; `complete` when no older ones exist.

    Every payment created after `reaches` is here, as of when the book was read; older ones only as
    far as they were met. None when `complete`, and before the first page.
    """

    payments: tuple[Payment, ...]
    complete: bool
    reaches: datetime | None = None

    def covers(self, moment: datetime) -> bool:
        """Whether every payment created since `moment` is here."""
        return self.complete or (self.reaches is not None and self.reaches < moment)


@dataclass(frozen=True, slots=True)
class Case:
    """One payment looked at closely: the payment and the history the API keeps of it."""

    payment: Payment
    history: tuple[HistoryEvent, ...]


@dataclass(frozen=True, slots=True)
class Snapshot:
    """Everything known. `version` grows with every change; all mappings are read-only.

    `book` holds the recent payments, `pending` those not terminal (newest first, whatever their
    age), `statements` the ledgers asked for by wallet, `cases` the payments being looked at,
    `receivings` what this program asked for, `sendings` what it sends or sent and is not known to
    have ended, `acts` the wallet changes it made, and `policies` those of wallets that somebody is
    about to send from. `payees` are those who were paid before, None until that was looked through.
    `paid` are the sends that the journal of this machine has as paid, also from before a start.
    `server_words` are what Voltage said when it was asked about payments, newest first. `mirrors`
    say how far each ledger is in the mirror, `mirrored_payments` how far the payments are,
    `mirror_problem` why its file cannot be used. `pricing` says how the fetching of coin prices
    stands. `alerts` are those raised and not cleared, the worst first.
    """

    version: int
    connection: Connection
    wallets: Reading[tuple[Wallet, ...]]
    lines: Reading[tuple[LineOfCredit, ...]]
    accounts: tuple[Account, ...]
    book: Reading[PaymentBook]
    pending: tuple[Payment, ...] = ()
    statements: Mapping[WalletId, Reading[Statement]] = field(
        default_factory=lambda: MappingProxyType({})
    )
    cases: Mapping[PaymentId, Reading[Case]] = field(default_factory=lambda: MappingProxyType({}))
    rate: KnownRate | None = None
    receivings: tuple[Receiving, ...] = ()
    sendings: tuple[Sending, ...] = ()
    acts: tuple[Act, ...] = ()
    policies: Mapping[WalletId, Reading[tuple[Policy, ...]]] = field(
        default_factory=lambda: MappingProxyType({})
    )
    payees: tuple[KnownPayee, ...] | None = None
    paid: frozenset[PaymentId] = frozenset()
    server_words: tuple[ServerWord, ...] = ()
    mirrors: Mapping[WalletId, MirrorProgress] = field(default_factory=lambda: MappingProxyType({}))
    mirrored_payments: MirrorProgress | None = None
    sealed: tuple[Sealed, ...] | None = None
    mirror_problem: Problem | None = None
    pricing: PricingProgress = field(default_factory=PricingProgress)
    alerts: tuple[Alert, ...] = ()

    def says_the_same(self, other: Snapshot) -> bool:
        """Whether what both say is equal: all but when it was read, and how far the mirror is.

        It takes long only where much is equal that is not the same object.
        """
        return _undated(self) == _undated(other)

    def line(self, line_id: LineId | None) -> LineOfCredit | None:
        """The line with this id, if it has been read."""
        return next((x for x in self.lines.value or () if x.id == line_id), None)

    def account(self, wallet_id: WalletId) -> Account | None:
        """The account of this wallet, if it has been read."""
        return next((a for a in self.accounts if a.wallet.id == wallet_id), None)

    def payee(self, key: str | None) -> KnownPayee | None:
        """Who was paid before under this node key or address."""
        return next((p for p in self.payees or () if p.key == key), None)

    def payment(self, payment_id: PaymentId) -> Payment | None:
        """The newest reading of this payment, wherever it is known from."""
        book = self.book.value.payments if self.book.value else ()
        known = next((p for p in (*self.pending, *book) if p.id == payment_id), None)
        case = self.cases.get(payment_id)
        if known is None and case is not None and case.value is not None:
            return case.value.payment
        return known

    def receiving(self, payment_id: PaymentId) -> Receiving | None:
        """The receive this program asked for under this ID."""
        return next((r for r in self.receivings if r.payment_id == payment_id), None)

    def sending(self, payment_id: PaymentId) -> Sending | None:
        """The send this program made, or made before it was started again, under this ID."""
        return next((s for s in self.sendings if s.payment_id == payment_id), None)


def _undated(snapshot: Snapshot) -> Snapshot:
    connection = replace(snapshot.connection, last_answer=None, server_offset=None)
    return replace(
        snapshot,
        version=0,
        connection=connection,
        wallets=replace(snapshot.wallets, read_at=None),
        lines=replace(snapshot.lines, read_at=None),
        book=replace(snapshot.book, read_at=None),
        mirrors=_NOTHING,
        mirrored_payments=None,
    )
