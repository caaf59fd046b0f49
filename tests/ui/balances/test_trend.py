"""What was available over the day: true to the books, and only what is known."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from tests.ui.stage import stage
from voltage_tui.money import BTC, USD, Money
from voltage_tui.simulator.options import Payer, SimulatorOptions
from voltage_tui.treasury.credit.available import HourEnd, Trend, read_trends
from voltage_tui.ui.screens.balances.trend import bars

HOUR = datetime(2026, 3, 2, 10, tzinfo=UTC)
OPTIONS = SimulatorOptions(payer=Payer.MANUAL, history_days=3)


def trend(*units: int | None) -> Trend:
    hours = (
        HourEnd(HOUR + timedelta(hours=n), None if u is None else Money(BTC, u))
        for n, u in enumerate(units)
    )
    return Trend(BTC, tuple(hours))


@given(st.lists(st.none() | st.integers(-(10**15), 10**15), max_size=24), st.integers(1, 3))
def test_more_is_never_lower_and_what_is_not_known_is_a_dot(
    units: list[int | None], each: int
) -> None:
    now = Money(BTC, 0)
    drawn = bars(trend(*units), now, each)[::each]
    assert len(drawn) == len(units) + 1
    pairs = list(zip([*units, 0], drawn, strict=True))
    assert all((mark == "·") == (unit is None) for unit, mark in pairs)
    known = sorted((unit, mark) for unit, mark in pairs if unit is not None)
    assert [mark for _, mark in known] == sorted(mark for _, mark in known)


def test_the_low_is_the_latest_of_the_least() -> None:
    low = trend(5, -7, None, -7, 3).low
    assert low is not None
    assert low.at == HOUR + timedelta(hours=3)
    assert trend(None).low is None


async def test_it_is_what_the_wallets_had_and_hidden_with_the_amounts() -> None:
    async with stage((132, 42), OPTIONS) as shown:
        await shown.until_shown("AVAILABLE, 24 H")
        treasury = shown.app.treasury
        assert treasury is not None
        await shown.until(lambda: all(p.is_whole for p in shown.snapshot.mirrors.values()))
        accounts = shown.snapshot.accounts
        trends = await read_trends(treasury.mirror, accounts, shown.clock.now(), UTC)
        for found, currency in zip(trends, (BTC, USD), strict=True):
            assert found.currency == currency
            for hour in found.hours:
                had = shown.simulator.had_at(hour.at - timedelta(microseconds=1))
                assert hour.available is not None
                assert hour.available.units == sum(
                    one.available for one in had if one.currency == currency
                )
        assert "▁" in shown.text
        await shown.press("p")
        assert "▁" not in shown.text


async def test_a_low_terminal_has_no_room_for_it() -> None:
    async with stage((120, 30), OPTIONS) as shown:
        await shown.until(lambda: all(p.is_whole for p in shown.snapshot.mirrors.values()))
        await shown.pass_time(10)
        assert "AVAILABLE, 24 H" not in shown.text
