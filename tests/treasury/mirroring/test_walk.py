"""A sweep's steps: on from its place wherever that moved to, and an end in any case (S-65)."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from tests.treasury.builders import T0, row
from voltage_tui.model.ledger import LedgerEntry, LedgerKind, LedgerPage
from voltage_tui.store.mirror.sweeps import LedgerSweep, Seen, Stage
from voltage_tui.treasury.mirroring import walk
from voltage_tui.treasury.mirroring.walk import Step, again, begun, lost, next_offset, walked


def rows(count: int, begin: int = 0) -> list[LedgerEntry]:
    """So many, newest first."""
    numbers = range(begin + count - 1, begin - 1, -1)
    return [row(LedgerKind.CREDITED, f"e-{n}", n, n) for n in numbers]


def page(ledger: list[LedgerEntry], offset: int, limit: int = 50) -> LedgerPage:
    return LedgerPage(tuple(ledger[offset : offset + limit]), offset, limit, len(ledger))


def first(ledger: list[LedgerEntry]) -> LedgerSweep:
    return begun(LedgerSweep(), page(ledger, 0), T0).sweep


@pytest.mark.safety("S-67", "a sweep is complete only when two passes saw the same")
def test_two_passes_that_saw_the_same_are_a_sweep() -> None:
    ledger = rows(120)
    sweep, steps = first(ledger), list[Step]()
    while sweep.stage is Stage.SWEEPING:
        done = walked(sweep, page(ledger, next_offset(sweep)), T0)
        steps.append(done.step)
        sweep = done.sweep
    assert sweep.stage is Stage.COMPLETE
    assert (sweep.number, sweep.seen.count, sweep.finished_at) == (2, 120, T0)
    assert steps.count(Step.PASS) == 1
    assert steps[-1] is Step.DONE


@pytest.mark.safety("S-67", "a ledger that never looks the same is marked incomplete")
def test_a_ledger_that_never_looks_the_same_is_marked_incomplete() -> None:
    ledger = rows(120)
    sweep = first(ledger)
    changed = 0
    while sweep.stage is Stage.SWEEPING:
        changed += 1
        ledger[100] = replace(ledger[100], amount=None)
        ledger[100] = row(LedgerKind.CREDITED, ledger[100].entry_id, changed, 19)
        sweep = walked(sweep, page(ledger, next_offset(sweep)), T0).sweep
    assert (sweep.stage, sweep.number) == (Stage.INCOMPLETE, walk.MOST_PASSES)


@pytest.mark.safety("S-65", "a ledger page that does not advance stops the mirror's sweep")
def test_a_page_that_does_not_advance_stops_the_sweep() -> None:
    ledger = rows(120)
    same = page(ledger, 0)
    sweep = begun(LedgerSweep(), same, T0).sweep
    done = walked(sweep, same, T0)
    assert (done.step, done.sweep.stage, done.rows) == (Step.DONE, Stage.STOPPED, ())


def test_a_first_page_that_promises_rows_and_has_none_stops_the_sweep() -> None:
    done = begun(LedgerSweep(), LedgerPage((), 0, 50, 7), T0)
    assert (done.step, done.sweep.stage) == (Step.DONE, Stage.STOPPED)


@pytest.mark.safety("S-65", "pages without end stop the mirror's sweep")
def test_pages_without_end_stop_the_sweep() -> None:
    ledger = rows(120)
    sweep = replace(first(ledger), pages=walk.MOST_PAGES)
    done = walked(sweep, page(ledger, next_offset(sweep)), T0)
    assert (done.step, done.sweep.stage) == (Step.DONE, Stage.STOPPED)


def test_a_place_that_is_gone_begins_the_pass_again_but_not_for_ever() -> None:
    sweep = first(rows(120))
    assert walked(sweep, page(rows(60, 500), 0), T0).step is Step.MOVED
    passes = 0
    while sweep.stage is Stage.SWEEPING:
        sweep = lost(sweep, T0)
        passes += 1
        assert sweep.seen in (Seen(), sweep.seen)
    assert (sweep.stage, passes) == (Stage.INCOMPLETE, walk.MOST_PASSES)


def test_another_sweep_begins_at_the_newest_row_known() -> None:
    ledger = rows(120)
    sweep = again(first(ledger))
    assert next_offset(sweep) == 0
    done = walked(sweep, page(ledger, 0), T0)
    assert done.rows[0] == ledger[0]
    assert again(LedgerSweep(stage=Stage.COMPLETE)) == LedgerSweep()


@settings(deadline=None)
@example(begin=21, arrivals=[1], limit=21)
@given(
    begin=st.integers(0, 200),
    arrivals=st.lists(st.integers(0, 120), min_size=1, max_size=40),
    limit=st.integers(walk.OVERLAP + 1, 60),
)
def test_whatever_arrives_every_row_below_the_horizon_is_seen_once_in_each_pass(
    begin: int, arrivals: list[int], limit: int
) -> None:
    ledger = rows(begin)
    sweep = begun(LedgerSweep(), page(ledger, 0, limit), T0)
    seen = [*sweep.rows]
    current = sweep.sweep
    number, turn, moved = current.number, 0, 0
    while current.stage is Stage.SWEEPING and moved < 200:
        ledger = rows(arrivals[turn % len(arrivals)] if turn < 40 else 0, len(ledger)) + ledger
        turn += 1
        done = walked(current, page(ledger, next_offset(current), limit), T0)
        moved += done.step is Step.MOVED
        current = done.sweep
        if number == 1:
            seen += done.rows
        number = current.number
    assert current.stage is Stage.COMPLETE
    assert seen == rows(begin)
    assert current.seen.count == begin
