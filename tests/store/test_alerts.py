"""Alerts outlive a restart; the history is capped; terms come back as they were."""

from __future__ import annotations

from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from voltage_tui.model.alert import (
    Alert,
    AlertKind,
    Cleared,
    Severity,
    Share,
    Subject,
    SubjectKind,
    Value,
)
from voltage_tui.money import BTC, USD, Money
from voltage_tui.store import alerts as kept_alerts
from voltage_tui.store.alerts import AlertNews, Alerts
from voltage_tui.store.database import open_database

T0 = datetime(2026, 3, 2, 8, tzinfo=UTC)
moments = st.datetimes(datetime(2020, 1, 1), datetime(2030, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001
values: st.SearchStrategy[Value] = st.one_of(
    st.builds(Money, st.sampled_from([BTC, USD]), st.integers(-(10**18), 10**18)),
    st.builds(Share, st.integers(0, 2_000)),
    st.timedeltas(timedelta(), timedelta(days=900)),
    st.integers(0, 10**9),
    st.text(max_size=30),
)
all_alerts = st.builds(
    Alert,
    key=st.text(min_size=1, max_size=20),
    kind=st.sampled_from(AlertKind),
    severity=st.sampled_from(Severity),
    about=st.builds(Subject, st.sampled_from(SubjectKind), st.text(max_size=20), st.text()),
    raised_at=moments,
    value=st.none() | values,
    threshold=st.none() | values,
    before=st.none() | values,
    what=st.text(max_size=20),
    since=st.none() | moments,
    until=st.none() | moments,
    usual=st.none() | st.timedeltas(timedelta(), timedelta(days=9)),
)


def alert(key: str = "credit:w1") -> Alert:
    about = Subject(SubjectKind.WALLET, "w1", "Ops")
    return Alert(key, AlertKind.CREDIT, Severity.SOON, about, T0, Share(810), Share(800))


@settings(max_examples=30)
@given(st.lists(all_alerts, unique_by=lambda a: a.key, max_size=4))
def test_what_is_kept_comes_back(raised: list[Alert]) -> None:
    with closing(open_database(None)) as connection:
        numbers = Alerts(connection).keep(AlertNews(raised=raised), T0)
        back = Alerts(connection).kept().raised
    assert back == tuple(
        replace(one, number=n, is_old=True) for one, n in zip(raised, numbers, strict=True)
    )


@settings(max_examples=30)
@given(st.dictionaries(st.text(max_size=20), st.none() | values, max_size=5))
def test_terms_come_back(terms: dict[str, Value | None]) -> None:
    with closing(open_database(None)) as connection:
        Alerts(connection).keep(AlertNews(known={"wallet:w1": terms, "gone": {}}), T0)
        Alerts(connection).keep(AlertNews(known={"gone": None}), T0)
        assert Alerts(connection).kept().known == {"wallet:w1": terms}


def test_who_saw_it_and_how_it_ended_is_in_the_history_after_a_restart(tmp_path: Path) -> None:
    path = tmp_path / "journal.db"
    with closing(open_database(path)) as connection:
        table = Alerts(connection)
        one, other = table.keep(AlertNews(raised=[alert("a"), alert("b")]), T0)
        table.acknowledge(one, "anna", T0 + timedelta(minutes=1))
        table.acknowledge(one, "bert", T0 + timedelta(minutes=2))
        table.snooze(other, T0 + timedelta(hours=1))
        worse = replace(alert("a"), value=Share(950))
        table.keep(AlertNews(cleared=[(worse, Cleared.OVER)]), T0 + timedelta(hours=2))
    with closing(open_database(path)) as connection:
        newest, oldest = Alerts(connection).history(10)
        assert (newest.cleared_at, newest.alert.snoozed_until) == (None, T0 + timedelta(hours=1))
        assert (oldest.alert.acknowledged_by, oldest.alert.value) == ("anna", Share(950))
        assert (oldest.cleared_at, oldest.why) == (T0 + timedelta(hours=2), Cleared.OVER)
        assert [a.key for a in Alerts(connection).kept().raised] == ["b"]


def test_only_one_is_raised_under_a_key_and_again_after_it_was_cleared() -> None:
    with closing(open_database(None)) as connection:
        table = Alerts(connection)
        table.keep(AlertNews(raised=[alert()]), T0)
        table.keep(AlertNews(cleared=[(alert(), Cleared.OVER)], raised=[alert()]), T0)
        assert [past.cleared_at is None for past in table.history(9)] == [True, False]


def test_the_oldest_that_are_over_leave_the_history(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(kept_alerts, "MOST_KEPT", 3)
    with closing(open_database(None)) as connection:
        table = Alerts(connection)
        table.keep(AlertNews(raised=[alert("stays")]), T0)
        for n in range(6):
            table.keep(AlertNews(raised=[alert(f"a{n}")]), T0)
            table.keep(AlertNews(cleared=[(alert(f"a{n}"), Cleared.OVER)]), T0)
        keys = [past.alert.key for past in table.history(99)]
    assert keys == ["a5", "a4", "a3", "stays"]
