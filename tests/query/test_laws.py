"""What holds for every search and every row."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import example, given
from hypothesis import strategies as st

from tests.query.made import CALENDAR, clauses, facts, queries
from voltage_tui.query import (
    Facts,
    Query,
    QueryError,
    Vocabulary,
    canonical,
    completions,
    explain,
    matches,
    ordered,
    parse,
)
from voltage_tui.query.folding import words_of
from voltage_tui.query.terms import Clause
from voltage_tui.query.tokens import quote
from voltage_tui.text import is_clean

_pieces = st.sampled_from(
    [
        *("status:", "dir:", "kind:", "in:", "since:", "last:", "meta:", "tag:", "sort:", "ref:"),
        *(">", "<=", "=", "..", "500", "1,000", "usd", "sats", "-", '"', "\\", ",", "=", "*", ":"),
        *(" ", "failed", "faild", "2026-03-01", "13/04/2026", "march", "today", "7d", "rent", "家"),
        *("\u202e", "\x1b", "é", "$", "²", "٣", "€", "\n", "\u0301"),
    ]
)
typed = st.one_of(st.text(max_size=60), st.lists(_pieces, max_size=12).map("".join))


def read(text: str) -> Query | QueryError:
    try:
        return parse(text)
    except QueryError as error:
        return error


@given(typed)
@example('"')
@example("-" * 600)
@example("<\u03000")
def test_nothing_but_a_query_error_is_raised(text: str) -> None:
    query = read(text)
    if isinstance(query, Query):
        assert parse(canonical(query)) == query
        assert is_clean(explain(query, CALENDAR))
        return
    assert query.text == text
    assert 0 <= query.position <= query.end <= len(text)
    assert query.words
    assert is_clean(query.words)
    assert query.corrected != text


@given(typed)
def test_a_suggestion_is_a_step_on(text: str) -> None:
    """Taking each suggestion in turn ends, in a search or in an error without one."""
    for _ in range(60):
        query = read(text)
        if isinstance(query, Query) or query.corrected is None:
            return
        text = query.corrected
    raise AssertionError(text)


@given(queries)
def test_what_is_written_out_is_read_back(query: Query) -> None:
    text = canonical(query)
    assert parse(text) == query
    assert canonical(parse(text)) == text
    assert is_clean(explain(query, CALENDAR))


@given(clauses, facts)
def test_not_is_all_the_others(clause: Clause, row: Facts) -> None:
    turned = replace(clause, negated=not clause.negated)
    assert matches(Query((clause,)), row, CALENDAR) is not matches(Query((turned,)), row, CALENDAR)


@given(queries, queries, facts)
def test_both_is_one_and_the_other(left: Query, right: Query, row: Facts) -> None:
    both = Query(left.clauses + right.clauses)
    assert matches(both, row, CALENDAR) is (
        matches(left, row, CALENDAR) and matches(right, row, CALENDAR)
    )


@given(facts)
def test_an_empty_search_finds_everything(row: Facts) -> None:
    assert matches(parse("  "), row, CALENDAR)


@given(facts, st.data())
def test_every_text_of_a_row_finds_it(row: Facts, data: st.DataObject) -> None:
    text = data.draw(st.sampled_from(row.searched).filter(words_of))
    assert matches(parse(quote(text)), row, CALENDAR)


@given(st.lists(facts, max_size=8, unique_by=lambda f: f.row_id), queries)
def test_an_order_keeps_every_row(rows: list[Facts], query: Query) -> None:
    shown = ordered(query, rows)
    assert sorted(f.row_id for f in shown) == sorted(f.row_id for f in rows)
    assert shown == ordered(query, list(reversed(rows)))


@given(typed, st.integers(-2, 70))
def test_a_completion_goes_on_from_what_was_typed(text: str, cursor: int) -> None:
    vocabulary = Vocabulary(
        ("Back office", 'a"b', "ops,7"),
        ("rent", "a b"),
        {"status": ("x y",), "cost_center": ("ops-7",)},
        ("settling",),
    )
    for offered in completions(text, cursor, vocabulary):
        assert 0 <= offered.start <= offered.end <= len(text)
        assert offered.applied(text) != text
