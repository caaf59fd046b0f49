"""What moved, as accountants count it: one row for each monetary event of a ledger entry.

A ledger entry of a payment may be several events: the principal, the network's fee and the
processing fee. Added up, the amounts of an entry's movements are what it did to the wallet's
total, always (S-66); a hold or a release moves no money and is 0 in that sum.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING, Final

from voltage_tui.model.ledger import LedgerKind, tie_of
from voltage_tui.model.open_enum import Unrecognised
from voltage_tui.model.payment_words import Direction
from voltage_tui.money import Currency, Money

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from voltage_tui.model.ids import LineId, WalletId
    from voltage_tui.model.ledger import Effect, LedgerBreakdown, LedgerEntry
    from voltage_tui.model.network import AnyNetwork
    from voltage_tui.model.payment import Payment
    from voltage_tui.model.wallet import Wallet
    from voltage_tui.money import Rate


class MovementKind(Enum):
    """What a movement is for, in the order the movements of one entry are written.

    No ledger row says interest or a volume fee of itself: they come from a bill.
    """

    HOLD = "hold"
    PRINCIPAL = "principal"
    NETWORK_FEE = "network_fee"
    PROCESSING_FEE = "processing_fee"
    SETTLEMENT = "settlement"
    INTEREST = "interest"
    VOLUME_FEE = "volume_fee"


class RateSource(Enum):
    """Where a rate comes from; a rate that is missing has no source (S-69)."""

    QUOTE = "quote"
    EXCHANGE = "exchange"
    MARKET_QUOTE = "market_quote"
    COINPRICE_MINUTE = "coinprice_minute"
    MANUAL = "manual"


@dataclass(frozen=True, slots=True)
class RateOfPayment:
    """What a bitcoin cost at the payment's moment: never today's rate, never 0 (S-69)."""

    rate: Rate
    source: RateSource
    at: datetime


@dataclass(frozen=True, slots=True)
class WalletOfMovement:
    """Whose money it is; `name` is cleaned text."""

    id: WalletId
    name: str
    line_id: LineId | None
    network: AnyNetwork


def whose(wallet: Wallet) -> WalletOfMovement:
    """What a movement says of its wallet, as it was read."""
    return WalletOfMovement(wallet.id, wallet.name, wallet.line_of_credit_id, wallet.network)


@dataclass(frozen=True, slots=True)
class KnownOfEntry:
    """What is known of an entry beside itself.

    `total_after` is the wallet's total after the entry; `note` and `tags` are the person's own,
    `counterparty` a name they gave. All text is cleaned.
    """

    total_after: Money | None = None
    payment: Payment | None = None
    rate: RateOfPayment | None = None
    note: str | None = None
    tags: tuple[str, ...] = ()
    counterparty: str | None = None
    cleared: bool = False


@dataclass(frozen=True, slots=True)
class Movement:
    """One monetary event of one ledger entry.

    `amount` is what it did to the wallet's total, signed; 0 for a hold or a release; None where
    the entry does not say it. `held` is what a hold reserves (negative) or what a release or a
    capture gives back (positive); None elsewhere, and where it is not known. Amount and `held`
    together are the effect on what is available. `balance` is the total after this movement.
    """

    entry: LedgerEntry
    kind: MovementKind
    currency: Currency
    amount: Money | None
    held: Money | None
    balance: Money | None
    wallet: WalletOfMovement
    known: KnownOfEntry

    @property
    def row_id(self) -> str:
        """Stable and unique: wallet, ledger kind, entry and movement kind."""
        return ":".join((*self.entry.key, self.kind.value))

    @property
    def event(self) -> LedgerKind | Unrecognised:
        """What the ledger calls the entry."""
        return self.entry.kind

    @property
    def effective_time(self) -> datetime:
        """When it took effect: what the month's cut-off goes by (S-68)."""
        return self.entry.effective_time

    @property
    def wallet_id(self) -> WalletId:
        """Whose money it is."""
        return self.wallet.id

    @property
    def payment(self) -> Payment | None:
        """The payment it belongs to, where it is known."""
        return self.known.payment

    @property
    def rate(self) -> RateOfPayment | None:
        """The rate at the payment's moment; None is missing (S-69)."""
        return self.known.rate

    @property
    def is_money(self) -> bool:
        """Whether it counts in sums; a hold or a release does not."""
        return self.kind is not MovementKind.HOLD

    @property
    def direction(self) -> Direction | None:
        """Which way, as the ledger says it: a deposit is received; None where it does not."""
        return _DIRECTION.get(self.entry.kind)


