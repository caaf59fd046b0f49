"""Which time zone months and days are counted in: a chosen one, else the machine's (S-68)."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Final
from zoneinfo import ZoneInfo

_LOCAL: Final = Path("/etc/localtime")
_FOLDER: Final = "zoneinfo/"


def zone_named(name: str) -> ZoneInfo | None:
    """The time zone of this name (`Europe/Berlin`); None where there is none."""
    try:
        return ZoneInfo(name)
    except (ValueError, OSError, KeyError):
        # KeyError: ZoneInfoNotFoundError; OSError: the name of a folder.
        return None


def local_zone(local: Path = _LOCAL) -> ZoneInfo:
    """The machine's own time zone by its name, or UTC where it has no name.

    `TZ` of the environment comes first, then where `local` leads to.
    """
    named = os.environ.get("TZ", "").removeprefix(":")
    found = zone_named(named) if named else None
    if found is not None:
        return found
    try:
        target = str(local.resolve(strict=True))
    except (OSError, RuntimeError):
        target = ""
    _, known, name = target.rpartition(_FOLDER)
    found = zone_named(name) if known else None
    return found or ZoneInfo("UTC")


def zone_of(setting: str | None) -> ZoneInfo:
    """The zone that is set, else the machine's."""
    found = zone_named(setting) if setting else None
    return found or local_zone()
