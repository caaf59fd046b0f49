"""What the command line hands to the screen: everything needed to start, nothing heavy loaded.

The screen paints from this alone, and calls `connect` after its first paint: only then are the
HTTP client, the wire models and the keyring imported.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable
    from random import Random

    from voltage_tui.api.client import VoltageClient
    from voltage_tui.api.coin_prices import CoinPrices
    from voltage_tui.api.recording.recorder import Recorder
    from voltage_tui.api.recording.replay import Replay
    from voltage_tui.clock import Clock
    from voltage_tui.model.look import Looks
    from voltage_tui.settings import SettingsStore
    from voltage_tui.store.store import Store

BaseLevel: TypeAlias = Literal["view", "receive"]
"""The power a profile starts with (safety rule S-44); sending is only ever reached by arming."""


@dataclass(frozen=True, slots=True)
class CoinPriceService:
    """What a bitcoin cost in a minute is asked here, once a person has turned that on (S-64)."""

    host: str
    """Who is asked, as the person is told it."""
    simulated: bool
    """In the demo nobody is: the answers are made in this process."""
    is_on: Callable[[], bool] = field(repr=False)
    """Whether the setting allows it now."""
    connect: Callable[[], CoinPrices] = field(repr=False)
    """Makes a client of it, which has no key; close it with `aclose()`. Nothing is sent here."""


@dataclass(frozen=True, slots=True)
class Launch:
    """One start of the program, for one profile or for the demo."""

    profile_name: str
    """The profile's name in `profiles.toml`; "demo" in the demo."""
    profile_title: str
    """The organisation's name as the person wrote it, cleaned; the profile's name by default."""
    base_url: str
    """Where the API is, without a trailing slash."""
    base_url_marked: bool
    """The address is not Voltage's own production one: the frame says so (safety rule S-50)."""
    demo: bool
    """Everything is simulated; no socket may be opened (safety rule S-64)."""
    read_only: bool
    """Started with `--read-only`: view for good, it cannot be lifted from inside (rule S-47)."""
    base_level: BaseLevel
    """The level to start with and to fall back to; "view" whenever `read_only` is set."""
    key_note: str | None
    """Words for the frame when the key is not from the keyring (rule S-57), else None."""
    clock: Clock
    """The clock of everything in this start; in the demo it may run faster than the machine's."""
    random: Random
    """Where the worker's jitter comes from; seeded in the demo, so that a start can be repeated."""
    settings: SettingsStore
    """Where the screen's settings are read and remembered; in the demo, in memory only."""
    open_store: Callable[[], Store] = field(repr=False)
    """Opens the environment's files, in a thread and after the first paint; in the demo they are
    in memory (rule S-62). Close it with `aclose()`. Raises `StoreError`.
    """
    connect: Callable[[Store], Awaitable[VoltageClient]] = field(repr=False)
    """Reads the key and makes the client, importing what that takes; its writes are noted in the
    store given. Call it after the first paint, and again after it raised (the person may have
    unlocked the keyring meanwhile); close what it returns with `aclose()`.

    Raises `TroubleError` (`voltage_tui.trouble`) with words for the person: no key stored, the
    keyring locked, missing or refused, a command that failed, a file that others can read.
    No request is made here, so a wrong key shows itself with the first reading.
    """
    monitor: bool = False
    """The first screen alone, large, for a second display: nothing else can be reached from it."""
    last_looks: Callable[[], Looks | None] | None = field(default=None, repr=False)
    """In the demo, what was seen when somebody last looked; None where the store has it."""
    handout: Callable[[int], tuple[str, str] | None] | None = field(default=None, repr=False)
    """In the demo, something to be paid, another with each number: what it is in words, and the
    text as a supplier would send it. It has none before `connect`.
    """
    coin_prices: CoinPriceService | None = None
    """The coin price service that fits the API of this start; None where there is none."""
    recorder: Recorder | None = None
    """What keeps what the API says, where a recording was asked for."""
    replay: Replay | None = None
    """The recording that is played in the place of an API: read-only, and `clock` is its own."""
