"""The choices of the filter dialog, and the search they make."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.query.made import queries
from voltage_tui.model.ids import WalletId
from voltage_tui.model.payment import Direction, PaymentKind
from voltage_tui.query import Query, canonical, parse
from voltage_tui.ui.screens.payments.wanted import (
    Since,
    Standing,
    Wanted,
    wanted_in,
    with_wanted,
)

OPS, RENT = WalletId("0198aa00-aaaa"), WalletId("0198bb00-bbbb")
NAMES = {OPS: "Ops", RENT: "Rent, Q4", WalletId("0198cc"): "Ops", WalletId("0198dd"): "家"}

choices = st.builds(
    Wanted,
    standing=st.sampled_from(Standing),
    direction=st.sampled_from([None, *Direction]),
    kind=st.sampled_from([None, *PaymentKind]),
    wallet_id=st.sampled_from([None, *NAMES]),
    since=st.sampled_from(Since),
)


@given(choices)
def test_what_was_chosen_is_read_back(wanted: Wanted) -> None:
    assert wanted_in(parse(with_wanted("", wanted, NAMES)), NAMES) == wanted


@given(queries, choices)
def test_the_other_terms_stay(query: Query, wanted: Wanted) -> None:
    text = canonical(query)
    bare = parse(with_wanted(text, Wanted(), NAMES))
    assert wanted_in(bare, NAMES) == Wanted()
    assert set(bare.clauses) <= set(query.clauses)
    assert bare.sort == query.sort
    chosen = parse(with_wanted(text, wanted, NAMES))
    assert wanted_in(chosen, NAMES) == wanted
    assert chosen.clauses[-len(bare.clauses) :] == bare.clauses or not bare.clauses


@pytest.mark.parametrize(
    ("wanted", "text"),
    [
        (Wanted(), "rent"),
        (Wanted(Standing.FAILED), "status:failed rent"),
        (Wanted(Standing.PENDING, Direction.SEND), "status:pending dir:send rent"),
        (Wanted(wallet_id=RENT), 'wallet:"Rent, Q4" rent'),
        (Wanted(wallet_id=OPS), "wallet:0198aa00-aaaa rent"),
    ],
)
def test_written(wanted: Wanted, text: str) -> None:
    assert with_wanted("dir:receive rent last:7d", wanted, NAMES) == text


def test_of_what_cannot_be_read_nothing_stays() -> None:
    assert with_wanted("status: rent", Wanted(Standing.FAILED), NAMES) == "status:failed"
