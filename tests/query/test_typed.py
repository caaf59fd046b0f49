"""What is typed so far: understood, not finished, or wrong."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.query.made import queries
from voltage_tui.query import Query, Vocabulary, canonical, parse
from voltage_tui.query.typed import read_typed

KNOWN = Vocabulary(wallets=("Ops",), tags=("rent",))


@pytest.mark.parametrize(
    "text",
    [
        *("status:", "status:fa", "status:x", ">", ">500", "since:", "since:202", "since:2026-0"),
        *('"rent', 'wallet:"Op', "meta:", "last:3", "cost_center:", "tag:re,", "rent -", "id:"),
    ],
)
def test_a_term_that_may_go_on_is_no_fault_yet(text: str) -> None:
    typed = read_typed(text, len(text), KNOWN)
    assert typed.query is None
    assert typed.error is not None
    assert typed.wrong is None
    assert read_typed(f"{text} failed", len(text) + 7, KNOWN).wrong is not None or '"' in text


@pytest.mark.parametrize("text", ["status:faild", "sinc:2026-03", "since:2026-3-1", "kind:helt"])
def test_what_was_plainly_meant_otherwise_is_wrong_at_once(text: str) -> None:
    typed = read_typed(text, len(text), KNOWN)
    assert typed.wrong is not None
    assert typed.wrong.corrected is not None
    parse(typed.wrong.corrected)


def test_with_the_cursor_elsewhere_a_term_is_wrong() -> None:
    assert read_typed("status: rent", 12, KNOWN).wrong is not None
    assert read_typed("status:", 2, KNOWN).wrong is not None


@given(queries)
def test_whatever_can_be_read_is_understood(query: Query) -> None:
    text = canonical(query)
    typed = read_typed(text, len(text), KNOWN)
    assert typed.query == query
    assert typed.error is typed.wrong is None


@given(st.text(max_size=40), st.integers(0, 41))
def test_anything_can_be_typed(text: str, cursor: int) -> None:
    typed = read_typed(text, min(cursor, len(text)), KNOWN)
    assert (typed.query is None) == (typed.error is not None)
