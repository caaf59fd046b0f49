"""Wallets, lines of credit and the world they are in (S-46)."""

from __future__ import annotations

from datetime import UTC, datetime
from types import MappingProxyType

import pytest

from voltage_tui.model.credit import LineOfCredit
from voltage_tui.model.ids import EnvironmentId, LineId, OrganizationId, WalletId
from voltage_tui.model.network import (
    AnyNetwork,
    CreationNetwork,
    Network,
    creation_network,
    is_real_money,
)
from voltage_tui.model.open_enum import Unrecognised
from voltage_tui.model.wallet import Balance, Wallet
from voltage_tui.money import BTC, USD, CurrencyMismatchError, Money, cents, msats, sats

WHEN = datetime(2026, 10, 5, tzinfo=UTC)


@pytest.mark.safety("S-46", "every network that is not a known test network counts as mainnet")
@pytest.mark.parametrize(
    ("network", "real", "created_as"),
    [
        (Network.MAINNET, True, CreationNetwork.MAINNET),
        (Network.TESTNET, False, CreationNetwork.TESTNET3),
        (Network.SIGNET, False, None),
        (Network.MUTINYNET, False, CreationNetwork.MUTINYNET),
        (Network.NONE, True, None),
        (Unrecognised("liquid"), True, None),
        (Unrecognised("testnet4"), True, None),
    ],
)
def test_what_is_not_known_to_be_play_money_is_real(
    network: AnyNetwork, real: bool, created_as: CreationNetwork | None
) -> None:
    assert is_real_money(network) is real
    assert creation_network(network) is created_as


def wallet(*balances: Balance) -> Wallet:
    """A wallet with these balances."""
    return Wallet(
        id=WalletId("wallet"),
        name="Ops",
        organization_id=OrganizationId("organization"),
        environment_id=EnvironmentId("environment"),
        line_of_credit_id=LineId("line"),
        network=Network.MUTINYNET,
        active=True,
        limit=None,
        balances=balances,
        holds=(),
        pending_settlements=(),
        error=None,
        metadata=MappingProxyType({}),
        created_at=WHEN,
        updated_at=WHEN,
        deleted_at=None,
        deletion_failed_at=None,
    )


def test_a_balance_is_found_by_its_currency() -> None:
    bitcoin, dollars = Balance(sats(1), sats(2), WHEN), Balance(cents(3), cents(4), WHEN)
    assert wallet(bitcoin, dollars).balance(USD) == dollars
    assert wallet(bitcoin, dollars).balance(BTC) == bitcoin


def test_no_balance_is_not_a_balance_of_nothing() -> None:
    assert wallet().balance(BTC) is None
    assert wallet(Balance(cents(3), cents(4), WHEN)).balance(BTC) is None


def line(limit: Money, allocated: Money) -> LineOfCredit:
    """A line with this much handed out."""
    return LineOfCredit(
        id=LineId("line"),
        organization_id=OrganizationId("organization"),
        environment_id=EnvironmentId("environment"),
        network=Network.MUTINYNET,
        limit=limit,
        allocated=allocated,
        collateral=None,
        disabled_at=None,
        node_host=None,
    )


def test_what_is_left_to_hand_out_is_exact() -> None:
    assert line(sats(5_000_000), msats(1)).unallocated == sats(4_999_999) + msats(999)
    assert line(cents(100), cents(250)).unallocated == cents(-150)
    assert line(cents(100), cents(0)).currency == USD


def test_a_line_in_two_currencies_is_not_subtracted() -> None:
    with pytest.raises(CurrencyMismatchError):
        _ = line(cents(100), sats(1)).unallocated
