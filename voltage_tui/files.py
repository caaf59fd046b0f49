"""Files of our own: private to their owner and never half written."""

from __future__ import annotations

import json
import os
import tempfile
from pathlib import Path
from typing import Final

PRIVATE_FOLDER: Final = 0o700


def write_private(path: Path, text: str) -> None:
    """Write `text` as UTF-8 to `path`, mode 0600, in a folder made 0700 where it is missing.

    The old file stays whole until the new one is on the disk under its name: a crash, a full
    disk or a second writer leaves one or the other, never a mixture. A symbolic link is followed,
    so that a file kept in a dotfiles folder stays there. Raises `OSError`.
    """
    path = path.resolve()
    path.parent.mkdir(mode=PRIVATE_FOLDER, parents=True, exist_ok=True)
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


def toml_string(text: str) -> str:
    """`text` as a TOML basic string, quotes included; TOML's escapes are JSON's, and DEL's too."""
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")
