"""`voltage-tui profiles`: list them."""

from __future__ import annotations

import argparse
import sys

from voltage_tui.cli.exits import Exit
from voltage_tui.profiles import NoProfilesError, Profile, config_folder, read_profiles
from voltage_tui.profiles.profile import key_note


def run(options: argparse.Namespace) -> int:  # noqa: ARG001 - every command has this shape
    """One block for each profile; those that make no sense are named on stderr."""
    book = read_profiles(config_folder())
    if not book.names:
        raise NoProfilesError(book.path)
    only = len(book.names) == 1
    for profile in book.profiles.values():
        chosen = only or profile.name == book.default
        print("\n".join(lines_of(profile, chosen=chosen)))
    for problem in book.problems.values():
        print(f"voltage-tui: {problem}", file=sys.stderr)
    return Exit.USAGE if book.problems else Exit.OK


def lines_of(profile: Profile, *, chosen: bool) -> list[str]:
    """A profile in words; nothing in it is secret."""
    mark = " (default)" if chosen else ""
    where = f"{profile.base_url} (not Voltage's own)" if profile.marked else profile.base_url
    return [
        f"{profile.name}{mark}: {profile.title}",
        f"  organisation  {profile.organization_id}",
        f"  environment   {profile.environment_id}",
        f"  address       {where}",
        f"  level         {profile.level}",
        f"  key           {key_note(profile.key) or 'keyring'}",
    ]
