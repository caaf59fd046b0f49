"""Which wallet the form begins with."""

from __future__ import annotations

import pytest

from tests.treasury.paying.orders import INVOICE, account, destination
from voltage_tui.model.ids import WalletId
from voltage_tui.model.network import AnyNetwork, Network
from voltage_tui.money import BTC, USD, Currency, sats
from voltage_tui.treasury.account import Account
from voltage_tui.ui.screens.send.offers import offered

AMOUNT = sats(10_000)
TO = destination(INVOICE)


def holding(
    name: str,
    amount: int,
    *,
    network: AnyNetwork = Network.MUTINYNET,
    currency: Currency = BTC,
    active: bool = True,
) -> Account:
    """An account without credit, of so many base units; its ID is its name."""
    return account(amount, None, network, currency, id=WalletId(name), name=name, active=active)


SMALL = holding("small", sats(1).units)
LARGE = holding("large", sats(1_000_000).units)
MIDDLING = holding("middling", sats(20_000).units)
MAINNET = holding("main", sats(9_000_000).units, network=Network.MAINNET)
DOLLARS = holding("dollars", 10_000_00, currency=USD)
CLOSED = holding("closed", sats(9_000_000).units, active=False)


@pytest.mark.parametrize(
    ("known", "first", "expected"),
    [
        ((MIDDLING, LARGE), "middling", "middling"),
        ((SMALL, MIDDLING, LARGE), "small", "large"),
        ((MAINNET, MIDDLING), "main", "middling"),
        ((DOLLARS, MIDDLING), "dollars", "dollars"),
        ((DOLLARS, SMALL), None, "dollars"),
        ((MAINNET, SMALL), "small", "small"),
        ((DOLLARS, SMALL), "small", "small"),
        ((CLOSED, MIDDLING), "closed", "middling"),
    ],
)
def test_the_one_it_was_opened_for_unless_it_cannot_pay_this(
    known: tuple[Account, ...], first: str | None, expected: str
) -> None:
    assert offered(known, None if first is None else WalletId(first), TO, AMOUNT) == expected


def test_before_anything_was_given_the_first_by_name() -> None:
    assert offered((LARGE, DOLLARS), None, None, None) == "dollars"
    assert offered((), None, None, None) is None
