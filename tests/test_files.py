"""Files of our own: private, whole, and TOML that reads back as it was."""

from __future__ import annotations

import contextlib
import os
import stat
import tomllib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from voltage_tui.files import read_bounded, toml_string, write_private


@given(st.text(st.characters(codec="utf-8")))
def test_any_text_survives_toml(text: str) -> None:
    assert tomllib.loads(f"x = {toml_string(text)}")["x"] == text


def test_a_file_is_private_whatever_the_umask(tmp_path: Path) -> None:
    before = os.umask(0)
    try:
        write_private(tmp_path / "a" / "b.toml", "x = 1\n")
    finally:
        os.umask(before)
    assert stat.S_IMODE((tmp_path / "a").stat().st_mode) == 0o700
    assert stat.S_IMODE((tmp_path / "a" / "b.toml").stat().st_mode) == 0o600


def test_a_failed_write_leaves_the_old_file_and_nothing_else(tmp_path: Path) -> None:
    path = tmp_path / "x.toml"
    write_private(path, "old\n")
    with pytest.raises(UnicodeEncodeError):
        write_private(path, "new \ud800\n")
    assert path.read_text(encoding="utf-8") == "old\n"
    assert list(tmp_path.iterdir()) == [path]


def test_writing_replaces_the_file_and_makes_it_private(tmp_path: Path) -> None:
    path = tmp_path / "x.toml"
    path.write_text("old, and longer than the new one", encoding="utf-8")
    path.chmod(0o644)
    write_private(path, "new\n")
    assert path.read_text(encoding="utf-8") == "new\n"
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_folders_made_on_the_way_are_private_too(tmp_path: Path) -> None:
    before = os.umask(0)
    try:
        write_private(tmp_path / "a" / "b" / "c.toml", "x = 1\n")
    finally:
        os.umask(before)
    modes = [stat.S_IMODE((tmp_path / name).stat().st_mode) for name in ("a", "a/b")]
    assert modes == [0o700, 0o700]


def test_a_link_that_leads_back_to_itself_is_an_ordinary_failure(tmp_path: Path) -> None:
    path = tmp_path / "loop.toml"
    path.symlink_to(path)
    with pytest.raises(OSError, match=r"."):
        read_bounded(path, 10)
    # Writing may replace the link, or refuse; it does not end the program.
    with contextlib.suppress(OSError):
        write_private(path, "x = 1\n")


def test_what_is_no_plain_file_or_too_large_is_not_read(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    (tmp_path / "large").write_bytes(b"x" * 11)
    (tmp_path / "endless").symlink_to("/dev/zero")
    for name, why in (("pipe", "not a file"), ("endless", "not a file"), ("large", "too large")):
        with pytest.raises(OSError, match=why):
            read_bounded(tmp_path / name, 10)
    with pytest.raises(OSError, match=r"."):
        read_bounded(tmp_path, 10)


def test_a_file_of_just_the_size_is_read_whole(tmp_path: Path) -> None:
    (tmp_path / "x").write_bytes(b"x" * 10)
    assert read_bounded(tmp_path / "x", 10) == b"x" * 10


def test_a_link_to_what_is_no_file_does_not_have_it_replaced(tmp_path: Path) -> None:
    pipe, link = tmp_path / "pipe", tmp_path / "x.toml"
    os.mkfifo(pipe)
    link.symlink_to(pipe)
    with pytest.raises(OSError, match="something else"):
        write_private(link, "x = 1\n")
    assert stat.S_ISFIFO(pipe.stat().st_mode)
