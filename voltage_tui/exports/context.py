"""What holds for every row of an export."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from voltage_tui.model.ids import OrganizationId, WalletId
    from voltage_tui.model.movement import WalletOfMovement
    from voltage_tui.model.period import Period

METADATA_COLUMNS: Final[Mapping[str, tuple[str, ...]]] = {
    "counterparty": ("counterparty", "payee", "payer", "customer", "supplier"),
    "reference": ("reference", "invoice", "invoice_no", "external_id", "order_id"),
    "cost_center": ("cost_center", "cost_centre", "project"),
}
"""From which metadata of a payment a column is taken: the first key that is there."""


DEMO: Final = "DEMO-"
"""What the name of every file begins with that holds nothing real; the manifest says it inside."""


class ExportError(Exception):
    """An export that was not written; `str()` is the sentence for the person."""


@dataclass(frozen=True, slots=True)
class SweepOfWallet:
    """How whole the rows of one wallet are (S-67).

    `complete` is whether two passes over every page agreed; `finished_at` is when the last ended.
    """

    wallet_id: WalletId
    complete: bool
    pages: int
    rows: int
    finished_at: datetime | None


@dataclass(frozen=True, slots=True)
class ExportContext:
    """Whose money, which period, how whole, and whether it is only the demo.

    Nothing here is the moment of the export: the same data gives the same bytes (S-70).
    """

    organization_id: OrganizationId
    environment: str
    period: Period
    wallets: tuple[WalletOfMovement, ...]
    sweeps: tuple[SweepOfWallet, ...]
    demo: bool
    metadata_columns: Mapping[str, tuple[str, ...]] = field(
        default_factory=lambda: METADATA_COLUMNS
    )
