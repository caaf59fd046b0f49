"""Writes the notes and tags of a copy to a file, before the copy is removed (rule S-62)."""

from __future__ import annotations

import io
import json
from contextlib import closing
from datetime import UTC
from typing import TYPE_CHECKING, Final

from voltage_tui.exports.cells import CsvLines, guarded
from voltage_tui.files import write_private
from voltage_tui.store.errors import StoreError, reason_of
from voltage_tui.store.mirror.database import one_state, open_mirror_to_read
from voltage_tui.store.mirror.reading import MirrorReader
from voltage_tui.text import clean

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from voltage_tui.store.mirror.marks import Marked
    from voltage_tui.store.places import Places

COLUMNS: Final = ("payment_id", "note", "tags", "noted_at_utc")


def keep_notes(places: Places, path: Path) -> int:
    """Write every note and tag to `path`, as CSV or, for a name in `.jsonl`, as JSON Lines.

    Returns of how many payments. Raises `StoreError`; no file is written over, and one that could
    not be written whole is not there.
    """
    shown = clean(str(path), 200)
    kind = path.suffix.casefold()
    if kind not in (".csv", ".jsonl"):
        raise StoreError(f"{shown}: notes are kept as .csv or as .jsonl.", "Give it such a name.")
    if path.is_symlink() or path.exists():
        raise StoreError(f"{shown} is there already.", "Give another name.")
    with closing(open_mirror_to_read(places.mirror)) as connection, one_state(connection):
        marked = MirrorReader(connection).marks.every()
    try:
        write_private(path, _csv(marked) if kind == ".csv" else _json_lines(marked))
    except OSError as error:
        words = f"{shown} cannot be written: {reason_of(error)}."
        raise StoreError(words, "Nothing was removed.") from None
    return len(marked)


def _csv(marked: Sequence[Marked]) -> str:
    text = io.StringIO()
    lines = CsvLines(text)
    lines.line(COLUMNS)
    for one in marked:
        lines.line(map(guarded, (one.payment_id, one.note, " ".join(one.tags), _when(one))))
    return text.getvalue()


def _json_lines(marked: Sequence[Marked]) -> str:
    records = [(one.payment_id, one.note, one.tags, _when(one)) for one in marked]
    return "".join(
        json.dumps(dict(zip(COLUMNS, record, strict=True)), ensure_ascii=False) + "\n"
        for record in records
    )


def _when(one: Marked) -> str:
    """When the note was written, in UTC; empty for tags alone, of which that is not kept."""
    return "" if one.noted_at is None else one.noted_at.astimezone(UTC).isoformat()
