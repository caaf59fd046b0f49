"""What can be done with a request: copied, written as a picture, shown to a customer."""

from __future__ import annotations

import stat
from pathlib import Path

import pytest

from tests.ui.receive.acts import NEW, codes, pay, receiving, requests, until_at
from tests.ui.stage import Stage, stage
from voltage_tui.settings import Settings
from voltage_tui.simulator.faults import Break, server_error
from voltage_tui.treasury.receiving import ReceivingStage
from voltage_tui.ui.qr import picture
from voltage_tui.ui.qr.encode import picture_bytes
from voltage_tui.ui.screens.receive.customer import CustomerScreen


async def ready(s: Stage) -> str:
    """Ask for 25,000 sats; the invoice."""
    await s.press("r", *"25000", "enter")
    await until_at(s, ReceivingStage.READY)
    payment = receiving(s).payment
    assert payment is not None
    assert payment.payment_request is not None
    return payment.payment_request


async def test_copying_takes_the_whole_request_and_claims_no_more_than_is_known() -> None:
    async with stage((80, 24), NEW) as s:
        request = await ready(s)
        assert request not in s.text.replace("\n", "")
        await s.press("y")
        assert s.app.clipboard == request
        assert "not verified" in s.text


async def test_a_picture_is_written_where_it_says(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(picture, "picture_folder", lambda: tmp_path)
    async with stage(options=NEW) as s:
        request = await ready(s)
        await s.press("o")
        path = tmp_path / f"voltage-demo-receive-{receiving(s).payment_id[:8]}.png"
        assert path.read_bytes() == picture_bytes(request)
        assert stat.S_IMODE(path.stat().st_mode) == 0o600
        assert "Picture written: " in s.text


async def test_a_picture_that_cannot_be_written_is_said(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(picture, "picture_folder", lambda: tmp_path / "gone")
    async with stage(options=NEW) as s:
        await ready(s)
        await s.press("o")
        assert "No picture was written: No such file or directory." in s.text


async def test_the_customer_sees_the_code_and_the_amount_and_nothing_of_the_treasury() -> None:
    async with stage(options=NEW) as s:
        request = await ready(s)
        await s.press("f")
        assert isinstance(s.app.screen, CustomerScreen)
        assert codes(s) == [request.upper()]
        assert "scan to pay" in s.text
        for word in ("Ops", "Balances", "available", "live", "Meridian"):
            assert word not in s.text
        await s.press("1", "q", "r", "p", "enter")
        assert isinstance(s.app.screen, CustomerScreen)
        assert len(requests(s)) == 1


async def test_the_customer_sees_paid_over_the_whole_screen() -> None:
    async with stage(options=NEW) as s:
        await ready(s)
        await s.press("f")
        pay(s)
        await until_at(s, ReceivingStage.PAID)
        assert codes(s) == []
        strips = s.app.screen._compositor.render_strips()
        grounds = {g.style.bgcolor.name for x in strips for g in x if g.style and g.style.bgcolor}
        assert len(grounds) == 1
        assert s.text.count("█") > 60
        assert "25,000 sats" in s.text
        await s.press("escape")
        assert "● PAID" in s.text


async def test_the_customer_sees_paid_also_of_what_was_paid_before() -> None:
    async with stage(options=NEW) as s:
        await ready(s)
        pay(s)
        await until_at(s, ReceivingStage.PAID)
        await s.press("f")
        assert isinstance(s.app.screen, CustomerScreen)
        assert s.text.count("█") > 60
        assert "25,000 sats" in s.text


async def on_chain(s: Stage) -> None:
    """Ask for 150,000 sats on-chain."""
    await s.press("r", *"150000", "tab", "tab", "tab", "right", "enter")
    await until_at(s, ReceivingStage.READY)


async def test_a_part_that_came_is_said_to_the_customer_whose_code_asks_for_all() -> None:
    async with stage(options=NEW) as s:
        await on_chain(s)
        await s.press("f")
        assert "scan to pay" in s.text
        pay(s, 100_000_000)
        await s.until_shown("50,000 sats still missing")
        assert "scan to pay" not in s.text


async def test_an_address_fits_the_customer_screen_at_60x20() -> None:
    async with stage((60, 20), NEW) as s:
        await on_chain(s)
        assert codes(s) == []
        assert "f shows it alone" in s.text
        await s.press("f")
        assert len(codes(s)) == 1
        assert s.lines[0].split() == ["150,000", "sats", "59:58"]


async def test_a_screen_too_small_for_the_code_is_never_told_to_shrink() -> None:
    async with stage((60, 20), NEW) as s:
        await ready(s)
        await s.press("f")
        assert "enlarge the terminal to 60×" in s.text


@pytest.mark.parametrize("size", [(120, 40), (80, 30), (60, 30)])
async def test_the_customer_screen_draws_a_lightning_code_down_to_its_own_size(
    size: tuple[int, int],
) -> None:
    async with stage(size, NEW) as s:
        request = await ready(s)
        await s.press("f")
        assert codes(s) == [request.upper()]
        assert "25,000 sats" in s.text or "█" in s.text


async def test_hidden_amounts_are_hidden_from_the_customer_too() -> None:
    async with stage(options=NEW, settings=Settings(hide_amounts=True)) as s:
        await ready(s)
        await s.press("f")
        assert codes(s) == []
        assert "25,000" not in s.text
        assert "scan to pay" not in s.text
        assert "esc, then p shows them" in s.text


async def test_an_answer_that_never_came_is_unknown_and_never_failed() -> None:
    async with stage(options=NEW) as s:
        s.faults.add(Break.DROP_AFTER_ACCEPTING, method="POST", path=".*/payments")
        s.faults.add(server_error(), method="GET", path=".*/payments.*", times=None)
        await s.press("r", *"25000", "enter")
        await until_at(s, ReceivingStage.UNKNOWN)
        assert "? unknown" in s.text
        assert "may have been made or not" in s.text
        assert "failed" not in s.text
        assert codes(s) == []
        s.faults.clear()
        await until_at(s, ReceivingStage.READY)
        assert len(codes(s)) == 1
    assert len(requests(s)) == 1


async def test_without_an_answer_nothing_is_claimed_of_the_payer() -> None:
    """The money may be there already: nobody is told that it is not, or to pay again."""
    async with stage(options=NEW) as s:
        await ready(s)
        await s.pass_time(2)
        assert "waiting for the payer, 2 s" in s.text
        s.faults.add(Break.REFUSE, times=None)
        await s.until_shown("no word from Voltage for")
        assert "it may have been paid" in s.text
        assert "waiting for the payer" not in s.text
        await s.press("f")
        assert "no connection: please wait" in s.text
        assert "scan to pay" not in s.text
        await s.press("escape")
        s.faults.clear()
        await s.until_shown("waiting for the payer")
        assert "no word" not in s.text
        await s.press("f")
        assert "scan to pay" in s.text


async def test_what_was_never_sent_says_so() -> None:
    async with stage(options=NEW) as s:
        s.faults.add(Break.REFUSE, method="POST", path=".*/payments")
        await s.press("r", *"25000", "enter")
        await until_at(s, ReceivingStage.NOT_SENT)
        assert "✕ not sent" in s.text
        assert "nothing was made; r asks again" in s.text


async def test_a_refusal_says_that_nothing_was_made() -> None:
    async with stage(options=NEW) as s:
        s.faults.add(server_error(400), method="POST", path=".*/payments")
        await s.press("r", *"25000", "enter")
        await until_at(s, ReceivingStage.REFUSED)
        assert "✕ refused" in s.text
        assert "nothing was made; r asks again" in s.text


async def test_paid_rings_once(monkeypatch: pytest.MonkeyPatch) -> None:
    async with stage(options=NEW) as s:
        rung: list[None] = []
        monkeypatch.setattr(s.app, "bell", lambda: rung.append(None))
        await ready(s)
        pay(s)
        await until_at(s, ReceivingStage.PAID)
        await s.pass_time(5)
        assert len(rung) == 1
