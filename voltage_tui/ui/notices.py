"""What the program says: one sentence at a time, for a few seconds."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from voltage_tui.ui.palette import Role

if TYPE_CHECKING:
    from collections.abc import Callable

NOTICE_S: Final = 5.0
"""Seconds for which a sentence stands, unless another takes its place."""


class Notice(NamedTuple):
    """A sentence shown in place of the keys."""

    words: str
    role: Role = Role.TEXT


class Notices:
    """The sentences of one app; `now` is the one that stands.

    `later` calls after real seconds, `changed` is called when another stands, or none.
    """

    def __init__(
        self, later: Callable[[float, Callable[[], None]], None], changed: Callable[[], None]
    ) -> None:
        self._later = later
        self._changed = changed
        self.now: Notice | None = None

    def say(self, words: str, role: Role) -> None:
        """Show a sentence."""
        notice = self.now = Notice(words, role)
        self._later(NOTICE_S, lambda: self._unsay(notice))
        self._changed()

    def _unsay(self, notice: Notice) -> None:
        if self.now is notice:
            self.now = None
            self._changed()
