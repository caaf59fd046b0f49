"""Parquet, where its extra is installed: the canonical rows with exact types."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest

from tests.exports.samples import both, every_kind, lines_of, write
from voltage_tui.exports.context import ExportError
from voltage_tui.exports.formats.parquet import is_installed
from voltage_tui.exports.rows import NUMBERS
from voltage_tui.exports.writers import ExportFormat

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
