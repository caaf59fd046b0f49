"""Where the files of an environment are: a folder of its own, private to its owner (S-2, S-62).

An environment is one at one address: a test server that has the same identifier is another.
"""

from __future__ import annotations

import errno
import os
import re
import stat
from contextlib import suppress
from dataclasses import dataclass
from hashlib import sha256
from ipaddress import ip_address
from pathlib import Path
from typing import TYPE_CHECKING, Final
from urllib.parse import urlsplit

from voltage_tui.files import PRIVATE_FOLDER
from voltage_tui.profiles.profile import OFFICIAL_URL
from voltage_tui.store.errors import StoreError, reason_of

if TYPE_CHECKING:
    from voltage_tui.model.ids import EnvironmentId
    from voltage_tui.profiles.profile import Profile

FOLDER_VARIABLE: Final = "VOLTAGE_TUI_DATA"
"""An environment variable that names another data folder."""
_PRIVATE_FILE: Final = 0o600
_IDENTIFIER: Final = re.compile(r"[A-Za-z0-9_-]{1,64}")
_NO_FILE_NAME: Final = re.compile(r"[^a-z0-9.-]")
_DEFAULT_PORTS: Final = {"https": 443, "http": 80}
_LONGEST_HOST: Final = 80


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
    def looks(self) -> Path:
        """What was on the screen when somebody last looked."""
        return self.folder / "looks.json"

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


def places_of(
    environment_id: EnvironmentId, folder: Path | None = None, *, base_url: str = OFFICIAL_URL
) -> Places:
    """The places of an environment; nothing is made yet. `folder` is the data folder.

    `base_url` is where the environment is. At Voltage's own address its folder is called by its
    identifier alone; at any other one the address is part of the name, however it is written.
    """
    if not _IDENTIFIER.fullmatch(environment_id):
        raise ValueError("not an identifier")
    return Places((folder or data_folder()) / f"{environment_id}{_elsewhere(base_url)}")


def places_for(profile: Profile) -> Places:
    """The places of a profile's environment at the profile's address; nothing is made yet."""
    return places_of(profile.environment_id, base_url=profile.base_url)


def _elsewhere(base_url: str) -> str:
    """What tells an address from Voltage's own in the name of a folder; empty for that one.

    An @ is in no identifier, so no environment's folder is another's.
    """
    address = _address(base_url)
    if address == _address(OFFICIAL_URL):
        return ""
    _, host, port, _ = address
    shown = _NO_FILE_NAME.sub("_", host)[:_LONGEST_HOST]
    return f"@{shown}-{port}-{sha256(repr(address).encode()).hexdigest()[:16]}"


def _address(base_url: str) -> tuple[str, str, int, str]:
    """Scheme, host, port and path, each in the one way they are compared by."""
    parts = urlsplit(base_url.strip())
    host = (parts.hostname or "").rstrip(".")
    with suppress(ValueError):  # it is a name
        host = ip_address(host).compressed
    port = _DEFAULT_PORTS.get(parts.scheme, 0) if parts.port is None else parts.port
    return parts.scheme, host, port, parts.path.rstrip("/")


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
