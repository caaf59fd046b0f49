"""Whatever columns of the close there is room for: each row adds up by what it shows."""

from __future__ import annotations

from decimal import Decimal
from typing import Final
from zoneinfo import ZoneInfo

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.treasury.builders import T0, WALLET
from voltage_tui.money import BTC, USD, Currency, Money
from voltage_tui.store.mirror.months import Sums
from voltage_tui.treasury.closing.months import Standing, WalletMonth, month_of
from voltage_tui.ui.display import Display
from voltage_tui.ui.screens.close.rows import FORMS, MonthRow, form_for
from voltage_tui.ui.widgets.columns import Cell, Widths

UNITS: Final = st.integers(-(10**15), 10**15) | st.just(0)
MONTH: Final = month_of(T0, ZoneInfo("UTC"))
MOVED: Final = frozenset({"IN", "OUT", "FEES", "OUT+FEES", "SETTLED", "CHANGE"})


@st.composite
def rows(draw: st.DrawFn) -> MonthRow:
    currency: Currency = draw(st.sampled_from([BTC, USD]))
    sums = Sums(
        rows=9,
        received=draw(UNITS),
        spent=draw(UNITS),
        network_fees=draw(UNITS),
        processing_fees=draw(UNITS),
        settled=draw(UNITS),
    )
    opening, wrong = draw(UNITS), draw(st.just(0) | UNITS)
    month = WalletMonth(
        WALLET,
        currency,
        MONTH,
        Standing.DIFFERS if wrong else Standing.BALANCED,
        sums,
        Money(currency, opening),
        Money(currency, opening + sums.net + wrong),
    )
    return MonthRow(draw(st.sampled_from(["Ops", "東京支店の財布", "x" * 60])), month, None)


def figure(cell: Cell) -> Decimal:
    spans = cell if isinstance(cell, tuple) else cell.spans
    text = "".join(span.text for span in spans).strip("●✕ ").replace(",", "").replace("−", "-")
    return Decimal(text.replace("·", "0") or "0")


@settings(max_examples=60)
@given(st.lists(rows(), min_size=1, max_size=3), st.sampled_from([60, 80, 100, 120, 160, 200]))
def test_a_row_adds_up_by_the_columns_there_is_room_for(made: list[MonthRow], width: int) -> None:
    display = Display()
    form = form_for(made, display, width)
    widths = Widths(form.columns)
    for row in made:
        widths.grow(form.cells(row, display))
    head = "".join(span.text for span in widths.layout(width).head())
    shown = set(head.split())
    for row in made:
        cells = zip(form.columns, form.cells(row, display), strict=True)
        told = {c.head: figure(cell) for c, cell in cells if c.head in shown and c.point}
        wrong = row.month.difference
        assert wrong is not None
        exact = figure(display.number(wrong))
        if "OPENING" in shown:
            moved = sum(value for name, value in told.items() if name in MOVED)
            assert told["OPENING"] + moved + exact == told["LEDGER"]
        else:
            assert not MOVED & shown
            assert not form.sum_words


def test_the_words_of_a_form_name_its_columns() -> None:
    for form in FORMS:
        words = form.sum_words.upper().replace(" AND ", "+").replace(" = ", " + ").split(" + ")
        summed = {*MOVED, "OPENING", "DIFFERENCE", "LEDGER"}
        heads = [column.head for column in form.columns if column.head in summed]
        if form.sum_words:
            assert sorted(words) == sorted(heads)
