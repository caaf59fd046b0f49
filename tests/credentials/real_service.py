"""Run inside a D-Bus session of its own: uses the KeyStore against whatever keyring is there.

Prints one line for each step: its result, or the name of the error.
"""

from __future__ import annotations

import sys
from collections.abc import Callable

from tests.credentials.samples import CANARY, profile_with
from voltage_tui.clock import SystemClock
from voltage_tui.credentials import CredentialError, KeyStore
from voltage_tui.secret import Secret


def _say(step: str, call: Callable[[], object]) -> None:
    try:
        said = str(call())
    except CredentialError as error:
        said = type(error).__name__
    sys.stdout.write(f"{step} {said}\n")


def main() -> int:
    store = KeyStore(SystemClock(), timeout=20)
    profile = profile_with()
    _say("verdict", lambda: store.verdict_now().title)
    _say("empty", lambda: store.read_now(profile))
    _say("write", lambda: store.write_now(profile, Secret("older")))
    _say("again", lambda: store.write_now(profile, Secret(CANARY)))
    _say("read", lambda: store.read_now(profile) == Secret(CANARY))
    _say("delete", lambda: store.delete_now(profile))
    _say("gone", lambda: store.read_now(profile))
    return 0


if __name__ == "__main__":
    sys.exit(main())
