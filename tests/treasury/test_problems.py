"""From an exception to what a person is told of it."""

from __future__ import annotations

from tests.treasury.builders import T0
from voltage_tui.store.mirror.database import MirrorError
from voltage_tui.treasury.problems import problem_of
from voltage_tui.treasury.reading import ProblemKind


def test_what_was_said_for_a_person_is_told_and_not_that_the_program_is_wrong() -> None:
    problem = problem_of(MirrorError("The disk is full.", "Free some of it."), T0)
    assert (problem.words, problem.advice) == ("The disk is full.", "Free some of it.")
    assert problem.kind is ProblemKind.INTERNAL


def test_what_nobody_foresaw_is_told_without_its_words() -> None:
    problem = problem_of(ValueError("a memo"), T0)
    assert "memo" not in problem.words + problem.advice
