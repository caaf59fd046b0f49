"""The shelf of payments: nothing goes backwards, and what is missing is known to be missing."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from tests.treasury.builders import after, payment
from voltage_tui.model.newer import newer
from voltage_tui.model.open_enum import Unrecognised
from voltage_tui.model.payment import AnyStatus, Payment, PaymentStatus
from voltage_tui.treasury.shelf import PaymentShelf

STATUSES: st.SearchStrategy[AnyStatus] = st.sampled_from([*PaymentStatus, Unrecognised("settling")])
FINAL = {PaymentStatus.COMPLETED, PaymentStatus.FAILED, PaymentStatus.EXPIRED}


@given(st.lists(st.tuples(STATUSES, st.integers(0, 5)), min_size=1, max_size=12))
def test_whatever_arrives_in_whatever_order_never_goes_backwards(
    readings: list[tuple[AnyStatus, int]],
) -> None:
    known: Payment | None = None
    for status, updated_s in readings:
        before = known
        known = newer(known, payment(1, status=status, updated_at=after(updated_s)))
        if before is None:
            continue
        if before.status in FINAL:
            assert known.status in FINAL
        elif known.status not in FINAL:
            assert known.updated_at >= before.updated_at


def test_the_same_reading_twice_is_no_news() -> None:
    shelf = PaymentShelf()
    assert shelf.absorb(payment(1))
    assert not shelf.absorb(payment(1))
    assert not shelf.absorb(payment(1, updated_at=after(-1)))
    assert shelf.absorb(payment(1, updated_at=after(1)))


def test_an_end_is_believed_even_with_an_older_time() -> None:
    pending = payment(1, updated_at=after(9))
    ended = payment(1, status=PaymentStatus.COMPLETED, updated_at=after(5))
    assert newer(pending, ended) is ended


def test_a_promoted_check_is_a_payment_again() -> None:
    checked = payment(1, status=PaymentStatus.APPROVED, check_only=True)
    promoted = replace(checked, check_only=False, updated_at=after(1))
    assert checked.is_terminal
    assert newer(checked, promoted) is promoted


def test_an_unknown_status_stays_pending() -> None:
    shelf = PaymentShelf()
    shelf.absorb(payment(1, status=Unrecognised("settling")))
    assert [p.id for p in shelf.pending()] == [payment(1).id]


@given(st.lists(st.integers(0, 60), min_size=1, max_size=40), st.integers(1, 10))
def test_pages_from_the_top_down_end_with_every_payment_and_no_gap(
    moments: list[int], size: int
) -> None:
    server = sorted(
        (payment(i, at) for i, at in enumerate(moments)),
        key=lambda p: (p.created_at, p.id),
        reverse=True,
    )
    shelf = PaymentShelf()
    take(shelf, server[:size], has_more=len(server) > size)
    while not shelf.complete:
        assert shelf.reaches is not None
        below = [p for p in server if p.created_at <= shelf.reaches and not shelf.get(p.id)]
        covered = [p for p in server if p.created_at > shelf.reaches]
        assert all(shelf.get(p.id) for p in covered)
        for p in below[:size]:
            shelf.absorb(p)
        shelf.put_older(below[:size], has_more=len(below) > size)
    assert [p.id for p in shelf.book().payments] == [p.id for p in server]


def test_a_page_that_does_not_join_makes_the_gap_known() -> None:
    shelf = PaymentShelf()
    take(shelf, [payment(1, 10), payment(0, 5)], has_more=True)
    assert shelf.book().covers(after(6))
    take(shelf, [payment(9, 90), payment(8, 80)], has_more=True)
    assert shelf.reaches == after(80)
    assert not shelf.book().covers(after(6))
    assert len(shelf.book().payments) == 4


def test_a_page_that_joins_keeps_the_reach() -> None:
    shelf = PaymentShelf()
    take(shelf, [payment(1, 10), payment(0, 5)], has_more=True)
    take(shelf, [payment(2, 20), payment(1, 10)], has_more=True)
    assert shelf.reaches == after(5)


def test_the_first_whole_page_covers_all_time() -> None:
    shelf = PaymentShelf()
    take(shelf, [], has_more=False)
    assert shelf.book().covers(after(-(10**9)))


@given(st.integers(1, 30), st.integers(1, 10), st.sets(st.integers(0, 29), max_size=5))
def test_trimming_forgets_only_the_oldest_that_nobody_needs(
    count: int, kept: int, open_ones: set[int]
) -> None:
    shelf = PaymentShelf(kept)
    made = [
        payment(i, i, status=PaymentStatus.RECEIVING if i in open_ones else PaymentStatus.EXPIRED)
        for i in range(count)
    ]
    take(shelf, made[::-1], has_more=False)
    needed = {made[0].id}
    shelf.trim(needed)
    left = {p.id for p in shelf.book().payments}
    newest = {p.id for p in made[-kept:]}
    assert left == newest | needed | {made[i].id for i in open_ones if i < count}
    book = shelf.book()
    assert all(p.id in left for p in made if book.covers(p.created_at))
    assert book.complete == (count <= kept)


def take(shelf: PaymentShelf, page: list[Payment], *, has_more: bool) -> None:
    """What the job does with a newest page."""
    shelf.put_newest(page, has_more=has_more)
    for p in page:
        shelf.absorb(p)
