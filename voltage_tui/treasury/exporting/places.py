"""Where an export goes and what its folder is called."""

from __future__ import annotations

import os
import tempfile
from calendar import monthrange
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from voltage_tui.exports.context import DEMO
from voltage_tui.exports.names import plain_names

if TYPE_CHECKING:
    from voltage_tui.exports.context import ExportContext
    from voltage_tui.model.period import Period


def usual_folder() -> Path:
    """The person's downloads, else their documents, else their home: the first that is there."""
    import platformdirs  # noqa: PLC0415 - only for an export

    folders = (platformdirs.user_downloads_path(), platformdirs.user_documents_path())
    return next((folder for folder in folders if folder.is_dir()), Path.home())


@cache
def demo_folder() -> Path:
    """A temporary folder of this program's own: the demo writes nowhere else (S-62)."""
    return Path(tempfile.mkdtemp(prefix="voltage-tui-demo-"))


def pack_name(context: ExportContext) -> str:
    """`voltage-2026-03-ops`: the period, and the wallet where there is one alone."""
    parts = ["voltage", period_name(context.period)]
    if len(context.wallets) == 1:
        parts += plain_names(context.wallets).values()
    if context.selection is not None:
        parts.append("search")
    return (DEMO if context.demo else "") + "-".join(parts)


def period_name(period: Period) -> str:
    """A year, a month, a day, or the first and the last day."""
    first, last = period.first, period.last
    if first == last:
        return first.isoformat()
    if first.day == 1 and last.year == first.year:
        if first.month == 1 and (last.month, last.day) == (12, 31):
            return f"{first.year:04}"
        if last.month == first.month and last.day == monthrange(last.year, last.month)[1]:
            return f"{first:%Y-%m}"
    return f"{first}-to-{last}"


def free_place(folder: Path, name: str) -> Path:
    """A path in `folder` where nothing is yet: the name, or the name with a number."""
    place, number = folder / name, 1
    while os.path.lexists(place):
        number += 1
        place = folder / f"{name}-{number}"
    return place
