"""What can go wrong with a key, each with words for the person and what to do; never the key."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from voltage_tui.text import clean
from voltage_tui.trouble import TroubleError

_OTHER_WAYS: Final = (
    "On a machine without a keyring, a profile can name an environment variable, a command or a "
    "private file instead: voltage-tui login NAME … --key-from env:VARIABLE."
)


class CredentialError(TroubleError):
    """The key could not be had, kept or removed."""


class NoBackendError(CredentialError):
    """The system offers no keyring at all."""

    def __init__(self, why: str = "") -> None:
        reason = f" ({clean(why, 160)})" if why else ""
        super().__init__(
            f"No keyring was found on this system{reason}.",
            f"Start one, such as GNOME Keyring or KWallet. {_OTHER_WAYS}",
        )


class BackendRefusedError(CredentialError):
    """There is a keyring library, but not one that keeps a key safely (safety rule S-57)."""

    def __init__(self, name: str, why: str) -> None:
        super().__init__(
            f"The keyring {clean(name, 120)} is not used: {why}.",
            "Set PYTHON_KEYRING_BACKEND=keyring.backends.SecretService.Keyring, or take the other "
            f"one out of the keyring configuration. {_OTHER_WAYS}",
        )
        self.name = name
        self.why = why


class KeyringLockedError(CredentialError):
    """The keyring is there and locked, and nobody unlocked it."""

    def __init__(self) -> None:
        super().__init__("The keyring is locked.", f"Unlock it and try again. {_OTHER_WAYS}")


class KeyringTimedOutError(CredentialError):
    """The keyring did not answer in time; it may be waiting for its password."""

    def __init__(self, seconds: float) -> None:
        super().__init__(
            f"The keyring did not answer within {seconds:g} s.",
            "It may be waiting for its password in another window; unlock it and try again.",
        )
        self.seconds = seconds


class KeyringFailedError(CredentialError):
    """The keyring answered with a fault of its own."""

    def __init__(self, why: str) -> None:
        super().__init__(
            f"The keyring failed: {clean(why, 160)}.",
            "voltage-tui doctor shows which keyring is in use.",
        )


class NotKeptError(CredentialError):
    """The keyring took the key and did not give the same one back."""

    def __init__(self) -> None:
        super().__init__(
            "The keyring did not keep the key: what was read back is not what was stored.",
            "voltage-tui doctor shows which keyring is in use.",
        )


class NoKeyStoredError(CredentialError):
    """The keyring has no key for this profile at this address."""

    def __init__(self, profile: str) -> None:
        super().__init__(
            f'The keyring holds no key for the profile "{profile}" as it now stands.',
            f"Log in again: voltage-tui login {profile} --organization UUID --environment UUID.",
        )
        self.profile = profile


class NotInKeyringError(CredentialError):
    """The profile's key is kept elsewhere, so there is nothing of it to store or to remove."""

    def __init__(self, profile: str) -> None:
        super().__init__(
            f'The key of the profile "{profile}" is not in the keyring.',
            "It stays where the profile says.",
        )
        self.profile = profile


class EnvironmentMissingError(CredentialError):
    """The environment variable is not set, or empty."""

    def __init__(self, variable: str) -> None:
        super().__init__(
            f"The environment variable {clean(variable, 64)} is not set.",
            "The profile takes its key from there; set it and start again.",
        )
        self.variable = variable


class CommandFailedError(CredentialError):
    """The command that should print the key did not."""

    def __init__(self, program: str, why: str) -> None:
        super().__init__(
            f"The command {clean(program, 64)}, which should print the key, {why}.",
            "Try it by hand: it must print the key alone and end with 0.",
        )
        self.program = program


class FileUnreadableError(CredentialError):
    """The file with the key cannot be read."""

    def __init__(self, path: Path, why: str) -> None:
        super().__init__(
            f"The key file {clean(str(path), 200)} could not be read: {why}.",
            "The profile takes its key from there.",
        )
        self.path = path


class FileExposedError(CredentialError):
    """Others than its owner can read or change the file with the key (safety rule S-57)."""

    def __init__(self, path: Path, why: str) -> None:
        shown = clean(str(path), 200)
        super().__init__(
            f"The key file {shown} is not used: {why}.",
            f"Make it private (chmod 600 {shown}); if others may have read it, replace the key.",
        )
        self.path = path


class UnusableKeyError(CredentialError):
    """What was given cannot be a key; it is not shown."""

    def __init__(self, why: str) -> None:
        super().__init__(f"This is not a usable key: {why}.", "Copy it again, whole and alone.")
