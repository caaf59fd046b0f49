"""The calendar set back: figures keep their age, whatever the clock on the wall says (S-17)."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from voltage_tui.clock import ManualClock
from voltage_tui.treasury.board import Board
from voltage_tui.treasury.cadence import Cadence
from voltage_tui.treasury.reading import Freshness
from voltage_tui.treasury.topics import Topic


def read_board(clock: ManualClock) -> Board:
    """A board whose wallets have just been read."""
    board = Board(clock, Cadence())
    wallets = board.snapshot.wallets.succeeded((), clock.now())
    board.post(replace(board.snapshot, wallets=wallets), Topic.WALLETS)
    return board


@pytest.mark.safety("S-17", "the clock set back by two hours: figures of 30 minutes stay too old")
@pytest.mark.parametrize("back_s", [2, 60, 1_700, 7_200])
def test_a_clock_set_back_makes_nothing_younger(back_s: float) -> None:
    clock = ManualClock(datetime(2026, 3, 2, 10, tzinfo=UTC))
    board = read_board(clock)
    told: list[frozenset[Topic]] = []
    board.subscribe(told.append)
    clock.advance(5)
    clock.jump(-back_s)
    assert board.snapshot.wallets.age_s(clock.now()) == 5
    assert told == [frozenset(Topic)]
    clock.advance(1_800)
    assert board.snapshot.wallets.age_s(clock.now()) == 1_805
    assert board.snapshot.wallets.freshness(clock.now()) is Freshness.DEAD
    assert len(told) == 1


def test_small_steps_back_add_up() -> None:
    clock = ManualClock(datetime(2026, 3, 2, 10, tzinfo=UTC))
    board = read_board(clock)
    for _ in range(30):
        clock.advance(1)
        clock.jump(-0.5)
        age = board.snapshot.wallets.age_s(clock.now())
    assert age is not None
    assert 29 <= age <= 30


def test_a_clock_set_forward_and_back_counts_from_the_newest_reading() -> None:
    clock = ManualClock(datetime(2026, 3, 2, 10, tzinfo=UTC))
    board = read_board(clock)
    clock.jump(3_600)
    assert board.snapshot.wallets.freshness(clock.now()) is Freshness.DEAD
    clock.jump(-3_600)
    assert board.snapshot.wallets.freshness(clock.now()) is Freshness.DEAD
