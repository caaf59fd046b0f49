"""One program writes for an environment; a second one only looks, and can say why (S-11)."""

from __future__ import annotations

import fcntl
import json
import os
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Final

from voltage_tui.store.errors import StoreError, reason_of
from voltage_tui.store.places import open_private

if TYPE_CHECKING:
    from pathlib import Path

_MOST: Final = 1_000
_LARGEST_PID: Final = 2**31 - 1


@dataclass(frozen=True, slots=True)
class Holder:
    """The program that has the lock: its process id and since when, as far as it is known."""

    pid: int | None
    since: datetime | None

    def told(self, now: datetime) -> tuple[str, ...]:
        """For the frame: that this one only looks and why, from more words to fewer."""
        who = "another one" if self.pid is None else f"process {self.pid}"
        since = "" if self.since is None else f" since {moment_words(self.since, now)}"
        return (
            f"{self.words(now)}: this one only looks",
            f"only looks: {who} has this open{since}",
            f"only looks: {who} has this open",
            f"only looks: {who}",
        )

    def words(self, now: datetime) -> str:
        """Who has it and since when (UTC, with the date where it is another), for a person."""
        facts = [] if self.pid is None else [f"process {self.pid}"]
        if self.since is not None:
            facts.append(f"since {moment_words(self.since, now)}")
        known = f" ({', '.join(facts)})" if facts else ""
        return f"another voltage-tui{known} has this open"


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
        except BlockingIOError:
            holder = _read(handle)
            os.close(handle)
            return holder
        except OSError as error:
            os.close(handle)
            raise StoreError(
                f"Whether another program is open cannot be told: {self._path}: "
                f"{reason_of(error)}.",
                "Nothing is sent until then. Keep the data folder on a disk of this machine.",
            ) from None
        self._handle = handle
        # Only for people, to tell who has it: on a full disk the lock itself still holds.
        with suppress(OSError):
            os.ftruncate(handle, 0)
            os.pwrite(handle, _words(at), 0)
        return None

    @property
    def ours(self) -> bool:
        """Whether it is held, and the file is still the one that others would lock."""
        if self._handle is None:
            return False
        try:
            there = self._path.lstat()
        except OSError:
            return False
        return os.path.samestat(there, os.fstat(self._handle))

    def release(self) -> None:
        """Let go of it."""
        if self._handle is not None:
            with suppress(OSError):
                os.ftruncate(self._handle, 0)
            os.close(self._handle)
            self._handle = None


def look(path: Path) -> Holder | None:
    """Who has the lock at `path` now; None when nobody has. Nothing is made or changed.

    Raises `StoreError`.
    """
    if not path.exists():
        return None
    handle = open_private(path, os.O_RDONLY)
    try:
        fcntl.flock(handle, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except BlockingIOError:
        return _read(handle)
    except OSError:
        return Holder(None, None)
    finally:
        os.close(handle)
    return None


def moment_words(at: datetime, now: datetime) -> str:
    """Hour and minute, with the day where it is another."""
    day = "" if at.date() == now.date() else f"{at.day} {at:%b} "
    return f"{day}{at:%H:%M}"


def _words(at: datetime) -> bytes:
    since = at.astimezone(UTC).isoformat(timespec="seconds")
    return json.dumps({"pid": os.getpid(), "since": since}).encode("ascii")


def _read(handle: int) -> Holder:
    try:
        said = json.loads(os.pread(handle, _MOST, 0))
        pid, since = int(said["pid"]), datetime.fromisoformat(said["since"])
        return Holder(pid if 0 < pid <= _LARGEST_PID else None, since.astimezone(UTC))
    except (ValueError, KeyError, TypeError, ArithmeticError, RecursionError, OSError):
        return Holder(None, None)
