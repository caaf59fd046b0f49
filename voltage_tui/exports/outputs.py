"""Files of an export while they are written: private, hashed as they grow, few of them open."""

from __future__ import annotations

import hashlib
import os
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from pathlib import Path

_BUFFERED: Final = 131_072
"""Characters kept before they go to the disk."""


@dataclass(frozen=True, slots=True)
class Written:
    """One file of an export: `rows` are its records, `size` its bytes, `sha256` theirs in hex."""

    name: str
    rows: int
    size: int
    sha256: str


class Output:
    """One file; it is open only for the moment of a write, so that a pack may have hundreds."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._waiting: list[str] = []
        self._characters = 0
        self._hash = hashlib.sha256()
        self._size = 0
        self.rows = 0
        # Mode 0600 from the first moment on, and never over a file that is there.
        os.close(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o600))

    def write(self, text: str, /) -> int:
        """Append `text`, which is written as UTF-8 and as it is: no line end is changed."""
        self._waiting.append(text)
        self._characters += len(text)
        if self._characters >= _BUFFERED:
            self.flush()
        return len(text)

    def write_bytes(self, data: bytes) -> int:
        """Append bytes, of a file that is no text."""
        self.flush()
        self._append(data)
        return len(data)

    def close(self) -> Written:
        """Everything on the disk; what was written."""
        self.flush()
        with self._path.open("rb") as file:
            os.fsync(file.fileno())
        return Written(self._path.name, self.rows, self._size, self._hash.hexdigest())

    def flush(self) -> None:
        """Give what is kept to the system, and keep nothing more."""
        data = "".join(self._waiting).encode("utf-8")
        self._waiting, self._characters = [], 0
        if data:
            self._append(data)

    def _append(self, data: bytes) -> None:
        self._hash.update(data)
        self._size += len(data)
        with self._path.open("ab") as file:
            file.write(data)


class Outputs:
    """The files of one folder, which exists and is empty; `prefix` begins each of their names."""

    def __init__(self, folder: Path, prefix: str = "") -> None:
        self._folder = folder
        self._prefix = prefix
        self._open: list[Output] = []

    def new(self, name: str) -> Output:
        """A new file; `FileExistsError` for a name that is taken."""
        output = Output(self._folder.joinpath(self._prefix + name))
        self._open.append(output)
        return output

    def close(self) -> tuple[Written, ...]:
        """Everything on the disk; the files by their names."""
        written = [output.close() for output in self._open]
        self._open = []
        return tuple(sorted(written, key=lambda file: file.name))
