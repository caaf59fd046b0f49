"""The lines of a waterfall and their bars."""

from __future__ import annotations

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from tests.treasury.builders import balance, line, wallet
from voltage_tui.model.wallet import Wallet
from voltage_tui.money import BTC, USD, Currency
from voltage_tui.treasury.account import account_of
from voltage_tui.treasury.waterfall import Waterfall, waterfall_of, waterfalls_of
from voltage_tui.ui.display import Display
from voltage_tui.ui.paint import width_of
from voltage_tui.ui.palette import Role
from voltage_tui.ui.screens.waterfall.lines import bar, lines_of
from voltage_tui.ui.screens.waterfall.words import meaning

UNITS = st.integers(-(10**15), 10**15)


def of(known: Wallet, currency: Currency = BTC) -> Waterfall:
    made = waterfall_of(account_of(known, line(currency)))
    assert made is not None
    return made


@given(UNITS, UNITS, st.lists(st.integers(0, 10**12), max_size=3), st.integers(4, 40))
def test_each_step_begins_where_the_one_before_ends(
    available: int, total: int, holds: list[int], width: int
) -> None:
    made = of(wallet(balance(available, total), holds=tuple(holds), limit=10**9))
    lines = lines_of([made])
    levels = lines[: lines.index(next(x for x in lines if x.label == "available"))]
    for above, below in pairwise(levels):
        assert below.begin == above.end
    assert levels[-1].end == available
    low, high = lines[0].scale
    for one in lines:
        assert low <= min(one.begin, one.end) <= max(one.begin, one.end) <= high
        cells = width_of(bar(one, width))
        assert cells <= width
        assert (cells > 0) == (one.begin != one.end)


def test_each_currency_has_a_head_only_where_there_are_several() -> None:
    bitcoin = of(wallet(balance(1, 1)))
    dollars = of(wallet(balance(1, 1, USD), number=2), USD)
    heads = [x.label for x in lines_of(waterfalls_of([dollars, bitcoin])) if x.amount is None]
    assert heads == ["BITCOIN, 1 wallet", "US DOLLARS, 1 wallet"]
    assert all(x.amount is not None for x in lines_of([bitcoin]))
    keys = [x.key for x in lines_of(waterfalls_of([dollars, bitcoin]))]
    assert len(keys) == len(set(keys))


def test_what_nothing_explains_is_said_which_way_it_goes() -> None:
    for available, word in ((90, "less is available"), (110, "more is available")):
        made = of(wallet(balance(available * 1_000, 100_000)))
        (told,) = [x for x in lines_of([made]) if x.label == "less what is not explained"]
        assert told.role is Role.BAD
        assert f"10 sats {word}" in meaning(told, Display())
        assert "10" not in meaning(told, Display(hidden=True))
