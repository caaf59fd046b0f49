"""A pack: files of every chosen format from the same rows, and the manifest that proves them.

The rows are read once and go to every format as they come, so that a million of them need no more
memory than one. Whether amounts are hidden at the moment is the caller's to ask: nothing here
looks at a screen.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

from voltage_tui.exports.context import DEMO, ExportError
from voltage_tui.exports.formats.manifest import FILE as MANIFEST
from voltage_tui.exports.formats.manifest import manifest_text
from voltage_tui.exports.outputs import Outputs
from voltage_tui.exports.rows import row_of
from voltage_tui.exports.tally import Tally
from voltage_tui.exports.temporary import temporary_folder
from voltage_tui.exports.writers import ExportFormat, writer_of
from voltage_tui.model.movement import order_key
from voltage_tui.text import clean

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from voltage_tui.exports.accounts import AccountMap
    from voltage_tui.exports.context import ExportContext
    from voltage_tui.exports.outputs import Written
    from voltage_tui.exports.rows import Row
    from voltage_tui.model.movement import Movement

    Progress = Callable[[int], None]

_TOLD_EVERY: Final = 500
_PIECE: Final = 1 << 20


@dataclass(frozen=True, slots=True)
class PackRequest:
    """What to write, and where: `folder` must not exist yet, its parent must."""

    folder: Path
    formats: tuple[ExportFormat, ...]
    context: ExportContext
    accounts: AccountMap


@dataclass(frozen=True, slots=True)
class Pack:
    """A pack that was written; `manifest` is the manifest's own file, hash and all."""

    folder: Path
    files: tuple[Written, ...]
    manifest: Written
    tally: Tally


def write_pack(movements: Iterable[Movement], request: PackRequest, progress: Progress) -> Pack:
    """Write every format from `movements`, which come in the order of `order_key`.

    `progress` is told the number of rows written so far; what it raises stops the export. All is
    written to a temporary folder beside the target, read back, and renamed last: until then there
    is no pack, and after a failure nothing is left; what a killed export left goes with the next
    one into the same parent. Raises `ExportError`.
    """
    folder = request.folder
    if os.path.lexists(folder):
        raise ExportError(f"there is already something at {_shown(folder)}; nothing is replaced")
    try:
        with temporary_folder(folder.parent) as temporary:
            pack = _write(temporary, movements, request, progress)
            wrong = problems_of(temporary)
            if wrong:
                raise ExportError(f"what was written does not read back: {wrong[0]}")
            _sync(temporary)
            # A rename takes the place of an empty folder, never of one that holds something.
            temporary.rename(folder)
    except OSError as error:
        raise _not_written(folder, error) from error
    with contextlib.suppress(OSError):
        _sync(folder.parent)
    return pack


def problems_of(folder: Path) -> tuple[str, ...]:
    """What of a pack is not as its manifest says, in words; empty when all of it is.

    Raises `OSError` or `ValueError` where there is no manifest that can be read.
    """
    document = json.loads(folder.joinpath(MANIFEST).read_text(encoding="utf-8"))
    wrong = []
    named = {MANIFEST}
    for file in document["files"]:
        name = Path(file["name"]).name
        named.add(name)
        try:
            size, sha256 = _read_back(folder.joinpath(name))
        except FileNotFoundError:
            wrong.append(f"{clean(name, 200)} is missing")
            continue
        if (size, sha256) != (file["bytes"], file["sha256"]):
            wrong.append(f"{clean(name, 200)} is not what it was")
    strange = sorted(path.name for path in folder.iterdir() if path.name not in named)
    wrong += [f"{clean(name, 200)} is not of this pack" for name in strange]
    return tuple(wrong)


def _write(
    folder: Path, movements: Iterable[Movement], request: PackRequest, progress: Progress
) -> Pack:
    outputs = Outputs(folder, DEMO if request.context.demo else "")
    chosen = [one for one in ExportFormat if one in request.formats]
    writers = {
        one.value: writer_of(one, outputs, request.context, request.accounts) for one in chosen
    }
    tally = Tally(selection=request.context.selection is not None)
    for row in _rows(movements, request.context):
        for writer in writers.values():
            writer.add(row)
        tally.add(row, mapped=request.accounts.account_of(row.movement) is not None)
        if tally.rows % _TOLD_EVERY == 0:
            progress(tally.rows)
    for writer in writers.values():
        writer.finish()
    progress(tally.rows)
    files = outputs.close()
    output = Outputs(folder).new(MANIFEST)
    output.write(manifest_text(request.context, tally, files, writers))
    return Pack(request.folder, files, output.close(), tally)


def _rows(movements: Iterable[Movement], context: ExportContext) -> Iterator[Row]:
    """The rows, seen to be of the period, of the wallets, in order, and none twice."""
    known = {wallet.id for wallet in context.wallets}
    before = None
    for movement in movements:
        key = order_key(movement)
        if before is not None and key <= before:
            raise ExportError(f"row {movement.row_id} is out of its order, or there twice")
        if not context.period.contains(movement.effective_time):
            raise ExportError(f"row {movement.row_id} is not of the period")
        if movement.wallet_id not in known:
            raise ExportError(f"row {movement.row_id} is of a wallet that was not named")
        before = key
        yield row_of(movement, context)


def _read_back(path: Path) -> tuple[int, str]:
    read, size = hashlib.sha256(), 0
    with path.open("rb") as file:
        while piece := file.read(_PIECE):
            read.update(piece)
            size += len(piece)
    return size, read.hexdigest()


def _sync(folder: Path) -> None:
    """See that the names in a folder are on the disk."""
    handle = os.open(folder, os.O_RDONLY | os.O_CLOEXEC)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _not_written(folder: Path, error: OSError) -> ExportError:
    why = error.strerror or type(error).__name__
    return ExportError(f"nothing was written to {_shown(folder)}: {clean(why, 200)}")


def _shown(folder: Path) -> str:
    return clean(str(folder), 300)
