"""The engine without a screen: connected read-only, beside whatever has the environment open."""

from __future__ import annotations

import asyncio
import os
import signal
import stat
import sys
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Self

from voltage_tui.cli.launch import profile_launch
from voltage_tui.cli.profile_named import profile_named
from voltage_tui.profiles import config_folder, read_profiles
from voltage_tui.store.places import places_for
from voltage_tui.store.store import Store
from voltage_tui.treasury.alarm import Alarm
from voltage_tui.treasury.overview import all_tried
from voltage_tui.treasury.treasury import Treasury
from voltage_tui.ui.ending import end_anyway, leaving_on_signals

if TYPE_CHECKING:
    import argparse
    from collections.abc import AsyncIterator, Callable, Coroutine, Iterator

    from voltage_tui.api.client import VoltageClient
    from voltage_tui.clock import Clock
    from voltage_tui.launch import Launch
    from voltage_tui.profiles import Profile
    from voltage_tui.store.places import Places
    from voltage_tui.treasury.snapshot import Snapshot
    from voltage_tui.treasury.topics import Topic

GATHER_S: Final = 0.2
"""How long news waits for more: what is read together is told together."""
LOOK_S: Final = 5.0
"""How often what only time changes is looked at: a payment grows late without any news."""


@dataclass(frozen=True, slots=True)
class Engine:
    """A treasury that reads, and what it runs on."""

    profile: Profile
    clock: Clock
    client: VoltageClient
    treasury: Treasury

    @property
    def snapshot(self) -> Snapshot:
        """Everything known now."""
        return self.treasury.snapshot


@asynccontextmanager
async def engine(options: argparse.Namespace) -> AsyncIterator[Engine]:
    """The engine of the profile that was named; nothing is read before it is asked to.

    With `fill_copy` it fills the copy as the screen does, and takes the environment for that;
    otherwise it takes nothing, and follows a copy that is there. Raises `TroubleError`.
    """
    folder = config_folder()
    profile = read_profiles(folder).choose(profile_named(options))
    launch = profile_launch(profile, folder, read_only=True)
    places = places_for(profile)
    store = await asyncio.to_thread(_store, options, places, launch)
    try:
        client = await launch.connect(store)
        treasury = Treasury(
            client,
            store,
            launch.clock,
            random=launch.random,
            fills_mirror=_has_copy(options, places),
            alert_rules=launch.settings.load().settings.alerts,
        )
        try:
            yield Engine(profile, launch.clock, client, treasury)
        finally:
            await treasury.aclose()
            await client.aclose()
    finally:
        await store.aclose()


def _store(options: argparse.Namespace, places: Places, launch: Launch) -> Store:
    if options.fill_copy:
        return launch.open_store()
    kept = places if places.database.exists() else None
    return Store(kept, launch.clock, only_looks=True)


def _has_copy(options: argparse.Namespace, places: Places) -> bool:
    """Whether there is a copy to fill, or one of another program's to look at."""
    return options.fill_copy or (places.database.exists() and places.mirror.exists())


class News:
    """Waits for what is worth another look: a change, or that some time has passed."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._alarm = Alarm(engine.clock)
        self._is_news = True
        self._running: asyncio.Task[None] | None = None

    async def __aenter__(self) -> Self:
        """Let the treasury run."""
        self._stop = self._engine.treasury.subscribe(self._told)
        self._running = asyncio.create_task(self._engine.treasury.run())
        self._running.add_done_callback(lambda _: self._told(frozenset()))
        return self

    async def __aexit__(self, *_: object) -> None:
        """End that."""
        self._stop()
        if self._running is not None:
            self._running.cancel()
            await asyncio.gather(self._running, return_exceptions=True)

    async def tried(self) -> None:
        """Return when wallets, lines and payments have been read, or could not be."""
        while not all_tried(self._engine.snapshot):
            await self.more()

    async def more(self) -> None:
        """Return when there may be something new. Raises what ended the treasury."""
        if not self._is_news:
            await self._alarm.sleep(LOOK_S)
        if self._running is not None and self._running.done():
            self._running.result()
        await self._engine.clock.sleep(GATHER_S)
        self._is_news = False

    def _told(self, _topics: frozenset[Topic]) -> None:
        self._is_news = True
        self._alarm.ring()


def run_until_told(work: Callable[[], Coroutine[None, None, int]]) -> int:
    """Do `work` to its end, or until a signal or a reader that has gone ends it; the exit code.

    A signal's is the one a shell expects. Raises `BrokenPipeError` when nobody reads any more.
    """
    return asyncio.run(_until_told(work))


async def _until_told(work: Callable[[], Coroutine[None, None, int]]) -> int:
    loop = asyncio.get_running_loop()
    told: asyncio.Future[int] = loop.create_future()

    def tell(code: int) -> None:
        if not told.done():
            told.set_result(code)

    def leave(code: int) -> None:
        end_anyway(code, lambda: None)  # whoever reads us may have stopped to, for good
        loop.call_soon_threadsafe(tell, code)

    task = asyncio.ensure_future(work())
    with _heeding(leave), _reader_watched(loop, lambda: tell(-1)):
        try:
            await asyncio.wait({task, told}, return_when=asyncio.FIRST_COMPLETED)
        finally:
            if not task.done():
                task.cancel()
            await asyncio.gather(task, return_exceptions=True)
    if task.done() and not task.cancelled():
        return task.result()
    if told.result() < 0:
        raise BrokenPipeError
    return told.result()


@contextmanager
def _heeding(leave: Callable[[int], None]) -> Iterator[None]:
    """While inside, signals call `leave`; a hang-up that was to be ignored (nohup) still is."""
    ignored = signal.getsignal(signal.SIGHUP) is signal.SIG_IGN
    with leaving_on_signals(leave):
        if ignored:
            signal.signal(signal.SIGHUP, signal.SIG_IGN)
        yield


@contextmanager
def _reader_watched(loop: asyncio.AbstractEventLoop, gone: Callable[[], None]) -> Iterator[None]:
    """While inside, call `gone` when the pipe we write to is closed at its other end.

    Without that a program that has nothing to say would outlive its reader.
    """
    try:
        pipe = sys.stdout.fileno()
        watched = stat.S_ISFIFO(os.fstat(pipe).st_mode)
    except (OSError, ValueError):
        watched = False
    if watched:
        loop.add_reader(pipe, gone)
    try:
        yield
    finally:
        if watched:
            loop.remove_reader(pipe)
