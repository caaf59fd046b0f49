"""The pace of credit and where it leads: exact, of one direction, unknown and not guessed."""

from __future__ import annotations

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.treasury.builders import T0
from voltage_tui.money import BTC, MSATS_PER_SAT, USD, Currency, Money, msats
from voltage_tui.treasury.credit.burn import burn
from voltage_tui.treasury.credit.forecast import (
    FARTHEST,
    At,
    NotLikeThis,
    PaceUnknown,
    Reached,
    mark_of,
    reach,
)

units = st.integers(0, 10**15)
spans = st.timedeltas(timedelta(days=7), timedelta(days=31))
WEEK = timedelta(days=7)


@given(units, units, spans, st.sampled_from([BTC, USD]))
def test_a_day_is_the_change_over_the_days_to_the_half_of_a_unit(
    then: int, now: int, span: timedelta, currency: Currency
) -> None:
    one = burn(7, span, Money(currency, then), Money(currency, now))
    assert one.change == Money(currency, now - then)
    assert one.a_day is not None
    ticks, day = span // timedelta(microseconds=1), 86_400_000_000
    step = MSATS_PER_SAT if currency == BTC else 1
    assert 2 * abs(one.a_day.units * ticks - (now - then) * day) <= step * ticks
    assert one.a_day.is_zero or one.a_day.is_negative == (now < then)
    back = burn(7, span, Money(currency, now), Money(currency, then)).a_day
    assert back == -one.a_day


def test_a_little_bitcoin_a_day_is_not_nothing() -> None:
    assert burn(7, WEEK, msats(0), msats(700)).a_day == msats(100)
    assert burn(7, WEEK, msats(0), msats(7_000_000)).a_day == msats(1_000_000)


def test_a_pace_is_not_known_without_both_ends_and_is_of_some_time() -> None:
    assert burn(7, WEEK, None, msats(5)).a_day is None
    assert burn(7, WEEK, msats(5), None).change is None
    with pytest.raises(ValueError, match="some time"):
        burn(7, timedelta(), msats(1), msats(2))


@given(units, st.integers(1, 10**15), st.integers(1, 10**15), spans)
def test_more_credit_is_used_up_sooner_and_a_higher_mark_later(
    used: int, missing: int, change: int, span: timedelta
) -> None:
    def when(target: int, by: int) -> timedelta | None:
        pace = burn(7, span, msats(0), msats(by))
        found = reach(msats(used), msats(target), pace, T0)
        return found.moment - T0 if isinstance(found, At) else None

    tick = timedelta(microseconds=1)
    first = when(used + missing, change)
    if first is None:
        # It is farther than anything worth saying; whatever is slower or higher is too.
        assert missing * (span // tick) > change * (FARTHEST // tick)
        assert when(used + missing + 1, change) is None
        return
    assert timedelta() < first <= FARTHEST
    later, sooner = when(used + missing + 1, change), when(used + missing, change + 1)
    assert later is None or later >= first
    assert sooner is not None
    assert sooner <= first
    # At that moment the pace has brought it there, and a microsecond before it has not.
    assert change * (first // tick) >= missing * (span // tick)
    assert change * (first // tick - 1) < missing * (span // tick)


def test_what_is_reached_paid_back_or_not_known_has_no_moment() -> None:
    up, down = burn(7, WEEK, msats(0), msats(7)), burn(7, WEEK, msats(7), msats(0))
    assert reach(msats(9), msats(9), up, T0) == Reached()
    assert reach(msats(10), msats(9), up, T0) == Reached()
    assert reach(msats(1), msats(9), down, T0) == NotLikeThis()
    assert reach(msats(1), msats(9), burn(7, WEEK, msats(3), msats(3)), T0) == NotLikeThis()
    assert reach(msats(1), msats(9), burn(7, WEEK, None, msats(1)), T0) == PaceUnknown()
    assert reach(msats(1), msats(3), up, T0) == At(T0 + timedelta(days=2))
    assert reach(msats(0), msats(10**15), up, T0) == NotLikeThis()


@given(units, st.sampled_from([500, 750, 900, 1_000]))
def test_a_mark_is_the_least_use_that_is_so_much_of_the_limit(limit: int, permille: int) -> None:
    mark = mark_of(msats(limit), permille).units
    assert mark * 1_000 >= limit * permille
    assert (mark - 1) * 1_000 < limit * permille
