"""JSON Lines: one canonical row in each line, amounts as strings, so that none loses a digit."""

from __future__ import annotations

import json
from collections import Counter
from typing import TYPE_CHECKING, Final

from voltage_tui.exports.rows import COLUMNS
from voltage_tui.text import clean

if TYPE_CHECKING:
    from voltage_tui.exports.outputs import Outputs
    from voltage_tui.exports.rows import Row
    from voltage_tui.exports.writer import LeftOut

FILE: Final = "ledger.jsonl"
_ENCODER: Final = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"))


class JsonLines:
    """Writes `ledger.jsonl`: the canonical columns in their order, null for what is not known.

    `tags` is a list and `cleared` a boolean; texts are as they are, nothing is guarded.
    """

    def __init__(self, outputs: Outputs) -> None:
        self.left_out: Counter[LeftOut] = Counter()
        self._output = outputs.new(FILE)

    def add(self, row: Row) -> None:
        """Write the row."""
        record: dict[str, object] = {
            column: cell or None for column, cell in zip(COLUMNS, row.cells, strict=True)
        }
        record["tags"] = [clean(tag) for tag in row.movement.known.tags]
        record["cleared"] = row.movement.known.cleared
        self._output.write(_ENCODER.encode(record) + "\n")
        self._output.rows += 1

    def finish(self) -> None:
        """Nothing comes last."""
