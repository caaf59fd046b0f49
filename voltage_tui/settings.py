"""What the screen remembers between starts: `settings.toml`, never anything secret."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass, field, fields, replace
from typing import TYPE_CHECKING, Final, Literal, TypeAlias, get_args

from voltage_tui.alert_rules import AlertRules, alerts_in, alerts_toml
from voltage_tui.files import read_bounded, toml_string, write_private
from voltage_tui.named_entries import (
    SavedSearch,
    Template,
    named_toml,
    searches_in,
    templates_in,
)
from voltage_tui.text import clean

if TYPE_CHECKING:
    from pathlib import Path

UnitChoice: TypeAlias = Literal["sats", "btc", "usd", "both"]
"""How amounts are shown: `u` goes round these."""

FILE_NAME: Final = "settings.toml"
THEMES_FOLDER: Final = "themes"
ACCOUNTS_FILE: Final = "accounts.toml"
_UNITS: Final = get_args(UnitChoice)
_NAME_LENGTH: Final = 64
_LARGEST: Final = 65_536
_LONGEST_PATH: Final = 4_096
_LONGEST_UNLOCKED: Final = 24 * 60
_HIGHEST_THRESHOLD: Final = 100_000_000
"""A bitcoin: over that nobody pays by one key."""


@dataclass(frozen=True, slots=True)
class Settings:
    """Every setting, with its default."""

    theme: str | None = None
    """The theme's name; None leaves the choice to the screen."""
    unit: UnitChoice = "sats"
    """The unit amounts are shown in."""
    hide_amounts: bool = False
    """Amounts start hidden, because they were hidden when the program was last left."""
    lock_after_minutes: int = 15
    """Minutes without a key or the mouse after which it locks (S-49); 0 is never."""
    strong_confirm_sats: int = 1_000_000
    """A payment that may cost more than this always takes the strong confirm (S-28)."""
    time_zone: str | None = None
    """The zone days and months are counted in (`Europe/Berlin`); None is the machine's (S-68)."""
    coin_prices: bool = False
    """The coin price service, another host than the API's, may be asked for rates (S-64)."""
    export_folder: str | None = None
    """Where exports were written last; None is the person's downloads."""
    export_formats: str | None = None
    """The names of the formats that were chosen last, spaces between them; None is all."""
    ledger_columns: str | None = None
    """The names of the ledger's columns, commas between them; None is the usual ones."""
    payments_columns: str | None = None
    """The names of the columns of payments, commas between them; None is the usual ones."""
    ledger_order: str | None = None
    """The name of the order of the ledger's rows; None is newest first."""

    searches: tuple[SavedSearch, ...] = ()
    """Searches kept under a name, in the order they were kept."""
    templates: tuple[Template, ...] = ()
    """Templates of metadata that the forms are filled with."""
    alerts: AlertRules = field(default_factory=AlertRules)
    """What raises an alert, and how one is told."""


_ONLY_IN_FILE: Final = ("lock_after_minutes", "strong_confirm_sats", "time_zone", "templates")
"""What the screen never changes: a person does, in the file, and it holds from the next start."""


@dataclass(frozen=True, slots=True)
class LoadedSettings:
    """What a reading gave: always usable, with words when the file was not."""

    settings: Settings
    notice: str | None
    """Says which file, which field, and that the default was used; None when all is well."""


class SettingsStore:
    """Reads and writes the settings of one folder; without a folder, keeps them in memory only.

    The demo has no folder, so that it never writes among the person's own files (rule S-62).
    """

    def __init__(self, folder: Path | None) -> None:
        self._folder = folder
        self._memory = Settings()

    @property
    def themes_folder(self) -> Path | None:
        """Where a person's own theme files are looked for; it may not exist. None in the demo."""
        return None if self._folder is None else self._folder / THEMES_FOLDER

    @property
    def accounts_file(self) -> Path | None:
        """Where a person says which account of a journal what is booked to; None in the demo."""
        return None if self._folder is None else self._folder / ACCOUNTS_FILE

    def load(self) -> LoadedSettings:
        """Read the settings; a missing file gives the defaults, a broken one a notice as well.

        Never raises. A field that makes no sense is replaced by its default and named; the others
        are kept.
        """
        if self._folder is None:
            return LoadedSettings(self._memory, None)
        path = self._folder / FILE_NAME
        try:
            table = _table_in(path)
        except FileNotFoundError:
            return LoadedSettings(Settings(), None)
        except OSError as error:
            return _unusable(path, error.strerror or type(error).__name__)
        except UnicodeDecodeError:
            return _unusable(path, "it is not UTF-8 text")
        except tomllib.TOMLDecodeError as error:
            return _unusable(path, str(error))
        except RecursionError:
            return _unusable(path, "it is nested too deeply")
        settings, bad = _from_table(table)
        shown = clean(str(path), 200)
        notice = f"{shown}: {', '.join(bad)} not understood; the default is used." if bad else None
        return LoadedSettings(settings, notice)

    def save(self, settings: Settings) -> str | None:
        """Remember the settings, atomically; returns words when they could not be written."""
        self._memory = settings
        if self._folder is None:
            return None
        path = self._folder / FILE_NAME
        settings = _with_own_of_file(settings, path)
        try:
            write_private(path, _to_toml(settings))
        except OSError as error:
            shown = clean(str(path), 200)
            return f"Settings were not saved: {shown}: {error.strerror or error}."
        return None


