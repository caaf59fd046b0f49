"""Did you mean."""

from __future__ import annotations

import pytest

from voltage_tui.query.nearest import nearest


@pytest.mark.parametrize(
    ("word", "known"),
    [
        ("faild", "failed"),
        ("FAILED", "failed"),
        ("fialed", "failed"),
        ("failedd", "failed"),
        ("compelted", "completed"),
        ("cmpleeted", "completed"),
        ("flied", None),
        ("fa", None),
        ("", None),
        ("completely-else", None),
        ("x" * 500, None),
    ],
)
def test_nearest(word: str, known: str | None) -> None:
    assert nearest(word, ["completed", "failed", "expired"]) == known


def test_nothing_known_is_near_nothing() -> None:
    assert nearest("failed", []) is None
