"""Files of our own: private to their owner, never half written, and read with an end to it."""

from __future__ import annotations

import errno
import json
import os
import stat
import tempfile
from pathlib import Path
from typing import Final

PRIVATE_FOLDER: Final = 0o700


def read_bounded(path: Path, most: int) -> bytes:
    """The content of the file at `path`, at most `most` bytes of it.

    Raises `OSError`, with words in `strerror`: also for what is no plain file (a pipe would be
    waited for, a device has no end) and for a file that is larger.
    """
    # Without O_NONBLOCK, opening a pipe would wait for somebody to write.
    handle = os.open(path, os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC)
    try:
        mode = os.fstat(handle).st_mode
        if stat.S_ISDIR(mode):
            raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR))
        if not stat.S_ISREG(mode):
            raise OSError(errno.EINVAL, "it is not a file")
        with os.fdopen(handle, "rb", closefd=False) as file:
            content = file.read(most + 1)
    finally:
        os.close(handle)
    if len(content) > most:
        raise OSError(errno.EFBIG, "it is too large")
    return content


def write_private(path: Path, text: str) -> None:
    """Write `text` as UTF-8 to `path`, mode 0600, in folders made 0700 where they are missing.

    The old file stays whole until the new one is on the disk under its name: a crash, a full
    disk or a second writer leaves one or the other, never a mixture. A symbolic link is followed,
    so that a file kept in a dotfiles folder stays there; what is no plain file is left alone.
    Raises `OSError`.
    """
    # Path.resolve raises RuntimeError for a link that leads back to itself.
    path = Path(os.path.realpath(path))
    if path.exists() and not path.is_file():
        # A link may lead to a device or a pipe, which must not become a file of ours.
        raise OSError(errno.EINVAL, "there is something else than a file in its place")
    _make_folder(path.parent)
    # mkstemp makes the file 0600 whatever the umask.
    handle, name = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.parent)
    temporary = Path(name)
    try:
        with os.fdopen(handle, "w", encoding="utf-8", newline="\n") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        temporary.replace(path)
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise


def _make_folder(folder: Path) -> None:
    """Make a folder and those above it private; `mkdir` alone leaves those above to the umask."""
    if not folder.is_dir():
        _make_folder(folder.parent)
        folder.mkdir(mode=PRIVATE_FOLDER, exist_ok=True)


def toml_string(text: str) -> str:
    """`text` as a TOML basic string, quotes included; TOML's escapes are JSON's, and DEL's too."""
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")
