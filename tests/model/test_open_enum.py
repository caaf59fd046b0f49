"""An enum survives a value nobody has told us of (S-14)."""

from __future__ import annotations

from enum import Enum

import pytest
from hypothesis import given
from hypothesis import strategies as st

from voltage_tui.model.credit import Collateral
from voltage_tui.model.ledger import LedgerKind
from voltage_tui.model.network import Network
from voltage_tui.model.open_enum import Unrecognised, recognise
from voltage_tui.model.payment import (
    Direction,
    PaymentCategory,
    PaymentErrorCode,
    PaymentErrorType,
    PaymentKind,
    PaymentStatus,
    Route,
)
from voltage_tui.model.settlement import SwapRail, SwapStep
from voltage_tui.model.wallet import SettlementType, WalletErrorType
from voltage_tui.text import is_clean

KINDS: list[type[Enum]] = [
    *(Collateral, Direction, LedgerKind, Network, PaymentCategory, PaymentErrorCode),
    *(PaymentErrorType, PaymentKind, PaymentStatus, Route, SettlementType, SwapRail, SwapStep),
    WalletErrorType,
]


@pytest.mark.parametrize("kind", KINDS)
def test_every_member_is_recognised_by_its_value(kind: type[Enum]) -> None:
    assert [recognise(kind, member.value) for member in kind] == list(kind)


@pytest.mark.parametrize("raw", ["settling", "COMPLETED", " completed", "", "Failed"])
def test_another_value_is_kept_as_it_is(raw: str) -> None:
    assert recognise(PaymentStatus, raw) == Unrecognised(raw)


@pytest.mark.safety("S-51", "a hostile status is cleaned and shortened at the door")
def test_a_hostile_value_is_cleaned_and_short() -> None:
    found = recognise(PaymentStatus, "\x1b]0;x\x07settling" + "g" * 1_000)
    assert isinstance(found, Unrecognised)
    assert found.value.startswith("settling")
    assert len(found.value) == 80


@pytest.mark.parametrize("raw", ["comp\u200bleted", "completed\x00", "\x1b[1mcompleted\x1b[0m"])
def test_a_value_dressed_as_a_known_one_does_not_read_as_it(raw: str) -> None:
    found = recognise(PaymentStatus, raw)
    assert isinstance(found, Unrecognised)
    assert found.value != "completed"
    assert is_clean(found.value)


@pytest.mark.safety("S-14", "any text as a status is kept, cleaned and pending")
@given(st.text(alphabet=st.characters()), st.sampled_from(KINDS))
def test_any_value_is_a_member_or_kept_clean(raw: str, kind: type[Enum]) -> None:
    found = recognise(kind, raw)
    if isinstance(found, Unrecognised):
        assert is_clean(found.value)
        assert found.value not in {member.value for member in kind}
    else:
        assert found.value == raw
