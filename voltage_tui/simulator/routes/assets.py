"""Taproot Assets: what exists, which here is one demonstration (API reference, section 4.1)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from voltage_tui.simulator.context import reply
from voltage_tui.simulator.router import Route
from voltage_tui.simulator.state.keys import Permission
from voltage_tui.simulator.state.kinds import NETWORK, NETWORKS

if TYPE_CHECKING:
    from voltage_tui.simulator.context import Context
    from voltage_tui.simulator.http import Response
    from voltage_tui.simulator.json_types import JsonObject

DEMO_DOLLAR: Final = "023aa574552267cef22ca2fa0ca8301b3e227eeefcefa13c44cd8f8a5762e25bd2"
"""The group key of the one asset, as in the reference's sample."""


def list_assets(context: Context) -> Response:
    """`get_all_organization_supported_assets`."""
    network = context.query.choice("network", NETWORKS)
    if network not in (None, NETWORK):
        return reply(200, {"assets": []})
    asset: JsonObject = {
        "asset": DEMO_DOLLAR,
        "name": "Demo Dollar",
        "network": NETWORK,
        "decimal_display": 6,
    }
    return reply(200, {"assets": [asset]})


ROUTES = (Route("GET", "/organizations/{org}/assets", list_assets, (Permission.READ,)),)
