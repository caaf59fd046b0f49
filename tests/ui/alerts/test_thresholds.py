"""Thresholds as they are typed: what the field takes, the settings keep."""

from __future__ import annotations

from hypothesis import example, given
from hypothesis import strategies as st

from voltage_tui.alert_rules import AlertRules, alerts_in
from voltage_tui.model.alert import AlertKind
from voltage_tui.money import INT64_MAX
from voltage_tui.ui.alerting.rule_dialog import thresholds_of
from voltage_tui.ui.alerting.thresholds import Measure, Threshold, read

FOR_ALL = [one for kind in AlertKind for one in thresholds_of(kind, AlertRules())]
OWN = [
    Threshold("credit_over", "", Measure.PERCENT, None),
    Threshold("available_under", "", Measure.SATS, None),
    Threshold("available_under", "", Measure.USD, None),
]
numbers = st.integers(0, 200_000) | st.integers(0, INT64_MAX)


@given(st.sampled_from(FOR_ALL), numbers)
def test_what_is_taken_for_all_is_kept(wanted: Threshold, number: int) -> None:
    bad: list[str] = []
    taken = read(str(number), wanted)
    if isinstance(taken, int):
        rules = alerts_in({"alerts": {wanted.name: taken, "credit_clear": 0}}, bad)
        assert wanted.name == "credit_clear" or getattr(rules, wanted.name) == taken
    else:
        alerts_in({"alerts": {wanted.name: number * 100}}, bad)
    assert bool(bad) is not isinstance(taken, int)


@given(st.sampled_from(OWN), numbers)
@example(OWN[2], INT64_MAX // 1_000)
def test_what_is_taken_for_one_alone_is_kept(wanted: Threshold, number: int) -> None:
    bad: list[str] = []
    taken = read(str(number), wanted)
    if isinstance(taken, int):
        rules = alerts_in({"alerts": {"own": {"w": {wanted.name: taken}}}}, bad)
        assert getattr(rules.own_of("w"), wanted.name) == taken
    assert bad == []
