"""Large letters."""

from __future__ import annotations

import pytest

from voltage_tui.ui.screens.receive.big_text import big


def test_the_word_is_drawn_in_the_largest_letters_that_fit() -> None:
    assert big("PAID", 30, 5) == [
        "██████  ██████  ██████  ████  ",
        "██  ██  ██  ██    ██    ██  ██",
        "██████  ██████    ██    ██  ██",
        "██      ██  ██    ██    ██  ██",
        "██      ██  ██  ██████  ████  ",
    ]
    assert big("PAID", 29, 5) == [
        "█▀█ █▀█ ▀█▀ █▀▄",
        "█▀▀ █▀█  █  █ █",
        "▀   ▀ ▀ ▀▀▀ ▀▀ ",
    ]
    assert big("PAID", 14, 5) is None
    assert big("PAID", 80, 2) is None


@pytest.mark.parametrize("text", ["0123456789", "$1,234.50", "SATS BTC USD"])
def test_everything_an_amount_needs_has_a_picture(text: str) -> None:
    rows = big(text, 200, 5)
    assert rows is not None
    assert len({len(row) for row in rows}) == 1


def test_a_group_of_thousands_cannot_be_taken_for_a_decimal_point() -> None:
    grouped, pointed = big("25,000", 99, 5), big("25.000", 99, 5)
    assert grouped is not None
    assert pointed is not None
    assert grouped[-1] != pointed[-1]
    assert [row[18:20] for row in grouped] == ["  "] * 5


def test_a_letter_without_a_picture_gives_none() -> None:
    assert big("≈", 99, 9) is None
