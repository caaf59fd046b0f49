"""Changing `profiles.toml` as a careful person would: only the lines meant, the rest untouched.

Comments and order stay. The edited text is read back before it is written, and must say exactly
what the old one said plus the change; otherwise nothing is written.
"""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from voltage_tui.files import toml_string, write_private
from voltage_tui.profiles.book import FILE_NAME, heading_of, read_text, table_of
from voltage_tui.profiles.errors import (
    ProfileFileError,
    ProfileNotEditableError,
    UnknownProfileError,
)
from voltage_tui.profiles.profile import (
    OFFICIAL_URL,
    FromCommand,
    FromEnvironment,
    FromFile,
    FromKeyring,
    KeySource,
    Profile,
)
from voltage_tui.text import clean

_DEFAULT_LINE: Final = re.compile(r"\s*default\s*=")
_HEADER: Final = (
    "# Profiles of voltage-tui. No secret belongs in this file; keys are in the keyring.\n"
)


@dataclass(frozen=True, slots=True)
class Edit:
    """A change that has been checked and not yet written."""

    path: Path
    text: str

    def write(self) -> None:
        """Put the change on the disk, atomically. Raises `ProfileFileError`."""
        try:
            write_private(self.path, self.text)
        except OSError as error:
            why = f"writing it failed ({error.strerror or type(error).__name__})"
            raise ProfileFileError(self.path, why) from None


def save_profile(folder: Path, profile: Profile, *, default: bool = False) -> Edit:
    """Prepare to add `profile`, or to replace the one of its name; `default` makes it the default.

    Raises `ProfileFileError` when the file is broken and `ProfileNotEditableError` when it is
    written in a way an edit would disturb; in both cases it is left as it is.
    """
    path = folder / FILE_NAME
    text = read_text(path)
    wanted = table_of(path, text)
    section = _section(profile)
    entries = wanted.setdefault("profiles", {})
    if not isinstance(entries, dict):
        raise ProfileFileError(path, "profiles is not a table of profiles")
    entries.update(tomllib.loads(section)["profiles"])
    lines, at = _without(_lines(text or _HEADER), profile.name)
    edited = _insert(lines, at, section)
    if default:
        wanted["default"] = profile.name
        edited = f"default = {toml_string(profile.name)}\n" + _drop_default(edited)
    return _checked(path, edited, wanted, section)


def remove_profile(folder: Path, name: str) -> Edit:
    """Prepare to take a profile out, a broken one too, and the default with it if it was that.

    Raises `UnknownProfileError`, `ProfileFileError` and `ProfileNotEditableError`.
    """
    path = folder / FILE_NAME
    text = read_text(path)
    wanted = table_of(path, text)
    entries = wanted.get("profiles")
    if not isinstance(entries, dict) or name not in entries:
        names = [clean(each, 40) for each in entries] if isinstance(entries, dict) else []
        raise UnknownProfileError(clean(name, 64), names)
    del entries[name]
    lines, _ = _without(_lines(text), name)
    edited = "".join(lines)
    if wanted.get("default") == name:
        del wanted["default"]
        edited = _drop_default(edited)
    return _checked(path, edited, wanted, "")


def _checked(path: Path, edited: str, wanted: dict[str, object], section: str) -> Edit:
    try:
        found: dict[str, object] = tomllib.loads(edited)
    except tomllib.TOMLDecodeError:
        raise ProfileNotEditableError(path, section) from None
    for table in (found, wanted):
        if not table.get("profiles"):
            table.pop("profiles", None)
    if found != wanted:
        raise ProfileNotEditableError(path, section)
    return Edit(path, edited)


def _lines(text: str) -> list[str]:
    lines = text.splitlines(keepends=True)
    if lines and not lines[-1].endswith("\n"):
        lines[-1] += "\n"
    return lines


def _without(lines: list[str], name: str) -> tuple[list[str], int]:
    """The lines without the profile's section, and where it stood (or the end)."""
    heading = heading_of(name)
    start = next((at for at, line in enumerate(lines) if heading.match(line)), len(lines))
    end = start + 1
    while end < len(lines) and not lines[end].lstrip().startswith("["):
        end += 1
    # Comments and blank lines right above the next heading belong to that one.
    while end < len(lines) and end - 1 > start and _is_idle(lines[end - 1]):
        end -= 1
    return lines[:start] + lines[end:], start


def _insert(lines: list[str], at: int, section: str) -> str:
    before = "".join(lines[:at])
    after = "".join(lines[at:])
    gap = "" if not before or before.endswith("\n\n") else "\n"
    below = "" if not after or after.startswith("\n") else "\n"
    return before + gap + section + below + after


def _drop_default(text: str) -> str:
    lines = _lines(text)
    for at, line in enumerate(lines):
        if line.lstrip().startswith("["):
            break
        if _DEFAULT_LINE.match(line):
            return "".join(lines[:at] + lines[at + 1 :])
    return text


def _is_idle(line: str) -> bool:
    stripped = line.strip()
    return not stripped or stripped.startswith("#")


def _section(profile: Profile) -> str:
    lines = [
        f"[profiles.{profile.name}]",
        f"title = {toml_string(profile.title)}",
        f"organization = {toml_string(profile.organization_id)}",
        f"environment = {toml_string(profile.environment_id)}",
    ]
    if profile.base_url != OFFICIAL_URL:
        lines.append(f"base_url = {toml_string(profile.base_url)}")
    lines.append(f"level = {toml_string(profile.level)}")
    lines.append(f"key = {_key(profile.key)}")
    return "\n".join(lines) + "\n"


def _key(source: KeySource) -> str:
    match source:
        case FromKeyring():
            return toml_string("keyring")
        case FromEnvironment(variable):
            return toml_string(f"env:{variable}")
        case FromFile(path):
            return toml_string(f"file:{path}")
        case FromCommand(arguments):
            return "[" + ", ".join(toml_string(item) for item in arguments) + "]"
