"""Where the files of an environment are: a folder of its own, private to its owner (S-2, S-62)."""

from __future__ import annotations

import errno
import os
import re
import stat
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

from voltage_tui.files import PRIVATE_FOLDER
from voltage_tui.store.errors import StoreError, reason_of

if TYPE_CHECKING:
    from voltage_tui.model.ids import EnvironmentId

FOLDER_VARIABLE: Final = "VOLTAGE_TUI_DATA"
"""An environment variable that names another data folder."""
_PRIVATE_FILE: Final = 0o600
_IDENTIFIER: Final = re.compile(r"[A-Za-z0-9_-]{1,64}")


@dataclass(frozen=True, slots=True)
class Places:
    """The files of one environment."""

    folder: Path

    @property
    def database(self) -> Path:
        """The journal, and what else is kept in tables."""
        return self.folder / "journal.sqlite3"

    @property
    def mirror(self) -> Path:
        """The copy of ledgers and payments, which can be wiped without touching the journal."""
        return self.folder / "mirror.sqlite3"

    @property
    def record(self) -> Path:
        """The append-only record (S-61)."""
        return self.folder / "audit.jsonl"

    @property
    def lock(self) -> Path:
        """Held by the one program that may write (S-11)."""
        return self.folder / "instance.lock"


def data_folder() -> Path:
    """Where the data of every environment is, by the platform's custom."""
    named = os.environ.get(FOLDER_VARIABLE)
    if named:
        return Path(named).expanduser()
    import platformdirs  # noqa: PLC0415 - not needed where the variable is set

    return platformdirs.user_data_path("voltage-tui", appauthor=False)


def places_of(environment_id: EnvironmentId, folder: Path | None = None) -> Places:
    """The places of an environment; nothing is made yet. `folder` is the data folder."""
    if not _IDENTIFIER.fullmatch(environment_id):
        raise ValueError("not an identifier")
    return Places((folder or data_folder()) / environment_id)


def make_private_folder(folder: Path) -> None:
    """Make `folder` and what is missing above it, and see that nobody else can look inside.

    Raises `StoreError`.
    """
    try:
        _make(folder)
        facts = folder.stat()
        if facts.st_uid != os.geteuid():
            raise PermissionError(errno.EPERM, "it belongs to somebody else")
        if facts.st_mode & 0o077:
            folder.chmod(PRIVATE_FOLDER)
    except OSError as error:
        raise _trouble("The data folder cannot be used", folder, error) from None


def open_private(path: Path, flags: int) -> int:
    """A descriptor of the file at `path`, made 0600 where it is missing.

    A symbolic link is refused: what is written here goes nowhere else. So is what is no file: a
    pipe would be waited for. Raises `StoreError`.
    """
    try:
        # Without O_NONBLOCK, opening a pipe would wait for somebody to write.
        flags |= os.O_NOFOLLOW | os.O_CLOEXEC | os.O_NONBLOCK
        handle = os.open(path, flags, _PRIVATE_FILE)
        try:
            _keep_private(handle)
        except BaseException:
            os.close(handle)
            raise
    except OSError as error:
        raise _trouble("A file of the journal cannot be used", path, error) from None
    return handle


def _keep_private(handle: int) -> None:
    mode = os.fstat(handle).st_mode
    if not stat.S_ISREG(mode):
        raise OSError(errno.EINVAL, "it is not a file")
    if mode & 0o077:
        os.fchmod(handle, _PRIVATE_FILE)


def sync_folder(folder: Path) -> None:
    """See that what was made in `folder` is there after a crash. Raises `OSError`."""
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _make(folder: Path) -> None:
    if not folder.is_dir():
        _make(folder.parent)
        folder.mkdir(mode=PRIVATE_FOLDER, exist_ok=True)
        sync_folder(folder.parent)


def _trouble(what: str, path: Path, error: OSError) -> StoreError:
    reason = "it is a symbolic link" if error.errno == errno.ELOOP else reason_of(error)
    return StoreError(
        f"{what}: {path}: {reason}.",
        "Nothing is sent without it. Put that right, then press R.",
    )
