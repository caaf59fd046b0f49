"""A search in a few words."""

from __future__ import annotations

import pytest
from hypothesis import given

from tests.query.made import CALENDAR, queries
from voltage_tui.query import Query, canonical, parse
from voltage_tui.query.brief import brief
from voltage_tui.text import is_clean


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "movements"),
        (
            "status:failed dir:send >500usd since:2026-03-01 rent",
            'failed sends over $500.00 since 2026-03-01 with "rent…"',
        ),
        ("-status:failed,expired wallet:ops", 'not failed or expired movements in "ops…"'),
        ("dir:receive in:march -tag:q4", "receives of 2026-03 not tagged q4"),
        ("this-month rail:lightning", "movements of 2026-11-01 to 2026-11-30 on lightning"),
        ("last:7d tag:* note:*", "movements of the last 7d with a tag with a note"),
        ("kind:held until:2026-03 sort:largest", None),
        ("1000..2000sats ref:R-7", None),
        ('id:7f3c "rent due"', 'movements with id 7f3c with "rent due"'),
        ("sort:oldest on:2026-03-01", "movements of 2026-03-01, oldest first"),
    ],
)
def test_said(text: str, words: str | None) -> None:
    said = brief(parse(text), CALENDAR)
    if words is not None:
        assert said == words
    assert len(said) < 90


@given(queries)
def test_every_search_has_its_words(query: Query) -> None:
    said = brief(query, CALENDAR)
    assert is_clean(said)
    assert "  " not in said or "  " in canonical(query)
