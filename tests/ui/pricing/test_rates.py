"""The rate at a payment's moment: shown with its source, fetched when allowed, or given by hand.

One program for all of it, since to fill its mirror takes most of the time.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.ui.stage import Stage, stage
from voltage_tui.settings import Settings, SettingsStore
from voltage_tui.simulator.faults import answer
from voltage_tui.simulator.options import Payer, SimulatorOptions
from voltage_tui.ui.pricing.typed import InvalidTypedRateError, typed_rate
from voltage_tui.ui.screens.payments.case import CasePage

FEW = SimulatorOptions(payer=Payer.MANUAL, history_days=12)
MISSING = "missing: R fetches"


def of_prices(shown: Stage) -> list[str]:
    return [target for _, target in shown.asked if target.startswith("/currency/")]


@pytest.mark.safety("S-64", "the rate service is asked only after a person said yes to its host")
@pytest.mark.safety("S-69", "a case says that its rate is missing, or what its rate is from")
async def test_a_rate_is_said_to_be_missing_then_fetched_then_given_by_hand() -> None:
    async with stage(options=FEW) as shown:
        await _case_without_a_rate(shown)
        await _not_asked_before_a_person_said_so(shown)
        await _fetched(shown)
        await _hidden(shown)
        await _given_by_hand(shown)
        await _counted_on_close_and_turned_off(shown)


async def _case_without_a_rate(shown: Stage) -> None:
    book = shown.snapshot.book.value
    assert book is not None
    done = [p for p in book.payments if p.currency == "btc" and p.status.value == "completed"]
    shown.app.pages.open(CasePage(done[0].id, done[0]))
    await shown.until_shown(MISSING)
    assert "fetch rate" in shown.keys


async def _not_asked_before_a_person_said_so(shown: Stage) -> None:
    await shown.press("R")
    assert "Another host is asked: prices.example" in shown.text
    assert "No key goes there, no amount, nothing of yours." in shown.text
    await shown.press("escape")
    await shown.pass_time(3)
    assert of_prices(shown) == []
    assert MISSING in shown.text


async def _fetched(shown: Stage) -> None:
    shown.faults.add(answer(404), path="/currency/.*")
    await shown.press("R", "enter")
    await shown.until_shown("The coin price service answered with status 404.")
    assert MISSING in shown.text
    failed = len(of_prices(shown))
    await shown.press("R")
    await shown.until_shown("coin price of that minute")
    assert "1 of 1 prices fetched." in shown.text
    assert "worth then" in shown.text
    assert "fetch rate" not in shown.keys
    await shown.pass_time(3)
    assert len(of_prices(shown)) == failed + 1
    assert len(set(of_prices(shown))) == 1


async def _hidden(shown: Stage) -> None:
    await shown.press("p", "m")
    await shown.type("80172.10")
    assert "•••• sats: worth •••• USD then." in shown.text
    await shown.press("escape")
    assert "••••" in next(line for line in shown.lines if "worth then" in line)
    await shown.press("p")


async def _given_by_hand(shown: Stage) -> None:
    await shown.press("m")
    await shown.type("80172.10")
    await shown.press("enter")
    assert "say it in a few words" in shown.text
    await shown.type("as agreed")
    await shown.press("enter")
    await shown.until_shown("$80,172.10 · set by hand")
    assert "because: as agreed" in shown.text
    await shown.press("m", "ctrl+u", "enter")
    await shown.until_shown("coin price of that minute")


async def _counted_on_close_and_turned_off(shown: Stage) -> None:
    settings = shown.app.launch.settings
    assert settings.load().settings.coin_prices
    await shown.press("8", "left_square_bracket")
    await shown.until_shown("rows lack a rate  R fetches prices")
    before = len(of_prices(shown))
    await shown.press("R")
    await shown.until_shown("◌ fetching prices: ")
    await shown.press("dollar_sign")
    assert "The coin price service is off: prices.example is not asked." in shown.text
    asked = len(of_prices(shown))
    assert asked > before
    await shown.pass_time(3)
    assert len(of_prices(shown)) == asked
    assert "rows lack a rate  R fetches prices" in shown.text
    assert not shown.snapshot.pricing.running
    assert not settings.load().settings.coin_prices


def test_the_setting_is_off_unless_it_says_just_true(tmp_path: Path) -> None:
    store = SettingsStore(tmp_path)
    assert not store.load().settings.coin_prices
    for odd in ('"yes"', "1", '"true"'):
        (tmp_path / "settings.toml").write_text(f"coin_prices = {odd}\n", encoding="utf-8")
        loaded = store.load()
        assert not loaded.settings.coin_prices
        assert loaded.notice is not None
        assert "coin_prices" in loaded.notice
    store.save(Settings(coin_prices=True))
    assert store.load().settings.coin_prices


@pytest.mark.parametrize(
    ("text", "rate"),
    [("80172.10", "8017210e0"), (" $80172.1 ", "8017210e0"), ("62500.125 usd", "62500125e1")],
)
def test_a_typed_rate_is_taken_exactly(text: str, rate: str) -> None:
    assert str(typed_rate(text)) == rate


@pytest.mark.parametrize(
    "text",
    ["", " ", "0", "0.00", "0.009", "-5", "80,172.10", "80.172,10", "8e4", "nan", "٨٠", "5 sats"],
)
def test_what_is_no_rate_is_refused_and_never_nothing(text: str) -> None:
    with pytest.raises(InvalidTypedRateError):
        typed_rate(text)
