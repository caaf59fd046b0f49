"""What a wallet's payments are held to (API reference section 15)."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING

from voltage_tui.model.checks import InvalidRequestError
from voltage_tui.money import INT64_MAX, MSATS_PER_SAT, Money

if TYPE_CHECKING:
    from datetime import datetime

    from voltage_tui.model.ids import OrganizationId
    from voltage_tui.model.open_enum import Unrecognised

MAX_BASIS_POINTS = 10_000
"""A rate of 100 percent."""


@dataclass(frozen=True, slots=True)
class FeeRates:
    """Processing fee rates in basis points, 100 to a percent."""

    send: int
    receive: int

    def __post_init__(self) -> None:
        for name, rate in (("send", self.send), ("receive", self.receive)):
            if not 0 <= rate <= MAX_BASIS_POINTS:
                raise InvalidRequestError(name, "a fee rate is 0 to 10000 basis points")


@dataclass(frozen=True, slots=True)
class MaxPaymentSize:
    """The largest single payment."""

    limit: Money


@dataclass(frozen=True, slots=True)
class TransactionVelocity:
    """How many payments a minute may see."""

    per_minute: int


@dataclass(frozen=True, slots=True)
class SendVolumeLimit:
    """How much may go out, over a window the API does not name."""

    limit: Money


@dataclass(frozen=True, slots=True)
class ReflexApproval:
    """An outside decision on each payment of `threshold` or more (None: on every one)."""

    template_id: str
    threshold: Money | None


@dataclass(frozen=True, slots=True)
class OfacCompliant:
    """Sanctions screening."""


@dataclass(frozen=True, slots=True)
class ProcessingFeeOverride:
    """Fee rates of this wallet instead of its line's."""

    rates: FeeRates


@dataclass(frozen=True, slots=True)
class UnrecognisedPolicy:
    """A policy of a type that this version does not know."""

    type: str


Rule = (
    MaxPaymentSize
    | TransactionVelocity
    | SendVolumeLimit
    | ReflexApproval
    | OfacCompliant
    | ProcessingFeeOverride
    | UnrecognisedPolicy
)


@dataclass(frozen=True, slots=True)
class Policy:
    """One policy; `id` and times are None where the API gives none."""

    id: str | None
    rule: Rule
    created_at: datetime | None
    updated_at: datetime | None


class PolicyErrorType(Enum):
    """Why an update of the policies was not taken over."""

    INVALID_PROCESSING_FEE_RATES = "invalid_processing_fee_rates"
    MULTIPLE_PROCESSING_FEE_POLICIES = "multiple_processing_fee_policies"
    POLICY_NOT_FOUND = "policy_not_found"


@dataclass(frozen=True, slots=True)
class PolicyError:
    """The last update that was refused after it had been accepted."""

    type: PolicyErrorType | Unrecognised
    detail: str


@dataclass(frozen=True, slots=True)
class WalletPolicies:
    """Every policy of a wallet."""

    id: str
    organization_id: OrganizationId | None
    policies: tuple[Policy, ...]
    error: PolicyError | None
    updated_at: datetime


class FeeChange(Enum):
    """What an update does with the fee rates when it gives none."""

    UNCHANGED = "unchanged"
    INHERIT = "inherit"
    """Those of the line of credit."""


@dataclass(frozen=True, slots=True)
class PolicyUpdate:
    """A change of policies; what is None stays as it is.

    The two amounts are whole sats, 1 or more. Raises `InvalidRequestError`, also when nothing
    would change.
    """

    max_payment_size: Money | None = None
    per_minute: int | None = None
    send_volume_limit: Money | None = None
    template_id: str | None = None
    ofac_compliant: bool | None = None
    processing_fee: FeeRates | FeeChange = FeeChange.UNCHANGED

    def __post_init__(self) -> None:
        given = (
            self.max_payment_size,
            self.per_minute,
            self.send_volume_limit,
            self.template_id,
            self.ofac_compliant,
        )
        if self.processing_fee is FeeChange.UNCHANGED and all(part is None for part in given):
            raise InvalidRequestError("policies", "nothing to change")
        if self.per_minute is not None and not 1 <= self.per_minute <= INT64_MAX:
            raise InvalidRequestError("per_minute", "at least one payment a minute")
        _check_sats("max_payment_size", self.max_payment_size)
        _check_sats("send_volume_limit", self.send_volume_limit)


def _check_sats(name: str, amount: Money | None) -> None:
    if amount is None:
        return
    if amount.currency != "btc" or amount.units < MSATS_PER_SAT or amount.units % MSATS_PER_SAT:
        raise InvalidRequestError(name, "a limit is whole sats, 1 or more")
