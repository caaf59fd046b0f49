"""Keys and pastes done in the order they were typed, each by what is then in front (S-9).

Textual queues a key at the widget that has the focus as it arrives. What was typed ahead of the
screen could so be overtaken by later keys, or go with a page that a key before it closed.
"""

from __future__ import annotations

from collections import deque
from functools import partial
from typing import TYPE_CHECKING, Final, TypeGuard

from textual import events

if TYPE_CHECKING:
    from collections.abc import Callable

    from textual.dom import DOMNode
    from textual.screen import Screen

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


class Typed:
    """What was typed into one app and waits for what was typed before it."""

    def __init__(self, app: VoltageApp) -> None:
        self._app = app
        self._waiting: deque[Typing | Callable[[], None]] = deque()
        self._under_way: object | None = None
        self._has_landed = False
        self._is_watched = False

    async def take(self, event: Typing) -> None:
        """Have this done when what was typed before it is."""
        self._waiting.append(event)
        await self._next()
        if self._waiting:
            self._watch()

    def after(self, call: Callable[[], None]) -> None:
        """Call once all that has arrived by now is done."""
        self._app.call_later(self._stand_in_line, call)

    def page_is_ready(self) -> None:
        """The page in front can be typed into."""
        if self._has_landed:
            self._let_next()

    async def _stand_in_line(self, call: Callable[[], None]) -> None:
        self._waiting.append(call)
        await self._next()

    async def _next(self) -> None:
        while self._waiting and self._under_way is None:
            first = self._waiting.popleft()
            if isinstance(first, Typing):
                await self._do(first)
            else:
                first()

    async def _do(self, event: Typing) -> None:
        app = self._app
        turn, self._has_landed = object(), False
        self._under_way = turn
        screen = app.screen
        way: DOMNode = app.focused or screen
        await app.act_on(event)
        if not way.call_later(self._follow, way, screen, turn):
            self._let_next()

    def _follow(self, way: DOMNode, screen: Screen[object], turn: object) -> None:
        """Go right behind it through the queues that it goes through, up to the app's."""
        if turn is not self._under_way:
            return
        app = self._app
        if way is app:
            self._land(screen, turn)
            return
        above = way.parent or app
        if not above.call_later(self._follow, above, screen, turn):
            self._let_next()

    def _land(self, screen: Screen[object], turn: object) -> None:
        """It has been done: the next is, once what that has opened can be typed into."""
        top = self._app.screen
        if top is not screen:
            # Behind what gives a dialog, or what was under it, its focus.
            if not top.call_later(self._land, top, turn):
                self._let_next()
        elif turn is self._under_way:
            self._has_landed = True
            if self._app.pages.is_ready or not self._app.sight.is_clear:
                self._let_next()

    def _let_next(self) -> None:
        self._under_way = None
        self._app.call_later(self._next)

    def _watch(self) -> None:
        if not self._is_watched:
            self._is_watched = True
            self._app.after(_MOST_S, partial(self._look_at, self._under_way))

    def _look_at(self, turn: object) -> None:
        """Go on without knowing what became of what is still under way."""
        self._is_watched = False
        if turn is self._under_way:
            self._let_next()
        if self._waiting:
            self._watch()
