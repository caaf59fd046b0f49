"""What the doctor says of the files that are kept for an environment; nothing is made for it."""

from __future__ import annotations

import stat
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import NamedTuple

from voltage_tui.cli.audit import record_words
from voltage_tui.cli.wipe import words_of
from voltage_tui.store.inspection import check_record
from voltage_tui.store.lock import Holder, look, moment_words
from voltage_tui.store.mirror.inspection import facts_of
from voltage_tui.store.places import Places
from voltage_tui.store.record import Broken
from voltage_tui.text import clean
from voltage_tui.trouble import TroubleError


class Kept(NamedTuple):
    """Names and words for a person, and whether everything is in order."""

    rows: tuple[tuple[str, str], ...]
    in_order: bool


def kept_words(places: Places, now: datetime) -> Kept:
    """Where the files are, whether they are private, whether the record is whole, who has them."""
    shown = clean(str(places.folder), 200)
    if not places.folder.exists():
        return Kept((("kept in", f"{shown} (not made yet)"),), in_order=True)
    # Before the rest, since whatever reads a file of ours makes it private again.
    exposed = clean(", ".join(sorted(_not_private(places.folder))), 200)
    private = f"others can look into {exposed}; start once to close it" if exposed else "private"
    rows = [("kept in", f"{shown} ({private})")]
    in_order = not exposed
    try:
        found = check_record(places)
        rows.append(("record", record_words(places, found)))
        in_order = in_order and not isinstance(found, Broken)
        rows += mirror_rows(places, now)
        holder = look(places.lock)
        rows.append(("open in", "no program" if holder is None else _who(holder, now)))
    except TroubleError as error:
        rows.append(("does not work", clean(str(error), 400)))
        in_order = False
    return Kept(tuple(rows), in_order)


def mirror_rows(places: Places, now: datetime) -> list[tuple[str, str]]:
    """What is copied of the ledgers, whether all of it, and its last proof; none without one.

    What is wrong with it is said here: it can always be read again.
    """
    try:
        facts = facts_of(places)
    except TroubleError as error:
        words = f"{clean(error.what, 200)} To begin it anew: voltage-tui wipe"
        return [("copy", words)]
    if facts is None:
        return []
    whole = "whole" if facts.is_whole else "not all of it yet"
    rows = [("copy", f"{words_of(places)}, {whole}")]
    if facts.proof is not None:
        at = moment_words(facts.proof.at, now)
        rows.append(("last proof", f"{facts.proof.verdict.value}, {at} UTC"))
    return rows


def _who(holder: Holder, now: datetime) -> str:
    pid = "a program that does not say which" if holder.pid is None else f"process {holder.pid}"
    return pid if holder.since is None else f"{pid}, since {moment_words(holder.since, now)} UTC"


def _not_private(folder: Path) -> Iterator[str]:
    """The folder and the files in it that others than their owner can read or write."""
    try:
        for path in (folder, *folder.iterdir()):
            if stat.S_IMODE(path.lstat().st_mode) & 0o077:
                yield path.name
    except OSError as error:
        yield f"{folder.name} ({error.strerror or type(error).__name__})"
