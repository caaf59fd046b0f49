from __future__ import annotations

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from voltage_tui.ui.qr.encode import QrMatrix
from voltage_tui.ui.qr.geometry import BORDERS, Border, fit, pairs, runs, size_in_cells, size_needed

SIDES = st.integers(0, 6).map(lambda version: 21 + 4 * version)
BORDER = st.sampled_from(BORDERS)


@st.composite
def matrices(draw: st.DrawFn) -> QrMatrix:
    side = draw(SIDES)
    bits = draw(st.integers(0, 2 ** (side * side) - 1))
    return tuple(tuple(bool(bits >> (y * side + x) & 1) for x in range(side)) for y in range(side))


@given(matrices(), BORDER)
def test_every_module_is_drawn_once_inside_a_light_border(matrix: QrMatrix, border: Border) -> None:
    rows = pairs(matrix, border)
    modules = [tuple(pair[half] for pair in row) for row in rows for half in (0, 1)]
    side = len(matrix)
    inside = tuple(row[border : border + side] for row in modules[border : border + side])
    assert inside == matrix
    assert sum(map(sum, modules)) == sum(map(sum, matrix))
    assert (len(rows[0]), len(rows)) == size_in_cells(matrix, border)


@given(matrices(), st.integers(0, 90), st.integers(0, 50))
def test_the_widest_border_that_fits_is_taken_and_nothing_is_ever_cut(
    matrix: QrMatrix, columns: int, rows: int
) -> None:
    border = fit(matrix, columns, rows)
    wide, narrow = size_in_cells(matrix, 4), size_in_cells(matrix, 2)
    if border is None:
        assert columns < narrow[0] or rows < narrow[1]
    else:
        width, height = size_in_cells(matrix, border)
        assert width <= columns
        assert height <= rows
        assert border == 4 or columns < wide[0] or rows < wide[1]


@given(matrices())
def test_the_size_needed_is_the_least_that_fits(matrix: QrMatrix) -> None:
    columns, rows = size_needed(matrix)
    assert fit(matrix, columns, rows) == 2
    assert fit(matrix, columns - 1, rows) is None
    assert fit(matrix, columns, rows - 1) is None


@given(st.lists(st.tuples(st.booleans(), st.booleans())).map(tuple))
def test_runs_give_the_row_back(row: tuple[tuple[bool, bool], ...]) -> None:
    found = list(runs(row))
    assert tuple(pair for pair, count in found for _ in range(count)) == row
    assert all(a[0] != b[0] for a, b in pairwise(found))
