"""Objects read field by field: what must be there, what may be missing, and where a fault is."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from voltage_tui.api.errors import MalformedResponse
from voltage_tui.api.wire.fields import Fields, read_list, read_object
from voltage_tui.api.wire.line import read_line
from voltage_tui.api.wire.values import read_text
from voltage_tui.api.wire.wallet import read_wallet

if TYPE_CHECKING:
    from collections.abc import Callable

AMOUNT = {"currency": "btc", "amount": 1, "unit": "msats"}
MOMENT = "2026-10-05T09:41:07Z"
WALLET: dict[str, object] = {
    "id": "w-1",
    "name": "Ops",
    "organization_id": "o-1",
    "environment_id": "e-1",
    "network": "mainnet",
    "active": True,
    "balances": [
        {"currency": "btc", "available": AMOUNT, "total": AMOUNT, "effective_time": MOMENT}
    ],
    "holds": [{"id": "h-1", "amount": AMOUNT, "effective_time": MOMENT}],
    "created_at": MOMENT,
    "updated_at": MOMENT,
}
LINE: dict[str, object] = {
    "id": "l-1",
    "organization_id": "o-1",
    "environment_id": "e-1",
    "network": "mainnet",
    "limit": 5,
    "allocated_limit": 3,
    "currency": "btc",
}


@pytest.mark.parametrize(("whole", "reader"), [(WALLET, read_wallet), (LINE, read_line)])
def test_each_field_that_must_be_there_is_missed_by_name(
    whole: dict[str, object], reader: Callable[[object], object]
) -> None:
    assert read_object("it", whole, reader)
    for name in whole:
        for rest in ({k: v for k, v in whole.items() if k != name}, {**whole, name: None}):
            with pytest.raises(MalformedResponse, match=f": it {name}: missing$"):
                read_object("it", rest, reader)


def test_a_fault_inside_is_named_by_its_place_and_never_quoted() -> None:
    hold = {"id": "h-2", "amount": {**AMOUNT, "amount": "secret"}, "effective_time": MOMENT}
    bad = {**WALLET, "holds": [*_list(WALLET["holds"]), hold]}
    with pytest.raises(MalformedResponse) as caught:
        read_list("wallets", [WALLET, bad], read_wallet)
    assert ": wallets[1] holds.1.amount: " in str(caught.value)
    assert "secret" not in str(caught.value)


@pytest.mark.parametrize("raw", [None, 5, "x", {"wallets": []}])
def test_a_list_is_nothing_else(raw: object) -> None:
    assert read_list("wallets", [], read_wallet) == ()
    with pytest.raises(MalformedResponse, match="not a list"):
        read_list("wallets", raw, read_wallet)


def test_a_balance_in_two_currencies_is_refused() -> None:
    (balance,) = _list(WALLET["balances"])
    mixed = {**WALLET, "balances": [{**balance, "currency": "usd"}]}
    with pytest.raises(MalformedResponse, match=r"balances\.0"):
        read_object("wallet", mixed, read_wallet)


def test_null_and_absent_are_the_same() -> None:
    for raw in ({}, {"name": None}):
        assert Fields(raw).read_optional("name", read_text) is None
        assert Fields(raw).read_each_optional("name", read_text) == ()


def test_a_text_with_half_a_character_does_not_hide_the_rest() -> None:
    assert read_object("wallet", {**WALLET, "name": "a\ud800b"}, read_wallet).name == "ab"


def _list(value: object) -> list[dict[str, object]]:
    assert isinstance(value, list)
    return value
