"""The confirm card as lines: the world, the whole destination, and what must be typed."""

from __future__ import annotations

import pytest

from tests.treasury.paying.orders import ADDRESS, account, facts, order
from tests.ui.stage import START
from voltage_tui.model.network import Network
from voltage_tui.model.open_enum import Unrecognised
from voltage_tui.treasury.account import Account
from voltage_tui.ui.display import Display
from voltage_tui.ui.form.typed_amount import Asked
from voltage_tui.ui.paint import width_of
from voltage_tui.ui.palette import Ground
from voltage_tui.ui.screens.send.confirm_lines import (
    Asking,
    Stage,
    asked_for,
    confirm_lines,
    is_answer,
)
from voltage_tui.ui.screens.send.decoded import Look
from voltage_tui.ui.screens.send.grouped import groups_of
from voltage_tui.ui.screens.send.orders import judged


def asking(paying: Account, text: str | None = None) -> Asking:
    made = order(text)
    look = Look(made.destination, Asked(made.amount), paying, None, START, START, headed=False)
    found = judged(made, facts(paying))
    return Asking(found, look, Display(), Stage.ASKING, strong=bool(found.reasons))


@pytest.mark.parametrize(
    ("network", "word", "ground"),
    [
        (Network.MAINNET, "MAINNET", Ground.MAINNET_BAND),
        (Network.NONE, "MAINNET none", Ground.MAINNET_BAND),
        (Unrecognised("newnet"), "MAINNET newnet", Ground.MAINNET_BAND),
        (Network.MUTINYNET, "SANDBOX mutinynet", Ground.SANDBOX_BAND),
        (Network.TESTNET, "SANDBOX testnet", Ground.SANDBOX_BAND),
    ],
)
@pytest.mark.safety("S-46", "each network: word, wallet and colour; unknown is mainnet")
def test_the_band_is_of_the_wallets_world_and_names_the_wallet(
    network: Network | Unrecognised, word: str, ground: Ground
) -> None:
    told = asking(account(network=network))
    assert told.strong
    (band,) = confirm_lines(told, 80, 21)[0]
    assert word in band.text
    assert f"pay from {told.look.account.wallet.name if told.look.account else ''}" in band.text
    assert band.ground is ground
    assert width_of([band]) == 80


@pytest.mark.parametrize(("width", "height"), [(58, 15), (78, 19), (118, 36)])
@pytest.mark.parametrize("text", [None, ADDRESS, f"bitcoin:{ADDRESS}"])
@pytest.mark.safety("S-37", "invoice, address and link whole in fours at 60x20, 80x24 and 120x40")
def test_the_destination_is_whole_at_every_size(width: int, height: int, text: str | None) -> None:
    told = asking(account(), text)
    lines = confirm_lines(told, width, height)
    shown = "\n".join("".join(s.text for s in line) for line in lines[:height])
    made = told.judged.order
    key = made.invoice.payee.hex() if made.invoice is not None else ADDRESS
    assert " ".join(groups_of(key)) in " ".join(shown.split())
    assert "at most" in " ".join(shown.split())
    assert len(lines) <= height


def test_the_last_four_are_those_of_what_is_paid() -> None:
    made = order()
    assert made.invoice is not None
    four = made.invoice.payee.hex()[-4:]
    assert asked_for(made) == ("the last four of the payee key", four)
    assert is_answer(f" {four.upper()} ", made)
    assert not is_answer(four[:3], made)
    assert not is_answer("", made)
    assert asked_for(order(ADDRESS)) == ("the last four of the address", ADDRESS[-4:])
