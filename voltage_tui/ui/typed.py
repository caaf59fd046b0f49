"""Keys and pastes done in the order they were typed, each by what is then in front (S-9).

Textual queues a key at the widget that has the focus as it arrives. What was typed ahead of the
screen could so be overtaken by later keys, or go with a page that a key before it closed.
"""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Final, TypeGuard

from textual import events

if TYPE_CHECKING:
    from collections.abc import Callable

    from textual.dom import DOMNode
    from textual.screen import Screen
    from textual.widget import Widget

    from voltage_tui.ui.app import VoltageApp

_AT_ONCE: Final = "ctrl+c"
"""The key that leaves, whatever is under way."""
_MOST_S: Final = 1.0
"""How long a key waits for the one before it, of which the widget may be gone without a word."""

Typing = events.Key | events.Paste


def is_typing(event: events.Event) -> TypeGuard[Typing]:
    """Whether it is a key or a paste that has just arrived, and has to stand in line."""
    if isinstance(event, events.Key) and event.key == _AT_ONCE:
        return False
    return isinstance(event, Typing) and not event.is_forwarded


@dataclass(slots=True)
class _Turn:
    """What is being done: with whom it began, under which screen, and how far it is known to be."""

    event: Typing
    way: DOMNode
    screen: Screen[object]
    into: Widget | None
    is_followed: bool = False
    is_done: bool = False


class Typed:
    """What was typed into one app and waits for what was typed before it."""

    def __init__(self, app: VoltageApp) -> None:
        self._app = app
        self._waiting: deque[Typing | Callable[[], None]] = deque()
        self._turn: _Turn | None = None

    async def take(self, event: Typing) -> None:
        """Have this done when what was typed before it is."""
        self._waiting.append(event)
        await self._next()

    def after(self, call: Callable[[], None]) -> None:
        """Call once all that has arrived by now is done."""
        self._app.call_later(self._stand_in_line, call)

    def came_through(self, event: events.Event) -> None:
        """This has done what it does: a command, or the last that anybody wanted of it."""
        turn = self._turn
        if turn is not None and turn.event is event:
            self._land(turn)

    def page_is_ready(self) -> None:
        """The page in front can be typed into."""
        if self._turn is not None and self._turn.is_done:
            self._let_next()

    async def _stand_in_line(self, call: Callable[[], None]) -> None:
        self._waiting.append(call)
        await self._next()

    async def _next(self) -> None:
        while self._waiting and (self._turn is None or self._goes_along(self._turn)):
            first = self._waiting.popleft()
            if isinstance(first, Typing):
                await self._do(first)
            else:
                first()
        if self._waiting and self._turn is not None and not self._turn.is_followed:
            self._turn.is_followed = True
            self._app.after(_MOST_S, partial(self._give_up, self._turn))
            self._follow(self._turn, self._turn.way)

    async def _do(self, event: Typing) -> None:
        app = self._app
        into = app.focused if self._is_letter(event) else None
        self._turn = _Turn(event, app.focused or app.screen, app.screen, into)
        await app.act_on(event)

    def _goes_along(self, turn: _Turn) -> bool:
        """Whether the first may follow at once: letters of one field share a queue."""
        return (
            turn.into is not None
            and turn.into is self._app.focused
            and self._is_letter(self._waiting[0])
        )

    def _is_letter(self, thing: Typing | Callable[[], None]) -> bool:
        return isinstance(thing, events.Key) and thing.is_printable and self._app.is_typing

    def _follow(self, turn: _Turn, way: DOMNode | None) -> None:
        """Go right behind it through the queues that it goes through, up to the app's."""
        if turn is not self._turn or turn.is_done:
            return
        if way is None:
            self._land(turn)
        elif not way.call_later(self._follow, turn, way.parent):
            self._follow(turn, way.parent)

    def _land(self, turn: _Turn) -> None:
        """It has been done: the next is, once what that has opened can be typed into."""
        top = self._app.screen
        if top is not turn.screen:
            turn.screen = top
            # Behind what gives a dialog, or what was under it, its focus.
            if top.call_later(self._land, turn):
                return
        if turn is self._turn:
            turn.is_done = True
            if self._app.pages.is_ready or not self._app.sight.is_clear:
                self._let_next()

    def _let_next(self) -> None:
        self._turn = None
        if self._waiting:
            self._app.call_later(self._next)

    def _give_up(self, turn: _Turn) -> None:
        """Go on without knowing what became of it."""
        if turn is self._turn:
            self._let_next()
