"""The terminal's own title, which is seen in lists of windows and on a locked screen too (S-49).

The program gives its terminal a title only while it is locked, and while an alert is raised: then
it is the number of them and nothing else. The one that was there is put aside, where the terminal
can, and taken back.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Callable

NAME: Final = "voltage-tui"
LOCKED_TITLE: Final = f"{NAME}, locked"
_PUT_ASIDE: Final = "\x1b[22;2t"
_TAKE_BACK: Final = "\x1b[23;2t"


class TerminalTitle:
    """The title of one terminal; `write` takes what changes it."""

    def __init__(self, write: Callable[[str], None]) -> None:
        self._write = write
        self._locked = False
        self._alerts = 0
        self._shown: str | None = None

    def lock(self, *, on: bool) -> None:
        """Say that the program is locked, and nothing else; or no longer."""
        self._locked = on
        self._show()

    def count(self, alerts: int) -> None:
        """How many alerts are to be told of; while it is locked nobody is."""
        self._alerts = alerts
        self._show()

    def give_back(self) -> None:
        """Leave the terminal with the title that it had."""
        self._locked, self._alerts = False, 0
        self._show()

    @property
    def words(self) -> str | None:
        """The title, or None where the terminal keeps its own."""
        if self._locked:
            return LOCKED_TITLE
        if not self._alerts:
            return None
        return f"({self._alerts}) {NAME}: {'alert' if self._alerts == 1 else 'alerts'}"

    def _show(self) -> None:
        words = self.words
        if words == self._shown:
            return
        if words is None:
            # A terminal that kept none is left with the name.
            self._write(f"{_title(NAME)}{_TAKE_BACK}")
        else:
            aside = _PUT_ASIDE if self._shown is None else ""
            self._write(f"{aside}{_title(words)}")
        self._shown = words


def _title(words: str) -> str:
    return f"\x1b]2;{words}\x07"
