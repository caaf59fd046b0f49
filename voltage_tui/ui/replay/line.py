"""The scrubber: where in the recording one is, and where something happened."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from voltage_tui.api.recording.marks import MarkKind
from voltage_tui.ui.paint import Line, Span, width_of
from voltage_tui.ui.palette import Ground, Role
from voltage_tui.ui.widgets.painted import Painted

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from textual import events

    from voltage_tui.api.recording.replay import Replay
    from voltage_tui.ui.replay.player import Player

GLYPHS: Final = {
    MarkKind.TROUBLE: ("✕", Role.BAD),
    MarkKind.FAILED: ("×", Role.WARN),
    MarkKind.WRITE: ("›", Role.ACCENT),
    MarkKind.BACK: ("○", Role.OK),
    MarkKind.ENDED: ("•", Role.OK),
}
"""How a mark is drawn; of several in one cell the first of these."""
_ORDER: Final = tuple(GLYPHS)


class ReplayLine(Painted):
    """One line; a click on the bar goes there."""

    GROUND = Ground.PANEL

    def __init__(self, replay: Replay, player: Player) -> None:
        super().__init__(id="replay")
        self._replay = replay
        self._player = player
        self._bar = (0, 1)

    def paint(self, width: int, height: int) -> Sequence[Line]:
        """How it goes, the moment, the bar and its end."""
        clock = self._replay.clock
        now = clock.now()
        days = clock.began.date() != clock.ended.date()
        shape = "%m-%d %H:%M:%S" if days else "%H:%M:%S"
        left: list[Span] = [
            Span(f" {self._state():<7}", Role.STRONG),
            Span(f" {clock.speed:.0f}x ", Role.MUTED),
            Span(f" {now:{shape}} ", Role.ACCENT_STRONG),
        ]
        right: list[Span] = [Span(f" {clock.ended:{shape}} UTC ", Role.MUTED)]
        room = max(1, width - width_of(left) - width_of(right))
        self._bar = (width_of(left), room)
        return [[*left, *self._cells(now, room), *right]]

    def _state(self) -> str:
        clock = self._replay.clock
        if self._player.is_going:
            return "going"
        if clock.is_playing:
            return "playing"
        return "at end" if clock.now() >= clock.ended else "paused"

    def _cells(self, now: datetime, room: int) -> list[Span]:
        cells = [Span("─", Role.FAINT) for _ in range(room)]
        here = self._cell(now, room)
        for n in range(here):
            cells[n] = Span("━", Role.MUTED)
        best: dict[int, MarkKind] = {}
        for mark in self._replay.marks:
            at = self._cell(mark.at, room)
            known = best.get(at, mark.kind)
            best[at] = min(known, mark.kind, key=_ORDER.index)
        for at, kind in best.items():
            cells[at] = Span(*GLYPHS[kind])
        cells[here] = Span("█", Role.ACCENT)
        return cells

    def _cell(self, moment: datetime, room: int) -> int:
        """The cell of the bar in which a moment is."""
        clock = self._replay.clock
        span = clock.ended - clock.began
        part = (moment - clock.began) * (room - 1)
        return min(room - 1, max(0, part // span if span else 0))

    def on_click(self, event: events.Click) -> None:
        """Go to the moment under the mouse."""
        start, room = self._bar
        clock = self._replay.clock
        if start <= event.x < start + room:
            share = (clock.ended - clock.began) * (event.x - start)
            self._player.go_to(clock.began + share / max(1, room - 1))
