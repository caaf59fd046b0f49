"""The preflight as lines: what matters stands at every size, and the figures in columns."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.treasury.paying.orders import ADDRESS, facts, order
from voltage_tui.money import sats
from voltage_tui.treasury.paying.checks import Check, CheckKind, Passes, Stops, Unknown, Verdict
from voltage_tui.ui.display import Display
from voltage_tui.ui.paint import Line, width_of
from voltage_tui.ui.screens.send.orders import Judged, judged
from voltage_tui.ui.screens.send.preflight_view import brief_lines, preflight_lines

KINDS = [kind for kind in CheckKind if kind is not CheckKind.NETWORK]
"""The decode card beside it speaks of the network."""
STOP = Stops("It would pass the limit.", "Lower the amount.")
WARNED = Passes("It has not expired.", timedelta(minutes=1), "It expires in 40 s.")
VERDICTS = st.sampled_from(
    [
        Passes("The wallet is active."),
        Passes("It is within the limit.", sats(2_000), used_permille=430),
        WARNED,
        Unknown("It is decided outside whether it is approved, once it is sent."),
        STOP,
    ]
)


def looked_at(*verdicts: Verdict) -> Judged:
    """An order with these checks, each of another kind."""
    found = judged(order(), facts())
    kinds = KINDS[: len(verdicts)]
    checks = [Check(kind, verdict) for kind, verdict in zip(kinds, verdicts, strict=True)]
    return replace(found, checks=tuple(checks))


def text_of(lines: list[Line]) -> list[str]:
    return ["".join(span.text for span in line) for line in lines]


@given(st.lists(VERDICTS, min_size=1, max_size=9), st.integers(44, 110), st.integers(3, 60))
def test_a_stop_a_warning_and_the_most_it_costs_never_give_way(
    verdicts: list[Verdict], width: int, height: int
) -> None:
    found = looked_at(*verdicts)
    for lines in (
        preflight_lines(found, Display(), width, height),
        brief_lines(found, Display(), width),
    ):
        assert all(width_of(line) <= width for line in lines)
        words = " ".join(" ".join(text_of(lines)).split())
        assert "at most" in words
        stopped = STOP in verdicts
        assert (STOP.words in words and STOP.next_step in words) is stopped
        if WARNED in verdicts and not stopped:
            assert "It expires in 40 s." in words


@given(st.lists(VERDICTS, min_size=1, max_size=9), st.integers(40, 110))
def test_where_there_is_room_every_check_has_its_line(verdicts: list[Verdict], width: int) -> None:
    told = text_of(preflight_lines(looked_at(*verdicts), Display(), width, 100))
    for kind in KINDS[: len(verdicts)]:
        assert any(line[2:].startswith(kind.value) for line in told)


def test_with_less_room_what_has_nothing_to_say_is_named_in_one_line() -> None:
    silent = [Passes("In order.")] * 5
    found = looked_at(*silent, Passes("Within.", sats(2_000), used_permille=430))
    whole = preflight_lines(found, Display(), 56, 100)
    told = text_of(preflight_lines(found, Display(), 56, len(whole) - 1))
    assert "✓ figures · wallet · expiry · not paid before · balance" in told
    assert any(line.startswith("✓ wallet limit") and "leaves 2,000 sats" in line for line in told)


@given(st.lists(VERDICTS, min_size=1, max_size=9), st.integers(44, 110))
def test_the_tersest_names_what_stops_it_or_counts_what_does_not_pass(
    verdicts: list[Verdict], width: int
) -> None:
    lines = brief_lines(looked_at(*verdicts), Display(), width, terse=True)
    words = " ".join(" ".join(text_of(lines)).split())
    assert all(width_of(line) <= width for line in lines)
    if STOP in verdicts:
        assert f"{STOP.words} {STOP.next_step}" in words
    else:
        unknown = sum(isinstance(verdict, Unknown) for verdict in verdicts)
        assert (f"? {unknown}" in words) is (unknown > 0)
        assert "at most" in words


def test_the_parts_of_the_cost_stand_in_a_column_that_adds_up() -> None:
    found = judged(order(ADDRESS, amount=sats(1_250_000), max_fee=sats(12_500)), facts())
    told = text_of(preflight_lines(found, Display(), 56, 100))
    parts = [line for line in told if line.lstrip().startswith(("principal", "fee cap", "at most"))]
    ends = {line.index(" sats") for line in parts}
    assert len(parts) == 3
    assert len(ends) == 1


@pytest.mark.parametrize(("width", "cells"), [(47, 0), (48, 8), (66, 12)])
def test_how_much_of_a_limit_is_used_is_a_bar_where_there_is_room(width: int, cells: int) -> None:
    found = looked_at(Passes("Within.", sats(2_000), used_permille=430))
    told = text_of(preflight_lines(found, Display(), width, 100))
    assert max(line.count("━") for line in told) == cells
