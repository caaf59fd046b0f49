"""Keys from elsewhere than the keyring, each only because the profile names it (rule S-57)."""

from __future__ import annotations

import os
import signal
import stat
import subprocess
from pathlib import Path

from voltage_tui.credentials.errors import (
    CommandFailedError,
    EnvironmentMissingError,
    FileExposedError,
    FileUnreadableError,
)
from voltage_tui.credentials.usable import LONGEST, usable_key
from voltage_tui.secret import Secret


def key_from_environment(variable: str) -> Secret:
    """The key in an environment variable. Raises `CredentialError`."""
    value = os.environ.get(variable, "")
    if not value.strip():
        raise EnvironmentMissingError(variable)
    return usable_key(value)


def key_from_file(path: Path) -> Secret:
    """The key in a file that only its owner can read. Raises `CredentialError`.

    What is checked and what is read is the same open file, so it cannot be exchanged between.
    """
    path = path.expanduser()
    try:
        # Without O_NONBLOCK, opening a pipe would wait for somebody to write.
        handle = os.open(path, os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC)
    except OSError as error:
        raise FileUnreadableError(path, error.strerror or type(error).__name__) from None
    try:
        _refuse_exposed(path, os.fstat(handle))
        content = os.read(handle, LONGEST + 2)
    except OSError as error:
        raise FileUnreadableError(path, error.strerror or type(error).__name__) from None
    finally:
        os.close(handle)
    return usable_key(content.decode("utf-8", errors="replace"))


def _refuse_exposed(path: Path, facts: os.stat_result) -> None:
    if not stat.S_ISREG(facts.st_mode):
        raise FileUnreadableError(path, "it is not a file")
    if facts.st_mode & 0o077:
        raise FileExposedError(path, "others than its owner can open it")
    if facts.st_uid != os.getuid():
        raise FileExposedError(path, "it belongs to another user")


def key_from_command(arguments: tuple[str, ...], timeout: float) -> Secret:
    """The key that a program prints. Raises `CredentialError`, also after `timeout` seconds.

    It runs without a shell, without our terminal (so that it can neither read keys typed for us
    nor paint over the screen), and what it writes to stderr is dropped: it might hold the key.
    """
    program = arguments[0]
    try:
        process = subprocess.Popen(  # noqa: S603 - the person's own command, no shell
            arguments,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
    except OSError as error:
        why = f"could not be started ({error.strerror or type(error).__name__})"
        raise CommandFailedError(program, why) from None
    with process:
        try:
            printed, _ = process.communicate(timeout=timeout)
        except subprocess.TimeoutExpired:
            _end(process)
            raise CommandFailedError(program, f"did not end within {timeout:g} s") from None
    if process.returncode != 0:
        raise CommandFailedError(program, f"ended with {process.returncode}")
    if not printed.strip():
        raise CommandFailedError(program, "printed nothing")
    return usable_key(printed.decode("utf-8", errors="replace"))


def _end(process: subprocess.Popen[bytes]) -> None:
    """End the program and whatever it started, which would hold the pipe open."""
    try:
        os.killpg(process.pid, signal.SIGKILL)
    except ProcessLookupError:
        process.kill()
