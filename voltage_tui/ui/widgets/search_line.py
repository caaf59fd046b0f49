"""The line to search in, shown by `/`: what is typed is explained, completed and never lost."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, ClassVar

from rich.highlighter import Highlighter
from rich.style import Style
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.message import Message
from textual.suggester import Suggester
from textual.widgets import Input

from voltage_tui.query import Completion, Query, Vocabulary, completions
from voltage_tui.query.periods import Named
from voltage_tui.query.stepping import stepped, with_period
from voltage_tui.query.typed import Typed, read_typed
from voltage_tui.ui.commands.command import Command
from voltage_tui.ui.palette import Ground, Role
from voltage_tui.ui.searching.here import calendar_of
from voltage_tui.ui.searching.known_words import known_words
from voltage_tui.ui.searching.saved import keep_search, open_saved
from voltage_tui.ui.widgets.field import Note
from voltage_tui.ui.widgets.painted import Painted
from voltage_tui.ui.widgets.search_hint import hint_line

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rich.text import Text
    from textual.app import ComposeResult

    from voltage_tui.ui.app import VoltageApp
    from voltage_tui.ui.paint import Line

_NOTHING = read_typed("", 0, Vocabulary())


class Found(Note):
    """How much a search found."""

    GROUND = Ground.PAGE


class SearchLine(Vertical):
    """`Changed` is posted while typing, with the search; an empty one shows everything.

    What cannot be read changes nothing: `asked` stays the last one that was understood, and the
    line says so.
    """

    app: VoltageApp

    class Changed(Message):
        """Something else is searched for now."""

        def __init__(self, query: Query) -> None:
            super().__init__()
            self.query = query

    class Left(Message):
        """The person is done typing; the rows should have the keys."""

    DEFAULT_CSS = """
    SearchLine { height: 2; width: 100%; }
    SearchLine Input > .input--suggestion { color: $muted; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "clear", show=False, priority=True),
        Binding("enter", "finish", show=False, priority=True),
        Binding("down", "leave", show=False, priority=True),
        Binding("tab", "complete(1)", show=False, priority=True),
        Binding("shift+tab", "complete(-1)", show=False, priority=True),
    ]

    def __init__(self, hint: str, things: str = "movements") -> None:
        super().__init__()
        self.things = things
        self._input = Input(
            placeholder=hint,
            compact=True,
            highlighter=_Marks(self),
            suggester=_Faintly(self),
        )
        self._input.cursor_blink = False
        self._found = Found()
        self._found.display = False
        self._hint = Hint(self)
        self._asked = Query()
        self._cycle: _Cycle | None = None
        self._reading: asyncio.Task[None] | None = None
        self.vocabulary = Vocabulary()
        self.typed = _NOTHING
        self.display = False

    def compose(self) -> ComposeResult:
        """The input and what it found, over what it means."""
        with Horizontal(classes="filter"):
            yield self._input
            yield self._found
        yield self._hint

    # --- for the page --------------------------------------------------------------------------

    @property
    def asked(self) -> Query:
        """The last search that was understood; an empty one when nothing is typed."""
        return self._asked

    @property
    def text(self) -> str:
        """What is typed, understood or not."""
        return self._input.value.strip()

    @property
    def is_typing(self) -> bool:
        """Whether the cursor is in the line."""
        return self._input.has_focus

    def open(self) -> None:
        """Show the line and type in it."""
        self.display = True
        self._input.focus()
        self._learn()

    def set_text(self, text: str) -> None:
        """Search for this; an empty text shows everything and hides the line."""
        self._input.value = text
        self._input.cursor_position = len(text)
        self._read()
        self.display = bool(text.strip()) or self.is_typing

    def say(self, words: str, role: Role = Role.MUTED) -> None:
        """What the search found."""
        self._found.display = bool(words)
        self._found.say(f"  {words}", role)

    def commands(self) -> tuple[Command, ...]:
        """What the page offers for it."""
        rows = (
            ("search", "/", "search", "Search: words, fields, amounts, days.", self.open),
            ("period-back", "[", "earlier", "Search the period before.", lambda: self.step(-1)),
            ("period-on", "]", "later", "Search the period after.", lambda: self.step(1)),
            ("today", "t", "today", "Search today only.", lambda: self.show(Named.TODAY)),
            (
                *("this-month", "M", "this month", "Search this month only."),
                lambda: self.show(Named.THIS_MONTH),
            ),
            (
                *("saved-searches", "ctrl+r", "saved", "Open a search kept under a name."),
                lambda: open_saved(self.app, self.set_text),
            ),
            (
                *("keep-search", "ctrl+n", "keep", "Keep this search under a name."),
                lambda: keep_search(self.app, self.text),
            ),
        )
        return tuple(
            Command(name, (key,), label, words, run, footer=40 if key == "/" else 0)
            for name, key, label, words, run in rows
        )

    def step(self, by: int) -> None:
        """Search the same, that many periods later."""
        self._change(stepped(self.text, by, calendar_of(self.app)))

    def show(self, period: Named) -> None:
        """Search the same, in this period."""
        self._change(with_period(self.text, period))

    def _change(self, text: str | None) -> None:
        if text is None:
            self.app.say("[ and ] step one period of a search, such as in:2026-03.", Role.WARN)
        else:
            self.set_text(text)

    # --- typing --------------------------------------------------------------------------------

    def action_clear(self) -> None:
        """Show everything again."""
        self.set_text("")
        self.display = False
        self.post_message(self.Left())

    def action_leave(self) -> None:
        """Keep the search and go to the rows."""
        if not self.text:
            self.display = False
        self.post_message(self.Left())
        self.call_after_refresh(self._hint.repaint)

    def action_complete(self, by: int) -> None:
        """Put in what is offered; once more, the next one."""
        cycle = self._cycle
        goes_on = cycle is not None and cycle.text == self._input.value and len(cycle.offered) > 1
        cycle = cycle.moved(by) if cycle is not None and goes_on else self._begun(by)
        if cycle is not None:
            self._put(cycle.text, cycle.cursor)
            self._cycle = cycle

    def _begun(self, by: int) -> _Cycle | None:
        typed = self.typed
        if typed.offered:
            at = 0 if by > 0 else len(typed.offered) - 1
            return _Cycle(self._input.value, typed.offered, at)
        corrected = typed.error.corrected if typed.error is not None else None
        if corrected is not None:
            self._put(corrected, len(corrected))
        return None

    def _put(self, text: str, cursor: int) -> None:
        self._input.value = text
        self._input.cursor_position = cursor
        self._read()

    def on_input_changed(self, event: Input.Changed) -> None:
        """Read what is typed."""
        event.stop()
        if event.value == self._input.value != self.typed.text:
            self._read()

    def action_finish(self) -> None:
        """Keep the search and go to the rows; what cannot be read is said first."""
        if self.typed.error is not None:
            self._see(replace(self.typed, unfinished=False))
        else:
            self.action_leave()

    def on_descendant_blur(self) -> None:
        """Nothing is being typed any more."""
        self.call_after_refresh(self._hint.repaint)

    def _read(self) -> None:
        text, cursor = self._input.value, self._input.cursor_position
        self._see(read_typed(text, cursor, self.vocabulary))

    def _see(self, typed: Typed) -> None:
        self.typed = typed
        self._hint.repaint()
        self._input.refresh()
        if typed.query is not None and typed.query != self._asked:
            self._asked = typed.query
            self.post_message(self.Changed(typed.query))

    # --- what is known -------------------------------------------------------------------------

    def _learn(self) -> None:
        if self._reading is None or self._reading.done():
            self._reading = asyncio.create_task(self._learned())

    async def _learned(self) -> None:
        self.vocabulary = await known_words(self.app)
        if self.is_attached:
            self._read()

    def on_unmount(self) -> None:
        """Leave nothing running."""
        if self._reading is not None:
            self._reading.cancel()


