"""What the settings keep under names: searches, and templates of metadata for what is made."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from voltage_tui.files import toml_string
from voltage_tui.text import is_clean

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

LONGEST_NAME: Final = 40
LONGEST_SEARCH: Final = 500
MOST_SEARCHES: Final = 100
MOST_TEMPLATES: Final = 20
MOST_ENTRIES: Final = 10
"""Entries of a template; the API takes 50 of metadata in all."""
LONGEST_ENTRY: Final = 256
"""Characters of a key or a value of metadata that the API takes."""
_OURS: Final = frozenset({"reference", "retry_of"})
"""Keys that a payment's own fields fill."""


@dataclass(frozen=True, slots=True)
class SavedSearch:
    """A search as it was typed, and its name."""

    name: str
    text: str


@dataclass(frozen=True, slots=True)
class Template:
    """Entries of metadata under a name; the value of one that is typed each time is empty."""

    name: str
    entries: tuple[tuple[str, str], ...]


def name_problem(name: str) -> str | None:
    """Why this cannot be a name, or None."""
    if not name.strip():
        return "A name has at least one character."
    if len(name) > LONGEST_NAME:
        return f"A name has at most {LONGEST_NAME} characters, this has {len(name)}."
    return None if is_clean(name) else "The name has characters that cannot be seen."


def searches_in(table: dict[str, object], bad: list[str]) -> tuple[SavedSearch, ...]:
    """The searches of a settings file; what is none is left out, and named in `bad`."""
    found: list[SavedSearch] = []
    for name, text in _named(table, "searches", bad):
        if not isinstance(text, str) or not _fits(text, LONGEST_SEARCH):
            bad.append(f"searches.{name[:LONGEST_NAME]}")
        elif len(found) < MOST_SEARCHES:
            found.append(SavedSearch(name, text))
        else:
            bad.append(f"searches (more than {MOST_SEARCHES})")
            break
    return tuple(found)


def templates_in(table: dict[str, object], bad: list[str]) -> tuple[Template, ...]:
    """The templates of a settings file, likewise."""
    found: list[Template] = []
    for name, entries in _named(table, "templates", bad):
        read = _entries(entries)
        if read is None:
            bad.append(f"templates.{name[:LONGEST_NAME]}")
        elif len(found) < MOST_TEMPLATES:
            found.append(Template(name, read))
        else:
            bad.append(f"templates (more than {MOST_TEMPLATES})")
            break
    return tuple(found)


def named_toml(searches: Sequence[SavedSearch], templates: Sequence[Template]) -> list[str]:
    """The lines of a settings file that keep them, which stand at its end."""
    lines = _section("searches", ((one.name, one.text) for one in searches)) if searches else []
    for template in templates:
        lines += _section(f"templates.{toml_string(template.name)}", template.entries)
    return lines


def _section(head: str, entries: Iterable[tuple[str, str]]) -> list[str]:
    return [
        "",
        f"[{head}]",
        *(f"{toml_string(key)} = {toml_string(value)}" for key, value in entries),
    ]


def _named(table: dict[str, object], field: str, bad: list[str]) -> list[tuple[str, object]]:
    """What a table has under names that can be shown."""
    named = table.get(field, {})
    if not isinstance(named, dict):
        bad.append(field)
        return []
    fitting = []
    for name, value in named.items():
        if name_problem(name) is None:
            fitting.append((name, value))
        else:
            bad.append(f"{field} (a name of 1 to {LONGEST_NAME} characters)")
    return fitting


def _entries(entries: object) -> tuple[tuple[str, str], ...] | None:
    """The entries of a template, or None for what is none."""
    if not isinstance(entries, dict) or not 0 < len(entries) <= MOST_ENTRIES:
        return None
    read = []
    for key, value in entries.items():
        if not isinstance(value, str) or not _fits(value, LONGEST_ENTRY, least=0):
            return None
        if key in _OURS or not _fits(key, LONGEST_ENTRY):
            return None
        read.append((key, value))
    return tuple(read)


def _fits(text: str, most: int, *, least: int = 1) -> bool:
    return least <= len(text.strip()) and len(text) <= most and is_clean(text)
