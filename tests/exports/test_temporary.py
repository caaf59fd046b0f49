"""The folder a pack is made in goes, and what a killed export left goes with the next one."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

from voltage_tui.exports.temporary import temporary_folder

_KILLED = """
import os, signal, sys
from pathlib import Path
from voltage_tui.exports.temporary import temporary_folder
with temporary_folder(Path(sys.argv[1])) as folder:
    (folder / "ledger.csv").write_text("half")
    os.kill(os.getpid(), signal.SIGKILL)
"""


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def test_what_a_killed_export_left_goes_with_the_next(tmp_path: Path) -> None:
    ended = subprocess.run([sys.executable, "-c", _KILLED, tmp_path], check=False)
    assert ended.returncode == -signal.SIGKILL
    (left,) = names(tmp_path)
    with temporary_folder(tmp_path) as folder:
        assert left not in names(tmp_path)
        assert folder.parent.parent == tmp_path
    assert names(tmp_path) == []


def test_what_another_export_is_writing_stays(tmp_path: Path) -> None:
    with temporary_folder(tmp_path) as one:
        (one / "ledger.csv").write_text("so far")
        with temporary_folder(tmp_path) as other:
            assert other != one
        assert (one / "ledger.csv").read_text() == "so far"
    assert names(tmp_path) == []


def test_what_is_not_surely_ours_and_left_stays(tmp_path: Path) -> None:
    with temporary_folder(tmp_path) as folder:
        mark = folder.parent.joinpath("being-written").read_bytes()
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    (elsewhere / "being-written").write_bytes(mark)
    (elsewhere / "mine").write_text("mine")
    (tmp_path / ".voltage-tui-export-linked00").symlink_to(elsewhere)
    (tmp_path / ".voltage-tui-export-nomark00").mkdir()
    other = tmp_path / ".voltage-tui-export-otherone"
    other.mkdir()
    (other / "being-written").write_bytes(b"an export of voltage-tui on another machine\n")
    named = tmp_path / ".voltage-tui-export-x"
    named.mkdir()
    (named / "being-written").write_bytes(mark)
    piped = tmp_path / ".voltage-tui-export-pipe0000"
    piped.mkdir()
    os.mkfifo(piped / "being-written")  # nobody ever writes to it
    before = names(tmp_path)
    with temporary_folder(tmp_path):
        pass
    assert names(tmp_path) == before
    assert names(elsewhere) == ["being-written", "mine"]
    assert tmp_path.joinpath(".voltage-tui-export-linked00").is_symlink()
