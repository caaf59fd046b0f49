"""The monitor: large, without keys, true about its age, and never in the way of who works."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from tests.credentials.samples import profile_with
from tests.ui.stage import Stage, stage
from voltage_tui.cli.launch import profile_launch
from voltage_tui.launch import Launch
from voltage_tui.money import BTC
from voltage_tui.profiles import FromEnvironment
from voltage_tui.simulator.faults import Break, Faults
from voltage_tui.treasury.account import totals_of
from voltage_tui.ui.palette import Role
from voltage_tui.ui.screens.monitor.big import big
from voltage_tui.ui.screens.monitor.page import MonitorPage


def as_monitor(launch: Launch) -> Launch:
    return replace(launch, monitor=True)


def shows(shown: Stage, text: str, scale: int) -> bool:
    """Whether `text` is somewhere on the screen in large cells, at the left margin."""
    rows = ["  " + "".join(s.text for s in line).rstrip() for line in big(text, Role.TEXT, scale)]
    tops = range(len(shown.lines) - len(rows))
    return any(
        all(line.startswith(row) for row, line in zip(rows, shown.lines[y:], strict=False))
        for y in tops
    )


@pytest.mark.parametrize("size", [(60, 20), (80, 24), (120, 40), (200, 60)])
async def test_it_shows_large_figures_at_every_size_and_the_frame_is_gone(
    size: tuple[int, int],
) -> None:
    async with stage(size, change=as_monitor) as shown:
        await shown.until_shown("NEEDS YOU")
        assert "█" in shown.text
        assert "AVAILABLE" in shown.text
        assert "IN FLIGHT" in shown.text
        assert "1 Balances" not in shown.text
        assert "receive" not in shown.keys


async def test_the_figures_are_those_of_the_wallets_to_the_satoshi() -> None:
    async with stage((200, 60), change=as_monitor) as shown:
        await shown.until_shown("NEEDS YOU")
        (bitcoin,) = [t for t in totals_of(shown.snapshot.accounts) if t.currency == BTC]
        whole = -(-bitcoin.available.units // 1_000)
        assert shows(shown, f"−{-whole:,}", 2), shown.text


async def test_no_key_leads_elsewhere_or_moves_money() -> None:
    async with stage((120, 40), change=as_monitor) as shown:
        await shown.until_shown("NEEDS YOU")
        for key in "234568rsA/w":
            await shown.press(key)
            assert isinstance(shown.app.pages.front, MonitorPage)
            assert len(shown.app.screen_stack) == 1
        assert shown.posts == []


async def test_hidden_amounts_are_hidden_here_too() -> None:
    async with stage((120, 40), change=as_monitor) as shown:
        await shown.until_shown("CREDIT USED")
        assert "18.5 M" in shown.text
        await shown.press("p")
        assert "18.5 M" not in shown.text
        assert not any(character.isdigit() for character in "".join(shown.lines[1:8]))


async def test_it_says_across_the_screen_that_nothing_answers_and_since_when() -> None:
    faults = Faults()
    async with stage((120, 40), change=as_monitor, faults=faults) as shown:
        await shown.until_shown("NEEDS YOU")
        faults.add(Break.REFUSE, times=None)
        await shown.until_shown("FIGURES ARE")
        assert "NEXT TRY" in shown.text


async def test_it_never_locks_by_itself() -> None:
    async with stage((120, 40), change=as_monitor) as shown:
        await shown.pass_time(16 * 60)
        assert not shown.app.lock.is_on


@pytest.mark.safety("S-11", "a monitor takes no lock, so that another program can write")
@pytest.mark.parametrize("monitor", [True, False])
async def test_it_leaves_the_lock_to_whoever_works_beside_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, *, monitor: bool
) -> None:
    monkeypatch.setenv("VOLTAGE_TUI_DATA", str(tmp_path))
    profile = profile_with(FromEnvironment("OUR_KEY"))
    first = profile_launch(profile, tmp_path, read_only=True, monitor=monitor).open_store()
    second = profile_launch(profile, tmp_path, read_only=False).open_store()
    assert (second.held is None) is monitor
    await first.aclose()
    await second.aclose()
