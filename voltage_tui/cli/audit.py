"""`voltage-tui audit`: whether the record is whole, and what it says (rule S-61)."""

from __future__ import annotations

import argparse
import sys
from typing import Final

from voltage_tui.cli.exits import Exit
from voltage_tui.cli.profile_named import profile_named
from voltage_tui.profiles import config_folder, read_profiles
from voltage_tui.store.inspection import NoRecord, RecordLine, check_record, last_lines
from voltage_tui.store.places import Places, places_for
from voltage_tui.store.record import Broken, Verified
from voltage_tui.text import clean
from voltage_tui.treasury.phrases import counted

_LONGEST_FACT: Final = 80
_DIGEST_SHOWN: Final = 12


def run(options: argparse.Namespace) -> int:
    """Verify or show the record of one profile's environment; 1 when it is broken."""
    profile = read_profiles(config_folder()).choose(profile_named(options))
    places = places_for(profile)
    if options.act == "show":
        return _show(places, options.last)
    found = check_record(places)
    print(record_words(places, found))
    return Exit.FAILED if isinstance(found, Broken) else Exit.OK


def record_words(places: Places, found: Verified | Broken | NoRecord) -> str:
    """What was found of the record, in one line."""
    match found:
        case NoRecord():
            return "no record yet: nothing was armed or sent here"
        case Broken(line, words):
            return f"broken at line {line}: {words}"
        case Verified(head):
            (last,) = last_lines(places, 1) or (None,)
            when = "" if last is None else f", last {_moment(last)} ({clean(last.event, 40)})"
            return f"whole: {counted(head.n, 'line')}{when}"


def _show(places: Places, most: int) -> int:
    found = check_record(places)
    lines = last_lines(places, most)
    for row in _aligned(lines):
        print(row)
    if isinstance(found, Broken):
        print(f"voltage-tui: the record is {record_words(places, found)}.", file=sys.stderr)
        return Exit.FAILED
    if not lines:
        print(record_words(places, found))
    return Exit.OK


def _aligned(lines: tuple[RecordLine | None, ...]) -> list[str]:
    """A row for each line: number, moment, event, facts."""
    known = [line for line in lines if line is not None]
    number = max((len(str(line.n)) for line in known), default=1)
    event = max((len(clean(line.event, 40)) for line in known), default=1)
    return [
        f"{'?':>{number}}  a line that cannot be read"
        if line is None
        else f"{line.n:>{number}}  {_moment(line)}  {clean(line.event, 40):<{event}}  "
        f"{_facts(line)}".rstrip()
        for line in lines
    ]


def _moment(line: RecordLine) -> str:
    return f"{line.at:%Y-%m-%d %H:%M:%S} UTC"


def _facts(line: RecordLine) -> str:
    return "  ".join(f"{clean(name, 40)} {_fact(name, fact)}" for name, fact in line.facts)


def _fact(name: str, fact: str) -> str:
    """A fact as it fits into a row; of a digest, enough to compare."""
    return clean(fact, _DIGEST_SHOWN if name.endswith("sha256") else _LONGEST_FACT)
