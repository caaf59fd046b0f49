"""`voltage-tui login`: try a key, keep it, make a profile. Nothing is kept unless all went well."""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import getpass
import shlex
import sys
import warnings
from collections.abc import Callable
from typing import Final, TypeVar

from voltage_tui.cli.exits import Exit
from voltage_tui.cli.probe import Sight, look
from voltage_tui.clock import Clock, SystemClock
from voltage_tui.credentials import CredentialError, KeyStore, NoKeyStoredError, usable_key
from voltage_tui.model.ids import EnvironmentId, OrganizationId
from voltage_tui.profiles import (
    OFFICIAL_URL,
    FromKeyring,
    InvalidFieldError,
    KeySource,
    Profile,
    config_folder,
    read_profiles,
    save_profile,
)
from voltage_tui.profiles.edit import Edit
from voltage_tui.profiles.profile import (
    check_base_url,
    check_key_source,
    check_level,
    check_name,
    check_title,
    check_uuid,
)
from voltage_tui.secret import Secret
from voltage_tui.treasury.phrases import counted
from voltage_tui.trouble import TroubleError

UNLOCK_TIMEOUT: Final = 120.0
"""Seconds the keyring may take: a person may be typing its password."""
_LONGEST: Final = 10_000
_PLACES: Final = ("env", "file")
_NO_PLACE: Final = (
    "is keyring, env:VARIABLE, file:PATH or command:'PROGRAM ARGUMENTS'; "
    "the key itself is never written here"
)

T = TypeVar("T")


class BadOptionError(TroubleError):
    """An option of the command line makes no sense; its value is not repeated."""

    def __init__(self, option: str, words: str) -> None:
        super().__init__(f"{option}: {words}.", "Nothing was stored.")


class NoTerminalError(TroubleError):
    """There is nowhere to ask for the key without showing it."""

    def __init__(self) -> None:
        super().__init__(
            "There is no terminal to ask for the key at.",
            "Give it on standard input: voltage-tui login … --stdin < FILE.",
        )


def run(options: argparse.Namespace) -> int:
    """Ask for the key, try it with one GET, keep it and read it back, write the profile."""
    profile = _profile(options)
    folder = config_folder()
    # The file first: one that is broken, or cannot be edited, should cost nobody a typed key.
    edit = save_profile(folder, profile, default=options.default)
    replaced = read_profiles(folder).profiles.get(profile.name)
    clock = SystemClock()
    store = KeyStore(clock, timeout=UNLOCK_TIMEOUT)
    if isinstance(profile.key, FromKeyring):
        refused = store.verdict_now().error
        if refused is not None:
            raise refused
        key = _ask(profile.name, from_stdin=options.stdin)
    else:
        key = store.read_now(profile)
    sight = asyncio.run(_try(profile, key, clock))
    _keep(store, profile, key, edit)
    if replaced is not None and replaced.account != profile.account:
        _forget(store, replaced)
    _tell(profile, sight, edit)
    return Exit.OK


def _profile(options: argparse.Namespace) -> Profile:
    name: str = options.name
    return Profile(
        name=_option("NAME", lambda: check_name(name)),
        title=_option("--title", lambda: check_title(options.title or name)),
        organization_id=OrganizationId(
            _option("--organization", lambda: check_uuid("organization", options.organization))
        ),
        environment_id=EnvironmentId(
            _option("--environment", lambda: check_uuid("environment", options.environment))
        ),
        base_url=_option("--base-url", lambda: check_base_url(options.base_url or OFFICIAL_URL)),
        level=check_level(options.level),
        key=_option("--key-from", lambda: key_source(options.key_from)),
    )


def _option(option: str, check: Callable[[], T]) -> T:
    try:
        return check()
    except InvalidFieldError as error:
        raise BadOptionError(option, error.words) from None


def key_source(text: str) -> KeySource:
    """Where the key is to be taken from. Raises `InvalidFieldError`, without repeating it."""
    kind, _, rest = text.partition(":")
    if text == "keyring" or (kind in _PLACES and rest):
        return check_key_source(text)
    if kind != "command":
        raise InvalidFieldError("key", _NO_PLACE)
    try:
        words: list[object] = list(shlex.split(rest))
    except ValueError:
        raise InvalidFieldError("key", "the command has an open quotation mark") from None
    return check_key_source(words)


def _ask(name: str, *, from_stdin: bool) -> Secret:
    if from_stdin and not sys.stdin.isatty():
        return usable_key(sys.stdin.read(_LONGEST))
    with warnings.catch_warnings():
        # getpass would fall back to a prompt that shows what is typed, after a warning.
        warnings.simplefilter("error", getpass.GetPassWarning)
        try:
            return usable_key(getpass.getpass(f"API key for {name} (not shown): "))
        except (getpass.GetPassWarning, EOFError):
            raise NoTerminalError from None


async def _try(profile: Profile, key: Secret, clock: Clock) -> Sight:
    print(f"Trying the key at {profile.base_url} …", file=sys.stderr)
    return await look(profile, key, clock)


def _keep(store: KeyStore, profile: Profile, key: Secret, edit: Edit) -> None:
    """Store the key and write the profile, or neither: what was there before is put back."""
    if not isinstance(profile.key, FromKeyring):
        edit.write()
        return
    before = _previous(store, profile)
    try:
        store.write_now(profile, key)
        edit.write()
    except TroubleError:
        _put_back(store, profile, before)
        raise


def _previous(store: KeyStore, profile: Profile) -> Secret | None:
    try:
        return store.read_now(profile)
    except NoKeyStoredError:
        return None


def _put_back(store: KeyStore, profile: Profile, before: Secret | None) -> None:
    """Undo a write as far as the keyring lets us; the error that led here is the one told."""
    if before is None:
        _forget(store, profile)
        return
    with contextlib.suppress(CredentialError):
        store.write_now(profile, before)


def _forget(store: KeyStore, profile: Profile) -> None:
    """Remove a key that no profile leads to any more; there may be none."""
    with contextlib.suppress(CredentialError):
        store.delete_now(profile)


def _tell(profile: Profile, sight: Sight, edit: Edit) -> None:
    where = "in the keyring" if isinstance(profile.key, FromKeyring) else "where you keep it"
    print(f'The key works and is {where}. Profile "{profile.name}" is in {edit.path}.')
    if sight.wallets:
        print(f"It sees {counted(sight.wallets, 'wallet')} in this environment.")
    else:
        print("It sees no wallets in this environment; compare the UUIDs if that is unexpected.")
    if profile.marked:
        print(f"This is not Voltage's own address, and the screen will say so: {profile.base_url}")
    print(f"Start with: voltage-tui --profile {profile.name}")
