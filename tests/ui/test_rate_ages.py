"""A rate has an age wherever it is used, and an old one converts nothing (S-18)."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from tests.ui.send.acts import LIVED, open_form, paste, sends
from tests.ui.stage import Stage, stage
from voltage_tui.treasury.snapshot import KnownRate
from voltage_tui.treasury.topics import Topic
from voltage_tui.ui.screens.send.confirm import SETTLE_S, ConfirmPage

ADDRESS = "tb1qw508d6qejxtdg4y5r3zarvary0c5xw7kxpjzsx"
AGES = ((119, "fresh"), (121, "2 m"), (899, "14 m"), (901, "stale 15 m"), (90_000, "stale 1 d"))


def aged(s: Stage, seconds: float) -> None:
    """The rate that is known was quoted so long ago."""
    assert s.app.treasury is not None
    board = s.app.treasury._tools.board
    known = board.snapshot.rate
    assert known is not None
    quoted_at = s.clock.now() - timedelta(seconds=seconds)
    board.post(replace(board.snapshot, rate=KnownRate(known.rate, quoted_at)), Topic.RATE)


def line_with(s: Stage, words: str) -> str:
    return next(line for line in s.lines if words in line)


def holds(line: str, age: str) -> bool:
    """Whether what stands behind the worth says this age; nothing for a fresh rate."""
    told = line.partition("≈")[2]
    return "stale" not in told and " 2 m" not in told if age == "fresh" else age in told


@pytest.mark.safety("S-18", "from 2 min the age beside the worth, from 15 min stale: Balances")
@pytest.mark.parametrize("size", [(80, 24), (120, 40), (160, 45)])
async def test_on_balances_what_it_is_worth_has_the_age_of_its_rate(size: tuple[int, int]) -> None:
    async with stage(size) as s:
        for seconds, age in AGES:
            aged(s, seconds)
            await s.paint()
            told = "stale" if "stale" in age and size[0] < 160 else age  # no room for more
            assert holds(line_with(s, "≈"), told), (seconds, s.text)


@pytest.mark.safety("S-18", "from 2 min the age beside the worth, from 15 min stale: a wallet")
@pytest.mark.parametrize("size", [(80, 24), (120, 40)])
async def test_in_a_wallet_too(size: tuple[int, int]) -> None:
    async with stage(size) as s:
        await s.go("2")
        await s.press("enter")
        for seconds, age in AGES:
            aged(s, seconds)
            await s.paint()
            for label in ("available", "can be spent"):
                assert holds(line_with(s, label), age), (seconds, s.text)


@pytest.mark.safety("S-18", "from 2 min the age beside the worth, from 15 min stale: a payment")
async def test_in_a_payment_s_case_too() -> None:
    async with stage((132, 40)) as s:
        await s.go("3")
        await s.press("enter")
        await s.pass_time(1)
        for seconds, age in AGES:
            aged(s, seconds)
            await s.paint()
            assert holds(line_with(s, "≈ "), age), (seconds, s.text)


@pytest.mark.safety("S-18", "amounts shown in dollars: the frame says the age, then stale")
@pytest.mark.parametrize("page", "12345")
async def test_where_all_is_shown_in_dollars_the_frame_says_it_on_every_page(page: str) -> None:
    async with stage((80, 24)) as s:
        await s.press("u", "u", page)
        await s.pass_time(6)  # the notice of the unit is over
        for seconds, words in (
            (119, None),
            (121, "≈USD rate 2 m old"),
            (901, "≈USD stale, rate 15 m old"),
        ):
            aged(s, seconds)
            await s.paint()
            assert (words is None and "≈USD" not in s.keys) or (words or "") in s.keys, s.text
        await s.press("u")
        await s.pass_time(6)
        assert "≈USD" not in s.keys


async def pay_dollars(s: Stage, typed: str = "5 usd") -> None:
    """A sum typed in dollars, up to the review."""
    await open_form(s)
    await paste(s, ADDRESS)
    await s.press("tab")
    await s.type(typed)
    await s.press("enter")
    await s.pass_time(SETTLE_S)


@pytest.mark.safety("S-18", "dollars typed at a rate of 15 min: no card, no POST")
async def test_the_form_converts_nothing_at_an_old_rate() -> None:
    async with stage((132, 40), LIVED) as s:
        aged(s, 901)
        await pay_dollars(s)
        assert not isinstance(s.app.pages.front, ConfirmPage)
        assert "the rate is 15 m old, too old to convert with" in s.text
        assert sends(s) == []


@pytest.mark.safety("S-18", "a rate that turns 15 min while the card is open confirms nothing")
async def test_a_card_made_with_dollars_dies_with_its_rate() -> None:
    async with stage((132, 40), LIVED) as s:
        aged(s, 870)
        await pay_dollars(s)
        assert isinstance(s.app.pages.front, ConfirmPage)
        assert "a bitcoin, 14 m old" in s.text
        await s.pass_time(31)
        assert "the rate the dollars were converted at is 15 m old" in s.text
        await s.press(*ADDRESS[-4:], "enter", "y", "enter")
        await s.pass_time(1)
        assert sends(s) == []
        await s.press("escape")
        aged(s, 10)
        await s.paint()
        await s.press("tab", "enter")
        await s.pass_time(SETTLE_S)
        await s.press(*ADDRESS[-4:], "enter")
        await s.pass_time(1)
        assert len(sends(s)) == 1


async def test_a_card_in_bitcoin_has_no_rate_to_die_with() -> None:
    async with stage((132, 40), LIVED) as s:
        aged(s, 870)
        await pay_dollars(s, "5000")
        await s.pass_time(31)
        await s.press(*ADDRESS[-4:], "enter")
        await s.pass_time(1)
        assert len(sends(s)) == 1
