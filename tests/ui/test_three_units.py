"""An amount in three units at once (S-23)."""

from __future__ import annotations

from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st

from tests.treasury.builders import T0
from voltage_tui.money import USD, Rate, cents, msats, sats
from voltage_tui.treasury.snapshot import KnownRate
from voltage_tui.ui.display import MASK
from voltage_tui.ui.paint import Line, Span, width_of
from voltage_tui.ui.three_units import hero, others, side_by_side

RATE = KnownRate(Rate(6_000_000, 0, USD), T0)


def words(line: Line) -> str:
    return "".join(span.text for span in line)


def test_the_amount_in_its_own_unit_leads() -> None:
    assert words(hero(msats(25_000_123), hidden=False)) == "25,000.123 sats"
    assert words(hero(cents(-31_250), hidden=False)) == "$−312.50 USD"
    assert words(hero(None, hidden=False)) == "any amount  the payer chooses"
    assert words(hero(sats(25_000), hidden=True)) == MASK


def test_the_other_two_follow_and_the_age_of_their_rate() -> None:
    told = [words(line) for line in others(sats(25_000), RATE, T0, hidden=False)]
    assert told[:2] == ["0.00025000 BTC", "≈ $15.00"]
    assert len(told) == 3
    told = [words(line) for line in others(cents(1_500), RATE, T0, hidden=False)]
    assert told[:2] == ["≈ 25,000 sats", "≈ 0.00025000 BTC"]


def test_an_old_rate_says_so_beside_every_figure_it_gave() -> None:
    late = T0 + timedelta(minutes=15, seconds=1)
    assert words(others(sats(25_000), RATE, late, hidden=False)[1]) == "≈ $15.00 stale"
    assert all(
        words(line).endswith(" stale") for line in others(cents(5), RATE, late, hidden=False)[:2]
    )


def test_without_a_rate_nothing_is_converted() -> None:
    told = [words(line) for line in others(sats(25_000), None, T0, hidden=False)]
    assert told[0] == "0.00025000 BTC"
    assert not any("$" in line for line in told)
    assert not any("≈" in words(x) for x in others(cents(1_500), None, T0, hidden=False))


def test_hidden_or_any_amount_has_no_other_units() -> None:
    assert others(sats(1), RATE, T0, hidden=True) == ()
    assert others(None, RATE, T0, hidden=False) == ()


@given(st.integers(0, 10**14))
def test_what_it_shows_in_bitcoin_is_the_amount_itself(units: int) -> None:
    (btc, *_) = others(sats(units), RATE, T0, hidden=False)
    shown = words(btc).removesuffix(" BTC").replace(",", "")
    whole, fraction = shown.split(".")
    assert int(whole + fraction) == units


@given(st.lists(st.integers(1, 20), max_size=5), st.integers(1, 60))
def test_side_by_side_loses_nothing(widths: list[int], width: int) -> None:
    lines = tuple((Span("x" * cells),) for cells in widths)
    packed = side_by_side(lines, width)
    assert sum(words(line).count("x") for line in packed) == sum(widths)
    assert all(width_of(line) <= max(width, *widths) for line in packed)
