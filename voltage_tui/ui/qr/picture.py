"""A QR code as a picture file, for when the terminal is too small or the payer is elsewhere."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Callable, Iterable
from pathlib import Path

from voltage_tui.ui.qr.encode import picture_bytes


def save_png(request: str, path: Path) -> None:
    """Write the code of `request` to `path`, mode 0600, whole or not at all.

    An existing file is replaced. Raises `OSError`, `RequestTooLongError` or `ValueError`.
    """
    picture = picture_bytes(request)
    handle, name = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.parent)
    temporary = Path(name)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(picture)
            file.flush()
            os.fsync(file.fileno())
        temporary.replace(path)
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise


def picture_folder() -> Path:
    """The person's downloads or pictures folder if there is one, else the current folder."""
    from platformdirs import user_downloads_path, user_pictures_path  # noqa: PLC0415

    return first_folder((user_downloads_path, user_pictures_path))


def first_folder(candidates: Iterable[Callable[[], Path]]) -> Path:
    """The first of these that is a folder we may write to, else the current folder."""
    for candidate in candidates:
        folder = candidate()
        if folder.is_dir() and os.access(folder, os.W_OK):
            return folder
    return Path.cwd()
