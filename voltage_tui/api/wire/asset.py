"""Assets on the wire (API schemas section 14)."""

from __future__ import annotations

from voltage_tui.api.wire.base import Count, Text, Wire
from voltage_tui.model.asset import Asset
from voltage_tui.model.ids import AssetKey
from voltage_tui.model.network import Network
from voltage_tui.model.open_enum import recognise

_MOST_PLACES = 255


class AssetWire(Wire):
    """NamedAsset."""

    asset: Text
    name: Text
    network: Text
    decimal_display: Count


class AssetsWire(Wire):
    """SupportedAssets."""

    assets: list[AssetWire]


def to_assets(wire: AssetsWire) -> tuple[Asset, ...]:
    """The assets of the model."""
    return tuple(_asset(asset) for asset in wire.assets)


def _asset(wire: AssetWire) -> Asset:
    if wire.decimal_display > _MOST_PLACES:
        raise ValueError("more places than any asset has")
    return Asset(
        key=AssetKey(wire.asset),
        name=wire.name,
        network=recognise(Network, wire.network),
        decimal_places=wire.decimal_display,
    )
