"""`voltage-tui logout`: remove a profile, and its key from the keyring."""

from __future__ import annotations

import argparse

from voltage_tui.cli.exits import Exit
from voltage_tui.cli.login import UNLOCK_TIMEOUT
from voltage_tui.clock import SystemClock
from voltage_tui.credentials import KeyStore, NoKeyStoredError
from voltage_tui.profiles import (
    FromKeyring,
    Profile,
    config_folder,
    read_profiles,
    remove_profile,
)


def run(options: argparse.Namespace) -> int:
    """Remove the key first: a profile whose key could not be removed stays, so it can be retried.

    A profile that makes no sense is removed too; its key cannot be found then, which is said.
    """
    name: str = options.name
    folder = config_folder()
    edit = remove_profile(folder, name)
    profile = read_profiles(folder).profiles.get(name)
    words = _forget_key(profile)
    edit.write()
    print(f'Profile "{name}" is removed. {words}')
    return Exit.OK


def _forget_key(profile: Profile | None) -> str:
    if profile is None:
        return "Its lines made no sense, so a key of it may still be in the keyring."
    if not isinstance(profile.key, FromKeyring):
        return "Its key was not in the keyring and stays where it is."
    try:
        KeyStore(SystemClock(), timeout=UNLOCK_TIMEOUT).delete_now(profile)
    except NoKeyStoredError:
        return "There was no key of it in the keyring."
    return "Its key is removed from the keyring; to make it useless, delete it in the dashboard."
