"""Raised once, cleared once, and nothing in between (hysteresis); what is not read does nothing."""

from __future__ import annotations

from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st

from tests.treasury.builders import T0
from voltage_tui.model.alert import Alert, AlertKind, Cleared, Severity, Share, Subject, SubjectKind
from voltage_tui.treasury.alerting.judge import Finding, Judgement, Level, in_order, judge

ABOUT = Subject(SubjectKind.WALLET, "w1", "Ops")
levels = st.sampled_from(Level)
steps = st.lists(st.dictionaries(st.sampled_from("abc"), levels, max_size=3), max_size=12)


def alert(key: str, **changes: object) -> Alert:
    fields: dict[str, object] = {"value": Share(810)} | changes
    return Alert(key, AlertKind.CREDIT, Severity.SOON, ABOUT, T0, **fields)  # type: ignore[arg-type]


def step(before: Judgement | None, found: dict[str, Level], n: int = 0) -> Judgement:
    now = T0 + timedelta(seconds=n)
    findings = [Finding(level, alert(key)) for key, level in found.items()]
    return judge(before.standing if before else (), findings, now, raised_at=now)


@given(steps)
def test_what_is_raised_and_cleared_adds_up_to_what_stands(found: list[dict[str, Level]]) -> None:
    standing: set[str] = set()
    judged: Judgement | None = None
    for n, levels_now in enumerate(found):
        judged = step(judged, levels_now, n)
        raised = {a.key for a in judged.raised}
        cleared = {a.key for a, _ in judged.cleared}
        assert not raised & standing
        assert cleared <= standing
        standing = (standing | raised) - cleared
        assert {a.key for a in judged.standing} == standing
        assert raised == {k for k in raised if levels_now[k] is Level.RAISE}
        assert cleared == {k for k in cleared if levels_now[k] is Level.CLEAR}


@given(steps)
def test_raising_again_is_raising_once(found: list[dict[str, Level]]) -> None:
    judged: Judgement | None = None
    for n, levels_now in enumerate(found):
        judged = step(judged, levels_now, n)
        again = step(judged, levels_now, n)
        assert (again.raised, again.cleared) == ((), ())
        assert again.standing == judged.standing


@given(st.lists(st.sampled_from([Level.RAISE, Level.KEEP]), min_size=1))
def test_between_the_two_values_nothing_flaps(found: list[Level]) -> None:
    judged: Judgement | None = None
    raised = 0
    for level in found:
        judged = step(judged, {"a": level})
        raised += len(judged.raised)
        assert not judged.cleared
    assert raised == (Level.RAISE in found)


def test_what_is_not_found_stays_as_it_was() -> None:
    raised = step(None, {"a": Level.RAISE})
    assert step(raised, {}) == Judgement((), (), raised.standing)
    assert step(None, {}) == Judgement((), (), ())


def test_an_acknowledged_one_takes_the_new_figure_and_stays_acknowledged() -> None:
    (raised,) = step(None, {"a": Level.RAISE}).standing
    seen = alert("a", acknowledged_at=T0, acknowledged_by="anna", number=7, is_old=True)
    worse = Finding(Level.RAISE, alert("a", value=Share(950)))
    (now,) = judge([seen], [worse], T0, raised_at=T0 + timedelta(hours=1)).standing
    assert (now.value, now.acknowledged_by, now.number, now.raised_at, now.is_old) == (
        Share(950),
        "anna",
        7,
        raised.raised_at,
        True,
    )


def test_a_day_that_has_passed_clears_and_does_not_raise() -> None:
    gone = alert("a", until=T0)
    assert judge([gone], [], T0, raised_at=T0).cleared == ((gone, Cleared.PASSED),)
    assert judge([], [Finding(Level.RAISE, gone)], T0, raised_at=T0) == Judgement((), (), ())


def test_a_day_that_was_put_off_does_not_pass() -> None:
    later = Finding(Level.RAISE, alert("a", until=T0 + timedelta(hours=1)))
    judged = judge([alert("a", until=T0)], [later], T0, raised_at=T0)
    assert (judged.raised, judged.cleared) == ((), ())


@given(st.permutations(range(5)))
def test_the_worst_is_first_and_then_the_newest(order: list[int]) -> None:
    alerts = [
        Alert(
            str(n),
            AlertKind.PENDING,
            Severity.NOW if n < 2 else Severity.SOON,
            ABOUT,
            T0 + timedelta(minutes=n),
        )
        for n in order
    ]
    assert [a.key for a in in_order(alerts)] == ["1", "0", "4", "3", "2"]
