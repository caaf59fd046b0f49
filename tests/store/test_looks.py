"""What was last seen is kept to the unit, private, and a file that makes no sense is none."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from voltage_tui.clock import ManualClock
from voltage_tui.model.look import Look, Looks, Standing
from voltage_tui.money import BTC, USD, Currency, Money
from voltage_tui.store.looks import read_looks, write_looks
from voltage_tui.store.mirror.inspection import remove
from voltage_tui.store.places import Places
from voltage_tui.store.store import Store

T0 = datetime(2026, 3, 1, 17, 42, 3, 250_000, tzinfo=UTC)
units = st.integers(-(10**18), 10**18)


@st.composite
def standings(draw: st.DrawFn, currency: Currency) -> Standing:
    available, used, limit = (Money(currency, draw(units)) for _ in range(3))
    return Standing(available, used, limit)


@st.composite
def looks(draw: st.DrawFn) -> Look:
    at = T0 + timedelta(microseconds=draw(st.integers(0, 10**13)))
    return Look(at, (draw(standings(BTC)), draw(standings(USD))))


@given(since=st.none() | looks(), newest=looks())
def test_a_look_comes_back_as_it_was(
    tmp_path_factory: pytest.TempPathFactory, since: Look | None, newest: Look
) -> None:
    path = tmp_path_factory.getbasetemp() / "looks.json"
    write_looks(path, Looks(since, newest))
    assert read_looks(path) == Looks(since, newest)
    assert path.stat().st_mode & 0o777 == 0o600


@pytest.mark.parametrize(
    "text",
    [
        "",
        "{",
        "[]",
        "null",
        '{"version": 2, "since": null, "newest": {"at": "2026-03-01T00:00Z", "standings": []}}',
        '{"version": 1, "since": null, "newest": {"at": "2026-03-01T00:00", "standings": []}}',
        '{"version": 1, "since": null, "newest": {"at": 7, "standings": []}}',
        '{"version": 1, "since": null, "newest": {"at": "2026-03-01T00:00Z", "standings": [1]}}',
        '{"version": 1, "since": null, "newest": '
        '{"at": "2026-03-01T00:00Z", "standings": [["btc", 1.5, 0, 0]]}}',
        '{"version": 1, "since": null, "newest": '
        '{"at": "2026-03-01T00:00Z", "standings": [["b\\u001b", 1, 0, 0]]}}',
        "[" * 90_000,
    ],
)
def test_a_file_that_makes_no_sense_is_none(tmp_path: Path, text: str) -> None:
    path = tmp_path / "looks.json"
    path.write_text(text)
    assert read_looks(path) is None


def test_no_file_is_none(tmp_path: Path) -> None:
    assert read_looks(tmp_path / "looks.json") is None


async def test_the_store_keeps_it_and_a_wipe_takes_it_away(tmp_path: Path) -> None:
    places = Places(tmp_path / "environment")
    kept = Looks(None, Look(T0, ()))
    store = Store(places, ManualClock(T0))
    await store.keep_looks(kept)
    await store.aclose()
    assert json.loads(places.looks.read_text())["version"] == 1
    again = Store(places, ManualClock(T0))
    assert await again.looks() == kept
    await again.aclose()
    remove(places)
    assert not places.looks.exists()


async def test_in_memory_nothing_is_kept() -> None:
    store = Store(None, ManualClock(T0))
    await store.keep_looks(Looks(None, Look(T0, ())))
    assert await store.looks() is None
    await store.aclose()
