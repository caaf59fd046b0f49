"""The pieces of a case: nothing is shortened, everything fits."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from voltage_tui.text import clean
from voltage_tui.ui.paint import Span, width_of
from voltage_tui.ui.screens.payments.look import LABEL, fact, side_by_side, whole

plain_texts = st.text(st.characters(min_codepoint=33, max_codepoint=126), max_size=5_000)
any_texts = st.text(max_size=400).map(clean)
widths = st.integers(40, 200)


def values(lines: object, width: int) -> list[str]:
    found = []
    for line in lines:  # type: ignore[attr-defined]  # lines of spans
        text = "".join(span.text for span in line)
        assert cell_len(text) <= width
        found.append(line[-1].text)
    return found


@given(plain_texts | any_texts, widths)
def test_an_invoice_is_never_shortened(text: str, width: int) -> None:
    assert "".join(values(whole("invoice", text, width), width)) == text


@given(st.text(min_size=1, max_size=300).map(clean), any_texts, widths)
def test_a_fact_fits_whatever_its_label(label: str, value: str, width: int) -> None:
    lines = fact(label, value, width)
    values(lines, width)
    shown = "".join(span.text for line in lines for span in line)
    assert value.replace(" ", "") in shown.replace(" ", "")


def test_a_long_label_stands_over_its_value() -> None:
    lines = fact("x" * LABEL, "value", 80)
    assert [line[-1].text.strip() for line in lines] == ["x" * LABEL, "value"]


@given(
    st.lists(st.text(max_size=60).map(clean), max_size=6),
    st.lists(st.text(max_size=60).map(clean), max_size=6),
    st.integers(8, 40),
)
def test_the_right_column_always_starts_at_the_same_cell(
    left: list[str], right: list[str], width: int
) -> None:
    lines = side_by_side([[Span(t)] for t in left], [[Span(t)] for t in right], width)
    assert len(lines) == max(len(left), len(right))
    for y, line in enumerate(lines):
        text = right[y] if y < len(right) else ""
        assert width_of(line) == width + cell_len(text)
