"""Which theme is used: the shipped ones, a person's own, and Textual told of them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from textual.theme import Theme as TextualTheme

from voltage_tui.ui.theme_file import Theme, shipped_themes, user_themes

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

DEFAULT: Final = "voltage-dark"


@dataclass(frozen=True, slots=True)
class Themes:
    """All themes by name, a person's own over a shipped one, and words about broken files."""

    by_name: Mapping[str, Theme]
    problems: tuple[str, ...]

    def pick(self, name: str | None) -> Theme:
        """The theme of that name, or the default."""
        return self.by_name.get(name or DEFAULT) or self.by_name[DEFAULT]


def find_themes(own_folder: Path | None) -> Themes:
    """Read the shipped themes and those in `own_folder`; broken files become problems."""
    found = {theme.name: theme for theme in shipped_themes()}
    if own_folder is None:
        return Themes(found, ())
    own, problems = user_themes(own_folder)
    return Themes(found | {theme.name: theme for theme in own}, tuple(str(p) for p in problems))


def for_textual(theme: Theme) -> TextualTheme:
    """The theme as Textual's own widgets (inputs, scrollbars) see it."""
    return TextualTheme(
        name=theme.name,
        primary=theme.accent,
        accent=theme.accent,
        warning=theme.warn,
        error=theme.bad,
        success=theme.ok,
        foreground=theme.text,
        background=theme.background,
        surface=theme.panel,
        panel=theme.panel,
        dark=theme.dark,
        ansi=theme.ansi,
        variables=_variables(theme) | (_terminal_variables(theme) if theme.ansi else {}),
    )


def _variables(theme: Theme) -> dict[str, str]:
    """What our style sheets and Textual's inputs and scrollbars ask for."""
    return {
        "scrollbar": theme.rule,
        "scrollbar-hover": theme.muted,
        "scrollbar-active": theme.accent,
        "scrollbar-background": theme.background,
        "scrollbar-background-hover": theme.background,
        "scrollbar-background-active": theme.background,
        "scrollbar-corner-color": theme.background,
        "rule": theme.rule,
        "muted": theme.muted,
        "faint": theme.faint,
        "selection": theme.selection,
        "input-selection-background": theme.selection,
        "input-cursor-background": theme.accent,
        "input-cursor-foreground": theme.on("accent"),
    }


def _terminal_variables(theme: Theme) -> dict[str, str]:
    """What Textual asks for besides, of a theme in the terminal's own colours."""
    dark, light = "ansi_black", "ansi_bright_white"
    return {
        "ansi-background": dark if theme.dark else light,
        "ansi-foreground": light if theme.dark else dark,
        "border-blurred": theme.rule,
        "block-cursor-foreground": dark if theme.dark else light,
        "block-cursor-background": theme.accent,
        "input-cursor-text-style": "none",
        "input-selection-background": theme.rule,
        "input-selection-foreground": theme.text,
        "screen-selection-background": theme.rule,
        "screen-selection-foreground": theme.text,
    }
