"""Lines of credit (API reference, section 12)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from voltage_tui.simulator.amounts import Currency
    from voltage_tui.simulator.json_types import JsonObject


@dataclass(slots=True, eq=False, repr=False)
class Line:
    """One facility; `limit` is in base units of its currency, fees in basis points."""

    id: str
    currency: Currency
    limit: int
    status: JsonObject | None
    send_basis_points: int = 0
    receive_basis_points: int = 0
    disabled_at: int | None = None
