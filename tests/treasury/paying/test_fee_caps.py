"""The cap on network fees: its default by rail, and what is said of a typed one (S-26)."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.treasury.paying.orders import ADDRESS, INVOICE, destination, link, order
from voltage_tui.api.bodies import send_body
from voltage_tui.money import INT64_MAX, Money, cents, msats, sats
from voltage_tui.treasury.paying.fee_caps import (
    CapRefused,
    CapRemark,
    Rail,
    default_cap,
    judge_cap,
    rail_of,
)

RAILS = list(Rail)


@pytest.mark.parametrize(
    ("text", "rail"),
    [
        (INVOICE, Rail.LIGHTNING),
        (ADDRESS, Rail.ONCHAIN),
        (link(), Rail.ONCHAIN),
        (link(f"?lightning={INVOICE}"), Rail.EITHER),
    ],
)
def test_the_rail_is_told_by_the_destination(text: str, rail: Rail) -> None:
    assert rail_of(destination(text)) is rail


@pytest.mark.safety("S-26", "a table of amounts by rail: one percent or the floor")
@pytest.mark.parametrize(
    ("rail", "amount", "cap"),
    [
        (Rail.LIGHTNING, msats(1), sats(1)),
        (Rail.LIGHTNING, sats(100), sats(1)),
        (Rail.LIGHTNING, msats(100_001), sats(2)),
        (Rail.LIGHTNING, sats(1_250_000), sats(12_500)),
        (Rail.ONCHAIN, sats(10_000), sats(263)),
        (Rail.ONCHAIN, sats(26_300), sats(263)),
        (Rail.ONCHAIN, sats(26_301), sats(264)),
        (Rail.EITHER, sats(100), sats(263)),
        (Rail.EITHER, sats(100_000), sats(1_000)),
    ],
)
def test_the_default_is_one_percent_or_the_floor(rail: Rail, amount: Money, cap: Money) -> None:
    assert default_cap(rail, amount).amount == cap


@given(st.sampled_from(RAILS), st.integers(1, 21_000_000 * 10**11))
def test_a_default_is_never_below_the_api_s_own_and_needs_no_remark(rail: Rail, units: int) -> None:
    offered = default_cap(rail, msats(units))
    assert offered.amount >= offered.floor
    assert offered.amount.units * 100 >= units
    assert offered.amount.units % 1_000 == 0
    assert offered.is_floor or (offered.amount.units - 1_000) * 100 < units
    assert judge_cap(rail, msats(units), offered.amount) is None
    assert (rail is Rail.LIGHTNING) or offered.floor == sats(263)


@pytest.mark.parametrize(
    ("rail", "cap"),
    [
        (Rail.LIGHTNING, sats(-1)),
        (Rail.LIGHTNING, cents(1)),
        (Rail.LIGHTNING, msats(INT64_MAX - 9_999_999)),
        (Rail.ONCHAIN, sats(0)),
        (Rail.ONCHAIN, msats(263_001)),
    ],
)
def test_a_cap_that_cannot_be_sent_is_refused(rail: Rail, cap: Money) -> None:
    assert isinstance(judge_cap(rail, sats(10_000), cap), CapRefused)


@pytest.mark.parametrize(
    ("rail", "cap", "words"),
    [
        (Rail.LIGHTNING, sats(0), "Only a Lightning route without any fee will do."),
        (
            Rail.EITHER,
            sats(0),
            "Only a Lightning route without any fee will do. It cannot go on-chain instead.",
        ),
        (Rail.EITHER, sats(262), "On-chain, less than 263 sats is seldom enough."),
        (Rail.ONCHAIN, sats(262), "On-chain, less than 263 sats is seldom enough."),
        (Rail.LIGHTNING, sats(1_001), "The fee could be more than 10 % of the amount."),
    ],
)
def test_what_should_be_known_of_a_cap_is_said(rail: Rail, cap: Money, words: str) -> None:
    assert judge_cap(rail, sats(10_000), cap) == CapRemark(words)


@pytest.mark.parametrize(
    ("rail", "cap"),
    [
        (Rail.LIGHTNING, sats(1_000)),
        (Rail.LIGHTNING, msats(1)),
        (Rail.LIGHTNING, msats(INT64_MAX - 10_000_000)),
        (Rail.EITHER, msats(263_001)),
        (Rail.ONCHAIN, sats(263)),
    ],
)
def test_any_other_cap_can_be_sent(rail: Rail, cap: Money) -> None:
    assert not isinstance(judge_cap(rail, sats(10_000), cap), CapRefused)


@given(st.integers(-5, 10**6), st.sampled_from([INVOICE, ADDRESS]))
def test_what_is_not_refused_makes_an_order(cap: int, text: str) -> None:
    asked = destination(text)
    if not isinstance(judge_cap(rail_of(asked), sats(10_000), msats(cap)), CapRefused):
        assert order(text, max_fee=msats(cap)).request().max_fee == msats(cap)


@pytest.mark.safety("S-26", "every body has the cap that was confirmed, a link's too, and 0 as 0")
@pytest.mark.parametrize("text", [INVOICE, ADDRESS, link(), link(f"?lightning={INVOICE}")])
@pytest.mark.parametrize("cap", [sats(0), sats(263), sats(5_000)])
def test_the_cap_is_in_every_body(text: str, cap: Money) -> None:
    data = send_body(order(text, max_fee=cap).request())["data"]
    assert isinstance(data, dict)
    assert data["max_fee"] == {"currency": "btc", "amount": cap.units}
