"""`voltage-tui doctor`: what is configured and whether it works; nothing secret (rule S-58)."""

from __future__ import annotations

import argparse
import asyncio
import os
import platform
import shutil
import stat
import sys
from collections.abc import Mapping
from datetime import timedelta
from pathlib import Path
from typing import Final, TextIO

import voltage_tui
from voltage_tui.api.coin_price_host import COIN_PRICE_HOST
from voltage_tui.api.errors import ApiError
from voltage_tui.cli.exits import Exit, exit_of, words_of
from voltage_tui.cli.kept_words import kept_words
from voltage_tui.cli.probe import Sight, look
from voltage_tui.cli.profile_named import profile_named
from voltage_tui.cli.profiles import lines_of
from voltage_tui.clock import Clock, SystemClock
from voltage_tui.credentials import CredentialError, KeyStore
from voltage_tui.profiles import Profile, ProfileBook, config_folder, read_profiles
from voltage_tui.secret import redacted
from voltage_tui.settings import SettingsStore
from voltage_tui.store.places import data_folder, places_for
from voltage_tui.text import clean
from voltage_tui.treasury.cadence import Cadence
from voltage_tui.treasury.phrases import counted
from voltage_tui.trouble import TroubleError

CLOCK_TOLERANCE: Final = timedelta(seconds=60)
"""Beyond this, expiries are judged wrongly by the local clock (safety rule S-33)."""
_COLUMN: Final = 14


def run(options: argparse.Namespace) -> int:
    """Print every finding; the exit code is that of the first thing that does not work."""
    clock = SystemClock()
    store = KeyStore(clock)
    folder = config_folder()
    _line("voltage-tui", voltage_tui.__version__)
    _line("Python", f"{platform.python_version()} on {platform.system()} {platform.machine()}")
    _line("terminal", terminal_words(sys.stdout, os.environ))
    _line("configuration", folder_words(folder))
    _line("data", folder_words(data_folder()))
    loaded = SettingsStore(folder).load()
    _line("settings", loaded.notice or "in order")
    if loaded.settings.coin_prices:
        _line(
            "coin prices",
            f"on: {COIN_PRICE_HOST} is asked when rates are fetched; no key goes there",
        )
    _line("requests", pace_words(Cadence()))
    _line("notices", _notice_words(on=loaded.settings.alerts.desktop))
    _line("keyring", _keyring_words(store))
    book = read_profiles(folder)
    return _profiles(book, profile_named(options), store, clock)


def _profiles(book: ProfileBook, name: str | None, store: KeyStore, clock: Clock) -> int:
    if name is None and not book.names:
        _line("profiles", "none yet; make one with: voltage-tui login NAME …")
        return Exit.OK
    code: int = Exit.OK
    for each in book.names if name is None else (name,):
        print()
        try:
            profile = book.choose(each)
        except TroubleError as error:
            print(f"{redacted(clean(each, 40))}: {error}")
            code = code or Exit.USAGE
        else:
            code = _examine(book, profile, store, clock) or code
    return code


def _examine(book: ProfileBook, profile: Profile, store: KeyStore, clock: Clock) -> int:
    """Print what is known of one profile and of its files, and try it; its exit code."""
    chosen = len(book.names) == 1 or book.default == profile.name
    print("\n".join(lines_of(profile, chosen=chosen)))
    kept = kept_words(places_for(profile), clock.now())
    for name, words in kept.rows:
        _detail(name, words)
    code = _try(profile, store, clock)
    return code if code or kept.in_order else Exit.FAILED


def _try(profile: Profile, store: KeyStore, clock: Clock) -> int:
    """Read something with a profile, and print what came of it; its exit code."""
    try:
        key = store.read_now(profile)
        sight = asyncio.run(look(profile, key, clock, lines=True))
    except (CredentialError, ApiError) as error:
        _detail("does not work", words_of(error))
        return exit_of(error) or Exit.FAILED
    _detail("API", f"answered in {sight.took_s * 1000:.0f} ms")
    _detail("key sees", _seen(sight))
    _detail("clock", clock_words(sight.server_ahead))
    return Exit.OK


def _seen(sight: Sight) -> str:
    wallets = counted(sight.wallets, "wallet")
    if sight.lines is None:
        return f"{wallets}; lines of credit could not be read"
    return f"{wallets}, {counted(sight.lines, 'line')} of credit"


def _notice_words(*, on: bool) -> str:
    """Whether alerts are shown on the desktop; what cannot be is silent but for this line."""
    from voltage_tui.ui.alerting.desktop import standing  # noqa: PLC0415 - takes a while

    return standing() if on else "off (alerts.desktop in the settings)"


def _keyring_words(store: KeyStore) -> str:
    try:
        verdict = store.verdict_now()
    except CredentialError as error:
        return str(error)
    if verdict.error is not None:
        return str(verdict.error)
    return f"{verdict.title} ({verdict.name}), used"


def terminal_words(out: TextIO, environment: Mapping[str, str]) -> str:
    """Size, kind, colours and encoding of where we print."""
    size = shutil.get_terminal_size()
    facts = [f"{size.columns}x{size.lines}"] if out.isatty() else ["not a terminal"]
    facts.append(clean(environment.get("TERM") or "TERM is not set", 40))
    if environment.get("NO_COLOR"):
        facts.append("no colours (NO_COLOR)")
    elif environment.get("COLORTERM") in ("truecolor", "24bit"):
        facts.append("true colour")
    elif "256" in environment.get("TERM", ""):
        facts.append("256 colours")
    else:
        facts.append("16 colours or fewer")
    encoding = (out.encoding or "unknown encoding").upper()
    facts.append(encoding if encoding == "UTF-8" else f"{encoding}: lines and bars need UTF-8")
    return ", ".join(facts)


def folder_words(folder: Path) -> str:
    """Where the configuration is and whether others can change it."""
    shown = clean(str(folder), 200)
    try:
        mode = stat.S_IMODE(folder.stat().st_mode)
    except FileNotFoundError:
        return f"{shown} (not made yet)"
    except OSError as error:
        return f"{shown} ({error.strerror or type(error).__name__})"
    if mode & 0o022:
        return f"{shown} (others can write there: chmod 700 {shown})"
    return shown


def pace_words(cadence: Cadence) -> str:
    """How many requests a program that is left open makes at most."""
    most, burst = cadence.requests_per_minute, cadence.burst
    return f"at most {most} a minute, and {burst} more at once after a pause, whatever fails"


def clock_words(ahead: timedelta | None) -> str:
    """How this machine's clock stands against the server's."""
    if ahead is None:
        return "the server did not say its time"
    seconds = round(abs(ahead).total_seconds())
    if seconds <= 1:
        return "agrees with the server's"
    # Ahead is the server's lead, so our clock is behind by as much.
    side = "behind" if ahead > timedelta() else "ahead of"
    words = f"{seconds} s {side} the server's"
    if abs(ahead) > CLOCK_TOLERANCE:
        return f"{words}; set this machine's clock, or expiries are judged wrongly"
    return words


def _line(name: str, words: str) -> None:
    print(f"{name:<{_COLUMN}}{words}")


def _detail(name: str, words: str) -> None:
    print(f"  {name:<{_COLUMN}}{words}")
