"""Between the screen and the treasury: connecting after the first paint, and passing on news.

Changes come in as they happen and go out to the page that is showing at most four times a second
(engineering rule: a handler never waits for anything).
"""

from __future__ import annotations

import asyncio
import logging
from typing import TYPE_CHECKING, Final

from voltage_tui.trouble import TroubleError

if TYPE_CHECKING:
    from collections.abc import Callable

    from voltage_tui.api.client import VoltageClient
    from voltage_tui.launch import Launch
    from voltage_tui.store.store import Store
    from voltage_tui.treasury.arming import Arming
    from voltage_tui.treasury.snapshot import Snapshot
    from voltage_tui.treasury.topics import Topic
    from voltage_tui.treasury.treasury import Treasury

COALESCE_S: Final = 0.25
GATHER_S: Final = 0.04
"""How long news waits for more, as reads that began together end a little apart."""
FIRST_S: Final = 1.0
"""How long the first news waits for the balances, so that they are painted once and whole."""
_log = logging.getLogger(__name__)


class Link:
    """Owns the treasury for the life of the app.

    `on_news(snapshot, topics)` is called for changes, `on_trouble(error)` when connecting failed,
    `on_power(words)` when what this run may do changed, or could not be, which the words tell;
    `soon(call)` calls at the screen's next step, `later(seconds, call)` is its timer. `treasury`
    is None until connected; `left` is what the last one knew at its end.
    """

    def __init__(
        self,
        launch: Launch,
        *,
        on_news: Callable[[Snapshot, frozenset[Topic]], None],
        on_trouble: Callable[[TroubleError], None],
        on_connected: Callable[[], None],
        on_power: Callable[[str | None], None],
        soon: Callable[[Callable[[], None]], object],
        later: Callable[[float, Callable[[], None]], object],
    ) -> None:
        self._launch = launch
        self._on_news = on_news
        self._on_trouble = on_trouble
        self._on_connected = on_connected
        self._on_power = on_power
        self._soon = soon
        self._later = later
        self._dirty: set[Topic] = set()
        self._waiting = False
        self._holding = False
        self._task: asyncio.Task[None] | None = None
        self.store: Store | None = None
        self.client: VoltageClient | None = None
        self.treasury: Treasury | None = None
        self.left: Snapshot | None = None
        self.arming: Arming | None = None
        self._asking: asyncio.Task[None] | None = None
        self._at_work = asyncio.Event()

    @property
    def idle(self) -> bool:
        """Whether nothing is being connected and no worker runs: `start` would do something."""
        return self._task is None or self._task.done()

    @property
    def gathering(self) -> bool:
        """Whether there are changes that wait to be passed on."""
        return self._waiting and bool(self._dirty)

    def start(self) -> None:
        """Connect in the background; again after trouble."""
        if self.idle:
            self._task = asyncio.create_task(self._run(), name="treasury")

    def ask_to_write(self) -> None:
        """Connect anew where the program that kept this one from writing has been closed (S-11)."""
        if self._asking is None or self._asking.done():
            self._asking = asyncio.create_task(self._ask_to_write(), name="ask to write")

    async def _ask_to_write(self) -> None:
        store, client = self.store, self.client
        if store is None or client is None:
            return
        try:
            free = await store.take_over()
        except TroubleError as trouble:
            self._on_power(str(trouble))
            return
        if free or store.held != client.power.held:
            # Anew, so that everything is as in a program that was started now: what was sent
            # by the other one and is not known to have ended is found first.
            await _ended(self._task)
            self._task = None
            self.start()
        held = store.held
        self._on_power("This one may write now." if held is None else f"Still: {held}.")

    async def anew(self) -> Treasury | None:
        """End the worker and forget what it kept; another one, once it works, or None."""
        await self.stop()
        self._task = None
        self.start()
        await self._at_work.wait()
        return self.treasury

    async def stop(self) -> None:
        """Stop the worker and close the client."""
        await _ended(self._asking)
        await _ended(self._task)
        await self._close()
        store, self.store = self.store, None
        if store is not None:
            await store.aclose()

    async def _close(self) -> None:
        self._at_work.clear()
        self._dirty.clear()
        arming, self.arming = self.arming, None
        if arming is not None:
            await arming.aclose()
        treasury, self.treasury = self.treasury, None
        client, self.client = self.client, None
        if treasury is not None:
            # Where another program writes, what is under way is not ours to leave behind.
            ours = client is not None and client.power.held is None
            self.left = treasury.snapshot if ours else None
            await treasury.aclose()
            self.left = treasury.snapshot if ours else None
        if client is not None:
            await client.aclose()

    async def _run(self) -> None:
        try:
            await self._connect()
        finally:
            self._at_work.set()

    async def _connect(self) -> None:
        try:
            await self._close()
            # A thread, because importing the client and the worker takes tens of milliseconds.
            await asyncio.to_thread(_import_worker)
            if self.store is None:
                self.store = await asyncio.to_thread(self._launch.open_store)
            self.client = await self._launch.connect(self.store)
            await self._work(self.client, self.store)
        except TroubleError as trouble:
            self._on_trouble(trouble)
        except Exception as error:  # noqa: BLE001 - the guard: it is said, and can be tried again
            _log.error("unexpected %s while connecting", type(error).__name__)
            self._on_trouble(
                TroubleError(
                    f"Connecting failed: {type(error).__name__}, a fault of this program.",
                    "Press R to try again.",
                )
            )

    async def _work(self, client: VoltageClient, store: Store) -> None:
        from voltage_tui.treasury.arming import Arming  # noqa: PLC0415 - after first paint
        from voltage_tui.treasury.treasury import Treasury  # noqa: PLC0415

        self.arming = Arming(client.power, store, self._on_power)
        self.treasury = Treasury(
            client,
            store,
            self._launch.clock,
            random=self._launch.random,
            fills_mirror=True,
            coin_prices=self._launch.coin_prices,
            alert_rules=self._launch.settings.load().settings.alerts,
        )
        self.treasury.subscribe(self._changed)
        self._at_work.set()
        self._on_connected()
        self._holding = True
        self._later(FIRST_S, self._let_go)
        await self.treasury.run()

    def _changed(self, topics: frozenset[Topic]) -> None:
        # Never from here: what fails in a page is the screen's fault, and the worker goes on.
        self._dirty |= topics
        if self._holding and not self._balances_tried():
            return
        first, self._holding = self._holding, False
        if not self._waiting:
            self._waiting = True
            if first:
                self._soon(self.flush)
            else:
                self._later(GATHER_S, self.flush)

    def _balances_tried(self) -> bool:
        """Whether wallets and lines have been read, or could not be."""
        if self.treasury is None:
            return False
        snapshot = self.treasury.snapshot
        return all(
            reading.value is not None or reading.problem is not None
            for reading in (snapshot.wallets, snapshot.lines)
        )

    def _let_go(self) -> None:
        if self._holding:
            self.flush()

    def flush(self) -> None:
        """Pass on the changes that are waiting."""
        self._waiting = self._holding = False
        if self._dirty and self.treasury is not None:
            topics = frozenset(self._dirty)
            self._dirty.clear()
            self._on_news(self.treasury.snapshot, topics)
            self._wait()

    def _wait(self) -> None:
        self._waiting = True
        self._later(COALESCE_S, self.flush)


async def _ended(task: asyncio.Task[None] | None) -> None:
    """Cancel a task, if there is one, and wait for its end."""
    if task is not None:
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)


def _import_worker() -> None:
    import voltage_tui.treasury.arming  # noqa: PLC0415 - after the first paint
    import voltage_tui.treasury.treasury  # noqa: F401, PLC0415 - after the first paint
