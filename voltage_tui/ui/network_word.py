"""A network as a word, in the colour of its world."""

from __future__ import annotations

from voltage_tui.model.network import AnyNetwork, is_real_money
from voltage_tui.ui.paint import Span
from voltage_tui.ui.palette import Ground, Role


def network_word(network: AnyNetwork) -> Span:
    """The network's name; one that moves real money stands on the mainnet band (S-46)."""
    if is_real_money(network):
        return Span(f" {network.value} ", Role.STRONG, Ground.MAINNET_BAND)
    return Span(network.value, Role.MUTED)
