"""CSV as RFC 4180 has it, in which no text is taken for a formula (S-63)."""

from __future__ import annotations

import csv
import re
from typing import TYPE_CHECKING, Final, Protocol

if TYPE_CHECKING:
    from collections.abc import Iterable

_FORMULA: Final = frozenset("=+-@\t\r\n＝＋－＠")
_AFTER_DIVIDER: Final = re.compile(r'(;"*)(?=[=+@\-＝＋－＠])')
"""Where a spreadsheet that divides cells at semicolons would see a formula begin."""
GUARD: Final = "'"
"""What is put before a text that a spreadsheet would run."""
BOM: Final = "\ufeff"
"""Only the variant for Excel begins with it."""


class Sink(Protocol):
    """Where text goes."""

    def write(self, text: str, /) -> int:
        """Take `text`; the number of characters taken."""
        ...


class CsvLines:
    """Writes lines of cells, `\\r\\n` after each; quotes only what must be quoted."""

    def __init__(self, sink: Sink) -> None:
        self._writer = csv.writer(sink, lineterminator="\r\n")

    def line(self, cells: Iterable[str]) -> None:
        """Write one line."""
        self._writer.writerow(cells)


def guarded(text: str) -> str:
    """`text` as a cell of a text column: what begins like a formula gets a `'` before it.

    So does what begins like one behind a semicolon, where many spreadsheets begin another cell.
    Never for a column of numbers, where a minus is a minus.
    """
    if ";" in text:
        text = _AFTER_DIVIDER.sub(rf"\1{GUARD}", text)
    return GUARD + text if text[:1] in _FORMULA else text
