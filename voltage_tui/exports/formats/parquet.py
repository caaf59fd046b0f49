"""Parquet for a warehouse: the canonical columns with types of their own, amounts as decimal128.

It needs pyarrow, which is an extra: `pip install voltage-tui[parquet]`. The same version of it
gives the same bytes.
"""

from __future__ import annotations

import io
from collections import Counter
from datetime import datetime
from decimal import ROUND_HALF_EVEN, Context, Decimal, InvalidOperation
from importlib.util import find_spec
from typing import TYPE_CHECKING, Final

from voltage_tui.exports.context import ExportError
from voltage_tui.exports.rows import COLUMNS
from voltage_tui.text import clean

if TYPE_CHECKING:
    import pyarrow

    from voltage_tui.exports.outputs import Output, Outputs
    from voltage_tui.exports.rows import Row
    from voltage_tui.exports.writer import LeftOut

    Value = str | bool | datetime | Decimal | list[str] | None

FILE: Final = "ledger.parquet"
HOW_TO: Final = "Parquet needs pyarrow: pip install 'voltage-tui[parquet]'"
_DIGITS: Final = 38
_PLACES: Final = {
    **dict.fromkeys(("amount", "held", "running_balance"), 11),
    **dict.fromkeys(("amount_base_units", "held_base_units"), 0),
    "fiat_value": 2,
    "rate": 18,
}
"""Places of the columns of numbers; only a rate may have more, which are rounded half to even."""
_MOMENTS: Final = frozenset(column for column in COLUMNS if column.endswith("_utc"))
_AT_ONCE: Final = 10_000
"""Rows of one group: what is kept before it is written."""
_EXACT: Final = Context(prec=_DIGITS, rounding=ROUND_HALF_EVEN)
"""What a decimal128 can hold: a number that needs more digits has no exact place in it."""


def is_installed() -> bool:
    """Whether pyarrow is there; it is not loaded."""
    return find_spec("pyarrow") is not None


class Parquet:
    """Writes `ledger.parquet`. `ExportError` where pyarrow is not installed.

    So is a number of more digits than a decimal128 has: a rate that somebody typed.
    """

    def __init__(self, outputs: Outputs) -> None:
        if not is_installed():
            raise ExportError(HOW_TO)
        from pyarrow.parquet import ParquetWriter  # noqa: PLC0415 - an extra, and slow to load

        self.left_out: Counter[LeftOut] = Counter()
        self._output = outputs.new(FILE)
        self._schema = _schema()
        self._writer = ParquetWriter(
            _Sink(self._output), self._schema, compression="zstd", version="2.6"
        )
        self._rows: list[dict[str, Value]] = []

    def add(self, row: Row) -> None:
        """Take the row."""
        self._rows.append(record_of(row))
        self._output.rows += 1
        if len(self._rows) >= _AT_ONCE:
            self._write()

    def finish(self) -> None:
        """Write what is left, and the file's own index."""
        self._write()
        self._writer.close()

    def _write(self) -> None:
        import pyarrow  # noqa: PLC0415 - as above

        rows, self._rows = self._rows, []
        if rows:
            self._writer.write_table(pyarrow.Table.from_pylist(rows, schema=self._schema))


class _Sink(io.RawIOBase):
    """An output as the file that pyarrow writes to."""

    def __init__(self, output: Output) -> None:
        super().__init__()
        self._output = output

    def writable(self) -> bool:
        return True

    def write(self, data: bytes | bytearray | memoryview, /) -> int:  # type: ignore[override]
        try:
            return self._output.write_bytes(bytes(data))
        except FileNotFoundError:
            # An export that was given up has no folder; pyarrow ends its file all the same.
            return len(data)


def _schema() -> pyarrow.Schema:
    import pyarrow  # noqa: PLC0415 - as above

    def kind(column: str) -> pyarrow.DataType:
        if column in _PLACES:
            return pyarrow.decimal128(_DIGITS, _PLACES[column])
        if column in _MOMENTS:
            return pyarrow.timestamp("us", tz="UTC")
        if column == "cleared":
            return pyarrow.bool_()
        return pyarrow.list_(pyarrow.string()) if column == "tags" else pyarrow.string()

    return pyarrow.schema([(column, kind(column)) for column in COLUMNS])


def record_of(row: Row) -> dict[str, Value]:
    """The row with its types; null for what is not known. `ExportError` for a number too long."""
    record: dict[str, Value] = {}
    for column, cell in zip(COLUMNS, row.cells, strict=True):
        try:
            record[column] = _value(column, cell)
        except InvalidOperation as error:
            raise ExportError(_too_long(row, column)) from error
    known = row.movement.known
    record["tags"] = [clean(tag) for tag in known.tags]
    record["cleared"] = known.cleared
    return record


def _too_long(row: Row, column: str) -> str:
    """Which number, of which row, and what can be done."""
    whose = f"payment {row['payment_id']}" if row["payment_id"] else f"row {row['row_id']}"
    before = _DIGITS - _PLACES[column]
    return (
        f"Parquet has no place for the {column} of {whose} of {row['local_time'][:10]}: "
        f"more than {before} digits before the point. "
        "Correct the rate, or export CSV or JSON Lines, which take any number."
    )


def _value(column: str, cell: str) -> Value:
    if not cell:
        return None
    if column in _PLACES:
        return _EXACT.quantize(Decimal(cell), Decimal(1).scaleb(-_PLACES[column]))
    return datetime.fromisoformat(cell) if column in _MOMENTS else cell