_DIRECTION: Final[dict[LedgerKind | Unrecognised, Direction]] = {
    LedgerKind.CREDITED: Direction.RECEIVE,
    LedgerKind.DEPOSITED: Direction.RECEIVE,
    LedgerKind.HELD: Direction.SEND,
    LedgerKind.CAPTURED: Direction.SEND,
    LedgerKind.RELEASED: Direction.SEND,
    LedgerKind.WITHDRAWN: Direction.SEND,
}
_KIND_ORDER: Final = {kind: place for place, kind in enumerate(MovementKind)}


def order_key(movement: Movement) -> tuple[datetime, int, str, str, str, int]:
    """What exports are ordered by: the effective time, then what tells rows apart (S-70).

    Of one moment it is the order in which running balances are counted (`tie_of`); the movements
    of one entry stay together.
    """
    entry = movement.entry
    return (
        entry.effective_time,
        tie_of(entry),
        entry.wallet_id,
        entry.entry_id,
        entry.kind.value,
        _KIND_ORDER[movement.kind],
    )


def movements_of(
    entry: LedgerEntry, effect: Effect, wallet: WalletOfMovement, known: KnownOfEntry
) -> tuple[Movement, ...]:
    """The movements of one entry, whose amounts add up to `effect.total` (S-66).

    `effect` is what the entry did to the balances. Fees are movements of their own where the
    entry's breakdown adds up to what it did; a fee that the payer paid on top moved nothing here.
    """
    parts = [part for part in _parts(entry, effect) if not _is_empty_fee(part)]
    balance = known.total_after
    made: list[Movement] = []
    for place, (kind, units) in enumerate(reversed(parts)):
        amount = None if units is None else Money(entry.currency, units)
        first = place == len(parts) - 1
        held = _held(entry, effect) if first else None
        made.append(Movement(entry, kind, entry.currency, amount, held, balance, wallet, known))
        balance = None if balance is None or amount is None else balance - amount
    return tuple(reversed(made))


Part = tuple[MovementKind, int | None]


def _parts(entry: LedgerEntry, effect: Effect) -> tuple[Part, ...]:
    match entry.kind:
        case LedgerKind.HELD | LedgerKind.RELEASED:
            return ((MovementKind.HOLD, 0),)
        case LedgerKind.DEPOSITED | LedgerKind.WITHDRAWN:
            return ((MovementKind.SETTLEMENT, effect.total),)
        case LedgerKind.CREDITED | LedgerKind.CAPTURED | Unrecognised():
            return tuple(_settled(entry, effect.total))


def _settled(entry: LedgerEntry, total: int | None) -> Iterator[Part]:
    """Principal and fees, or all of it as principal where no breakdown adds up to it."""
    made_of = entry.breakdown
    if total is None or made_of is None or not _same_currency(entry.currency, made_of):
        yield MovementKind.PRINCIPAL, total
        return
    principal = made_of.principal.units if total >= 0 else -made_of.principal.units
    network, processing = made_of.network_fee.units, made_of.processing_fee.units
    if principal - network - processing != total:
        # Fees on top that the payer paid, or a breakdown of something else: nothing to split.
        yield MovementKind.PRINCIPAL, total
        return
    yield MovementKind.PRINCIPAL, principal
    yield MovementKind.NETWORK_FEE, -network
    yield MovementKind.PROCESSING_FEE, -processing


def _same_currency(currency: Currency, made_of: LedgerBreakdown) -> bool:
    parts = (made_of.principal, made_of.network_fee, made_of.processing_fee)
    return all(part.currency == currency for part in parts)


def _is_empty_fee(part: Part) -> bool:
    return part[1] == 0 and part[0] in (MovementKind.NETWORK_FEE, MovementKind.PROCESSING_FEE)


def _held(entry: LedgerEntry, effect: Effect) -> Money | None:
    """What the entry reserved or gave back of a hold: the available's effect less the total's."""
    is_hold = entry.kind in (LedgerKind.HELD, LedgerKind.CAPTURED, LedgerKind.RELEASED)
    if not is_hold or effect.available is None or effect.total is None:
        return None
    return Money(entry.currency, effect.available - effect.total)
