"""One program writes for an environment; a second one only looks, and can say why (S-11)."""

from __future__ import annotations

import fcntl
import json
import os
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Final

from voltage_tui.store.places import open_private

if TYPE_CHECKING:
    from pathlib import Path

_MOST: Final = 1_000


@dataclass(frozen=True, slots=True)
class Holder:
    """The program that has the lock: its process id and since when, as far as it is known."""

    pid: int | None
    since: datetime | None


class InstanceLock:
    """The lock, held from `take` until `release` or the end of the process, however it ends."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._handle: int | None = None

    def take(self, at: datetime) -> Holder | None:
        """None when it is ours now; otherwise who has it. Raises `StoreError`."""
        if self._handle is not None:
            return None
        handle = open_private(self._path, os.O_RDWR | os.O_CREAT)
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            holder = _read(handle)
            os.close(handle)
            return holder
        self._handle = handle
        os.ftruncate(handle, 0)
        os.pwrite(handle, _words(at), 0)
        return None

    def release(self) -> None:
        """Let go of it."""
        if self._handle is not None:
            with suppress(OSError):
                os.ftruncate(self._handle, 0)
            os.close(self._handle)
            self._handle = None


def _words(at: datetime) -> bytes:
    since = at.astimezone(UTC).isoformat(timespec="seconds")
    return json.dumps({"pid": os.getpid(), "since": since}).encode("ascii")


def _read(handle: int) -> Holder:
    try:
        said = json.loads(os.pread(handle, _MOST, 0))
        return Holder(int(said["pid"]), datetime.fromisoformat(said["since"]))
    except (ValueError, KeyError, TypeError, OSError):
        return Holder(None, None)
