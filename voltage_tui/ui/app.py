"""The app: the frame, the page that is showing, and who is told of what."""

from __future__ import annotations

import os
from contextlib import suppress
from typing import TYPE_CHECKING, ClassVar

from textual import events
from textual.app import App, ComposeResult
from textual.binding import Binding
from textual.containers import Container
from textual.widgets import Input

from voltage_tui.trouble import TroubleError
from voltage_tui.ui.alerting.teller import Teller
from voltage_tui.ui.commands.command import without_shadowed
from voltage_tui.ui.commands.everywhere import everywhere
from voltage_tui.ui.frame.keybar import KeyBar
from voltage_tui.ui.frame.tabs import Tabs
from voltage_tui.ui.frame.too_small import TooSmall
from voltage_tui.ui.frame.top import TopLine
from voltage_tui.ui.guard import LineFilters
from voltage_tui.ui.leaving import Leaving
from voltage_tui.ui.link import Link
from voltage_tui.ui.lock.lock import Lock
from voltage_tui.ui.lock.title import TerminalTitle
from voltage_tui.ui.looking import Looking
from voltage_tui.ui.news import News
from voltage_tui.ui.notices import Notices
from voltage_tui.ui.pace import Pace
from voltage_tui.ui.pages import PAGES, Pages
from voltage_tui.ui.palette import Role
from voltage_tui.ui.preferences import Preferences
from voltage_tui.ui.replay.recorded import RecordedMark
from voltage_tui.ui.sight import Sight
from voltage_tui.ui.themes import for_textual
from voltage_tui.ui.typed import Typed, is_typing
from voltage_tui.ui.workspace import Workspace, classes_for

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from datetime import datetime

    from textual.filter import LineFilter
    from textual.screen import Screen

    from voltage_tui.api.power import Power
    from voltage_tui.api.recording.replay import Replay
    from voltage_tui.launch import Launch
    from voltage_tui.settings import Settings
    from voltage_tui.treasury.snapshot import Connection, Snapshot
    from voltage_tui.treasury.treasury import Treasury
    from voltage_tui.ui.clipboard import Clipboard
    from voltage_tui.ui.commands.command import Command
    from voltage_tui.ui.display import Display
    from voltage_tui.ui.palette import Palette
    from voltage_tui.ui.replay.player import Player
    from voltage_tui.ui.widgets.painted import Painted


class PanicError(RuntimeError):
    """Textual could not go on, for instance as no keys could be read."""


