"""Taproot Assets that an organisation can hold (API schemas section 14)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from voltage_tui.money import Currency

if TYPE_CHECKING:
    from voltage_tui.model.ids import AssetKey
    from voltage_tui.model.network import AnyNetwork


@dataclass(frozen=True, slots=True)
class Asset:
    """An asset; an amount of it is shown with `decimal_places` after the point."""

    key: AssetKey
    name: str
    network: AnyNetwork
    decimal_places: int

    @property
    def currency(self) -> Currency:
        """What amounts of it have as their currency."""
        return Currency(f"asset:{self.key}")
