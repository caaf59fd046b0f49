"""Which bitcoin network money lives on (API schemas section 1)."""

from __future__ import annotations

from enum import Enum

from voltage_tui.model.open_enum import Unrecognised


class Network(Enum):
    """A wallet's network as the API reads it."""

    MAINNET = "mainnet"
    TESTNET = "testnet"
    SIGNET = "signet"
    MUTINYNET = "mutinynet"
    NONE = "none"


class CreationNetwork(Enum):
    """A network as requests and line filters name it (`SupportedNetwork`)."""

    MAINNET = "mainnet"
    TESTNET3 = "testnet3"
    MUTINYNET = "mutinynet"


AnyNetwork = Network | Unrecognised


def is_real_money(network: AnyNetwork) -> bool:
    """Whether to treat the network as mainnet; one that is unknown or `none` is (S-46)."""
    match network:
        case Network.TESTNET | Network.SIGNET | Network.MUTINYNET:
            return False
        case Network.MAINNET | Network.NONE | Unrecognised():
            return True


def creation_network(network: AnyNetwork) -> CreationNetwork | None:
    """How a request names this network, or None where the API has no word for it."""
    match network:
        case Network.MAINNET:
            return CreationNetwork.MAINNET
        case Network.TESTNET:
            return CreationNetwork.TESTNET3
        case Network.MUTINYNET:
            return CreationNetwork.MUTINYNET
        case Network.SIGNET | Network.NONE | Unrecognised():
            return None