@dataclass(frozen=True, slots=True)
class _Cycle:
    """What tab has put in, and what it puts in next; `before` is what was typed."""

    before: str
    offered: tuple[Completion, ...]
    at: int

    @property
    def text(self) -> str:
        return self.offered[self.at].applied(self.before)

    @property
    def cursor(self) -> int:
        one = self.offered[self.at]
        return one.start + len(one.text)

    def moved(self, by: int) -> _Cycle:
        return _Cycle(self.before, self.offered, (self.at + by) % len(self.offered))


class Hint(Painted):
    """The line under the input."""

    DEFAULT_CSS = "Hint { height: 1; width: 100%; }"

    def __init__(self, line: SearchLine) -> None:
        super().__init__()
        self._search = line

    def paint(self, width: int, height: int) -> Sequence[Line]:
        """What is said about the search."""
        line = self._search
        now, typing = calendar_of(self.app), line.is_typing
        return [hint_line(line.typed, now, width, typing=typing, things=line.things)]


class _Marks(Highlighter):
    """Marks the part of a search that is wrong."""

    def __init__(self, line: SearchLine) -> None:
        self._line = line

    def highlight(self, text: Text) -> None:
        """Underline it."""
        error = self._line.typed.wrong
        if error is not None and error.text == text.plain:
            bad = self._line.app.palette.style(Role.BAD_STRONG, Ground.SELECTED)
            text.stylize(
                Style(color=bad.color, bold=True, underline=True), error.position, error.end
            )


class _Faintly(Suggester):
    """The first of what is offered, shown behind the cursor."""

    def __init__(self, line: SearchLine) -> None:
        super().__init__(use_cache=False, case_sensitive=True)
        self._line = line

    async def get_suggestion(self, value: str) -> str | None:
        """The whole text with it."""
        if not value.strip():
            return None
        offered = completions(value, len(value), self._line.vocabulary)
        wholes = (one.applied(value) for one in offered)
        return next((whole for whole in wholes if whole.startswith(value)), None)
