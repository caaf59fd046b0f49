"""`w` on a case: the bell and one sentence when the payment moves, whatever page is showing."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.ui.payments.test_case import opened, waits
from tests.ui.send.acts import LIVED, confirm, outside, review, sending, until_at
from tests.ui.stage import Stage, stage
from voltage_tui.model.payment import PaymentStatus
from voltage_tui.simulator.faults import Break, server_error
from voltage_tui.treasury.paying.sending import SendStage
from voltage_tui.ui.screens.payments.case_head import WATCHED


def rings(s: Stage, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What the line of keys says at each ring of the bell, from now on."""
    rung: list[str] = []
    monkeypatch.setattr(s.app, "bell", lambda: rung.append(s.app.title))
    return rung


def offers_watch(s: Stage) -> bool:
    """Whether `w` does something now."""
    return any(c.id == "watch" and c.enabled() for c in s.app.commands())


async def test_a_watched_payment_rings_once_from_any_page_and_is_watched_no_more_at_its_end(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    async with stage() as s:
        rung = rings(s, monkeypatch)
        payment = await opened(s, waits)
        assert WATCHED not in s.text
        await s.press("w")
        assert WATCHED in s.text
        assert "Watched: the bell rings" in s.keys
        await s.press("escape", "5")
        await s.pass_time(60)
        assert rung == []
        s.simulator.pay(payment.id)
        await s.until_shown(f"Payment {payment.id[:8]}: completed, received.")
        assert payment.id not in s.app.pages.watches
        await s.pass_time(120)
        assert len(rung) == 1


async def test_an_unknown_one_is_told_when_it_is_found_and_when_it_ends(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    async with stage(options=LIVED) as s:
        rung = rings(s, monkeypatch)
        text = outside(s)
        s.faults.add(Break.DROP_AFTER_ACCEPTING, method="POST", path=".*/payments")
        await review(s, text)
        s.faults.add(server_error(503), method="GET", path=r".*/payments.*", times=None)
        await confirm(s, text)
        await until_at(s, SendStage.UNKNOWN)
        await s.press("enter", "w")
        assert "Watched: the bell rings" in s.keys
        assert WATCHED in s.text
        await s.press("1")
        await s.pass_time(30)
        assert rung == []
        s.faults.clear()
        await until_at(s, SendStage.COMPLETED)
        assert f"Payment {sending(s).payment_id[:8]}: completed, paid out." in s.keys
        await s.pass_time(120)
        assert len(rung) == 1


async def test_each_move_rings_once(monkeypatch: pytest.MonkeyPatch) -> None:
    rung: list[str] = []
    async with stage() as s:
        payment = await opened(s, waits)
        await s.press("w", "2")
        monkeypatch.setattr(s.app, "bell", lambda: rung.append(s.app.title))
        watches, known = s.app.pages.watches, s.snapshot
        for status in (PaymentStatus.GENERATING, PaymentStatus.GENERATING, PaymentStatus.EXPIRED):
            moved = replace(payment, status=status)
            watches.news(replace(known, pending=(moved,)))
        assert len(rung) == 2
        await s.pass_time(1)
        assert len(rung) == 2


async def test_w_again_stops_it_and_what_is_over_cannot_be_watched(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    async with stage() as s:
        rung = rings(s, monkeypatch)
        payment = await opened(s, waits)
        assert offers_watch(s)
        await s.press("w", "w")
        assert "Not watched any more." in s.keys
        s.simulator.pay(payment.id)
        await s.until_shown("● completed")
        await s.pass_time(10)
        assert rung == []
        assert not offers_watch(s)
        await s.press("w")
        assert payment.id not in s.app.pages.watches


async def test_what_moved_behind_the_lock_rings_and_is_said_after_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    async with stage() as s:
        rung = rings(s, monkeypatch)
        payment = await opened(s, waits)
        await s.press("w", "L")
        s.simulator.pay(payment.id)
        await s.pass_time(30)
        assert len(rung) == 1
        assert payment.id[:8] not in s.text
        await s.press("enter")
        await s.pass_time(1)
        assert f"Payment {payment.id[:8]}: completed" in s.keys


async def test_it_says_no_amount_and_no_memo() -> None:
    async with stage() as s:
        payment = await opened(s, lambda p: p.status is PaymentStatus.RECEIVING)
        await s.press("w", "p", "1")
        s.simulator.pay(payment.id)
        await s.until_shown(f"Payment {payment.id[:8]}")
        assert "sats" not in s.keys
