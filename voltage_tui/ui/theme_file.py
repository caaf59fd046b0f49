"""Themes as files: thirteen colours by what they mean, read and checked, nothing of Textual.

A theme is a TOML file with `name`, `title`, `dark` and the thirteen tokens. Its colours are either
all `#rrggbb`, or all of the terminal's own palette (`ansi_bright_blue`, `ansi_default`).
"""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

from voltage_tui.text import clean

if TYPE_CHECKING:
    from collections.abc import Mapping

TOKENS: Final = (
    "background",
    "panel",
    "rule",
    "text",
    "muted",
    "faint",
    "accent",
    "ok",
    "warn",
    "bad",
    "sandbox",
    "mainnet",
    "selection",
)
"""Every colour a theme gives, by its meaning."""
ANSI_DEFAULT: Final = "ansi_default"
"""The terminal's own foreground or background."""

_KEYS: Final = frozenset({"name", "title", "dark", *TOKENS})
_NAME: Final = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_HEX: Final = re.compile(r"#[0-9a-fA-F]{6}")
_ANSI_HUES: Final = ("black", "red", "green", "yellow", "blue", "magenta", "cyan", "white")
_ANSI_COLOURS: Final = frozenset(
    {ANSI_DEFAULT, *(f"ansi_{p}{hue}" for p in ("", "bright_") for hue in _ANSI_HUES)}
)
_DARK_ANSI: Final = frozenset({"ansi_black", "ansi_red", "ansi_blue", "ansi_magenta"})
"""Colours of the terminal's palette on which white reads better than black."""
_MAX_BYTES: Final = 65_536
_MAX_WORDS: Final = 40


class BrokenThemeError(Exception):
    """A theme file that cannot be used: `path` says which, `what` says why in words."""

    def __init__(self, path: Path, what: str) -> None:
        super().__init__(f"theme {clean(path.name, 60)}: {what}")
        self.path = path
        self.what = what


@dataclass(frozen=True, slots=True)
class Theme:
    """One theme; each colour is `#rrggbb`, or an `ansi_` name when `ansi` is set."""

    name: str
    """What settings remember it by: lower-case letters, digits and hyphens."""
    title: str
    """What a person reads in the list."""
    dark: bool
    """Whether the background is darker than the text."""
    background: str
    panel: str
    rule: str
    text: str
    muted: str
    faint: str
    accent: str
    ok: str
    warn: str
    bad: str
    sandbox: str
    mainnet: str
    selection: str

    @property
    def ansi(self) -> bool:
        """Whether the colours are the terminal's own palette."""
        return self.background.startswith("ansi_")

    def colour(self, token: str) -> str:
        """The colour of one of `TOKENS`; `KeyError` for any other word."""
        if token not in TOKENS:
            raise KeyError(token)
        value: str = getattr(self, token)
        return value

    def on(self, token: str) -> str:
        """Black or white, whichever reads better on a band filled with `token`'s colour.

        Never under 4.5:1 on a `#rrggbb` colour: one of the two is always above it.
        """
        colour = self.colour(token)
        if colour == ANSI_DEFAULT:
            return "ansi_bright_white" if self.dark else "ansi_black"
        if self.ansi:
            return "ansi_bright_white" if colour in _DARK_ANSI else "ansi_black"
        light = _luminance(colour)
        return "#000000" if (light + 0.05) ** 2 >= 0.05 * 1.05 else "#ffffff"


def load_theme(path: Path) -> Theme:
    """Read one theme file. Raises `BrokenThemeError`, in words, for whatever is wrong with it."""
    try:
        return _theme(_read(path))
    except ValueError as problem:
        raise BrokenThemeError(path, str(problem)) from None


def shipped_themes() -> tuple[Theme, ...]:
    """The themes that come with the program, by file name."""
    return tuple(load_theme(path) for path in sorted(_shipped_folder().glob("*.toml")))


def user_themes(folder: Path) -> tuple[tuple[Theme, ...], tuple[BrokenThemeError, ...]]:
    """A person's own themes in `folder`, by file name, and what is wrong with the others.

    A folder that is not there is no problem. Of two files with one name the first is kept.
    """
    themes: dict[str, Theme] = {}
    problems: list[BrokenThemeError] = []
    try:
        paths = sorted(path for path in folder.iterdir() if path.suffix == ".toml")
    except FileNotFoundError:
        return (), ()
    except OSError as problem:
        return (), (BrokenThemeError(folder, _reason(problem)),)
    for path in paths:
        try:
            theme = load_theme(path)
        except BrokenThemeError as problem:
            problems.append(problem)
            continue
        if theme.name in themes:
            problems.append(BrokenThemeError(path, f"another file has the name {theme.name!r}"))
        themes.setdefault(theme.name, theme)
    return tuple(themes.values()), tuple(problems)


def _shipped_folder() -> Path:
    """Where the shipped themes are: beside this file once installed, else in the checkout."""
    here = Path(__file__).resolve()
    installed = here.parent / "themes"
    return installed if installed.is_dir() else here.parents[2] / "themes"


def _read(path: Path) -> dict[str, object]:
    try:
        if not path.is_file():
            raise ValueError("it is not a file")
        with path.open("rb") as file:
            raw = file.read(_MAX_BYTES + 1)
    except OSError as problem:
        raise ValueError(_reason(problem)) from None
    if len(raw) > _MAX_BYTES:
        raise ValueError("it is too large for a theme")
    try:
        return tomllib.loads(raw.decode("utf-8"))
    except UnicodeDecodeError:
        raise ValueError("it is not UTF-8 text") from None
    except tomllib.TOMLDecodeError as problem:
        raise ValueError(f"it is not TOML: {clean(str(problem), 120)}") from None
    except RecursionError:
        raise ValueError("it is not TOML that can be read: nested too deeply") from None


def _theme(fields: Mapping[str, object]) -> Theme:
    if unknown := sorted(fields.keys() - _KEYS):
        raise ValueError(f"{clean(unknown[0], _MAX_WORDS)!r} is no token of a theme")
    name, dark = _words(fields, "name"), fields.get("dark")
    if not _NAME.fullmatch(name):
        raise ValueError("name takes lower-case letters, digits and hyphens only")
    if dark is not True and dark is not False:
        raise ValueError("dark must be true or false")
    colours = {token: _colour(fields, token) for token in TOKENS}
    if len({colour.startswith("#") for colour in colours.values()}) > 1:
        raise ValueError("its colours must be all #rrggbb or all ansi_ names")
    return Theme(name=name, title=_words(fields, "title"), dark=dark, **colours)


def _words(fields: Mapping[str, object], key: str) -> str:
    value = fields.get(key)
    if not isinstance(value, str) or not clean(value).strip():
        raise ValueError(f"{key} is missing" if value is None else f"{key} must be words")
    return clean(value.strip(), _MAX_WORDS)


def _colour(fields: Mapping[str, object], token: str) -> str:
    value = fields.get(token)
    if value is None:
        raise ValueError(f"{token} is missing")
    if isinstance(value, str) and (_HEX.fullmatch(value) or value in _ANSI_COLOURS):
        return value
    shown = clean(str(value), _MAX_WORDS)
    raise ValueError(f"{token} must be a colour like #1a2b3c or ansi_blue, not {shown!r}")


def _reason(problem: OSError) -> str:
    return f"it cannot be read: {problem.strerror or type(problem).__name__}"


def _luminance(colour: str) -> float:
    """The relative luminance of `#rrggbb` (WCAG 2), 0 for black to 1 for white."""
    channels = (int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5))
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
