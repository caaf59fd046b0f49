"""A field that holds one of a few things: all in view if they fit, else one at a time."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, ClassVar, Generic, TypeVar

from textual.message import Message

from voltage_tui.ui.paint import Line, Span, fit, width_of
from voltage_tui.ui.palette import Ground, Role
from voltage_tui.ui.widgets.painted import Painted

if TYPE_CHECKING:
    from textual import events

T = TypeVar("T")

_LESS = ("left", "h")
_MORE = ("right", "l", "space")


class Choice(Painted, Generic[T], can_focus=True):
    """Options of `T` with their words; left and right change the one chosen, a click takes one.

    The one chosen has a filled mark, so that it can be told without colour.
    """

    GROUND: ClassVar[Ground] = Ground.PAGE

    class Changed(Message):
        """Another option was chosen."""

        def __init__(self, choice: Painted) -> None:
            super().__init__()
            self.choice = choice

        @property
        def control(self) -> Painted:
            """The field, for `on` selectors."""
            return self.choice

    def __init__(self, options: Sequence[tuple[T, str]], *, id: str) -> None:  # noqa: A002
        super().__init__(id=id)
        self._options = tuple(options)
        self._index = 0
        self._ends: list[int] = []

    @property
    def value(self) -> T | None:
        """What is chosen; None while there is nothing to choose from."""
        return self._options[self._index][0] if self._options else None

    def choose(self, value: T | None) -> None:
        """Choose this if it is an option, without telling."""
        for index, (option, _) in enumerate(self._options):
            if option == value:
                self._index = index
        self.repaint()

    def offer(self, options: Sequence[tuple[T, str]]) -> None:
        """Change the options; what was chosen stays chosen if it is still there."""
        if tuple(options) == self._options:
            return
        chosen = self.value
        self._options, self._index = tuple(options), 0
        self.choose(chosen)

    def paint(self, width: int, height: int) -> Sequence[Line]:
        """One line: every option, or the chosen one and how many there are."""
        self._ends = []
        if not self._options:
            return [[Span("none yet", Role.MUTED)]]
        every = [self._option(index) for index in range(len(self._options))]
        line: list[Span] = []
        for option in every:
            line.extend(option)
            self._ends.append(width_of(line))
        if width_of(line) <= width:
            return [line]
        self._ends = []
        return [self._one(width)]

    def _option(self, index: int) -> Line:
        words = self._options[index][1]
        if index != self._index:
            return (Span(f"○ {words}   ", Role.MUTED),)
        role = Role.ACCENT_STRONG if self.has_focus else Role.STRONG
        ground = Ground.SELECTED if self.has_focus else None
        return (Span(f"● {words}", role, ground), Span("   "))

    def _one(self, width: int) -> Line:
        count = f"  {self._index + 1} of {len(self._options)}"
        role = Role.ACCENT_STRONG if self.has_focus else Role.STRONG
        ground = Ground.SELECTED if self.has_focus else None
        words = fit(self._options[self._index][1], max(4, width - len(count) - 4))
        return (
            Span("‹ ", Role.MUTED),
            Span(words, role, ground),
            Span(" ›", Role.MUTED),
            Span(count, Role.FAINT),
        )

    def step(self, by: int) -> None:
        """Choose the option `by` places on, going round, and tell."""
        if len(self._options) > 1:
            self._index = (self._index + by) % len(self._options)
            self.repaint()
            self.post_message(self.Changed(self))

    def on_key(self, event: events.Key) -> None:
        """Left and right change the choice; all other keys go on to the page."""
        if event.key in _LESS or event.key in _MORE:
            event.stop()
            self.step(-1 if event.key in _LESS else 1)

    def on_click(self, event: events.Click) -> None:
        """Take the option under the mouse, or the next one."""
        self.focus()
        for index, end in enumerate(self._ends):
            if event.x < end:
                self.step(index - self._index)
                return
        if not self._ends:
            self.step(1)

    def watch_has_focus(self, _has_focus: bool) -> None:  # noqa: FBT001 - as Textual calls it
        """Show where the keys go."""
        super().watch_has_focus(_has_focus)
        self.repaint()
