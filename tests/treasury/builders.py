"""Payments, wallets, lines and ledger rows with only what a test cares about spelled out."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from types import MappingProxyType

from voltage_tui.model.credit import Collateral, LineOfCredit
from voltage_tui.model.ids import (
    EnvironmentId,
    HoldId,
    LineId,
    OrganizationId,
    PaymentId,
    WalletId,
)
from voltage_tui.model.ledger import LedgerEntry, LedgerKind
from voltage_tui.model.network import Network
from voltage_tui.model.payment import (
    Direction,
    Payment,
    PaymentCategory,
    PaymentKind,
    PaymentStatus,
)
from voltage_tui.model.wallet import Balance, Hold, Wallet
from voltage_tui.money import BTC, Currency, Money, msats

T0 = datetime(2026, 10, 5, 9, 0, tzinfo=UTC)
ORGANIZATION = OrganizationId("5d0c1b7e-2f4a-4f8e-9a61-0b7d3c9e1a10")
ENVIRONMENT = EnvironmentId("8e7f2a44-6c1d-4b0a-8f35-2d9b6a7c4e21")
WALLET = WalletId("c2a9d3f0-1b5e-4d77-9e08-7f6a1c3b5d42")
LINE = LineId("91d7c5e8-40ab-4c6f-8d12-e3b5a7f9c084")


def after(seconds: float) -> datetime:
    """The moment `seconds` after the tests' first."""
    return T0 + timedelta(seconds=seconds)


RECEIVE = Payment(
    id=PaymentId("29ad24dc-ea8a-4e67-b35a-e917a6e57f51"),
    wallet_id=WALLET,
    organization_id=ORGANIZATION,
    environment_id=ENVIRONMENT,
    direction=Direction.RECEIVE,
    kind=PaymentKind.BOLT11,
    category=PaymentCategory.STANDARD,
    status=PaymentStatus.RECEIVING,
    currency=BTC,
    amount=msats(25_000_000),
    rail_units=25_000_000,
    requested=msats(25_000_000),
    max_fee=None,
    fees=None,
    memo=None,
    payment_request="lntbs1",
    address=None,
    bip21_uri=None,
    expiration_s=None,
    market_quote=None,
    settlements=(),
    exchanges=(),
    frozen=(),
    processing_fee=None,
    breakdown=None,
    error=None,
    route=None,
    check_only=False,
    metadata=MappingProxyType({}),
    created_at=T0,
    updated_at=T0,
)
"""A Lightning receive that is ready to be paid."""

SEND = replace(
    RECEIVE,
    id=PaymentId("457a9bbc-dd9c-45d2-8344-03e0e0ae73b8"),
    direction=Direction.SEND,
    status=PaymentStatus.SENDING,
    requested=None,
)
"""A send on its way."""


def payment(number: int, created_s: float = 0.0, **changes: object) -> Payment:
    """A receive with an ID of its own; `changes` are fields of `Payment`."""
    moment = after(created_s)
    known: dict[str, object] = {
        "id": PaymentId(f"00000000-0000-4000-8000-{number:012}"),
        "created_at": moment,
        "updated_at": moment,
        **changes,
    }
    return replace(RECEIVE, **known)  # type: ignore[arg-type]  # fields by name, in tests only


def balance(available: int, total: int, currency: Currency = BTC) -> Balance:
    """One currency's balance, base units."""
    return Balance(Money(currency, available), Money(currency, total), T0)


def wallet(
    *balances: Balance,
    number: int = 1,
    limit: int | None = None,
    holds: tuple[int, ...] = (),
    line: LineId | None = LINE,
) -> Wallet:
    """An active wallet with these balances and holds (msats)."""
    return Wallet(
        id=WalletId(f"00000000-0000-4000-9000-{number:012}"),
        name=f"Wallet {number}",
        organization_id=ORGANIZATION,
        environment_id=ENVIRONMENT,
        line_of_credit_id=line,
        network=Network.MUTINYNET,
        active=True,
        limit=limit,
        balances=balances,
        holds=tuple(Hold(HoldId(str(i)), msats(units), T0) for i, units in enumerate(holds)),
        pending_settlements=(),
        error=None,
        metadata=MappingProxyType({}),
        created_at=T0,
        updated_at=T0,
        deleted_at=None,
        deletion_failed_at=None,
    )


def line(currency: Currency = BTC, limit: int = 100_000_000_000) -> LineOfCredit:
    """A secured line of credit."""
    return LineOfCredit(
        id=LINE,
        organization_id=ORGANIZATION,
        environment_id=ENVIRONMENT,
        network=Network.MUTINYNET,
        limit=Money(currency, limit),
        allocated=Money(currency, 0),
        collateral=Collateral.SECURED,
        disabled_at=None,
        node_host=None,
    )


def row(
    kind: LedgerKind, entry_id: str, units: int | None, at_s: float = 0.0, currency: Currency = BTC
) -> LedgerEntry:
    """One ledger row of `WALLET`."""
    return LedgerEntry(
        wallet_id=WALLET,
        kind=kind,
        entry_id=entry_id,
        payment_id=None,
        currency=currency,
        amount=None if units is None else Money(currency, units),
        breakdown=None,
        effective_time=after(at_s),
    )


@dataclass
class Books:
    """A wallet's true books, to compare with: applied oldest first, read newest first."""

    total: int = 0
    available: int = 0
    rows: tuple[LedgerEntry, ...] = ()
    after: tuple[tuple[int, int], ...] = ()

    def enter(self, entry: LedgerEntry, total: int, available: int) -> None:
        """Add a row and what it really did."""
        self.total += total
        self.available += available
        self.rows = (entry, *self.rows)
        self.after = ((self.total, self.available), *self.after)

    @property
    def balance(self) -> Balance:
        """The wallet's balance now."""
        return balance(self.available, self.total)
