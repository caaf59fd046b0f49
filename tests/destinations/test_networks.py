"""The matrix of safety rule S-32."""

from __future__ import annotations

import pytest

from voltage_tui.destinations.networks import Network, NetworkMatch, matches, overlap

WALLETS = ("mainnet", "testnet", "signet", "mutinynet", "none")
MATCH, AMBIGUOUS, MISMATCH = NetworkMatch.MATCH, NetworkMatch.AMBIGUOUS, NetworkMatch.MISMATCH
MATRIX = {
    Network.MAINNET: (MATCH, MISMATCH, MISMATCH, MISMATCH, MISMATCH),
    Network.TESTNET: (MISMATCH, MATCH, MISMATCH, MISMATCH, MISMATCH),
    Network.SIGNET: (MISMATCH, MISMATCH, AMBIGUOUS, AMBIGUOUS, MISMATCH),
    Network.ANY_TEST: (MISMATCH, AMBIGUOUS, AMBIGUOUS, AMBIGUOUS, MISMATCH),
    Network.REGTEST: (MISMATCH,) * 5,
}


@pytest.mark.safety("S-32", "the matrix of destinations and wallet networks")
@pytest.mark.parametrize("network", Network)
def test_each_network_against_each_wallet(network: Network) -> None:
    assert tuple(matches(network, wallet) for wallet in WALLETS) == MATRIX[network]


@pytest.mark.parametrize("network", Network)
@pytest.mark.parametrize("wallet", ["", "MAINNET", "testnet4", "none"])
def test_a_wallet_network_not_known_matches_nothing(network: Network, wallet: str) -> None:
    assert matches(network, wallet) is MISMATCH


def test_which_parts_of_a_link_can_belong_together() -> None:
    assert overlap(Network.ANY_TEST, Network.SIGNET)
    assert overlap(Network.TESTNET, Network.ANY_TEST)
    assert overlap(Network.REGTEST, Network.REGTEST)
    assert not overlap(Network.TESTNET, Network.SIGNET)
    assert not overlap(Network.MAINNET, Network.ANY_TEST)
    assert not overlap(Network.REGTEST, Network.ANY_TEST)
