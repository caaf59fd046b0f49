"""Reading `profiles.toml`: everything that is right, and words for what is not."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from voltage_tui.files import read_bounded
from voltage_tui.model.ids import EnvironmentId, OrganizationId
from voltage_tui.profiles.errors import (
    InvalidFieldError,
    NoProfilesError,
    ProfileFileError,
    ProfileNotChosenError,
    ProfileProblemError,
    UnknownProfileError,
)
from voltage_tui.profiles.profile import (
    OFFICIAL_URL,
    Profile,
    check_base_url,
    check_key_source,
    check_level,
    check_name,
    check_title,
    check_uuid,
)
from voltage_tui.text import clean

FILE_NAME: Final = "profiles.toml"
_FIELDS: Final = frozenset(
    {"title", "organization", "environment", "base_url", "level", "key"},
)
_LARGEST: Final = 1_000_000
_ANYBODY_WRITES: Final = 0o002


@dataclass(frozen=True, slots=True)
class ProfileBook:
    """All profiles of one file, in the order of the file."""

    path: Path
    profiles: Mapping[str, Profile]
    problems: Mapping[str, ProfileProblemError]
    """Profiles that make no sense, by name; the others are not held up by them."""
    default: str | None
    """The profile that the file names as default; it may not exist."""

    @property
    def names(self) -> tuple[str, ...]:
        """The names of all profiles, broken ones too."""
        return (*self.profiles, *self.problems)

    def choose(self, name: str | None) -> Profile:
        """The profile called `name`; without one the only one, or else the file's default.

        Raises `NoProfilesError`, `UnknownProfileError`, `ProfileNotChosenError`, or the
        `ProfileProblemError` of a profile that makes no sense.
        """
        names = self.names
        if name is None:
            if not names:
                raise NoProfilesError(self.path)
            name = names[0] if len(names) == 1 else self.default
        if name is None:
            raise ProfileNotChosenError(self.path, names)
        if name in self.problems:
            raise self.problems[name]
        if name not in self.profiles:
            raise UnknownProfileError(clean(name, 64), names)
        return self.profiles[name]


def read_profiles(folder: Path) -> ProfileBook:
    """Read the profiles of `folder`; no file is no profiles.

    Raises `ProfileFileError` when the file as a whole cannot be read or understood.
    """
    path = folder / FILE_NAME
    text = read_text(path)
    return book_of(path, text)


def read_text(path: Path) -> str:
    """The text of the profile file, empty when there is none. Raises `ProfileFileError`.

    A file that anybody may change is not used: a profile says where a key is sent, and may name
    a command to run (S-50).
    """
    try:
        exposed = path.stat().st_mode & _ANYBODY_WRITES
        content = read_bounded(path, _LARGEST)
    except FileNotFoundError:
        return ""
    except OSError as error:
        raise ProfileFileError(path, error.strerror or type(error).__name__) from None
    if exposed:
        raise ProfileFileError(path, "anybody on this machine can change it (chmod 600)")
    try:
        return content.decode("utf-8").replace("\r\n", "\n")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise ProfileFileError(path, f"line {line} is not UTF-8 text") from None


def table_of(path: Path, text: str) -> dict[str, object]:
    """The file as TOML. Raises `ProfileFileError` with the line of a mistake in the notation."""
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise ProfileFileError(path, clean(str(error), 200)) from None
    except RecursionError:
        raise ProfileFileError(path, "it is nested too deeply") from None


def book_of(path: Path, text: str) -> ProfileBook:
    """The profiles written in `text`. Raises `ProfileFileError`."""
    table = table_of(path, text)
    for field in table:
        if field not in ("default", "profiles"):
            raise ProfileFileError(path, f'"{clean(field, 40)}" is not a field of this file')
    default = table.get("default")
    if default is not None and not isinstance(default, str):
        raise ProfileFileError(path, "default is not the name of a profile")
    entries = table.get("profiles", {})
    if not isinstance(entries, dict):
        raise ProfileFileError(path, "profiles is not a table of profiles")
    profiles: dict[str, Profile] = {}
    problems: dict[str, ProfileProblemError] = {}
    for name, entry in entries.items():
        try:
            profiles[name] = _profile(name, entry)
        except InvalidFieldError as error:
            shown = clean(name, 40)
            line = _line_of(text, name, error.field)
            problems[shown] = ProfileProblemError(path, line, shown, error)
    return ProfileBook(path, profiles, problems, default)


def _profile(name: str, entry: object) -> Profile:
    check_name(name)
    if not isinstance(entry, dict):
        raise InvalidFieldError("name", "is not a table")
    for field in entry:
        if field not in _FIELDS:
            raise InvalidFieldError(clean(field, 40), "is not a field of a profile")
    return Profile(
        name=name,
        title=check_title(_text(entry, "title", name)),
        organization_id=OrganizationId(check_uuid("organization", _text(entry, "organization"))),
        environment_id=EnvironmentId(check_uuid("environment", _text(entry, "environment"))),
        base_url=check_base_url(_text(entry, "base_url", OFFICIAL_URL)),
        level=check_level(_text(entry, "level", "receive")),
        key=check_key_source(entry.get("key", "keyring")),
    )


def _text(entry: Mapping[str, object], field: str, default: str | None = None) -> str:
    value = entry.get(field, default)
    if value is None:
        raise InvalidFieldError(field, "is missing")
    if not isinstance(value, str):
        raise InvalidFieldError(field, "is not a text in quotes")
    return value


def _line_of(text: str, name: str, field: str) -> int | None:
    """The line of a field, or of its profile's heading; None where they cannot be found."""
    heading = heading_of(name)
    own = re.compile(rf'\s*"?{re.escape(field)}"?\s*=')
    found: int | None = None
    for number, line in enumerate(text.split("\n"), start=1):
        if heading.match(line):
            found = number
        elif found is not None and line.lstrip().startswith("["):
            break
        elif found is not None and own.match(line):
            return number
    return found


def heading_of(name: str) -> re.Pattern[str]:
    """What the heading line of a profile looks like."""
    return re.compile(rf"""\s*\[\s*"?profiles"?\s*\.\s*["']?{re.escape(name)}["']?\s*\]""")
