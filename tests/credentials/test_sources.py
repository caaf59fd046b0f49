"""Keys from elsewhere: only from where the profile says, and never shown when it goes wrong."""

from __future__ import annotations

import os
import select
import sys
from pathlib import Path

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from tests.credentials.samples import CANARY, profile_with
from voltage_tui.clock import SystemClock
from voltage_tui.credentials import (
    CommandFailedError,
    CredentialError,
    EnvironmentMissingError,
    FileExposedError,
    FileUnreadableError,
    KeyStore,
    UnusableKeyError,
    usable_key,
)
from voltage_tui.profiles import FromCommand, FromEnvironment, FromFile, KeySource
from voltage_tui.secret import Secret

STORE = KeyStore(SystemClock(), timeout=5, command_timeout=20)


def read(source: KeySource) -> Secret:
    return STORE.read_now(profile_with(source))


def printing(code: str) -> FromCommand:
    return FromCommand((sys.executable, "-S", "-c", code))


def key_file(folder: Path, content: bytes = CANARY.encode(), mode: int = 0o600) -> FromFile:
    path = folder / "key"
    path.write_bytes(content)
    path.chmod(mode)
    return FromFile(path)


def test_a_key_from_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OUR_KEY", f" {CANARY}\n")
    assert read(FromEnvironment("OUR_KEY")) == Secret(CANARY)


@pytest.mark.parametrize("value", [None, "", "  "])
def test_a_variable_that_is_not_set_is_named(
    monkeypatch: pytest.MonkeyPatch, value: str | None
) -> None:
    monkeypatch.delenv("OUR_KEY", raising=False)
    if value is not None:
        monkeypatch.setenv("OUR_KEY", value)
    with pytest.raises(EnvironmentMissingError, match="OUR_KEY"):
        read(FromEnvironment("OUR_KEY"))


def test_a_key_from_a_private_file(tmp_path: Path) -> None:
    assert read(key_file(tmp_path, f"{CANARY}\n".encode())) == Secret(CANARY)


def test_a_home_folder_is_understood(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    key_file(tmp_path)
    monkeypatch.setenv("HOME", str(tmp_path))
    assert read(FromFile(Path("~/key"))) == Secret(CANARY)


@pytest.mark.safety("S-57", "a key file that others can open is refused")
@pytest.mark.parametrize("mode", [0o604, 0o640, 0o620, 0o602, 0o644, 0o610])
def test_a_file_that_others_can_open_is_refused(tmp_path: Path, mode: int) -> None:
    with pytest.raises(FileExposedError, match="chmod 600") as caught:
        read(key_file(tmp_path, mode=mode))
    assert CANARY not in str(caught.value)


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can give a file away")
def test_a_file_of_somebody_else_is_refused(tmp_path: Path) -> None:
    source = key_file(tmp_path)
    os.chown(source.path, 12345, 12345)
    with pytest.raises(FileExposedError, match="another user"):
        read(source)


def test_what_is_not_a_file_is_refused_without_waiting(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe", 0o600)
    for path in (tmp_path, tmp_path / "pipe"):
        with pytest.raises(FileUnreadableError, match="not a file"):
            read(FromFile(path))
    with pytest.raises(FileUnreadableError, match="No such file"):
        read(FromFile(tmp_path / "missing"))


def test_a_key_from_a_command() -> None:
    assert read(printing(f"print({CANARY!r})")) == Secret(CANARY)


def test_a_command_is_not_given_to_a_shell(tmp_path: Path) -> None:
    witness = tmp_path / "ran"
    with pytest.raises(CredentialError):
        read(FromCommand((f"echo x; touch {witness}",)))
    assert not witness.exists()


@pytest.mark.parametrize(
    ("code", "said"),
    [
        (f"print({CANARY!r}); raise SystemExit(3)", "ended with 3"),
        (f"import sys; sys.stderr.write({CANARY!r})", "printed nothing"),
        ("import os, signal; os.kill(os.getpid(), signal.SIGTERM)", "ended with -15"),
    ],
)
def test_a_command_that_fails_is_named_and_its_output_is_not_shown(code: str, said: str) -> None:
    with pytest.raises(CommandFailedError, match=said) as caught:
        read(printing(code))
    assert CANARY not in f"{caught.value} {caught.value!r}"


def test_a_command_that_does_not_exist_is_said() -> None:
    with pytest.raises(CommandFailedError, match="could not be started"):
        read(FromCommand(("no-such-program-anywhere",)))


def test_a_command_that_hangs_is_ended_with_what_it_started(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    ours = os.open(pipe, os.O_RDONLY | os.O_NONBLOCK)
    child = f"import os, time; os.write(os.open({str(pipe)!r}, os.O_WRONLY), b'x'); time.sleep(99)"
    code = f"import subprocess, sys; subprocess.run([sys.executable, '-S', '-c', {child!r}])"
    store = KeyStore(SystemClock(), timeout=5, command_timeout=1)
    with pytest.raises(CommandFailedError, match="did not end within 1 s"):
        store.read_now(profile_with(printing(code)))
    assert os.read(ours, 1) == b"x"
    watch = select.poll()
    watch.register(ours, select.POLLHUP)
    hung_up = [(ours, select.POLLHUP)]
    assert watch.poll(10_000) == hung_up  # nobody is left who could write
    os.close(ours)


def test_a_command_has_no_terminal_to_paint_on() -> None:
    code = (
        "import os\n"
        "try:\n"
        "    os.open('/dev/tty', os.O_RDWR)\n"
        "except OSError:\n"
        f"    print({CANARY!r})\n"
    )
    assert read(printing(code)) == Secret(CANARY)


@given(st.text(st.characters(min_codepoint=33, max_codepoint=126), min_size=1), st.booleans())
def test_a_key_is_taken_without_the_blanks_around_it(text: str, blanks: bool) -> None:
    assert usable_key(f" \t{text}\r\n" if blanks else text).reveal() == text


@given(st.text(min_size=12))
def test_what_is_no_visible_ascii_is_refused_without_being_shown(text: str) -> None:
    assume(not text.strip().isascii() or any(c.isspace() or c < " " for c in text.strip()))
    with pytest.raises(UnusableKeyError) as caught:
        usable_key(text)
    assert text not in str(caught.value)


@pytest.mark.parametrize("text", ["", " \n", "two words", "two\nlines", "\x00", "caf\u00e9"])
def test_examples_of_what_is_no_key(text: str) -> None:
    with pytest.raises(UnusableKeyError):
        usable_key(text)


def test_a_key_of_absurd_length_is_refused() -> None:
    assert usable_key("k" * 1000)
    with pytest.raises(UnusableKeyError, match="too long"):
        usable_key("k" * 1001)
