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

    `complete` is whether two passes over every page agreed, and nothing of the period was still to
    come; `finished_at` is when the last pass ended. `read_until` is up to when rows of the period
    were asked for, its end at the latest: of later ones nothing is known.
    """

    wallet_id: WalletId
    complete: bool
    pages: int
    rows: int
    finished_at: datetime | None
    read_until: datetime | None = None


@dataclass(frozen=True, slots=True)
class SweepOfPayments:
    """How whole the payments are, from which the rows have their words and rates.

    As of a wallet's rows: `read_until` is up to when payments of the period were asked for.
    """

    complete: bool
    pages: int
    payments: int
    finished_at: datetime | None
    read_until: datetime | None = None


@dataclass(frozen=True, slots=True)
class ExportContext:
    """Whose money, which period, how whole, and whether it is only the demo.

    With a `selection`, a search in words, rows may be left out between the first and the last:
    then no balance is stated, as none would follow from the rows. Nothing here is the moment of
    the export: the same data gives the same bytes (S-70).
    """

    organization_id: OrganizationId
    environment: str
    period: Period
    wallets: tuple[WalletOfMovement, ...]
    sweeps: tuple[SweepOfWallet, ...]
    demo: bool
    selection: str | None = None
    payments: SweepOfPayments | None = None
    metadata_columns: Mapping[str, tuple[str, ...]] = field(
        default_factory=lambda: METADATA_COLUMNS
    )

    @property
    def complete(self) -> bool:
        """Whether every wallet was swept until two passes agreed (S-67)."""
        whole = {sweep.wallet_id for sweep in self.sweeps if sweep.complete}
        return all(wallet.id in whole for wallet in self.wallets)

    @property
    def read_until(self) -> datetime | None:
        """The moment from which on rows of the period may be missing; None where none may be."""
        asked = [sweep.read_until for sweep in self.sweeps if sweep.read_until is not None]
        earliest = min(asked, default=None)
        return earliest if earliest is not None and earliest < self.period.end else None
