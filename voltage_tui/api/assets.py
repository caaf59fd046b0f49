"""Taproot Assets (API reference section 4.1)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from voltage_tui.api.operation import ORGANIZATION, get
from voltage_tui.api.params import params
from voltage_tui.api.wire.asset import AssetsWire, to_assets
from voltage_tui.api.wire.base import decode

if TYPE_CHECKING:
    from voltage_tui.api.session import Session
    from voltage_tui.model.asset import Asset
    from voltage_tui.model.network import Network

LIST: Final = get("get_all_organization_supported_assets", f"{ORGANIZATION}/assets")


class Assets:
    """Reads which assets there are."""

    def __init__(self, session: Session) -> None:
        self._session = session

    async def list(self, network: Network | None = None) -> tuple[Asset, ...]:
        """The assets of the organisation, of one network if asked for."""
        raw = await self._session.read(LIST, query=params(network=network))
        return decode("assets", raw, AssetsWire, to_assets)