def _table_in(path: Path) -> dict[str, object]:
    return tomllib.loads(read_bounded(path, _LARGEST).decode("utf-8"))


def _with_own_of_file(settings: Settings, path: Path) -> Settings:
    """The settings with what only a person changes, as the file says it by now."""
    try:
        table = _table_in(path)
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError, RecursionError):
        return settings
    found, bad = _from_table(table)
    own = [
        name for name in _ONLY_IN_FILE if name in table and not any(b.startswith(name) for b in bad)
    ]
    changes: dict[str, object] = {name: getattr(found, name) for name in own}
    return replace(settings, **changes)  # type: ignore[arg-type]  # fields by their own names


def _unusable(path: Path, why: str) -> LoadedSettings:
    shown = f"{clean(str(path), 200)}: {clean(why, 200)}"
    return LoadedSettings(Settings(), f"{shown}; defaults are used.")


def _from_table(table: dict[str, object]) -> tuple[Settings, list[str]]:
    settings = Settings()
    bad: list[str] = []
    theme = table.get("theme")
    if isinstance(theme, str) and 0 < len(theme) <= _NAME_LENGTH:
        settings = replace(settings, theme=clean(theme))
    elif theme is not None:
        bad.append("theme")
    for unit in _UNITS:
        if table.get("unit") == unit:
            settings = replace(settings, unit=unit)
    if table.get("unit", settings.unit) != settings.unit:
        bad.append("unit")
    settings = replace(
        settings,
        hide_amounts=_yes(table, "hide_amounts", bad),
        coin_prices=_yes(table, "coin_prices", bad),
    )
    lock = _whole(table, "lock_after_minutes", _LONGEST_UNLOCKED, bad)
    if lock is not None:
        settings = replace(settings, lock_after_minutes=lock)
    strong = _whole(table, "strong_confirm_sats", _HIGHEST_THRESHOLD, bad)
    if strong is not None:
        settings = replace(settings, strong_confirm_sats=strong)
    settings = replace(
        settings,
        export_folder=_words(table, "export_folder", _LONGEST_PATH, bad),
        export_formats=_words(table, "export_formats", _LONGEST_PATH, bad),
        ledger_columns=_words(table, "ledger_columns", _LONGEST_PATH, bad),
        payments_columns=_words(table, "payments_columns", _LONGEST_PATH, bad),
        ledger_order=_words(table, "ledger_order", _NAME_LENGTH, bad),
    )
    settings = replace(
        settings,
        searches=searches_in(table, bad),
        templates=templates_in(table, bad),
        alerts=alerts_in(table, bad),
    )
    return replace(settings, time_zone=_zone(table, bad)), bad


def _yes(table: dict[str, object], name: str, bad: list[str]) -> bool:
    """True only where it says just that: what makes no sense is no."""
    value = table.get(name, False)
    if not isinstance(value, bool):
        bad.append(name)
    return value is True


def _words(table: dict[str, object], name: str, most: int, bad: list[str]) -> str | None:
    """A text of at most so many characters; None where there is none, or one that is longer."""
    words = table.get(name)
    if words is None or (isinstance(words, str) and 0 < len(words) <= most):
        return words
    bad.append(name)
    return None


def _zone(table: dict[str, object], bad: list[str]) -> str | None:
    """A zone's name; None where there is none, or one that no calendar knows."""
    zone = table.get("time_zone")
    if zone is None:
        return None
    from voltage_tui.time_zone import zone_named  # noqa: PLC0415 - only where one is chosen

    if isinstance(zone, str) and zone_named(zone) is not None:
        return zone
    bad.append("time_zone (a name such as Europe/Berlin)")
    return None


def _whole(table: dict[str, object], name: str, most: int, bad: list[str]) -> int | None:
    """A whole number from 0 to `most`; None where there is none, or one that makes no sense."""
    value = table.get(name)
    if isinstance(value, int) and not isinstance(value, bool) and 0 <= value <= most:
        return value
    if value is not None:
        bad.append(f"{name} (a whole number from 0 to {most:,})")
    return None


def _to_toml(settings: Settings) -> str:
    lines = []
    for item in fields(settings):
        value: object = getattr(settings, item.name)
        if isinstance(value, bool):
            lines.append(f"{item.name} = {'true' if value else 'false'}")
        elif isinstance(value, int):
            lines.append(f"{item.name} = {value}")
        elif isinstance(value, str):
            lines.append(f"{item.name} = {toml_string(value)}")
    lines += named_toml(settings.searches, settings.templates)
    lines += alerts_toml(settings.alerts)
    return "\n".join(lines) + "\n"
