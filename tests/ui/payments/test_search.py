"""What a filter shows: all that match, each once, in its newest reading."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.treasury.builders import T0, WALLET, after, payment
from voltage_tui.model.open_enum import Unrecognised
from voltage_tui.model.payment import (
    AnyStatus,
    Direction,
    Payment,
    PaymentKind,
    PaymentPage,
    PaymentStatus,
    is_terminal,
)
from voltage_tui.treasury.reading import Problem, ProblemKind, Reading
from voltage_tui.treasury.snapshot import Connection, PaymentBook, Snapshot
from voltage_tui.treasury.topics import ConnectionState
from voltage_tui.ui.screens.payments.search import Search, pending_first
from voltage_tui.ui.screens.payments.wanted import Since, Standing, Wanted

STATUSES: tuple[AnyStatus, ...] = (*PaymentStatus, Unrecognised("settling"))

readings = st.builds(
    lambda number, changed, status, way: payment(
        number,
        number * 3_600.0,
        updated_at=after(number * 3_600 + changed),
        status=status,
        direction=way,
    ),
    st.integers(0, 9),
    st.integers(0, 5),
    st.sampled_from(STATUSES),
    st.sampled_from(Direction),
)
questions = st.builds(
    Wanted,
    standing=st.sampled_from(Standing),
    direction=st.sampled_from([None, *Direction]),
    since=st.sampled_from(Since),
)


def known(payments: list[Payment]) -> Snapshot:
    book: Reading[PaymentBook] = Reading()
    return Snapshot(
        version=1,
        connection=Connection(ConnectionState.LIVE, T0),
        wallets=Reading(),
        lines=Reading(),
        accounts=(),
        book=book.succeeded(PaymentBook(tuple(payments), complete=False), T0),
    )


def page(*payments: Payment, cursor: str | None = None) -> Reading[PaymentPage]:
    found = PaymentPage(payments, cursor, has_more=cursor is not None, total=None)
    unread: Reading[PaymentPage] = Reading()
    return unread.succeeded(found, T0)


@settings(max_examples=150)
@given(questions, st.lists(readings, max_size=12), st.lists(readings, max_size=12))
def test_rows_are_all_that_match_once_newest_first(
    wanted: Wanted, book: list[Payment], found: list[Payment]
) -> None:
    search = replace(Search.begin(wanted, after(36_000)), found=tuple(found))
    rows = search.rows(known(book))
    assert len({p.id for p in rows}) == len(rows)
    assert [p.created_at for p in rows] == sorted((p.created_at for p in rows), reverse=True)
    assert all(wanted.matches(p, search.start) for p in rows)
    by_id = {p.id: p for p in rows}
    for reading in (*book, *found):
        if reading.id in by_id and not by_id[reading.id].is_terminal:
            assert by_id[reading.id].updated_at >= reading.updated_at


def test_a_payment_that_has_moved_on_leaves_the_filter() -> None:
    waiting = payment(1, status=PaymentStatus.RECEIVING)
    paid = replace(waiting, status=PaymentStatus.COMPLETED, updated_at=after(5))
    search = Search.begin(Wanted(standing=Standing.PENDING), T0).answered(page(waiting))
    assert search.rows(known([])) == [waiting]
    assert search.rows(known([paid])) == []


def test_a_payment_met_since_joins_the_filter() -> None:
    search = Search.begin(Wanted(standing=Standing.FAILED), T0).answered(page())
    new = payment(1, 60, status=PaymentStatus.FAILED)
    assert search.rows(known([new])) == [new]


def test_an_unknown_status_is_pending_and_nothing_else() -> None:
    strange = payment(1, status=Unrecognised("settling"))
    in_it = [s for s in Standing if Wanted(standing=s).matches(strange, None)]
    assert in_it == [Standing.ALL, Standing.PENDING]


def test_the_server_is_asked_everything_that_was_chosen() -> None:
    wanted = Wanted(Standing.FAILED, Direction.SEND, PaymentKind.ONCHAIN, WALLET, Since.DAY)
    asked = Search.begin(wanted, T0).question
    assert asked.statuses == (PaymentStatus.FAILED,)
    assert (asked.direction, asked.kind) == (Direction.SEND, PaymentKind.ONCHAIN)
    assert (asked.wallet_id, asked.start) == (WALLET, T0 - timedelta(days=1))
    pending = Wanted(standing=Standing.PENDING).question(None)
    assert set(pending.statuses) == {s for s in PaymentStatus if not is_terminal(s)}


def test_the_question_keeps_its_beginning_over_all_pages() -> None:
    search = Search.begin(Wanted(since=Since.WEEK), T0)
    more = search.answered(page(payment(1), cursor="next"))
    assert more.question == search.question
    assert search.start == T0 - timedelta(days=7)
    assert (more.more, more.cursor) == (True, "next")
    assert not more.answered(page()).more


def test_what_was_found_stays_under_an_error() -> None:
    problem = Problem(ProblemKind.OFFLINE, "no connection", "wait", T0)
    good = Search.begin(Wanted(), T0).answered(page(payment(1), cursor="next"))
    unread: Reading[PaymentPage] = Reading()
    bad = good.answered(unread.failed(problem))
    assert (bad.found, bad.problem, bad.asking) == (good.found, problem, False)


def test_pending_ones_come_first_and_the_rest_keeps_its_order() -> None:
    old = payment(1, 0)
    done = [payment(n, 100 - n, status=PaymentStatus.COMPLETED) for n in (2, 3)]
    assert pending_first([*done, old]) == [old, *done]
