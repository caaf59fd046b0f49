"""Keyrings as other libraries make them: one that works, and ones that misbehave.

Importing this registers them with the library. Only what that library would hand out is stood in
for; our own code is the real one.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager

import keyring
from keyring.backend import KeyringBackend


class MemoryKeyring(KeyringBackend):
    """Keeps what it is given; stands where the Secret Service would."""

    priority = 1

    def __init__(self) -> None:
        super().__init__()  # type: ignore[no-untyped-call]  # the library is partly typed
        self.kept: dict[tuple[str, str], str] = {}

    def get_password(self, service: str, username: str) -> str | None:
        return self.kept.get((service, username))

    def set_password(self, service: str, username: str, password: str) -> None:
        self.kept[service, username] = password

    def delete_password(self, service: str, username: str) -> None:
        del self.kept[service, username]


class ForgetfulKeyring(MemoryKeyring):
    """Takes a key and keeps another."""

    def set_password(self, service: str, username: str, password: str) -> None:
        self.kept[service, username] = password.lower()[:8]


class TalkativeKeyring(MemoryKeyring):
    """Fails, and puts the key in its message."""

    def set_password(self, service: str, username: str, password: str) -> None:
        raise OSError(f"cannot write {password}\x1b[31m")


class StuckKeyring(MemoryKeyring):
    """Waits for a password that nobody types, until `released`."""

    def __init__(self) -> None:
        super().__init__()
        self.asked = threading.Event()
        self.released = threading.Event()

    def get_password(self, service: str, username: str) -> str | None:
        self.asked.set()
        self.released.wait()
        return None


for kind in (MemoryKeyring, ForgetfulKeyring, TalkativeKeyring, StuckKeyring):
    kind.__module__ = "keyring.backends.SecretService"


class FileKeyring(MemoryKeyring):
    """What a library on the path might register: a plain file."""

    def get_password(self, service: str, username: str) -> str | None:
        raise AssertionError("a refused keyring was asked")

    def set_password(self, service: str, username: str, password: str) -> None:
        raise AssertionError("a refused keyring was given a key")


FileKeyring.__module__ = "keyrings.alt.file"


@contextmanager
def in_use(backend: KeyringBackend) -> Iterator[None]:
    """Make `backend` the one the keyring library hands out."""
    before = keyring.core._keyring_backend
    keyring.set_keyring(backend)
    try:
        yield
    finally:
        keyring.core._keyring_backend = before
