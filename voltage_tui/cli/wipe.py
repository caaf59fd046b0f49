"""`voltage-tui wipe`: take away what was copied of an environment to this machine (rule S-62)."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from voltage_tui.cli.exits import Exit
from voltage_tui.cli.keep_notes import keep_notes
from voltage_tui.cli.profile_named import profile_named
from voltage_tui.clock import SystemClock
from voltage_tui.profiles import config_folder, read_profiles
from voltage_tui.store.lock import InstanceLock
from voltage_tui.store.mirror.inspection import MirrorFacts, facts_of, files_of, remove, size_of
from voltage_tui.store.places import Places, places_for
from voltage_tui.text import clean
from voltage_tui.treasury.phrases import counted
from voltage_tui.trouble import TroubleError


def run(options: argparse.Namespace) -> int:
    """Say what goes and what stays, and take it away once that is confirmed."""
    profile = read_profiles(config_folder()).choose(profile_named(options))
    places = places_for(profile)
    if not files_of(places):
        print(f'Nothing of "{profile.name}" has been copied to this machine.')
        return Exit.OK
    lock, clock = InstanceLock(places.lock), SystemClock()
    holder = lock.take(clock.now())
    if holder is not None:
        words = f"{holder.words(clock.now())}. Close it, then try again; nothing was removed."
        print(f"voltage-tui: {words}", file=sys.stderr)
        return Exit.FAILED
    try:
        print("\n".join(_what_goes(places, options.keep_notes)))
        if not options.yes and not _is_confirmed(profile.name):
            print("Nothing was removed.")
            return Exit.FAILED
        remove(places)
    finally:
        lock.release()
    print("Removed. The next start reads it again.")
    return Exit.OK


def _what_goes(places: Places, path: Path | None) -> list[str]:
    """What is removed and what is not; the notes and tags are written to `path` first."""
    lines = [
        f"This removes the copy of ledgers and payments in {clean(str(places.mirror), 200)}",
        f"({words_of(places)}), with the notes, tags, marks and rates you gave in it.",
        "It keeps the profile and its key, the journal of what was sent and the record of it.",
    ]
    if path is not None:
        kept = counted(keep_notes(places, path.expanduser()), "payment")
        return [*lines, f"The notes and tags of {kept} are written to {clean(str(path), 200)}."]
    found = _notes_in(places)
    if found:
        lines.append(f"{found} will be lost; --keep-notes FILE writes them to a file first.")
    return lines


def words_of(places: Places) -> str:
    """The size of the copy and what is in it, in a line."""
    size = f"{size_of(places) / 1e6:,.1f} MB"
    try:
        facts = facts_of(places)
    except TroubleError as error:
        return f"{size}; {clean(error.what, 200)}"
    if facts is None:
        return size
    parts = [size, counted(facts.rows, "row"), counted(facts.payments, "payment"), _marks_in(facts)]
    return ", ".join(part for part in parts if part)


def _notes_in(places: Places) -> str:
    """The notes and tags there are, in words; empty for none, and for a copy nobody can read."""
    try:
        facts = facts_of(places)
    except TroubleError:
        return ""
    return "" if facts is None else _marks_in(facts).replace(", ", " and ")


def _marks_in(facts: MirrorFacts) -> str:
    parts = [(facts.notes, "note"), (facts.tagged, "tagged payment")]
    return ", ".join(counted(number, word) for number, word in parts if number)


def _is_confirmed(name: str) -> bool:
    """Whether a person types the profile's name; without a terminal nobody can."""
    if not sys.stdin.isatty():
        print("To remove it without being asked: --yes", file=sys.stderr)
        return False
    try:
        return input(f"Type {name} to remove it: ").strip() == name
    except EOFError:
        return False
