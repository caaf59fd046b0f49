"""The keyring: only a real one is used, and each way it can fail has its own words."""

from __future__ import annotations

import keyring
import keyring.errors
import pytest
from keyring.backend import KeyringBackend
from keyring.backends.chainer import ChainerBackend
from keyring.core import load_keyring

from tests.credentials.keyrings import (
    FileKeyring,
    ForgetfulKeyring,
    MemoryKeyring,
    StuckKeyring,
    TalkativeKeyring,
    in_use,
)
from tests.credentials.samples import CANARY, profile_with
from voltage_tui.clock import SystemClock
from voltage_tui.credentials import (
    BackendRefusedError,
    CredentialError,
    KeyringFailedError,
    KeyringLockedError,
    KeyringTimedOutError,
    KeyStore,
    NoBackendError,
    NoKeyStoredError,
    NotInKeyringError,
    NotKeptError,
    UnusableKeyError,
)
from voltage_tui.credentials.backends import judge
from voltage_tui.profiles import FromEnvironment
from voltage_tui.secret import Secret

STORE = KeyStore(SystemClock())
ACME = profile_with()


def test_a_key_is_kept_read_and_removed() -> None:
    backend = MemoryKeyring()
    with in_use(backend):
        STORE.write_now(ACME, Secret(CANARY))
        assert STORE.read_now(ACME) == Secret(CANARY)
        [(service, account)] = backend.kept
        assert service == "voltage-tui"
        assert CANARY not in account
        STORE.delete_now(ACME)
        assert backend.kept == {}
        with pytest.raises(NoKeyStoredError, match="acme"):
            STORE.read_now(ACME)
        with pytest.raises(NoKeyStoredError, match="acme"):
            STORE.delete_now(ACME)


async def test_the_same_inside_an_event_loop() -> None:
    with in_use(MemoryKeyring()):
        await STORE.write(ACME, Secret(CANARY))
        assert await STORE.read(ACME) == Secret(CANARY)
        await STORE.delete(ACME)
        with pytest.raises(NoKeyStoredError):
            await STORE.read(ACME)


def test_a_key_is_not_found_for_another_profile() -> None:
    with in_use(MemoryKeyring()):
        STORE.write_now(ACME, Secret(CANARY))
        with pytest.raises(NoKeyStoredError, match="other"):
            STORE.read_now(profile_with(name="other"))


def chain(*inside: KeyringBackend) -> KeyringBackend:
    """A chain of given keyrings; the library's own looks at the machine."""
    kind = type("Chain", (ChainerBackend,), {"backends": list(inside)})
    kind.__module__ = ChainerBackend.__module__
    made: KeyringBackend = kind()
    return made


@pytest.mark.safety("S-57", "a keyring that is not the system's is refused unasked")
@pytest.mark.parametrize(
    ("backend", "error"),
    [
        (FileKeyring(), BackendRefusedError),
        (load_keyring("keyring.backends.null.Keyring"), BackendRefusedError),
        (load_keyring("keyring.backends.fail.Keyring"), NoBackendError),
        (chain(), NoBackendError),
        (chain(MemoryKeyring(), FileKeyring()), BackendRefusedError),
        (chain(FileKeyring()), BackendRefusedError),
    ],
)
def test_anything_but_a_system_keyring_is_refused_unasked(
    backend: KeyringBackend, error: type[CredentialError]
) -> None:
    with in_use(backend):
        for call in (
            lambda: STORE.read_now(ACME),
            lambda: STORE.write_now(ACME, Secret(CANARY)),
            lambda: STORE.delete_now(ACME),
        ):
            with pytest.raises(error) as caught:
                call()
            assert "--key-from env:" in caught.value.advice
        assert isinstance(STORE.verdict_now().error, error)


def test_a_refusal_names_what_is_refused() -> None:
    verdict = judge(FileKeyring())
    assert isinstance(verdict.error, BackendRefusedError)
    assert verdict.error.name == "keyrings.alt.file.FileKeyring"
    assert "keyrings.alt.file.FileKeyring" in str(verdict.error)


def test_a_chain_of_system_keyrings_is_used() -> None:
    verdict = judge(chain(MemoryKeyring(), MemoryKeyring()))
    assert verdict.error is None
    assert verdict.title == "Secret Service, Secret Service"


def test_a_configured_keyring_that_does_not_exist_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PYTHON_KEYRING_BACKEND", "nowhere.to.be.Found")
    monkeypatch.setattr(keyring.core, "_keyring_backend", None)
    with pytest.raises(NoBackendError, match="nowhere"):
        STORE.verdict_now()


def test_a_key_that_did_not_stay_is_noticed() -> None:
    with in_use(ForgetfulKeyring()), pytest.raises(NotKeptError):
        STORE.write_now(ACME, Secret(CANARY))


def test_a_keyring_that_repeats_the_key_is_silenced() -> None:
    with in_use(TalkativeKeyring()), pytest.raises(KeyringFailedError) as caught:
        STORE.write_now(ACME, Secret(CANARY))
    assert "(hidden)" in str(caught.value)
    assert CANARY not in f"{caught.value!r} {caught.value.__cause__!r}"
    assert "\x1b" not in str(caught.value)


def test_what_was_put_there_by_somebody_else_is_not_sent() -> None:
    backend = MemoryKeyring()
    backend.kept["voltage-tui", ACME.account] = "two\r\nlines"
    with in_use(backend), pytest.raises(UnusableKeyError):
        STORE.read_now(ACME)


def _cause(error: Exception, cause: Exception) -> Exception:
    error.__cause__ = cause
    return error


@pytest.mark.parametrize(
    "error",
    [
        keyring.errors.KeyringLocked("locked"),
        type("LockedException", (Exception,), {})("locked"),
        _cause(
            keyring.errors.InitError("failed"), type("PromptDismissedException", (Exception,), {})()
        ),
    ],
)
def test_a_locked_keyring_is_told_from_a_broken_one(error: Exception) -> None:
    backend = MemoryKeyring()

    def fail(service: str, username: str) -> str | None:
        raise error

    backend.__dict__["get_password"] = fail
    with in_use(backend), pytest.raises(KeyringLockedError):
        STORE.read_now(ACME)


async def test_a_stuck_keyring_ends_the_waiting_and_nothing_else() -> None:
    backend = StuckKeyring()
    store = KeyStore(SystemClock(), timeout=0.02)
    with in_use(backend):
        with pytest.raises(KeyringTimedOutError, match=r"0\.02 s"):
            await store.read(ACME)
        with pytest.raises(KeyringTimedOutError):
            store.read_now(ACME)
        assert backend.asked.is_set()
        backend.released.set()


def test_a_key_kept_elsewhere_is_neither_written_nor_removed() -> None:
    elsewhere = profile_with(FromEnvironment("VOLTAGE_KEY"))
    backend = MemoryKeyring()
    with in_use(backend):
        with pytest.raises(NotInKeyringError):
            STORE.write_now(elsewhere, Secret(CANARY))
        with pytest.raises(NotInKeyringError):
            STORE.delete_now(elsewhere)
    assert backend.kept == {}
