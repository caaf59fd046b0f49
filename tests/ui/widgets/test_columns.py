"""Columns: figures meet at their points, columns leave in their order, lines never grow."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from voltage_tui.money import BTC, USD, Money
from voltage_tui.ui.display import MASK, Display, Number
from voltage_tui.ui.paint import Align, Line, Span, width_of
from voltage_tui.ui.widgets.columns import Cell, Column, Widths

COLUMNS = (
    Column("NAME", flex=True, least=6, most=30),
    Column("AMOUNT", point=True),
    Column("STATE", drop=1),
    Column("FEE", point=True, drop=3),
    Column("AGE", Align.RIGHT, drop=2),
)
AMOUNT = st.one_of(
    st.none(),
    st.integers(-(10**14), 10**14).map(lambda units: Money(BTC, units)),
    st.integers(-(10**9), 10**9).map(lambda units: Money(USD, units)),
)
DISPLAY = st.builds(Display, st.sampled_from(("sats", "btc", "usd", "both")), st.booleans())
NAME = st.text(st.characters(codec="utf-8", categories=["L", "N", "P"]), max_size=40)
ROW = st.tuples(NAME, AMOUNT, NAME, AMOUNT, NAME)


def cells_of(row: tuple[str, Money | None, str, Money | None, str], shown: Display) -> list[Cell]:
    name, amount, state, fee, age = row
    return [
        (Span(name),),
        shown.number(amount, signed=True),
        (Span(state[:12]),),
        shown.number(fee),
        (Span(age[:4]),),
    ]


def text_of(line: Line) -> str:
    return "".join(span.text for span in line)


@given(st.lists(ROW, min_size=1, max_size=8), DISPLAY)
def test_the_points_of_a_column_are_in_one_cell(
    rows: list[tuple[str, Money | None, str, Money | None, str]], shown: Display
) -> None:
    widths = Widths((Column("AMOUNT", point=True),))
    made = [shown.number(row[1], signed=True) for row in rows]
    for number in made:
        widths.grow([number])
    layout = widths.layout(200)
    places = {
        len(text_of(layout.row([number])))
        - len(text_of(layout.row([number])).lstrip())
        + width_of(number.left)
        for number in made
    }
    assert len(places) == 1


@given(st.lists(ROW, min_size=1, max_size=8), DISPLAY, st.integers(20, 200))
def test_head_and_rows_have_one_width(
    rows: list[tuple[str, Money | None, str, Money | None, str]], shown: Display, width: int
) -> None:
    widths = Widths(COLUMNS)
    made = [cells_of(row, shown) for row in rows]
    for cells in made:
        widths.grow(cells)
    layout = widths.layout(width)
    assert {width_of(layout.row(cells)) for cells in made} == {width_of(layout.head())}
    if width >= 60:
        assert width_of(layout.head()) <= width


def heads_at(width: int) -> list[str]:
    widths = Widths(COLUMNS)
    shown = Display()
    widths.grow(
        cells_of(
            ("a wallet's name", Money(BTC, 12_345_678), "completed", Money(BTC, 900), "14 m"), shown
        )
    )
    return text_of(widths.layout(width).head()).split()


def test_columns_leave_in_their_order_after_the_flexible_one_has_shrunk() -> None:
    seen: list[list[str]] = []
    for width in range(90, 10, -1):
        heads = heads_at(width)
        if not seen or seen[-1] != heads:
            seen.append(heads)
    assert seen[:4] == [
        ["NAME", "AMOUNT", "STATE", "FEE", "AGE"],
        ["NAME", "AMOUNT", "STATE", "AGE"],
        ["NAME", "AMOUNT", "STATE"],
        ["NAME", "AMOUNT"],
    ]


def test_a_hidden_amount_keeps_its_column_and_says_no_size() -> None:
    shown = Display(hidden=True)
    small, large = shown.number(Money(BTC, 1)), shown.number(Money(BTC, 10**15))
    assert small == large == Number((Span(MASK, small.left[0].role),))
    assert "—" in text_of(shown.number(None).spans)
