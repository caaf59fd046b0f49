"""What the preflight says, check by check, and what it is told (S-27, S-32, S-33)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import Enum
from typing import TYPE_CHECKING, Final

from voltage_tui.model.ids import PaymentId
from voltage_tui.money import Money, plain, sats
from voltage_tui.treasury.receive_steps import noticeable

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from voltage_tui.model.credit import LineOfCredit
    from voltage_tui.model.ids import WalletId
    from voltage_tui.model.payment import Payment
    from voltage_tui.model.policy import Policy
    from voltage_tui.model.quote import Quote
    from voltage_tui.model.wallet import Wallet
    from voltage_tui.model.writes import PaidBefore
    from voltage_tui.treasury.account import Account
    from voltage_tui.treasury.paying.lookalike import KnownPayee
    from voltage_tui.treasury.paying.server_check import ServerWord
    from voltage_tui.treasury.reading import Reading
    from voltage_tui.treasury.snapshot import PaymentBook
    from voltage_tui.treasury.statement import Statement
    from voltage_tui.treasury.words import Say

Left = Money | timedelta | int
"""What is left after the payment: money, time, or a number of payments."""


class CheckKind(Enum):
    """What is looked at; the value is its name on the screen."""

    FRESHNESS = "figures"
    WALLET = "wallet"
    NETWORK = "network"
    EXPIRY = "expiry"
    DUPLICATE = "paid before"
    BALANCE = "balance"
    WALLET_LIMIT = "wallet limit"
    SIZE = "largest payment"
    VELOCITY = "payments a minute"
    VOLUME = "outgoing volume"
    POLICY = "policies"
    LINE = "line of credit"
    QUOTE = "rate"
    SERVER = "Voltage's word"


@dataclass(frozen=True, slots=True)
class Passes:
    """It lets the payment pass; `left` is what remains after it, `warning` what to know first.

    `earlier` is the payment a warning speaks of. `used_permille` is how much of a limit is used
    with this payment, in tenths of a percent; None where there is no limit.
    """

    words: str
    left: Left | None = None
    warning: str | None = None
    earlier: PaymentId | None = None
    used_permille: int | None = None


@dataclass(frozen=True, slots=True)
class Stops:
    """It stops the payment; `earlier` is the payment to open instead, where there is one."""

    words: str
    next_step: str
    earlier: PaymentId | None = None


@dataclass(frozen=True, slots=True)
class Unknown:
    """Only the API can tell; the payment may be tried."""

    words: str


Verdict = Passes | Stops | Unknown


@dataclass(frozen=True, slots=True)
class Check:
    """One line of the preflight. Words are whole sentences."""

    kind: CheckKind
    verdict: Verdict


USUAL_THRESHOLD: Final = sats(1_000_000)
"""A worst case over this always takes the strong confirm, unless a person says another (S-28)."""


@dataclass(frozen=True, slots=True)
class Facts:
    """What is known when an order is looked at.

    `now` is ours; `server_offset` is the server's clock less ours. `account` is the paying one and
    `accounts` are all, `payments` every one known (book and pending), `guarded_by` the open
    payment that has one of the order's guards (S-7), `paid_before` the payment by which its
    invoice was paid, by the journal, `quote` the order's quote as last read,
    `released` the payments of this program that came to nothing and hold nothing any more.
    `payees` are those known to have been paid before; without any, everyone is new.
    A `policies` reading of () is a wallet without any. `say` writes amounts into sentences.
    `server_word` is what Voltage said of this very payment, if it was asked lately.
    Over `threshold` (bitcoin) a worst case takes the strong confirm.
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
    paid_before: PaidBefore | None = None
    quote: Quote | None = None
    released: frozenset[PaymentId] = frozenset()
    payees: tuple[KnownPayee, ...] = ()
    server_word: ServerWord | None = None
    say: Say = plain
    threshold: Money = USUAL_THRESHOLD

    @property
    def server_now(self) -> datetime:
        """The moment by the server's clock, as far as it is known (S-33)."""
        return self.now + noticeable(self.server_offset)


def first_stop(checks: Iterable[Check]) -> Check | None:
    """The first check that stops the payment, or None when it may be sent."""
    return next((check for check in checks if isinstance(check.verdict, Stops)), None)


def warnings_of(checks: Iterable[Check]) -> tuple[str, ...]:
    """What should be known before the payment is confirmed, in the order of the checks."""
    found = (check.verdict for check in checks)
    return tuple(v.warning for v in found if isinstance(v, Passes) and v.warning is not None)
