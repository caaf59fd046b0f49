"""Parquet, where its extra is installed: the canonical rows with exact types."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.exports.samples import both, context, every_kind, lines_of, write
from voltage_tui.exports.context import ExportError
from voltage_tui.exports.formats.parquet import is_installed, record_of
from voltage_tui.exports.rows import NUMBERS, row_of
from voltage_tui.exports.writers import ExportFormat
from voltage_tui.model.movement import RateOfPayment, RateSource
from voltage_tui.money import USD, Rate

FORMATS = (ExportFormat.CSV, ExportFormat.PARQUET)


@pytest.mark.skipif(is_installed(), reason="pyarrow is installed")
def test_without_the_extra_it_says_how_to_install_it(tmp_path: Path) -> None:
    with pytest.raises(ExportError, match=r"pip install 'voltage-tui\[parquet\]'"):
        write(both(every_kind(4), []), tmp_path / "pack", FORMATS)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.skipif(not is_installed(), reason="pyarrow is an extra")
def test_it_has_the_rows_of_the_csv_with_exact_amounts(tmp_path: Path) -> None:
    parquet = pytest.importorskip("pyarrow.parquet")
    rows = both(every_kind(40), every_kind(9))
    pack = write(rows, tmp_path / "pack", FORMATS)
    write(rows, tmp_path / "again", FORMATS)
    path = tmp_path / "pack/ledger.parquet"
    assert path.read_bytes() == (tmp_path / "again/ledger.parquet").read_bytes()
    table = parquet.read_table(path)
    records, lines = table.to_pylist(), lines_of(tmp_path / "pack/ledger.csv")
    assert len(records) == len(lines) == pack.tally.rows
    assert str(table.schema.field("amount").type) == "decimal128(38, 11)"
    for record, line in zip(records, lines, strict=True):
        assert record["row_id"] == line["row_id"]
        for column in NUMBERS:
            text = line[column]
            assert record[column] == (Decimal(text) if text else None), column


def test_a_number_with_no_place_is_said_with_its_row_and_the_way_out() -> None:
    movement = both(every_kind(1), [])[0]
    at = movement.effective_time
    longest = Rate.parse("9" * 30 + "e7", USD)  # 21 digits before the point: one too many
    known = RateOfPayment(longest, RateSource.MANUAL, at)
    row = row_of(replace(movement, known=replace(movement.known, rate=known)), context())
    with pytest.raises(ExportError) as caught:
        record_of(row)
    words = str(caught.value)
    assert f"the rate of payment {row['payment_id']} of {row['local_time'][:10]}" in words
    assert "Correct the rate, or export CSV or JSON Lines" in words


@given(st.integers(1, 10**30 - 1), st.integers(0, 30))
def test_any_rate_has_a_place_to_the_last_but_what_is_said(coefficient: int, scale: int) -> None:
    movement = both(every_kind(1), [])[0]
    rate = Rate(coefficient, scale, USD)
    known = RateOfPayment(rate, RateSource.MANUAL, movement.effective_time)
    row = row_of(replace(movement, known=replace(movement.known, rate=known)), context())
    exact = Decimal(row["rate"])
    try:
        held = record_of(row)["rate"]
    except ExportError:
        assert exact >= 10**20 - 1
        return
    assert isinstance(held, Decimal)
    assert len(held.as_tuple().digits) <= 38
    assert abs(held - exact) <= Decimal(5).scaleb(-19)
