"""The folder a pack is made in: gone whatever happens, at the latest with the next export.

A process that is killed takes nothing away. So the folder has a mark in it whose lock ends with the
process, however that ends: what has our name, our mark and no lock is nobody's any more.
"""

from __future__ import annotations

import contextlib
import fcntl
import os
import re
import shutil
import socket
import stat
import tempfile
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterator

_PREFIX: Final = ".voltage-tui-export-"
_NAMED: Final = re.compile(re.escape(_PREFIX) + r"[a-z0-9_]{8}")
_MARK: Final = "being-written"


@contextmanager
def temporary_folder(parent: Path) -> Iterator[Path]:
    """An empty private folder on the disk of `parent`, which is gone in the end.

    What a process that was killed left in `parent` goes first. Raises `OSError`.
    """
    _remove_leftovers(parent)
    outer = Path(tempfile.mkdtemp(prefix=_PREFIX, dir=parent))
    handle = None
    try:
        handle = _mark(outer)
        inner = outer.joinpath("pack")
        inner.mkdir(mode=0o700)
        yield inner
    finally:
        shutil.rmtree(outer, ignore_errors=True)
        if handle is not None:
            os.close(handle)


def _mark(outer: Path) -> int | None:
    """The mark's open file, locked before it has its name; None where nothing can be locked."""
    made = outer.joinpath("mark")
    handle = os.open(made, os.O_RDWR | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o600)
    try:
        os.write(handle, _words())
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        made.rename(outer.joinpath(_MARK))
    except OSError:
        os.close(handle)
        made.unlink(missing_ok=True)
        return None
    return handle


def _remove_leftovers(parent: Path) -> None:
    """Take away what nobody is writing any more; what cannot be looked at stays."""
    with contextlib.suppress(OSError):
        for path in parent.iterdir():
            if _NAMED.fullmatch(path.name):
                _remove_if_left(path)


def _remove_if_left(outer: Path) -> None:
    with contextlib.suppress(OSError):
        found = outer.lstat()
        if not stat.S_ISDIR(found.st_mode) or found.st_uid != os.getuid():
            return
        # A pipe in its place would be waited for.
        flags = os.O_RDONLY | os.O_NONBLOCK | os.O_NOFOLLOW | os.O_CLOEXEC
        handle = os.open(outer.joinpath(_MARK), flags)
        try:
            if os.read(handle, 1_000) == _words():
                fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
                shutil.rmtree(outer, ignore_errors=True)
        finally:
            os.close(handle)


def _words() -> bytes:
    """What is in a mark: whose it is, and of which machine, as a lock may not reach another."""
    return f"an export of voltage-tui on {socket.gethostname()}\n".encode()
