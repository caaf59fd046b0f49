"""Nothing in the tree knows of one machine, or of where packages are fetched from."""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path

import pytest

from tests.architecture.sources import REPOSITORY, plant

_LOCAL = re.compile(
    r"(?<![\w.:/-])/(?:work|root|opt|home/\w+|Users/\w+)(?=[/\s'\"`)]|$)"
    r"|(?:extra-)?index[-]url|find[-]links|trusted[-]host"
    r"|pypi[.]org|python[h]osted"
    r"|https?://[\w.:-]*(?:artifactory|nexus|devpi)",
    re.IGNORECASE,
)
_BINARY = (".png", ".ico", ".gz", ".whl", ".jpg")
_MADE = frozenset({"__pycache__", "build", "dist"})
_KEPT_DOTS = frozenset({".ci", ".gitignore"})


def local_things_in(root: Path, files: list[Path]) -> list[str]:
    """Every machine path and package registry named in the files."""
    found = []
    for path in files:
        text = path.read_text(encoding="utf-8")
        for number, line in enumerate(text.splitlines(), start=1):
            if match := _LOCAL.search(line):
                found.append(f"{path.relative_to(root).as_posix()}:{number}: {match[0]}")
    return found


def _tracked(root: Path) -> list[Path]:
    """The files that are kept: as git knows them, or all but the made ones in an unpacked copy."""
    git = shutil.which("git")
    if git and (root / ".git").exists():
        command = [git, "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
        names = subprocess.run(command, cwd=root, capture_output=True, text=True, check=True).stdout
        paths = [root / name for name in names.split("\0") if name]
    else:
        paths = [path for path in root.rglob("*") if not _is_made(path.relative_to(root))]
    return sorted(p for p in paths if p.is_file() and p.suffix not in _BINARY)


def _is_made(path: Path) -> bool:
    return any(
        part in _MADE or (part.startswith(".") and part not in _KEPT_DOTS) for part in path.parts
    )


def test_an_unpacked_copy_leaves_out_what_was_made(tmp_path: Path) -> None:
    kept = ("README.md", ".ci/run", "tests/test_a.py")
    for name in (*kept, ".venv/x.py", ".hypothesis/y", "tests/__pycache__/z.pyc", "dist/a.txt"):
        plant(tmp_path, name, "")
    assert [p.relative_to(tmp_path).as_posix() for p in _tracked(tmp_path)] == sorted(kept)


def test_no_file_names_a_machine_or_a_registry() -> None:
    files = _tracked(REPOSITORY)
    assert len(files) > 50
    assert local_things_in(REPOSITORY, files) == []


_MACHINE = "/".join(("", "work", "main"))
_HOME = "/".join(("", "home", "ann", "x"))
_PLANTED = (
    f"see {_MACHINE}/notes",
    f"open('{_HOME}')",
    f"`{_HOME}`",
    "-".join(("--extra", "index", "url")),
    ".".join(("https://pypi", "org/simple")),
    "https://" + "devpi.example/x",
)


@pytest.mark.parametrize("line", _PLANTED)
def test_a_planted_one_is_found(tmp_path: Path, line: str) -> None:
    sample = tmp_path / "notes.md"
    sample.write_text(f"first\n{line}\n", encoding="utf-8")
    assert len(local_things_in(tmp_path, [sample])) == 1


@pytest.mark.parametrize(
    "line", ["https://voltageapi.com/v1", "~/.config/x", "a/work/b", "/v1/opt"]
)
def test_ordinary_addresses_pass(tmp_path: Path, line: str) -> None:
    sample = tmp_path / "notes.md"
    sample.write_text(line, encoding="utf-8")
    assert local_things_in(tmp_path, [sample]) == []