class VoltageApp(App[int], inherit_bindings=False):
    """The treasurer's terminal, for one start of the program."""

    CSS_PATH = "styles/app.tcss"
    ENABLE_COMMAND_PALETTE = False
    BINDINGS: ClassVar = [Binding("ctrl+c", "leave", show=False, priority=True)]
    TITLE = "voltage-tui"

    def __init__(self, launch: Launch) -> None:
        super().__init__()
        self.launch = launch
        self.preferences = Preferences(self)
        self.register_theme(for_textual(self.preferences.theme))
        # Before the first style sheet is read, so that it is read once.
        self.set_reactive(App.theme, self.preferences.theme.name)
        self.stylesheet.set_variables(self.get_css_variables())
        self.notices = Notices(self.after, self.frame_changed)
        self.pace = Pace(self)
        self._line_filters = LineFilters(self.ansi_theme)
        self._panic: PanicError | None = None
        self.colourless = "NO_COLOR" in os.environ
        self.news = News(self)
        self.pages = Pages(self)
        self.link = Link(
            launch,
            on_news=self.news.arrived,
            on_trouble=self.news.troubled,
            on_connected=self.news.connected,
            on_power=self.pages.power_changed,
            soon=self.call_later,
            later=self.after,
        )
        self._frame: tuple[Painted, ...] = (TopLine(id="top"), Tabs(id="tabs"), KeyBar())
        self.recorded = RecordedMark(self)
        self.player: Player | None = None
        if launch.replay is not None:
            self._play(launch.replay)
        self.title_line = TerminalTitle(self.write_to_terminal)
        self.lock = Lock(self)
        self.teller = Teller(self)
        self.sight = Sight(self)
        self.typed = Typed(self)
        self.looking = Looking(self)
        self.leaving = Leaving(self)
        self._copying: Clipboard | None = None
        self._everywhere = everywhere(self)

    def _play(self, replay: Replay) -> None:
        from voltage_tui.ui.replay.line import ReplayLine  # noqa: PLC0415 - only in a replay
        from voltage_tui.ui.replay.player import Player  # noqa: PLC0415

        self.player = Player(self, replay)
        top, tabs, keys = self._frame
        self._frame = (top, tabs, ReplayLine(replay, self.player), keys)

    # --- building ------------------------------------------------------------------------------

    def get_default_screen(self) -> Screen[object]:
        """The one screen that pages are shown in."""
        classes = classes_for(self.size) | ({"monitor"} if self.launch.monitor else set())
        return Workspace(id="_default", classes=" ".join(classes))

    def compose(self) -> ComposeResult:
        """The frame's lines and the body between them."""
        top, tabs, *low = self._frame
        yield top
        yield tabs
        yield Container(id="body")
        yield from low
        yield TooSmall(id="too-small")

    def get_line_filters(self) -> Sequence[LineFilter]:
        """What every line passes on its way to the terminal."""
        native = self.preferences.theme.ansi and not self.colourless
        return self._line_filters.with_textuals(super().get_line_filters(), native=native)

    async def on_mount(self) -> None:
        """Paint first; connect when that is done."""
        self.leaving.begin()
        self.pages.go(1)
        self.call_after_refresh(self.link.start if self.player is None else self.player.begin)
        for words in self.preferences.problems:
            self.say(words, Role.WARN)
        self.set_interval(1.0, self._tick, name="second")

    async def on_unmount(self) -> None:
        """Leave nothing running."""
        self.title_line.give_back()
        with suppress(TroubleError):
            await self.looking.keep()
        if self.player is not None:
            await self.player.stop()
        await self.link.stop()

    async def on_event(self, event: events.Event) -> None:
        """Keys and the mouse, unless they come too late or act on what cannot be seen."""
        if isinstance(event, events.InputEvent):
            self.pace.used()
            self.looking.used()
        if self.lock.swallows(event):
            return
        if is_typing(event):
            await self.typed.take(event)
            return
        await self.act_on(event)
        self.typed.came_through(event)

    async def act_on(self, event: events.Event) -> None:
        """Have this done now, unless it acts on what cannot be seen."""
        if self.sight.swallows(event):
            self.typed.came_through(event)
        else:
            await super().on_event(event)

    def write_to_terminal(self, sequence: str) -> None:
        """Write a control sequence of ours past the screen, to a real terminal only."""
        if self._driver is not None and not self.is_headless:
            self._driver.write(sequence)

    # --- ending --------------------------------------------------------------------------------

    @property
    def fault(self) -> Exception | None:
        """What went wrong in the program itself and ended it, if anything did."""
        return self._exception or self._panic

    def action_leave(self) -> None:
        """Leave from anywhere, with a dialog open too."""
        self.leaving.at_once()

    def _fatal_error(self) -> None:
        """End without Textual's traceback: it prints local variables, where a key can be."""
        self._close_messages_no_wait()

    def panic(self, *renderables: object) -> None:
        """End without words of Textual's own, which would quote values too."""
        self._panic = PanicError("Textual gave up")
        self._close_messages_no_wait()

    # --- what is known -------------------------------------------------------------------------

    def now(self) -> datetime:
        """The moment by this start's clock."""
        return self.launch.clock.now()

    @property
    def snapshot(self) -> Snapshot | None:
        """What is known, or None before anything is."""
        return self.news.snapshot

    @property
    def trouble(self) -> TroubleError | None:
        """Why there is no worker, or None."""
        return self.news.trouble

    @property
    def treasury(self) -> Treasury | None:
        """The worker, or None before it is connected."""
        return self.link.treasury

    @property
    def power(self) -> Power | None:
        """What this start may do, or None before it is connected."""
        return self.link.client.power if self.link.client is not None else None

    @property
    def connection(self) -> Connection | None:
        """Where the worker stands with the API, or None before there is one."""
        return self.snapshot.connection if self.snapshot is not None else None

    def watch_app_focus(self, focus: bool) -> None:  # noqa: FBT001 - Textual's signature
        """Another window is in use, or this one again."""
        self.pace.watched(focus)

    def _tick(self) -> None:
        if not self.leaving.without_terminal():
            self.pace.tick()
            self.recorded.tick()

    def frame_changed(self) -> None:
        """Something the frame shows may have changed."""
        for line in self._frame:
            line.repaint()

    # --- pages ---------------------------------------------------------------------------------

    @property
    def page_titles(self) -> Mapping[int, str]:
        """The numbered pages' titles, in order, by their numbers."""
        return {number: page.title for number, page in PAGES.items()}

    @property
    def page_number(self) -> int:
        """The number of the page whose tab is filled."""
        return self.pages.number

    @property
    def is_typing(self) -> bool:
        """Whether letters go into a field."""
        return isinstance(self.focused, Input)

    def go(self, number: int) -> None:
        """Show a numbered page."""
        self.pages.go(number)

    def commands(self) -> list[Command]:
        """What can be done now, the page's own first."""
        playing = [] if self.player is None else self.player.commands()
        return without_shadowed(
            [*playing, *self.pages.commands(), *self.pages.let_through(self._everywhere)]
        )

    # --- how it is shown -----------------------------------------------------------------------

    @property
    def settings(self) -> Settings:
        """What is remembered between starts."""
        return self.preferences.settings

    @property
    def amounts(self) -> Display:
        """How amounts are shown now."""
        return self.preferences.amounts

    @property
    def palette(self) -> Palette:
        """The colours of now."""
        return self.preferences.palette

    def recolour(self) -> None:
        """Paint everything again."""
        from voltage_tui.ui.widgets.painted import recolour_in  # noqa: PLC0415

        for screen in self.screen_stack:
            recolour_in(screen)
        self.pages.recolour()

    # --- saying things -------------------------------------------------------------------------

    def say(self, words: str, role: Role = Role.TEXT) -> None:
        """Show a sentence in the line of keys for a few seconds."""
        self.notices.say(words, role)

    def copy(self, text: str, what: str) -> None:
        """Put `text` on the clipboard, and say what could be read back of it (S-39)."""
        if self._copying is None:
            from voltage_tui.ui.clipboard import Clipboard  # noqa: PLC0415 - none at the first paint

            self._copying = Clipboard(super().copy_to_clipboard, self.after, self.say)
        self._copying.copy(text, what)

    def copy_to_clipboard(self, text: str) -> None:
        """What is copied or cut in a field goes through the same door."""
        self.copy(text, "the text")

    def after(self, seconds: float, call: Callable[[], None]) -> None:
        """Call once after `seconds` of the machine's time."""
        self.set_timer(seconds, call)
