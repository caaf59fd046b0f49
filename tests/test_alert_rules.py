"""Rules of alerts as values: switched on and off, one's own before those for all, bounded."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from voltage_tui.alert_rules import MOST_OWN, AlertRules, OwnRule, alerts_in, alerts_toml
from voltage_tui.model.alert import AlertKind

kinds = st.sampled_from(AlertKind)


@given(st.lists(kinds), kinds)
def test_a_kind_that_is_switched_twice_is_as_it_was(
    before: list[AlertKind], kind: AlertKind
) -> None:
    rules = AlertRules()
    for one in before:
        rules = rules.switched(one)
    once = rules.switched(kind)
    assert once.watches(kind) is not rules.watches(kind)
    assert all(once.watches(k) is rules.watches(k) for k in AlertKind if k is not kind)
    assert once.switched(kind).watches(kind) is rules.watches(kind)


def test_what_has_a_rule_of_its_own_has_it_until_it_is_as_for_all_again() -> None:
    rules = AlertRules().with_own("w1", OwnRule(credit_over=50)).with_own("w2", OwnRule(on=False))
    assert rules.own_of("w1").credit_over == 50
    assert not rules.own_of("w2").on
    assert rules.own_of("w3") == OwnRule()
    assert set(rules.with_own("w1", None).own) == {"w2"}
    assert set(rules.with_own("w1", OwnRule()).own) == {"w2"}


def test_more_rules_of_their_own_than_there_may_be_are_named() -> None:
    bad: list[str] = []
    section = {f"w{n}": {"credit_over": 50} for n in range(MOST_OWN + 3)}
    rules = alerts_in({"alerts": {"own": section}}, bad)
    assert len(rules.own) == MOST_OWN
    assert bad == ["alerts.own (more than 200)"]


def test_where_only_the_raising_value_is_said_it_clears_a_little_under_it() -> None:
    bad: list[str] = []
    assert alerts_in({"alerts": {"credit_over": 50}}, bad).credit_clear == 45
    assert alerts_in({"alerts": {"credit_over": 3}}, bad).credit_clear == 0
    assert bad == []


def test_rules_that_are_all_as_by_default_take_no_line() -> None:
    assert alerts_toml(AlertRules()) == []
