"""What the outcomes of the regular reads mean for the connection."""

from __future__ import annotations

import pytest

from tests.treasury.builders import T0, after
from voltage_tui.treasury.connection import judge
from voltage_tui.treasury.reading import Freshness, Problem, ProblemKind, Reading
from voltage_tui.treasury.topics import ConnectionState

OF_THE_KEY = (ProblemKind.KEY_REFUSED, ProblemKind.NOT_PERMITTED)
LINK = [kind for kind in ProblemKind if kind not in OF_THE_KEY]


def trouble(kind: ProblemKind, next_s: float | None = 5.0) -> Problem:
    return Problem(kind, "words", "advice", T0, None if next_s is None else after(next_s))


def test_good_answers_mean_live() -> None:
    assert judge([None, None]) == (ConnectionState.LIVE, None)


@pytest.mark.parametrize("kind", LINK)
def test_any_other_trouble_means_trying_again(kind: ProblemKind) -> None:
    assert judge([None, trouble(kind)]) == (ConnectionState.RETRYING, trouble(kind))


def test_a_refused_key_outweighs_everything() -> None:
    refused = trouble(ProblemKind.KEY_REFUSED)
    found = judge([None, trouble(ProblemKind.OFFLINE), refused])
    assert found == (ConnectionState.REFUSED, refused)


def test_a_missing_permission_counts_only_when_all_miss_it() -> None:
    barred = trouble(ProblemKind.NOT_PERMITTED)
    assert judge([None, barred]) == (ConnectionState.LIVE, None)
    assert judge([barred, barred]) == (ConnectionState.REFUSED, barred)
    offline = trouble(ProblemKind.OFFLINE)
    assert judge([barred, offline]) == (ConnectionState.RETRYING, offline)


def test_the_problem_shown_is_the_one_tried_again_soonest() -> None:
    late, soon, never = (trouble(ProblemKind.OFFLINE, s) for s in (60, 5, None))
    assert judge([late, never, soon])[1] == soon


def test_a_reading_ages_by_its_interval_and_keeps_its_value_under_a_problem() -> None:
    reading: Reading[int] = Reading(interval_s=5)
    assert reading.freshness(T0) is Freshness.MISSING
    read = reading.succeeded(7, T0)
    ages = [read.freshness(after(s)) for s in (-100, 0, 10, 10.1, 25, 25.1)]
    assert ages == [
        Freshness.FRESH,
        Freshness.FRESH,
        Freshness.FRESH,
        Freshness.OLD,
        Freshness.OLD,
        Freshness.DEAD,
    ]
    first = Problem(ProblemKind.OFFLINE, "a", "b", after(1))
    failed = read.failed(first).failed(Problem(ProblemKind.SERVER, "c", "d", after(9)))
    assert failed.value == 7
    assert failed.problem is not None
    assert (failed.problem.kind, failed.problem.since) == (ProblemKind.SERVER, after(1))
    assert failed.succeeded(8, after(10)).problem is None
