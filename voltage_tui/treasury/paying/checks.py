"""What the preflight says, check by check (S-27, S-32, S-33)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from enum import Enum
from typing import TYPE_CHECKING

from voltage_tui.model.ids import PaymentId
from voltage_tui.money import Money

if TYPE_CHECKING:
    from collections.abc import Iterable


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
    """It stops the payment; `earlier` is the payment to open instead, where there is one.

    `free_in` is how long it takes until this stops it no more, where that is known.
    """

    words: str
    next_step: str
    earlier: PaymentId | None = None
    free_in: timedelta | None = None


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


def first_stop(checks: Iterable[Check]) -> Check | None:
    """The first check that stops the payment, or None when it may be sent."""
    return next((check for check in checks if isinstance(check.verdict, Stops)), None)


def warnings_of(checks: Iterable[Check]) -> tuple[str, ...]:
    """What should be known before the payment is confirmed, in the order of the checks."""
    found = (check.verdict for check in checks)
    return tuple(v.warning for v in found if isinstance(v, Passes) and v.warning is not None)
