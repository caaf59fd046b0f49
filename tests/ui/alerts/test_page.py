"""Page 6: what is raised, who saw it, the rules and their thresholds, the history."""

from __future__ import annotations

import getpass
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from pathlib import Path

import pytest

from tests.ui.stage import Stage, stage
from voltage_tui.model.alert import Alert, AlertKind, Severity, Subject, SubjectKind
from voltage_tui.settings import SettingsStore
from voltage_tui.ui.alerting.said import said
from voltage_tui.ui.screens.payments.case import CasePage

LATE = "Invoice Alto Cooling"


@asynccontextmanager
async def alerts(size: tuple[int, int] = (120, 40), **more: object) -> AsyncIterator[Stage]:
    """The program with what its story raises, page 6 in front."""
    async with stage(size, **more) as shown:  # type: ignore[arg-type]
        await shown.until(lambda: len(shown.snapshot.alerts) >= 3)
        await shown.press("6")
        yield shown


def tab(shown: Stage) -> str:
    return shown.lines[1]


async def test_it_says_what_is_raised_and_counts_it_on_its_tab() -> None:
    async with alerts() as shown:
        assert "6 Alerts 3" in tab(shown)
        assert "3 alerts want you" in shown.text
        assert f"254,000 sats ({LATE}) pending for 25 m (usual" in shown.text
        assert "Ops uses 83 % of its credit, over 80 %" in shown.text
        assert "It may still complete: do not pay again." in shown.text


async def test_what_is_acknowledged_says_by_whom_and_is_counted_no_more() -> None:
    async with alerts() as shown:
        await shown.press("a")
        await shown.pass_time(2)
        assert f"acknowledged by {getpass.getuser()}" in shown.text
        assert "6 Alerts 2" in tab(shown)
        assert "1 acknowledged" in shown.text
        await shown.press("H")
        await shown.pass_time(1)
        assert f"by {getpass.getuser()}" in shown.text
        assert shown.text.count("raised") == 3


async def test_a_snooze_ends_by_itself_and_by_hand() -> None:
    async with alerts() as shown:
        await shown.press("z", "enter")
        await shown.pass_time(2)
        assert "snoozed for 14 m" in shown.text
        assert "6 Alerts 2" in tab(shown)
        await shown.press("G", "z", "down", "down", "down", "enter")
        await shown.pass_time(2)
        assert "snoozed" not in shown.text
        await shown.press("z", "enter")
        await shown.skip(15 * 60)
        assert "◌ snoozed" not in shown.text


async def test_enter_opens_the_payment() -> None:
    async with alerts() as shown:
        await shown.press("enter")
        await shown.pass_time(1)
        assert isinstance(shown.app.pages.front, CasePage)


async def test_hidden_amounts_are_hidden_here_too() -> None:
    async with alerts() as shown:
        await shown.press("p")
        assert LATE not in shown.text
        assert "254,000" not in shown.text
        assert "83 %" not in shown.text
        await shown.press("R")
        await shown.pass_time(1)
        assert "83 %" not in shown.text
        assert "10,000,000" not in shown.text


async def test_a_rule_is_switched_and_changed_on_the_screen_and_kept(tmp_path: Path) -> None:
    async with alerts(folder=tmp_path) as shown:
        await shown.press("R", "j", "space")
        await shown.pass_time(3)
        assert not any(a.kind is AlertKind.CREDIT for a in shown.snapshot.alerts)
        await shown.press("space", "enter")
        await shown.press("ctrl+u", *"101", "enter")
        assert "from 1 to 100" in shown.text
        await shown.press("ctrl+u", *"90", "enter")
        await shown.pass_time(3)
        assert "from 90 %, cleared under 75 %" in shown.text
        kept = SettingsStore(tmp_path).load()
    assert kept.notice is None
    assert (kept.settings.alerts.credit_over, kept.settings.alerts.off) == (90, ())


async def test_a_line_and_a_wallet_have_rules_of_their_own() -> None:
    async with alerts() as shown:
        await shown.go("5", "a")
        await shown.press(*"20", "tab", *"10", "enter")
        await shown.until(lambda: len(shown.snapshot.alerts) == 4)
        await shown.go("2", "enter", "a")
        await shown.press("tab", "tab", *"999999999", "enter")
        await shown.until(lambda: any(a.kind is AlertKind.AVAILABLE for a in shown.snapshot.alerts))
        await shown.go("6", "R")
        assert "credit from 20 %, cleared under 10 %" in shown.text
        assert "can spend under 999,999,999 sats" in shown.text
        await shown.press("G", "D")
        await shown.pass_time(2)
        assert "can spend under 999,999,999" not in shown.text


async def test_balances_repeats_no_alert_and_says_those_that_nothing_else_says() -> None:
    async with alerts() as shown:
        await shown.press("1")
        needs_you = "\n".join(line for line in shown.lines if line.startswith("  ! "))
        assert needs_you.count(LATE) == 1
        assert "  6" not in needs_you
        await shown.go("2", "enter", "a")
        await shown.press("tab", "tab", *"999999999", "enter")
        await shown.until(lambda: any(a.kind is AlertKind.AVAILABLE for a in shown.snapshot.alerts))
        await shown.press("1")
        await shown.pass_time(11)
        assert "under 999,999,999 sats  6" in shown.text


async def test_a_long_name_leaves_what_happened_to_be_read() -> None:
    async with alerts((80, 24)) as shown:
        used = next(a for a in shown.snapshot.alerts if a.kind is AlertKind.CREDIT)
        long = replace(used, about=replace(used.about, name="资金庫🏦 " + "x" * 200))
        assert "… uses 83 % of its credit" in said(shown.app, long)[:60]


def many(shown: Stage) -> tuple[Alert, ...]:
    return tuple(
        Alert(
            f"changed:{n}",
            AlertKind.CHANGED,
            Severity.NOW,
            Subject(SubjectKind.WALLET, str(n), f"支付钱包🚀 {n} " + "很长的名字" * 8),
            shown.clock.now(),
        )
        for n in range(200)
    )


@pytest.mark.parametrize("size", [(60, 20), (80, 24), (200, 60)])
async def test_two_hundred_with_long_names_stay_in_their_lines(size: tuple[int, int]) -> None:
    async with alerts(size) as shown:
        assert shown.app.treasury is not None
        alerting = shown.app.treasury.alerting
        alerting._set((*shown.snapshot.alerts[:1], *many(shown)))
        await shown.pass_time(1)
        assert "6 Alerts 20" in tab(shown)
        assert all(strip.cell_length == size[0] for strip in shown.strips)
        await shown.press("G")
        assert "Ops uses 83 %" in shown.text
        alerting._set(tuple(replace(a, acknowledged_at=a.raised_at) for a in many(shown)))
        await shown.pass_time(1)
        assert "6 Alerts 20" not in tab(shown)
