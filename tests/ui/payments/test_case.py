"""One payment seen closely, in the whole program against a simulated Voltage."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.ui.payments.altered import Wire, only_one, payments_altered
from tests.ui.stage import LONG, Stage, stage
from voltage_tui.model.ids import PaymentId
from voltage_tui.model.payment import Direction, Payment, PaymentKind, PaymentStatus
from voltage_tui.model.settlement import LightningSettlement
from voltage_tui.money import BTC, sats
from voltage_tui.simulator.faults import server_error
from voltage_tui.treasury.receiving import ReceiveOrder, ReceivingStage
from voltage_tui.ui.screens.payments.case import CasePage
from voltage_tui.ui.screens.receive.card import CardPage


async def opened(shown: Stage, wanted: Callable[[Payment], bool]) -> Payment:
    """Open the first known payment that is wanted."""
    book = shown.snapshot.book.value
    assert book is not None
    payment = next(p for p in book.payments if wanted(p))
    await shown.go("3")
    shown.app.pages.open(CasePage(payment.id))
    await shown.pass_time(3)
    return payment


def paid_over_lightning(payment: Payment) -> bool:
    parts = payment.settlements
    return bool(parts) and isinstance(parts[0], LightningSettlement)


def proof_of(payment: Payment) -> str:
    part = payment.settlements[0]
    assert isinstance(part, LightningSettlement)
    return part.preimage


def waits(payment: Payment) -> bool:
    return payment.status is PaymentStatus.RECEIVING and payment.payment_request is not None


def reads_of(shown: Stage, payment: Payment) -> int:
    return sum(target.endswith(f"/payments/{payment.id}") for _, target in shown.asked)


def event_reads_of(shown: Stage, payment: Payment) -> int:
    end = f"/payments/{payment.id}/history"
    return sum(target.endswith(end) for _, target in shown.asked)


async def read_through(shown: Stage) -> str:
    """Everything on the page, as a terminal shows it that is high enough for all of it."""
    await shown.resize(shown.app.size.width, 120)
    return shown.text


@pytest.mark.parametrize("size", [(80, 24), (120, 40), (200, 60)])
async def test_the_proof_is_shown_only_when_asked_for(size: tuple[int, int]) -> None:
    async with stage(size) as shown:
        payment = await opened(shown, paid_over_lightning)
        proof = proof_of(payment)[:30]
        assert proof not in await read_through(shown)
        await shown.press("v")
        assert proof in await read_through(shown)
        await shown.press("2", "3")
        assert proof not in await read_through(shown)


async def test_voltages_own_events_are_there_word_for_word() -> None:
    async with stage() as shown:
        payment = await opened(shown, paid_over_lightning)
        case = shown.snapshot.cases[payment.id].value
        assert case is not None
        assert case.history
        for event in case.history:
            assert event.event_type in shown.text


async def test_it_is_read_while_it_is_in_front_and_not_after() -> None:
    async with stage() as shown:
        payment = await opened(shown, waits)
        before = reads_of(shown, payment)
        await shown.pass_time(30)
        assert reads_of(shown, payment) > before
        await shown.press("1")
        left = event_reads_of(shown, payment)
        await shown.pass_time(60)
        assert event_reads_of(shown, payment) == left
        await shown.press("3")
        await shown.pass_time(3)
        assert event_reads_of(shown, payment) > left
        await shown.press("escape")
        left = event_reads_of(shown, payment)
        await shown.pass_time(60)
        assert event_reads_of(shown, payment) == left


async def test_space_reads_it_again_at_once() -> None:
    async with stage() as shown:
        payment = await opened(shown, paid_over_lightning)
        await shown.pass_time(120)
        before = reads_of(shown, payment)
        await shown.press("space")
        await shown.pass_time(1)
        assert reads_of(shown, payment) == before + 1


async def test_a_payment_that_is_paid_turns_completed_in_view() -> None:
    async with stage() as shown:
        payment = await opened(shown, waits)
        assert "○ receiving" in shown.text
        shown.simulator.pay(payment.id)
        await shown.pass_time(20)
        assert "● completed   received" in shown.text


async def test_hidden_amounts_hide_everywhere() -> None:
    async with stage() as shown:
        payment = await opened(shown, waits)
        assert payment.memo is not None
        assert payment.payment_request is not None
        assert payment.memo in shown.text
        assert payment.payment_request[:25] in await read_through(shown)
        await shown.press("p")
        text = await read_through(shown)
        assert payment.memo not in text
        assert payment.payment_request[:25] not in text
        assert "25,000" not in text
        assert "••••" in text


async def test_a_failed_send_says_why_and_what_to_do() -> None:
    async with stage(options=LONG) as shown:
        await opened(shown, lambda p: p.error is not None and p.direction is Direction.SEND)
        assert "✕ failed" in shown.text
        assert "✕ No route to the payee was found within the fee cap." in shown.text
        assert "Try a larger fee cap, or pay on-chain." in shown.text
        assert "Safe to pay again? YES  It failed, and nothing of it is" in shown.text


async def test_a_send_under_way_is_never_safe_to_pay_again() -> None:
    async with stage() as shown:
        await opened(shown, lambda p: p.status is PaymentStatus.SENDING)
        assert "Safe to pay again? NO  The first attempt may still complete." in shown.text


async def test_copying_gives_the_whole_id_and_the_whole_request() -> None:
    async with stage((80, 24)) as shown:
        payment = await opened(shown, waits)
        await shown.press("y")
        assert shown.app.clipboard == payment.id
        await shown.press("Y")
        assert shown.app.clipboard == payment.payable


async def test_what_could_not_be_read_again_is_said_and_the_last_reading_stays() -> None:
    async with stage() as shown:
        payment = await opened(shown, waits)
        shown.faults.add(server_error(), path=rf".*/payments/{payment.id}.*", times=None)
        await shown.pass_time(40)
        assert "! not read for" in shown.text
        assert payment.id in shown.text


async def test_a_payment_nobody_knows_says_that_it_could_not_be_read() -> None:
    async with stage() as shown:
        await shown.go("3")
        shown.app.pages.open(CasePage(PaymentId("00000000-0000-4000-8000-000000000000")))
        await shown.pass_time(10)
        assert "It could not be read." in shown.text
        await shown.press("escape")
        assert "pending first" in shown.text


async def test_ugly_amounts_fit_on_a_small_screen() -> None:
    def huge(payment: Wire) -> None:
        units = 2**63 - 1
        payment["data"]["amount"] = {"currency": "btc", "amount": units, "unit": "msats"}
        payment["data"].pop("amount_msats", None)
        payment["data"]["memo"] = "請求書🙂" * 80
        payment["status"] = "settling"

    async with stage((60, 20), wrap=payments_altered(only_one(huge))) as shown:
        await opened(shown, lambda p: p.status not in tuple(PaymentStatus))
        assert "+9,223,372,036,854,775.807 sats" in shown.text
        assert "? settling" in shown.text
        assert "請求書" in shown.text
        for strip in shown.strips:
            assert strip.cell_length == 60


async def test_a_request_made_here_leads_to_its_code() -> None:
    async with stage() as shown:
        treasury = shown.app.treasury
        assert treasury is not None
        wallet = next(a.wallet for a in shown.snapshot.accounts if a.currency == BTC)
        order = ReceiveOrder(wallet.id, PaymentKind.BOLT11, sats(2_500), "Till 4", 3_600)
        payment_id = treasury.start_receive(order)
        await shown.until(lambda: _is_ready(shown, payment_id))
        await shown.go("3", "enter")
        assert "show QR" in shown.text
        await shown.press("o")
        assert isinstance(shown.app.pages.front, CardPage)
        assert shown.app.pages.front.payment_id == payment_id
        await shown.press("escape")
        shown.simulator.pay(payment_id)
        await shown.pass_time(20)
        assert "● completed" in shown.text
        assert "show QR" not in shown.text


def _is_ready(shown: Stage, payment_id: PaymentId) -> bool:
    receiving = shown.snapshot.receiving(payment_id)
    return receiving is not None and receiving.stage is ReceivingStage.READY
