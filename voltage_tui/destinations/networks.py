"""Which network a destination is for, and whether a wallet may pay it (safety rule S-32)."""

from __future__ import annotations

from enum import Enum
from typing import Final


class Network(Enum):
    """What the text of a destination says of its network; the value is how a person reads it.

    Texts do not tell all networks apart: signet and mutinynet share everything, and addresses of
    the test networks look alike.
    """

    MAINNET = "mainnet"
    TESTNET = "testnet"
    """Only invoices (`lntb`) say testnet and nothing else."""
    SIGNET = "signet or mutinynet"
    """`lntbs`."""
    ANY_TEST = "a test network"
    """Addresses `tb1`, `m`, `n`, `2`: testnet, signet or mutinynet."""
    REGTEST = "regtest"


class NetworkMatch(Enum):
    """Whether a wallet may pay a destination."""

    MATCH = "match"
    AMBIGUOUS = "ambiguous"
    """It may be this wallet's network or another that looks the same: warn, do not refuse."""
    MISMATCH = "mismatch"
    """It is another network: refuse before any request."""


_WALLET_NETWORKS: Final[dict[Network, frozenset[str]]] = {
    Network.MAINNET: frozenset({"mainnet"}),
    Network.TESTNET: frozenset({"testnet"}),
    Network.SIGNET: frozenset({"signet", "mutinynet"}),
    Network.ANY_TEST: frozenset({"testnet", "signet", "mutinynet"}),
    Network.REGTEST: frozenset(),
}

INVOICE_PREFIXES: Final[dict[str, Network]] = {
    "bc": Network.MAINNET,
    "tb": Network.TESTNET,
    "tbs": Network.SIGNET,
    "bcrt": Network.REGTEST,
}
"""After `ln` and before the amount (BOLT #11; S-30)."""

SEGWIT_PREFIXES: Final[dict[str, Network]] = {
    "bc": Network.MAINNET,
    "tb": Network.ANY_TEST,
    "bcrt": Network.REGTEST,
}
"""Before the separator of a segwit address (BIP173)."""


def matches(network: Network, wallet_network: str) -> NetworkMatch:
    """Compare a destination's network with the API's word for a wallet's.

    The API's words are mainnet, testnet, signet, mutinynet and none; `none` and any word that is
    not known match nothing.
    """
    possible = _WALLET_NETWORKS[network]
    if wallet_network not in possible:
        return NetworkMatch.MISMATCH
    return NetworkMatch.MATCH if len(possible) == 1 else NetworkMatch.AMBIGUOUS


def overlap(one: Network, other: Network) -> bool:
    """Whether two destinations can be for the same network."""
    return one is other or bool(_WALLET_NETWORKS[one] & _WALLET_NETWORKS[other])
