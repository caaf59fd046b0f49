"""The screenshots, made from the seeded demo on a clock that moves only when told to.

The same seed and moment give the same picture, give or take a second of an age, so that a test can
say when one is out of date.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Final

# Loaded here: a treasury that has to load it does so in a thread, which no clock waits for.
import voltage_tui.treasury.desk  # noqa: F401
from voltage_tui.clock import ManualClock
from voltage_tui.settings import Settings
from voltage_tui.treasury.receiving import ReceivingStage
from voltage_tui.ui.app import VoltageApp
from voltage_tui.ui.theme_file import shipped_themes
from voltage_tui.ui.themes import DEFAULT

if TYPE_CHECKING:
    from pathlib import Path

    from textual.pilot import Pilot

    from voltage_tui.launch import Launch

MOMENT: Final = datetime(2026, 3, 2, 10, 54, 55, tzinfo=UTC)
SIZE: Final = (132, 36)
NARROW: Final = (80, 24)
_SETTLE_S: Final = 12.0
_STEP_S: Final = 0.05

Act = Callable[["Stage"], Awaitable[None]]
LaunchMaker = Callable[[ManualClock], "Launch"]


@dataclass(frozen=True, slots=True)
class Picture:
    """A file's name, the terminal's size, the theme, and what is done before it is taken.

    With `monitor` it is of the demo on a second display.
    """

    name: str
    act: Act
    size: tuple[int, int] = SIZE
    theme: str = DEFAULT
    monitor: bool = False


class Stage:
    """A running demo that can be moved on and pressed keys in."""

    def __init__(self, app: VoltageApp, pilot: Pilot[int], clock: ManualClock) -> None:
        self.app = app
        self._pilot = pilot
        self._clock = clock

    async def pass_time(self, seconds: float) -> None:
        """Let `seconds` of the demo's time go by, everything due happening in its turn."""
        steps = round(seconds / _STEP_S)
        for _ in range(steps):
            self._clock.advance(_STEP_S)
            for _ in range(3):
                await asyncio.sleep(0)
        await self._pilot.pause()

    async def press(self, *keys: str) -> None:
        """Press keys and let the screen catch up."""
        await self._pilot.press(*keys)
        await self._pilot.pause()

    async def until(self, done: Callable[[VoltageApp], bool], most_s: float = 60.0) -> None:
        """Let time go by until `done`; `TimeoutError` when it never is."""
        passed = 0.0
        while not done(self.app):
            if passed > most_s:
                raise TimeoutError("the demo never got there")
            await self.pass_time(_STEP_S * 4)
            await self._pilot.pause()
            # What the treasury knows, not what the screen was told a quarter of a second ago.
            self.app.link.flush()
            passed += _STEP_S * 4

    async def picture(self) -> str:
        """The screen as SVG."""
        await self._pilot.pause()
        self.app.pace.paint_now()
        await self._pilot.pause()
        return self.app.export_screenshot(title="voltage-tui")


async def _first_page(stage: Stage) -> None:
    """The page that opens."""


def _page(key: str, *more: str) -> Act:
    async def act(stage: Stage) -> None:
        await stage.press(key)
        await stage.pass_time(3)
        for other in more:
            await stage.press(other)
            await stage.pass_time(2)

    return act


async def _qr(stage: Stage) -> None:
    """A payment asked for, with its code."""
    await stage.press("r")
    await stage.press(*"25000", "tab", *"Order 8841", "enter")
    await stage.until(_ready)
    await stage.pass_time(0.5)


async def _form(stage: Stage) -> None:
    """An invoice of somebody, read and checked."""
    await stage.press("A")
    await stage.pass_time(0.5)
    await stage.press("s", "ctrl+g")
    await stage.pass_time(3)


async def _confirm(stage: Stage) -> None:
    """The same, before the one confirm."""
    await _form(stage)
    await stage.press("tab", "enter")
    await stage.pass_time(6)  # until the sentence about the demo is gone


def _ready(app: VoltageApp) -> bool:
    receivings = app.snapshot.receivings if app.snapshot is not None else ()
    return any(r.stage is ReceivingStage.READY for r in receivings)


PICTURES: Final = (
    Picture("balances", _first_page),
    Picture("balances-80x24", _first_page, NARROW),
    Picture("wallets", _page("2")),
    Picture("wallet", _page("2", "enter")),
    Picture("payments", _page("3")),
    Picture("payment", _page("3", "enter")),
    Picture("ledger", _page("4")),
    Picture("credit", _page("5")),
    Picture("alerts", _page("6")),
    Picture("close", _page("8", "[")),
    Picture("monitor", _first_page, monitor=True),
    Picture("receive", _qr),
    Picture("send", _form),
    Picture("confirm", _confirm),
)


def all_pictures() -> list[Picture]:
    """Every screen in the default theme, and the first page in each other theme."""
    others = [t.name for t in shipped_themes() if t.name != DEFAULT]
    themed = [Picture(f"balances-{name}", _first_page, theme=name) for name in others]
    return [*PICTURES, *themed]


def main(folder: Path, make_launch: LaunchMaker) -> int:
    """Write every picture into `folder`; the exit code."""
    folder.mkdir(parents=True, exist_ok=True)
    for picture in all_pictures():
        svg = asyncio.run(take(picture, make_launch))
        (folder / f"{picture.name}.svg").write_text(svg, encoding="utf-8")
    return 0


async def take(picture: Picture, make_launch: LaunchMaker) -> str:
    """One picture as SVG."""
    clock = ManualClock(MOMENT)
    launch = make_launch(clock)
    if picture.monitor:
        launch = replace(launch, monitor=True, read_only=True)
    launch.settings.save(Settings(theme=picture.theme))
    app = VoltageApp(launch)
    async with app.run_test(size=picture.size, notifications=True) as pilot:
        stage = Stage(app, pilot, clock)
        while app.treasury is None:
            await pilot.pause()
        await stage.pass_time(_SETTLE_S)
        await pilot.pause()
        await picture.act(stage)
        return await stage.picture()
