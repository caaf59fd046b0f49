"""By which hash and transaction an entry can be found elsewhere."""

from __future__ import annotations

from dataclasses import replace

from tests.exports.samples import OPS, PREIMAGE, payment
from voltage_tui.exports.settled import payment_hash_of, txid_of
from voltage_tui.model.settlement import (
    InternalSettlement,
    LightningSettlement,
    OnchainSettlement,
    Settlement,
    SwapRail,
    SwapSettlement,
    SwapStep,
)
from voltage_tui.money import sats


def lightning(name: str, ledger_id: str | None) -> LightningSettlement:
    return LightningSettlement(PREIMAGE, name, ledger_id)


def onchain(name: str, ledger_id: str | None) -> OnchainSettlement:
    return OnchainSettlement(name, sats(5), 1, None, None, True, None, ledger_id)


def found(*settlements: Settlement) -> tuple[str, str]:
    settled = replace(payment(OPS.id, "p-1"), settlements=settlements)
    return payment_hash_of(settled, "entry"), txid_of(settled, "entry")


def test_the_settlement_that_names_the_entry_counts() -> None:
    assert found(lightning("a", "other"), lightning("b", "entry")) == ("b", "")
    assert found(onchain("x", "other"), onchain("y", "entry")) == ("", "y")


def test_one_that_names_no_entry_counts_where_it_is_the_only_one() -> None:
    assert found(lightning("a", None)) == ("a", "")
    assert found(onchain("x", None), onchain("x", None)) == ("", "x")
    assert found(onchain("x", None), onchain("y", None)) == ("", "")


def test_another_entrys_is_never_taken() -> None:
    assert found(lightning("a", "other"), onchain("x", "other")) == ("", "")


def test_both_legs_of_a_swap_are_looked_at() -> None:
    step = SwapStep.SOURCE_CLAIMED
    in_leg = SwapSettlement(step, SwapRail.LIGHTNING, lightning("a", "entry"))
    out_leg = SwapSettlement(step, SwapRail.ONCHAIN, onchain("x", None))
    assert found(in_leg, out_leg) == ("a", "x")


def test_a_short_circuit_has_neither() -> None:
    internal = InternalSettlement(sats(5), payment(OPS.id, "p-2").id, "entry")
    assert found(internal) == ("", "")
