"""What is shown while the program is locked: that it is, since when, and that nothing was lost."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar, Final

from textual.screen import Screen

from voltage_tui.treasury.durations import duration
from voltage_tui.ui.paint import Line, Span, width_of, wrap
from voltage_tui.ui.palette import Ground, Role
from voltage_tui.ui.widgets.painted import Painted

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from textual import events
    from textual.app import ComposeResult

    from voltage_tui.ui.app import VoltageApp

_WIDEST: Final = 64
_KEPT: Final = "Nothing was lost. The program goes on reading, and follows what is under way."


@dataclass(frozen=True, slots=True)
class Locked:
    """How it came to be locked; `idle_minutes` is None when somebody asked for it."""

    since: datetime
    idle_minutes: int | None
    disarmed: bool
    closed: bool

    def sentences(self, now: datetime) -> list[str]:
        """What to say of it: for how long and why, what was kept, what was ended."""
        why = "by hand"
        if self.idle_minutes is not None:
            minutes = "a minute" if self.idle_minutes == 1 else f"{self.idle_minutes} minutes"
            why = f"after {minutes} without a key or the mouse"
        said = [f"For {duration(now - self.since)}, {why}.", _KEPT]
        if self.disarmed:
            said.append("Sending was armed and no longer is.")
        if self.closed:
            said.append("A question that waited for a yes was closed: nothing was done.")
        return said


class LockScreen(Screen[None], inherit_bindings=False):
    """Covers all that was there, which stays as it was; enter goes back to it."""

    app: VoltageApp

    def __init__(self, locked: Locked) -> None:
        super().__init__()
        self._words = LockWords(locked)

    def compose(self) -> ComposeResult:
        """The words, and nothing else."""
        yield self._words

    def tick(self) -> None:
        """A second has passed."""
        self._words.repaint()

    def on_key(self, event: events.Key) -> None:
        """Only enter does anything."""
        event.stop()
        event.prevent_default()
        if event.key == "enter":
            self.dismiss()


class LockWords(Painted):
    """A few sentences in the middle."""

    DEFAULT_CSS: ClassVar[str] = "LockWords { width: 100%; height: 100%; }"

    def __init__(self, locked: Locked) -> None:
        super().__init__()
        self._locked = locked

    def paint(self, width: int, height: int) -> Sequence[Line]:
        """As much as fits, from the most needed: how to get out of it is always there."""
        lines: list[Line] = [(Span("Locked", Role.ACCENT_STRONG),)]
        for sentence in self._locked.sentences(self.app.now()):
            pieces = wrap(sentence, max(8, min(_WIDEST, width - 4)))
            lines += [(), *((Span(piece, Role.TEXT),) for piece in pieces)]
        keys: Line = (
            Span(" enter ", Role.STRONG, Ground.KEYCAP),
            Span(" goes on where you were", Role.MUTED),
        )
        kept = [*lines[: max(0, height - 2)], (), keys]
        above = [()] * max(0, (height - len(kept)) // 2)
        return [*above, *(_centred(line, width) for line in kept)]


def _centred(line: Line, width: int) -> Line:
    return (Span(" " * max(0, (width - width_of(line)) // 2)), *line) if line else line
