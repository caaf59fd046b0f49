"""Lists put together from recorded pages: all that is known, and nothing across a gap."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from voltage_tui.api.recording.known_ledgers import KnownLedger
from voltage_tui.api.recording.known_payments import KnownPayments, Page, Place
from voltage_tui.api.recording.plain_json import Json

BEGAN = datetime(2026, 10, 5, tzinfo=UTC)


def payment(number: int, status: str = "completed", updated: int | None = None) -> dict[str, Json]:
    at = BEGAN + timedelta(seconds=number)
    changed = at if updated is None else BEGAN + timedelta(seconds=updated)
    return {
        "id": f"p{number:04}",
        "status": status,
        "created_at": at.isoformat(),
        "updated_at": changed.isoformat(),
    }


def show(known: KnownPayments, line: int, numbers: list[int], page: Page) -> None:
    items: list[Json] = [payment(n) for n in numbers]
    for place, item in enumerate(items):
        known.saw(line, Place(line, place), item)
    known.saw_page(line, page, items)


def listed(known: KnownPayments, line: int) -> list[int]:
    marks = known.newest_first(line, below=None, until=None, statuses=None)
    return [int(mark[1][1:]) for mark, _ in marks]


def newest(*, has_more: bool = True, next_cursor: str | None = None) -> Page:
    return Page(None, next_cursor, has_more, None)


def test_pages_that_join_are_one_list_and_others_begin_anew() -> None:
    known = KnownPayments()
    show(known, 0, [9, 8, 7], newest())
    show(known, 1, [11, 10, 9], newest())
    show(known, 2, [30, 29], newest())
    assert listed(known, 0) == [9, 8, 7]
    assert listed(known, 1) == [11, 10, 9, 8, 7]
    assert listed(known, 2) == [30, 29]
    assert not known.has_all(2)


def test_a_page_further_down_counts_only_below_one_that_is_known() -> None:
    known = KnownPayments()
    show(known, 0, [9, 8], newest(next_cursor="a"))
    show(known, 1, [3, 2], Page("z", "y", True, None))
    assert listed(known, 1) == [9, 8]
    show(known, 2, [7, 6], Page("a", "b", True, None))
    assert listed(known, 2) == [9, 8, 7, 6]
    show(known, 3, [5, 4, 3, 2, 1], Page("b", None, False, None))
    assert known.has_all(3)
    assert listed(known, 3) == [9, 8, 7, 6, 5, 4, 3, 2, 1]


def test_a_walk_from_before_a_gap_does_not_close_it() -> None:
    known = KnownPayments()
    show(known, 0, [9, 8], newest(next_cursor="a"))
    show(known, 1, [30, 29], newest())
    show(known, 2, [7, 6], Page("a", "b", True, None))
    assert listed(known, 2) == [30, 29]


@settings(max_examples=40)
@given(st.lists(st.tuples(st.integers(0, 30), st.integers(1, 6)), min_size=1, max_size=20))
def test_a_list_never_leaves_one_out_that_there_was(pages: list[tuple[int, int]]) -> None:
    """Payments 0 to `top` exist; each page has the newest `size` of them at its time."""
    known, top = KnownPayments(), 5
    for line, (more, size) in enumerate(pages):
        top += more
        shown = list(range(top, max(-1, top - size), -1))
        show(known, line, shown, newest(has_more=shown[-1] > 0))
        found = listed(known, line)
        assert found == list(range(top, top - len(found), -1))
        assert set(shown) <= set(found)


@settings(max_examples=40)
@given(st.lists(st.tuples(st.integers(0, 3), st.integers(0, 20)), max_size=40), st.integers(0, 40))
def test_a_payment_is_as_it_was_seen_last_and_never_goes_backwards(
    seen: list[tuple[int, int]], line: int
) -> None:
    known = KnownPayments()
    states: dict[int, tuple[int, int]] = {}
    for at, (number, updated) in enumerate(seen):
        known.saw(at, Place(at, None), payment(number, "sending", 100 + updated))
        if at <= line and updated > states.get(number, (-1, 0))[0]:
            states[number] = (updated, at)
    for number in range(4):
        found = known.at(f"p{number:04}", line)
        expected = states.get(number)
        assert (None if found is None else found.place.line) == (expected and expected[1])


def row(number: int) -> dict[str, Json]:
    return {"type": "credited", "credit_id": f"c{number}"}


@settings(max_examples=40)
@given(
    st.lists(
        st.tuples(st.integers(0, 5), st.integers(0, 12), st.integers(0, 8)), min_size=1, max_size=20
    ),
    st.integers(0, 25),
    st.integers(1, 12),
)
def test_rows_stand_where_they_stood_while_others_arrive_above(
    pages: list[tuple[int, int, int]], offset: int, limit: int
) -> None:
    known, total, seen = KnownLedger(), 3, set[int]()
    for line, (more, at, size) in enumerate(pages):
        total += more
        numbers = [total - at - n for n in range(size) if total - at - n > 0]
        known.saw(line, at, total, [row(n) for n in numbers])
        seen.update(numbers)
    rows = known.rows(len(pages), offset, limit)
    wanted = [n for n in range(total - offset, total - offset - limit, -1) if n > 0]
    expected = [n for k, n in enumerate(wanted) if set(wanted[: k + 1]) <= seen]
    assert len(rows or []) == len(expected)
    assert (rows is None) == bool(wanted and not expected)


def test_a_ledger_that_is_not_as_it_was_is_forgotten() -> None:
    known = KnownLedger()
    known.saw(0, 0, 4, [row(4), row(3), row(2), row(1)])
    known.saw(1, 0, 5, [row(5), row(44)])
    assert len(known.rows(0, 0, 9) or []) == 4
    assert len(known.rows(1, 0, 9) or []) == 2
    known.saw(2, 0, 2, [row(2), row(1)])
    assert len(known.rows(2, 0, 9) or []) == 2
    assert known.total(1) == 5
    known.saw(3, 0, 5, [row(5)])
    assert len(known.rows(3, 0, 9) or []) == 1


def test_rows_that_are_read_later_are_not_known_before() -> None:
    known = KnownLedger()
    known.saw(0, 0, 5, [row(5), row(4)])
    known.saw(3, 2, 5, [row(3), row(2)])
    assert len(known.rows(2, 0, 9) or []) == 2
    assert len(known.rows(3, 0, 9) or []) == 4
    assert known.rows(2, 2, 9) is None
