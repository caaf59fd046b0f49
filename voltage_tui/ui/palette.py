"""What colours mean: roles of text and the grounds it stands on, resolved from the theme."""

from __future__ import annotations

from enum import Enum
from functools import lru_cache
from typing import TYPE_CHECKING

from rich.style import Style

if TYPE_CHECKING:
    from voltage_tui.ui.theme_file import Theme


class Role(Enum):
    """What a piece of text is; the theme says what that looks like."""

    TEXT = "text"
    STRONG = "strong"
    MUTED = "muted"
    FAINT = "faint"
    ACCENT = "accent"
    ACCENT_STRONG = "accent strong"
    OK = "ok"
    OK_STRONG = "ok strong"
    WARN = "warn"
    WARN_STRONG = "warn strong"
    BAD = "bad"
    BAD_STRONG = "bad strong"
    WAITING = "waiting"
    STRUCK = "struck"


class Ground(Enum):
    """What text stands on. A band is a filled cell whose text is black or white."""

    PAGE = "background"
    PANEL = "panel"
    SELECTED = "selection"
    KEYCAP = "rule"
    ACCENT_BAND = "accent"
    WARN_BAND = "warn"
    OK_BAND = "ok"
    BAD_BAND = "bad"
    SANDBOX_BAND = "sandbox"
    MAINNET_BAND = "mainnet"


_BANDS = {
    Ground.ACCENT_BAND,
    Ground.WARN_BAND,
    Ground.OK_BAND,
    Ground.BAD_BAND,
    Ground.SANDBOX_BAND,
    Ground.MAINNET_BAND,
}
_BOLD = {
    Role.STRONG,
    Role.ACCENT_STRONG,
    Role.OK_STRONG,
    Role.WARN_STRONG,
    Role.BAD_STRONG,
}
_TOKEN = {
    Role.TEXT: "text",
    Role.STRONG: "text",
    Role.MUTED: "muted",
    Role.FAINT: "faint",
    Role.ACCENT: "accent",
    Role.ACCENT_STRONG: "accent",
    Role.OK: "ok",
    Role.OK_STRONG: "ok",
    Role.WARN: "warn",
    Role.WARN_STRONG: "warn",
    Role.BAD: "bad",
    Role.BAD_STRONG: "bad",
    Role.WAITING: "sandbox",
    Role.STRUCK: "muted",
}


class Palette:
    """The styles of one theme; asking twice gives the same object."""

    def __init__(self, theme: Theme) -> None:
        self.theme = theme
        self.style = lru_cache(maxsize=256)(self._style)

    def _style(self, role: Role, ground: Ground) -> Style:
        """The style of text of `role` on `ground`."""
        if ground in _BANDS:
            return Style(
                color=_rich(self.theme.on(ground.value)),
                bgcolor=_rich(self.theme.colour(ground.value)),
                bold=role is not Role.TEXT,
            )
        reverse = self._reversed(ground)
        # Reversed, each colour would become a ground of its own: one colour, one bar.
        token = "text" if reverse else _TOKEN[role]
        return Style(
            color=_rich(self.theme.colour(token)),
            bgcolor=_rich(self.theme.colour("background" if reverse else ground.value)),
            bold=True if role in _BOLD else None,
            strike=True if role is Role.STRUCK else None,
            reverse=True if reverse else None,
        )

    def _reversed(self, ground: Ground) -> bool:
        """Whether a ground is the text's colour and the other way round.

        For a selection without a colour of its own, and for key caps in the terminal's colours:
        which of these text can be read on is only sure of the two that stand on each other anyway.
        """
        if ground is Ground.SELECTED:
            return self.theme.selection == self.theme.background
        return ground is Ground.KEYCAP and self.theme.ansi


def _rich(colour: str) -> str:
    """A theme's colour as Rich names it; `ansi_` names lose their prefix."""
    return colour.removeprefix("ansi_")
