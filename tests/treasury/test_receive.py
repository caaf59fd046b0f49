"""Receiving: from the order to PAID, once, and never lost."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest

from tests.treasury.harness import World, world
from voltage_tui.api.errors import RateLimited
from voltage_tui.api.power import Level
from voltage_tui.model.ids import PaymentId, WalletId
from voltage_tui.model.payment import PaymentKind
from voltage_tui.money import USD, Currency, Money, cents, sats
from voltage_tui.simulator.faults import (
    Answer,
    Break,
    Fault,
    answer,
    server_error,
    too_many_requests,
)
from voltage_tui.simulator.options import Payer, SimulatorOptions
from voltage_tui.treasury.cadence import Cadence
from voltage_tui.treasury.reading import ProblemKind
from voltage_tui.treasury.receiving import ReceiveOrder, Receiving, ReceivingStage
from voltage_tui.treasury.snapshot import Snapshot

MANUAL = SimulatorOptions(payer=Payer.MANUAL)
PAYMENTS = ".*/payments"
AMOUNT = sats(25_000)


def wallet_in(w: World, currency: Currency) -> WalletId:
    return next(a.wallet.id for a in w.snapshot.accounts if a.currency == currency)


async def ordered(
    w: World,
    amount: Money | None = AMOUNT,
    kind: PaymentKind = PaymentKind.BOLT11,
    expiration_s: int = 900,
) -> PaymentId:
    await w.until(lambda s: s.accounts and s.lines.value)
    currency = USD if amount is not None and amount.currency == USD else Currency("btc")
    order = ReceiveOrder(wallet_in(w, currency), kind, amount, "Table 4", expiration_s)
    return w.treasury.start_receive(order)


def of(snapshot: Snapshot, payment_id: PaymentId) -> Receiving:
    found = snapshot.receiving(payment_id)
    assert found is not None
    return found


async def reach(
    w: World, payment_id: PaymentId, stage: ReceivingStage, limit_s: float = 60
) -> Receiving:
    await w.until(lambda s: of(s, payment_id).stage is stage, limit_s)
    return of(w.snapshot, payment_id)


def posts(w: World, end: str = "/payments") -> int:
    return w.count("POST", end)


def not_found() -> Answer:
    body = b'{"error":{"type":"payment_not_found","detail":"No such payment."}}'
    return answer(404, body, ("content-type", "application/json"))


async def test_a_bitcoin_receive_is_ready_within_seconds_and_then_paid() -> None:
    async with world() as w:
        payment_id = await ordered(w)
        assert of(w.snapshot, payment_id).stage is ReceivingStage.SENDING
        ready = await reach(w, payment_id, ReceivingStage.READY, 4)
        assert ready.payment is not None
        assert ready.payment.payable is not None
        assert ready.payer_pays == sats(25_000)
        assert ready.expires_at is not None
        assert 895 <= (ready.expires_at - ready.payment.created_at).total_seconds() <= 905
        paid = await reach(w, payment_id, ReceivingStage.PAID, 12)
        assert paid.is_over
        assert paid.ended_at is not None
        assert posts(w) == 1


async def test_paid_money_is_in_the_wallet_without_waiting_for_its_turn() -> None:
    async with world(MANUAL, cadence=Cadence(wallets=60)) as w:
        payment_id = await ordered(w)
        await reach(w, payment_id, ReceivingStage.READY)
        wallet_id = of(w.snapshot, payment_id).order.wallet_id
        before = w.snapshot.account(wallet_id)
        w.simulator.pay(payment_id)
        await reach(w, payment_id, ReceivingStage.PAID, 3)
        assert before is not None
        assert before.available is not None
        expected = before.available + sats(25_000)
        took = await w.until(
            lambda s: (a := s.account(wallet_id)) is not None and a.available == expected
        )
        assert took < 3


async def test_a_dollar_receive_locks_a_rate_first_and_says_what_the_payer_owes() -> None:
    async with world(MANUAL) as w:
        payment_id = await ordered(w, cents(2_500), expiration_s=120)
        assert of(w.snapshot, payment_id).stage is ReceivingStage.QUOTING
        ready = await reach(w, payment_id, ReceivingStage.READY)
        assert ready.quote is not None
        assert ready.payment is not None
        assert ready.payment.amount == cents(2_500)
        assert ready.payer_pays is not None
        assert ready.payer_pays.currency == "btc"
        assert ready.expires_at is not None
        assert ready.quote.expires_at is not None
        assert ready.expires_at <= ready.quote.expires_at
        assert w.snapshot.rate is not None
        assert (posts(w, "/quotes"), posts(w)) == (1, 1)
        w.simulator.pay(payment_id)
        await reach(w, payment_id, ReceivingStage.PAID)


@pytest.mark.parametrize("kind", [PaymentKind.ONCHAIN, PaymentKind.BIP21])
async def test_other_kinds_become_ready_with_an_address(kind: PaymentKind) -> None:
    async with world(MANUAL) as w:
        payment_id = await ordered(w, sats(50_000), kind)
        ready = await reach(w, payment_id, ReceivingStage.READY)
        assert ready.payment is not None
        assert ready.payment.address is not None
        assert ready.payer_pays == sats(50_000)
        w.simulator.pay(payment_id)
        await reach(w, payment_id, ReceivingStage.PAID, 7_200)


async def test_a_request_for_any_amount_names_no_amount_the_payer_owes() -> None:
    async with world(MANUAL) as w:
        payment_id = await ordered(w, None)
        ready = await reach(w, payment_id, ReceivingStage.READY)
        assert ready.payer_pays is None


async def test_one_that_nobody_pays_expires() -> None:
    async with world(MANUAL) as w:
        payment_id = await ordered(w, expiration_s=300)
        expired = await reach(w, payment_id, ReceivingStage.EXPIRED, 400)
        assert expired.is_over
        assert not any(p.id == payment_id for p in w.snapshot.pending)


async def test_cancelling_whoever_asked_loses_nothing() -> None:
    async with world() as w:
        await w.until(lambda s: s.accounts and s.lines.value)
        made: list[PaymentId] = []

        async def dialog() -> None:
            made.append(await ordered(w))
            await asyncio.Event().wait()

        task = asyncio.create_task(dialog())
        await w.pass_time(0.02)
        task.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await task
        await reach(w, made[0], ReceivingStage.PAID)
        assert posts(w) == 1


async def test_not_visible_yet_is_no_trouble() -> None:
    async with world(MANUAL) as w:
        payment_id = await ordered(w)
        path = f".*/payments/{payment_id}"
        w.faults.add(not_found(), method="GET", path=path, times=8)
        seen: set[ReceivingStage] = set()
        w.treasury.subscribe(lambda _: seen.add(of(w.snapshot, payment_id).stage))
        await reach(w, payment_id, ReceivingStage.READY)
        assert seen <= {ReceivingStage.SENDING, ReceivingStage.ACCEPTED, ReceivingStage.READY}
        assert of(w.snapshot, payment_id).problem is None


@pytest.mark.parametrize("fault", [Break.DROP_AFTER_ACCEPTING, server_error(500)])
async def test_an_unclear_answer_is_never_called_a_failure_and_never_sent_again(
    fault: Fault,
) -> None:
    async with world(MANUAL) as w:
        await w.until(lambda s: s.accounts and s.lines.value)
        w.faults.add(fault, method="POST", path=PAYMENTS)
        payment_id = await ordered(w)
        if fault is Break.DROP_AFTER_ACCEPTING:
            await reach(w, payment_id, ReceivingStage.READY, 10)
        else:
            unknown = await reach(w, payment_id, ReceivingStage.UNKNOWN, 10)
            assert unknown.problem is not None
            assert not unknown.is_over
            await w.pass_time(300)
            assert of(w.snapshot, payment_id).stage is ReceivingStage.UNKNOWN
        assert posts(w) == 1


async def test_an_unknown_one_is_read_within_five_seconds_and_heals_when_it_shows() -> None:
    async with world(MANUAL) as w:
        await w.until(lambda s: s.accounts and s.lines.value)
        w.faults.add(Break.DROP_AFTER_ACCEPTING, method="POST", path=PAYMENTS)
        w.faults.add(not_found(), method="GET", path=".*/payments/[0-9a-f-]{36}", times=3)
        w.faults.add(server_error(503), method="GET", path=PAYMENTS, times=None)
        payment_id = await ordered(w)
        asked_at = w.clock.monotonic()
        await reach(w, payment_id, ReceivingStage.UNKNOWN, 5)
        assert w.count("GET", payment_id, asked_at) == 1
        await reach(w, payment_id, ReceivingStage.READY, 120)
        assert of(w.snapshot, payment_id).problem is None
        assert posts(w) == 1


@pytest.mark.parametrize(
    ("fault", "stage"),
    [(server_error(503), ReceivingStage.UNKNOWN), (answer(202), ReceivingStage.ACCEPTED)],
)
async def test_one_that_voltage_has_long_not_known_was_not_made_and_nothing_is_left_open(
    fault: Fault, stage: ReceivingStage
) -> None:
    async with world(MANUAL) as w:
        await w.until(lambda s: s.accounts and s.lines.value)
        w.faults.add(fault, method="POST", path=PAYMENTS)
        payment_id = await ordered(w)
        await reach(w, payment_id, stage, 10)
        waited = await w.until(lambda s: of(s, payment_id).is_over, 1_000)
        over = of(w.snapshot, payment_id)
        assert over.stage is ReceivingStage.NOT_SENT
        assert over.problem is not None
        assert over.problem.words == "Voltage has not known it for 10 minutes"
        assert waited > 600 - 60
        assert posts(w) == 1


async def test_one_that_came_after_all_is_shown_as_it_is() -> None:
    async with world(MANUAL) as w:
        await w.until(lambda s: s.accounts and s.lines.value)
        w.faults.add(Break.DROP_AFTER_ACCEPTING, method="POST", path=PAYMENTS)
        w.faults.add(not_found(), method="GET", path=".*/payments/[0-9a-f-]{36}", times=None)
        w.faults.add(server_error(503), method="GET", path=PAYMENTS, times=None)
        payment_id = await ordered(w)
        await reach(w, payment_id, ReceivingStage.NOT_SENT, 1_000)
        w.faults.clear()
        made = await reach(w, payment_id, ReceivingStage.READY, 120)
        assert (made.missing, made.problem, made.ended_at) == (None, None, None)


async def test_what_surely_did_not_leave_says_so() -> None:
    async with world(MANUAL) as w:
        await w.until(lambda s: s.accounts and s.lines.value)
        w.faults.add(Break.REFUSE, method="POST", path=PAYMENTS)
        payment_id = await ordered(w)
        failed = await reach(w, payment_id, ReceivingStage.NOT_SENT)
        assert failed.problem is not None
        assert failed.problem.kind is ProblemKind.OFFLINE


async def test_a_refusal_is_said_in_words_and_is_the_end() -> None:
    async with world(MANUAL) as w:
        payment_id = await ordered(w, sats(10), PaymentKind.ONCHAIN)
        refused = await reach(w, payment_id, ReceivingStage.REFUSED)
        assert refused.problem is not None
        assert refused.problem.words == "the amount is too small"
        assert "at least" in refused.problem.advice
        assert refused.is_over


async def test_too_many_requests_on_the_write_is_a_refusal_and_everything_is_quiet() -> None:
    async with world(MANUAL) as w:
        await w.until(lambda s: s.accounts and s.lines.value)
        w.faults.add(too_many_requests(20), method="POST", path=PAYMENTS)
        payment_id = await ordered(w)
        refused = await reach(w, payment_id, ReceivingStage.REFUSED)
        assert refused.problem is not None
        assert refused.problem.kind is ProblemKind.RATE_LIMITED


async def test_a_rate_that_fails_requests_nothing() -> None:
    async with world(MANUAL) as w:
        await w.until(lambda s: s.accounts and s.lines.value)
        w.faults.add(not_found(), method="GET", path=".*/quotes/.*", times=None)
        payment_id = await ordered(w, cents(100))
        ended = await reach(w, payment_id, ReceivingStage.NOT_SENT, 60)
        assert ended.problem is not None
        assert (posts(w, "/quotes"), posts(w)) == (1, 0)


@asynccontextmanager
async def quiet_after_its_rate(seconds: float) -> AsyncIterator[tuple[World, PaymentId]]:
    """A request in dollars for which, once it has its rate, the server wants quiet."""
    async with world(MANUAL) as w:
        await w.until(lambda s: s.accounts and s.lines.value)
        w.faults.add(not_found(), method="GET", path=".*/quotes/.*", times=2)
        payment_id = await ordered(w, cents(100))
        gate = w.treasury._tools.gate

        async def refused() -> None:
            raise RateLimited(seconds)

        def seen(_: object) -> None:
            quote = of(w.snapshot, payment_id).quote
            if quote is not None and not gate.closed_for_s():
                stop()
                assert quote.expires_at is not None
                w.clock.jump((quote.expires_at - w.clock.now()).total_seconds() - 8)
                with pytest.raises(RateLimited):
                    gate.write(refused).send(None)

        stop = w.treasury.subscribe(seen)
        yield w, payment_id


async def test_a_rate_that_ran_out_while_the_server_wanted_quiet_is_not_used() -> None:
    async with quiet_after_its_rate(9) as (w, payment_id):
        ended = await reach(w, payment_id, ReceivingStage.NOT_SENT, 12)
        assert ended.problem is not None
        assert ended.problem.words == "the rate ran out before it could be used"
        assert posts(w) == 0


async def test_a_request_is_not_sent_minutes_later_because_the_server_wants_quiet() -> None:
    async with quiet_after_its_rate(299) as (w, payment_id):
        ended = await reach(w, payment_id, ReceivingStage.NOT_SENT, 4)
        assert ended.problem is not None
        assert ended.problem.kind is ProblemKind.RATE_LIMITED
        assert "quiet for another 4 m" in ended.problem.words
        assert ended.problem.advice.startswith("wait until ")
        await w.pass_time(400)
        assert posts(w) == 0


async def test_an_amount_in_the_wrong_currency_is_not_even_sent() -> None:
    async with world(MANUAL) as w:
        await w.until(lambda s: s.accounts and s.lines.value)
        order = ReceiveOrder(wallet_in(w, USD), PaymentKind.BOLT11, sats(5), None, 900)
        payment_id = w.treasury.start_receive(order)
        ended = await reach(w, payment_id, ReceivingStage.NOT_SENT)
        assert ended.problem is not None
        assert w.count("POST") == 0


async def test_read_only_asks_for_nothing() -> None:
    async with world(MANUAL, level=Level.VIEW) as w:
        payment_id = await ordered(w)
        ended = await reach(w, payment_id, ReceivingStage.NOT_SENT)
        assert ended.problem is not None
        assert ended.problem.kind is ProblemKind.NOT_PERMITTED
        assert w.count("POST") == 0


async def test_one_that_is_paid_before_its_request_is_answered_stays_paid() -> None:
    async with world() as w:
        await w.until(lambda s: s.accounts and s.lines.value)
        w.slow_writes_s = 25
        payment_id = await ordered(w)
        await reach(w, payment_id, ReceivingStage.PAID, 22)
        stages: list[ReceivingStage] = []
        w.treasury.subscribe(lambda _: stages.append(of(w.snapshot, payment_id).stage))
        await w.pass_time(5)
        at = w.clock.monotonic()
        await w.pass_time(60)
        assert set(stages) == {ReceivingStage.PAID}
        assert w.count("GET", payment_id, at) == 0
        assert posts(w) == 1


async def test_an_unclear_answer_and_a_silent_server_are_unknown_within_five_seconds() -> None:
    async with world(MANUAL) as w:
        await w.until(lambda s: s.accounts and s.lines.value)
        w.faults.add(Break.DROP_AFTER_ACCEPTING, method="POST", path=PAYMENTS)
        w.faults.add(Break.NEVER_ANSWER, method="GET", times=None)
        payment_id = await ordered(w)
        await reach(w, payment_id, ReceivingStage.UNKNOWN, 5)
        w.faults.clear()
        await reach(w, payment_id, ReceivingStage.READY, 60)


async def test_a_fault_nobody_foresaw_never_says_that_nothing_was_sent() -> None:
    sent: list[str] = []

    def break_down(method: str, path: str) -> None:
        if method == "POST":
            sent.append(path)
            raise RuntimeError

    async with world(MANUAL) as w:
        await w.until(lambda s: s.accounts and s.lines.value)
        w.when_asked = break_down
        payment_id = await ordered(w)
        await reach(w, payment_id, ReceivingStage.UNKNOWN, 10)
        await w.pass_time(60)
        assert len(sent) == 1
