"""API keys: from the system's keyring, or from where the profile says, and nowhere else (S-57).

Importing this loads no keyring library; that waits until a key is asked for.
"""

from voltage_tui.credentials.backends import Verdict
from voltage_tui.credentials.errors import (
    BackendRefusedError,
    CommandFailedError,
    CredentialError,
    EnvironmentMissingError,
    FileExposedError,
    FileUnreadableError,
    KeyringFailedError,
    KeyringLockedError,
    KeyringTimedOutError,
    NoBackendError,
    NoKeyStoredError,
    NotInKeyringError,
    NotKeptError,
    UnusableKeyError,
)
from voltage_tui.credentials.store import KeyStore
from voltage_tui.credentials.usable import usable_key

__all__ = [
    "BackendRefusedError",
    "CommandFailedError",
    "CredentialError",
    "EnvironmentMissingError",
    "FileExposedError",
    "FileUnreadableError",
    "KeyStore",
    "KeyringFailedError",
    "KeyringLockedError",
    "KeyringTimedOutError",
    "NoBackendError",
    "NoKeyStoredError",
    "NotInKeyringError",
    "NotKeptError",
    "UnusableKeyError",
    "Verdict",
    "usable_key",
]
