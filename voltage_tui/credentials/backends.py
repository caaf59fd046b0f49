"""Which keyring may hold a key: a short list of system keyrings, and nothing else (rule S-57).

A library on the path can register a backend that writes base64 into a file, and the null backend
"succeeds" and keeps nothing, so everything unknown is refused. keyring is imported in here only.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from voltage_tui.credentials.errors import BackendRefusedError, NoBackendError

if TYPE_CHECKING:
    from keyring.backend import KeyringBackend

_ALLOWED: Final = {
    "keyring.backends.SecretService": "Secret Service",
    "keyring.backends.libsecret": "libsecret",
    "keyring.backends.kwallet": "KWallet",
    "keyring.backends.macOS": "macOS Keychain",
    "keyring.backends.Windows": "Windows Credential Locker",
}
_CHAINER: Final = "keyring.backends.chainer"
_FAIL: Final = "keyring.backends.fail"
_NULL: Final = "keyring.backends.null"


@dataclass(frozen=True, slots=True)
class Verdict:
    """What was found and whether it may be used."""

    name: str
    """The backend's full name, as its own configuration would spell it."""
    title: str
    """What people call it."""
    error: BackendRefusedError | NoBackendError | None
    """Why it is not used; None when it is."""


def open_backend() -> KeyringBackend:
    """The system's keyring. Raises `NoBackendError` and `BackendRefusedError`."""
    backend = find_backend()
    verdict = judge(backend)
    if verdict.error is not None:
        raise verdict.error
    return backend


def find_backend() -> KeyringBackend:
    """What the keyring library would use, not yet judged. Raises `NoBackendError`."""
    import keyring  # noqa: PLC0415 - loaded when a key is asked for, not before

    try:
        return keyring.get_keyring()
    except Exception as error:  # noqa: BLE001 - a configured backend may raise anything
        raise NoBackendError(f"{type(error).__name__}: {error}") from None


def judge(backend: KeyringBackend) -> Verdict:
    """Whether `backend` may hold a key; for a chain of them, whether each may."""
    module = type(backend).__module__
    name = f"{module}.{type(backend).__qualname__}"
    if module == _CHAINER:
        return _judge_chain(name, getattr(backend, "backends", ()))
    if module in _ALLOWED:
        return Verdict(name, _ALLOWED[module], None)
    if module == _FAIL:
        return Verdict(name, "none", NoBackendError())
    why = "it keeps nothing" if module == _NULL else "it is not a keyring of the system's own"
    return Verdict(name, name, BackendRefusedError(name, why))


def _judge_chain(name: str, backends: Iterable[KeyringBackend]) -> Verdict:
    inside = [judge(backend) for backend in backends]
    if not inside:
        return Verdict(name, "none", NoBackendError())
    for verdict in inside:
        if verdict.error is not None:
            return Verdict(name, verdict.title, verdict.error)
    return Verdict(name, ", ".join(verdict.title for verdict in inside), None)


def is_locked(error: Exception) -> bool:
    """Whether a backend's own exception means that the keyring is locked.

    Also the plain `InitError` of a prompt that nobody answered, as on a machine without a screen.
    """
    names = {kind.__name__ for kind in type(error).__mro__}
    cause = error.__cause__
    if names & {"KeyringLocked", "LockedException", "PromptDismissedException"}:
        return True
    return isinstance(cause, Exception) and is_locked(cause)
