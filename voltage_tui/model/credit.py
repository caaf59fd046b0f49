"""Lines of credit (API reference section 12)."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import datetime

    from voltage_tui.model.ids import EnvironmentId, LineId, OrganizationId
    from voltage_tui.model.network import AnyNetwork
    from voltage_tui.model.open_enum import Unrecognised
    from voltage_tui.money import Currency, Money


class Collateral(Enum):
    """How far a line's collateral or verification has come."""

    PENDING_DEPOSIT = "pending_deposit"
    PARTIALLY_SECURED = "partially_secured"
    SECURED = "secured"
    PENDING_VERIFICATION = "pending_verification"
    VERIFIED = "verified"


@dataclass(frozen=True, slots=True)
class LineOfCredit:
    """A facility shared out to wallets; `allocated` of `limit` is handed out.

    `collateral` is None when it is waived, `node_host` the host of the customer's own node or
    None for a credit-backed line, `disabled_at` the moment new payments stopped.
    """

    id: LineId
    organization_id: OrganizationId
    environment_id: EnvironmentId
    network: AnyNetwork
    limit: Money
    allocated: Money
    collateral: Collateral | Unrecognised | None
    disabled_at: datetime | None
    node_host: str | None

    @property
    def currency(self) -> Currency:
        """The currency of the line and of every wallet on it."""
        return self.limit.currency

    @property
    def unallocated(self) -> Money:
        """What can still be given to wallets."""
        return self.limit - self.allocated
