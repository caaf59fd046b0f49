"""Running balances: whatever the order of the pages, they are the ledger's own or not known."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.store.mirror.histories import STRANGE, History, histories, row, with_balances
from tests.store.mirror.whole import all_rows
from tests.treasury.builders import T0, WALLET, balance
from voltage_tui.model.ledger import LedgerEntry, LedgerKind
from voltage_tui.money import BTC
from voltage_tui.store.mirror.mirror import Mirror
from voltage_tui.store.mirror.proving import Verdict

FEW = settings(deadline=None, max_examples=60)


@contextmanager
def mirror() -> Iterator[Mirror]:
    made = Mirror(None)
    try:
        yield made
    finally:
        made.close()


def check(mirror: Mirror, history: History, *, whole: bool) -> None:
    """Every balance there is is true; with `whole` there is one for every row."""
    truth = {e.key: b for e, b in zip(history.rows, history.after, strict=True)}
    for kept in all_rows(mirror, WALLET):
        total, available = truth[kept.entry.key]
        assert kept.total_after is None or kept.total_after.units == total, kept
        assert kept.available_after is None or kept.available_after.units == available, kept
        if whole:
            assert kept.total_after is not None, kept
            assert kept.available_after is not None, kept


def as_served(rows: tuple[LedgerEntry, ...]) -> tuple[LedgerEntry, ...]:
    """As the API has them: by time, and those of one moment in an order of its own."""
    return tuple(sorted(rows, key=lambda r: (r.effective_time, r.entry_id[::-1], str(r.kind))))


def pages_of(draw: st.DrawFn, rows: tuple[LedgerEntry, ...]) -> Iterator[tuple[LedgerEntry, ...]]:
    """Newest first, in pages that overlap as much as they like."""
    newest = as_served(rows)[::-1]
    begin = 0
    while begin < len(newest):
        end = begin + draw(st.integers(1, 6))
        yield newest[max(0, begin - draw(st.integers(0, 3))) : end]
        begin = end


@st.composite
def journeys(
    draw: st.DrawFn, *, strange: bool = False
) -> tuple[History, list[tuple[str, tuple[LedgerEntry, ...], int]]]:
    """A history and how it was read: pages going down, and what is new on top in between."""
    history = draw(histories(strange=strange))
    known = draw(st.integers(0, len(history.rows)))
    steps: list[tuple[str, tuple[LedgerEntry, ...], int]] = []
    if draw(st.booleans()):
        steps.append(("prove", (), known))
    begun = known
    for page in pages_of(draw, history.rows[:begun]):
        last = all(r in page for r in as_served(history.rows[:begun])[:1])
        steps.append(("last" if last else "down", page, known))
        while known < len(history.rows) and draw(st.booleans()):
            more = draw(st.integers(1, 3))
            steps.append(("top", history.rows[known : known + more][::-1], known))
            known = min(len(history.rows), known + more)
            if draw(st.booleans()):
                steps.append(("prove", (), known))
    steps.append(("top", history.rows[known:][::-1], known))
    steps.append(("prove", (), len(history.rows)))
    return history, steps


@FEW
@given(journey=journeys())
def test_every_row_has_its_balances_however_it_was_read(
    journey: tuple[History, list[tuple[str, tuple[LedgerEntry, ...], int]]],
) -> None:
    history, steps = journey
    with mirror() as m:
        for what, rows, known in steps:
            if what == "prove":
                for proof in m.prove(WALLET, [history.balance(known)], T0):
                    assert proof.verdict in (Verdict.BEGUN, Verdict.PROVEN, Verdict.NOT_YET)
            else:
                m.keep_rows(WALLET, rows, fresh=what == "top", more_below=what == "down")
            check(m, history, whole=False)
        check(m, history, whole=True)
        book = m.books(WALLET)[BTC]
        assert (book.row_count, m.row_count(WALLET)) == (len(history.rows), len(history.rows))
        assert (book.sums.total, book.sums.available) == (
            history.after[-1] if history.after else (0, 0)
        )
        assert [kept.entry for kept in all_rows(m, WALLET)] == list(history.rows)


@FEW
@given(journey=journeys(strange=True))
def test_a_kind_nobody_knows_leaves_balances_out_and_makes_none_wrong(
    journey: tuple[History, list[tuple[str, tuple[LedgerEntry, ...], int]]],
) -> None:
    history, steps = journey
    with mirror() as m:
        for what, rows, known in steps:
            if what == "prove":
                m.prove(WALLET, [history.balance(known)], T0)
            else:
                m.keep_rows(WALLET, rows, fresh=what == "top", more_below=what == "down")
            check(m, history, whole=False)
        strange = sum(r.kind == STRANGE for r in history.rows)
        assert m.books(WALLET)[BTC].unknown_total == strange


@FEW
@given(history=histories(), data=st.data())
def test_a_row_that_comes_late_moves_the_balances_above_it(
    history: History, data: st.DataObject
) -> None:
    if not history.rows:
        return
    late = data.draw(st.integers(0, len(history.rows) - 1))
    if sum(r.entry_id == history.rows[late].entry_id for r in history.rows) > 1:
        return  # no hold ends before it began: such a ledger is put right as a whole
    before = with_balances([r for n, r in enumerate(history.rows) if n != late])
    with mirror() as m:
        m.keep_rows(WALLET, before.rows)
        m.prove(WALLET, [before.balance(len(before.rows))], T0)
        m.keep_rows(WALLET, [history.rows[late]], fresh=True)
        check(m, before_and(history, late), whole=False)
        (proof,) = m.prove(WALLET, [history.balance(len(history.rows))], T0)
        assert proof.verdict is Verdict.PROVEN
        check(m, history, whole=True)


def before_and(history: History, late: int) -> History:
    """The balances as they were before the late row, which has none that anybody may show."""
    rest = with_balances([r for n, r in enumerate(history.rows) if n != late])
    absent = 10**15
    return History((*rest.rows, history.rows[late]), (*rest.after, (absent, absent)))


@FEW
@given(history=histories(), data=st.data())
def test_a_page_missed_is_put_in_its_place(history: History, data: st.DataObject) -> None:
    if not history.rows:
        return
    missed = data.draw(st.integers(0, len(history.rows) - 1))
    with mirror() as m:
        m.keep_rows(WALLET, [r for n, r in enumerate(history.rows) if n != missed])
        m.prove(WALLET, [history.balance(len(history.rows))], T0)
        m.keep_rows(WALLET, [history.rows[missed]])
        check(m, history, whole=True)


def test_the_same_page_again_changes_nothing() -> None:
    rows = [row(LedgerKind.CREDITED, n, 100, n) for n in range(5)]
    with mirror() as m:
        assert m.keep_rows(WALLET, rows).added == 5
        again = m.keep_rows(WALLET, rows[::-1])
        assert (again.added, again.changed) == (0, 0)
        assert m.row_count() == 5


def test_a_row_that_was_corrected_is_kept_as_it_is_now() -> None:
    rows = [row(LedgerKind.CREDITED, n, 100, n) for n in range(3)]
    with mirror() as m:
        m.keep_rows(WALLET, rows)
        m.prove(WALLET, [balance(300, 300)], T0)
        assert m.keep_rows(WALLET, [row(LedgerKind.CREDITED, 1, 150, 1)]).changed == 1
        assert m.books(WALLET)[BTC].sums.total == 350
        after = [r.total_after.units for r in all_rows(m, WALLET) if r.total_after]
        assert after == [50, 200, 300]


def test_what_does_not_fit_has_no_balance_and_leaves_evidence() -> None:
    with mirror() as m:
        m.keep_rows(WALLET, [row(LedgerKind.CREDITED, 1, 100, 1)])
        m.prove(WALLET, [balance(100, 100)], T0)
        m.keep_rows(WALLET, [row(LedgerKind.CREDITED, 2, 50, 2)], fresh=True)
        (proof,) = m.prove(WALLET, [balance(175, 175)], T0)
        assert proof.verdict is Verdict.NOT_YET
        assert proof.difference is not None
        assert proof.difference.total == 25
        old, new = all_rows(m, WALLET)
        assert old.total_after is not None
        assert new.total_after is None
        assert [p.verdict for p in m.evidence(WALLET)] == [Verdict.NOT_YET]


def test_the_ledger_that_was_ahead_is_proven_when_the_wallet_has_come() -> None:
    with mirror() as m:
        m.keep_rows(WALLET, [row(LedgerKind.CREDITED, 1, 100, 1)])
        m.prove(WALLET, [balance(100, 100)], T0)
        m.keep_rows(WALLET, [row(LedgerKind.CREDITED, 2, 50, 2)], fresh=True)
        assert m.prove(WALLET, [balance(100, 100)], T0)[0].verdict is Verdict.NOT_YET
        assert m.prove(WALLET, [balance(150, 150)], T0)[0].verdict is Verdict.PROVEN
        assert [r.total_after.units for r in all_rows(m, WALLET) if r.total_after] == [100, 150]


def test_the_same_contradiction_twice_is_broken_and_goes_on_from_there() -> None:
    with mirror() as m:
        m.keep_rows(WALLET, [row(LedgerKind.CREDITED, 1, 100, 1)])
        m.prove(WALLET, [balance(100, 100)], T0)
        m.keep_rows(WALLET, [row(LedgerKind.CREDITED, 2, 50, 2)], fresh=True)
        m.prove(WALLET, [balance(175, 175)], T0)
        assert m.prove(WALLET, [balance(175, 175)], T0)[0].verdict is Verdict.BROKEN
        assert [r.total_after.units for r in all_rows(m, WALLET) if r.total_after] == [100, 175]
        m.keep_rows(WALLET, [row(LedgerKind.WITHDRAWN, 3, 5, 3)], fresh=True)
        (proof,) = m.prove(WALLET, [balance(170, 170)], T0, complete=True)
        assert (proof.verdict, proof.opening) == (Verdict.PROVEN, 25)
        assert len(m.evidence(WALLET)) == 2


def test_a_first_balance_that_was_behind_is_put_right_once_all_rows_are_here() -> None:
    with mirror() as m:
        rows = [row(LedgerKind.CREDITED, n, 100, n) for n in range(3)]
        m.keep_rows(WALLET, rows)
        m.prove(WALLET, [balance(200, 200)], T0)
        (proof,) = m.prove(WALLET, [balance(300, 300)], T0, complete=True)
        assert (proof.verdict, proof.opening) == (Verdict.WHOLE, 0)
        assert [r.total_after.units for r in all_rows(m, WALLET) if r.total_after] == [
            100,
            200,
            300,
        ]


@pytest.mark.parametrize("units", [2**63 - 1, -(2**63 - 1)])
def test_what_no_table_can_hold_is_not_known_and_nothing_breaks(units: int) -> None:
    with mirror() as m:
        m.keep_rows(WALLET, [row(LedgerKind.WITHDRAWN, n, units, n) for n in range(3)])
        m.prove(WALLET, [balance(units, units)], T0)
        newest = m.rows_by_id(m.newest(1, WALLET))[0]
        assert newest.total_after is not None
        assert newest.total_after.units == units
        assert abs(m.books(WALLET)[BTC].sums.total) == 3 * (2**63 - 1)
