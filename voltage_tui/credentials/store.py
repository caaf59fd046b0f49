"""The key of a profile: read, written and removed, with an end to waiting."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Final, TypeVar

from voltage_tui.clock import Clock
from voltage_tui.credentials.backends import (
    Verdict,
    find_backend,
    is_locked,
    judge,
    open_backend,
)
from voltage_tui.credentials.bounded import within, within_async
from voltage_tui.credentials.errors import (
    CredentialError,
    KeyringFailedError,
    KeyringLockedError,
    KeyringTimedOutError,
    NoBackendError,
    NoKeyStoredError,
    NotInKeyringError,
    NotKeptError,
)
from voltage_tui.credentials.sources import (
    key_from_command,
    key_from_environment,
    key_from_file,
)
from voltage_tui.credentials.usable import usable_key
from voltage_tui.profiles.profile import (
    FromCommand,
    FromEnvironment,
    FromFile,
    FromKeyring,
    Profile,
)
from voltage_tui.secret import Secret

SERVICE: Final = "voltage-tui"
"""The name all our entries have in the keyring."""
DEFAULT_TIMEOUT: Final = 5.0
"""Seconds; a keyring without a prompt answers in milliseconds."""
COMMAND_TIMEOUT: Final = 30.0
"""Seconds a command may take to print the key; it may be waiting for a finger on a sensor."""
_COPIES: Final = 4

T = TypeVar("T")


class KeyStore:
    """Reads the key of a profile from where the profile says; writes and deletes in the keyring.

    Every call runs in a thread of its own and ends after `timeout` seconds with
    `KeyringTimedOutError` (a profile's command, after `command_timeout`, with
    `CommandFailedError`). The plain methods are for the event loop, those ending in `_now` for
    the command line. All raise `CredentialError`.
    """

    def __init__(
        self,
        clock: Clock,
        timeout: float = DEFAULT_TIMEOUT,
        command_timeout: float = COMMAND_TIMEOUT,
    ) -> None:
        self._clock = clock
        self._timeout = timeout
        self._command_timeout = command_timeout

    async def read(self, profile: Profile) -> Secret:
        """The key. Raises `NoKeyStoredError` where the keyring has none for this profile."""
        return await self._bounded(self._reading(profile), self._limit(profile))

    async def write(self, profile: Profile, key: Secret) -> None:
        """Keep the key in the keyring, read it back and compare. Raises `NotKeptError`."""
        await self._bounded(partial(_write, profile, key), self._timeout)

    async def delete(self, profile: Profile) -> None:
        """Remove the key from the keyring. Raises `NoKeyStoredError` where there is none."""
        await self._bounded(partial(_delete, profile), self._timeout)

    def read_now(self, profile: Profile) -> Secret:
        """`read`, without an event loop."""
        return self._bounded_now(self._reading(profile), self._limit(profile))

    def write_now(self, profile: Profile, key: Secret) -> None:
        """`write`, without an event loop."""
        self._bounded_now(partial(_write, profile, key), self._timeout)

    def delete_now(self, profile: Profile) -> None:
        """`delete`, without an event loop."""
        self._bounded_now(partial(_delete, profile), self._timeout)

    def verdict_now(self) -> Verdict:
        """Which keyring there is and whether it is used; asks it for nothing.

        Raises `NoBackendError` where even finding one failed.
        """
        return self._bounded_now(lambda: judge(find_backend()), self._timeout)

    def _reading(self, profile: Profile) -> Callable[[], Secret]:
        return partial(_read, profile, self._command_timeout)

    def _limit(self, profile: Profile) -> float:
        """Seconds to wait for a reading; a command ends itself first, with words of its own."""
        if isinstance(profile.key, FromCommand):
            return self._command_timeout + self._timeout
        return self._timeout

    async def _bounded(self, call: Callable[[], T], seconds: float) -> T:
        try:
            return await within_async(call, seconds, self._clock)
        except TimeoutError:
            raise KeyringTimedOutError(seconds) from None

    @staticmethod
    def _bounded_now(call: Callable[[], T], seconds: float) -> T:
        try:
            return within(call, seconds)
        except TimeoutError:
            raise KeyringTimedOutError(seconds) from None


def _read(profile: Profile, command_timeout: float) -> Secret:
    match profile.key:
        case FromKeyring():
            return _read_keyring(profile)
        case FromEnvironment(variable):
            return key_from_environment(variable)
        case FromCommand(arguments):
            return key_from_command(arguments, command_timeout)
        case FromFile(path):
            return key_from_file(path)


def _read_keyring(profile: Profile) -> Secret:
    backend = open_backend()
    found = _asked(lambda: backend.get_password(SERVICE, profile.account))
    if found is None:
        raise NoKeyStoredError(profile.name)
    return usable_key(found)


def _write(profile: Profile, key: Secret) -> None:
    _only_keyring(profile)
    backend = open_backend()
    _asked(lambda: backend.set_password(SERVICE, profile.account, key.reveal()), key)
    kept = _asked(lambda: backend.get_password(SERVICE, profile.account), key)
    if kept is None or Secret(kept) != key:
        raise NotKeptError


def _delete(profile: Profile) -> None:
    _only_keyring(profile)
    backend = open_backend()
    if _asked(lambda: backend.get_password(SERVICE, profile.account)) is None:
        raise NoKeyStoredError(profile.name)
    # A chain of keyrings, or one that was written by several programs, may hold several copies.
    for _ in range(_COPIES):
        _asked(lambda: backend.delete_password(SERVICE, profile.account))
        if _asked(lambda: backend.get_password(SERVICE, profile.account)) is None:
            return
    raise KeyringFailedError("the key is still there after it was removed")


def _only_keyring(profile: Profile) -> None:
    if not isinstance(profile.key, FromKeyring):
        raise NotInKeyringError(profile.name)


def _asked(call: Callable[[], T], key: Secret | None = None) -> T:
    """The keyring's answer, its own exceptions put into ours, without the key in any of them."""
    try:
        return call()
    except CredentialError:
        raise
    except Exception as error:  # noqa: BLE001 - each backend raises its own kinds
        raise _translated(error, key) from None


def _translated(error: Exception, key: Secret | None) -> CredentialError:
    if is_locked(error):
        return KeyringLockedError()
    said = str(error)
    if key:
        said = said.replace(key.reveal(), str(key))
    if type(error).__name__ == "NoKeyringError":
        return NoBackendError()
    return KeyringFailedError(f"{type(error).__name__}: {said}" if said else type(error).__name__)
