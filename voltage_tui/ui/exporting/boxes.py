"""Boxes that are ticked, any number of them, on as many lines as they take."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual.message import Message

from voltage_tui.ui.paint import Line, Span, width_of
from voltage_tui.ui.palette import Ground, Role
from voltage_tui.ui.widgets.painted import Painted

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from textual import events

_BETWEEN = Span("  ")


class Boxes(Painted, can_focus=True):
    """Names with a mark before those that are ticked; space ticks, a ticks all or none."""

    GROUND: ClassVar[Ground] = Ground.PANEL
    DEFAULT_CSS: ClassVar[str] = "Boxes { height: auto; width: 1fr; }"

    class Changed(Message):
        """Another box is ticked, or one is no longer."""

    def __init__(self, names: Sequence[str], ticked: Iterable[str]) -> None:
        super().__init__()
        self._names = tuple(names)
        self.ticked = set(ticked) & set(names)
        self._at = 0

    def get_content_height(self, container: object, viewport: object, width: int) -> int:
        """As many lines as the boxes take."""
        return len(self._rows(width))

    def paint(self, width: int, height: int) -> Sequence[Line]:
        """Every box."""
        return [line for line, _ in self._rows(width)]

    def _rows(self, width: int) -> list[tuple[list[Span], list[int]]]:
        """Each line, and where each of its boxes ends."""
        lines: list[tuple[list[Span], list[int]]] = [([], [])]
        for place in range(len(self._names)):
            box = self._box(place)
            if lines[-1][0] and width_of((*lines[-1][0], _BETWEEN, box)) > width:
                lines.append(([], []))
            lines[-1][0].extend((_BETWEEN, box) if lines[-1][0] else (box,))
            lines[-1][1].append(width_of(lines[-1][0]))
        return lines

    def _box(self, place: int) -> Span:
        name = self._names[place]
        ticked, here = name in self.ticked, self.has_focus and place == self._at
        role = Role.ACCENT_STRONG if here else Role.TEXT if ticked else Role.MUTED
        return Span(f"[{'x' if ticked else ' '}] {name}", role, Ground.SELECTED if here else None)

    def on_key(self, event: events.Key) -> None:
        """Left, right, space and a; all other keys go on to the dialog."""
        match event.key:
            case "left" | "h":
                self._at = (self._at - 1) % len(self._names)
            case "right" | "l":
                self._at = (self._at + 1) % len(self._names)
            case "space":
                self._toggle(self._at)
            case "a":
                self.ticked = set() if len(self.ticked) == len(self._names) else set(self._names)
                self.post_message(self.Changed())
            case _:
                return
        event.stop()
        self.repaint()

    def on_click(self, event: events.Click) -> None:
        """Tick the box under the mouse."""
        self.focus()
        ends = [(y, end) for y, (_, row) in enumerate(self._rows(self.size.width)) for end in row]
        for place, (y, end) in enumerate(ends):
            if y == event.y and event.x < end:
                self._at = place
                self._toggle(place)
                self.repaint()
                return

    def _toggle(self, place: int) -> None:
        self.ticked ^= {self._names[place]}
        self.post_message(self.Changed())

    def watch_has_focus(self, _has_focus: bool) -> None:  # noqa: FBT001 - as Textual calls it
        """Show where the keys go."""
        super().watch_has_focus(_has_focus)
        self.repaint()
