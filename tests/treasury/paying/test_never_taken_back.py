"""What was paid stays paid, whatever is told later; what may be held counts as held (S-15)."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from tests.treasury.builders import SEND, after
from tests.treasury.harness import Answered, World
from tests.treasury.paying.altered import Fields, Json, alter_answers, alter_payments
from tests.treasury.paying.paying import armed_world, confirmed, of, order_for, reach
from voltage_tui.model.ids import PaymentId, new_id
from voltage_tui.model.ledger import LedgerEntry, LedgerKind
from voltage_tui.model.newer import newer
from voltage_tui.model.payment import Direction, PaymentStatus
from voltage_tui.model.settlement import LightningSettlement
from voltage_tui.money import BTC
from voltage_tui.store.journal import Resolution
from voltage_tui.treasury.paying.holds import was_captured
from voltage_tui.treasury.paying.order import PayOrder
from voltage_tui.treasury.paying.send_steps import advanced
from voltage_tui.treasury.paying.sending import PayRefused, SendStage
from voltage_tui.treasury.paying.verdict import No, safe_to_pay_again
from voltage_tui.ui.screens.payments.case_verdict import verdict_of

DONE = replace(SEND, status=PaymentStatus.COMPLETED, updated_at=after(5))
FAILED = replace(SEND, status=PaymentStatus.FAILED, updated_at=after(9))


@pytest.mark.safety("S-15", "completed, later told to have failed: no, and ask Voltage")
def test_completed_is_never_replaced() -> None:
    for later in (PaymentStatus.FAILED, PaymentStatus.EXPIRED, PaymentStatus.SENDING):
        kept = newer(DONE, replace(FAILED, status=later))
        assert kept.status is PaymentStatus.COMPLETED
        assert kept.disputed is (later is not PaymentStatus.SENDING)
        again = newer(kept, replace(DONE, updated_at=after(20)))
        assert again.disputed is kept.disputed
    answer = safe_to_pay_again(newer(DONE, FAILED), held=False)
    assert isinstance(answer, No)
    assert "ask Voltage" in answer.words


@pytest.mark.safety(
    "S-15", "failed, but with a preimage, a captured row or paid by the journal: no"
)
def test_what_left_is_not_paid_again() -> None:
    proof = LightningSettlement("00" * 32, "11" * 32, None)
    assert isinstance(safe_to_pay_again(replace(FAILED, settlements=(proof,)), held=False), No)
    assert isinstance(safe_to_pay_again(FAILED, held=False, paid=True), No)
    row = LedgerEntry(
        FAILED.wallet_id, LedgerKind.CAPTURED, "hold", FAILED.id, BTC, None, None, after(3)
    )
    assert was_captured(FAILED, [row])
    assert not was_captured(FAILED, [replace(row, kind=LedgerKind.HELD)])
    assert not was_captured(FAILED, [replace(row, payment_id=None)])


def fails(payment_id: PaymentId, shown: Fields, at: str | None = None) -> None:
    """Have it shown as failed."""
    if shown["id"] == payment_id:
        shown["status"] = "failed"
        shown["updated_at"] = at or shown["updated_at"]
        shown["error"] = {"type": "send_failed", "detail": "x"}


async def test_a_sending_that_completed_stays_so() -> None:
    async with armed_world() as w:
        order = order_for(w)
        await confirmed(w, order)
        await reach(w, order.payment_id, SendStage.COMPLETED)
        later = w.clock.now().isoformat().replace("+00:00", "Z")
        alter_payments(w, lambda shown: fails(order.payment_id, shown, later))
        w.treasury.refresh()
        await w.until(lambda s: of(s, order.payment_id).problem is not None)
        told = of(w.snapshot, order.payment_id)
        assert told.stage is SendStage.COMPLETED
        assert told.problem is not None
        assert told.problem.words == "Voltage said both completed and failed"
        shown = w.snapshot.payment(order.payment_id)
        assert shown is not None
        assert shown.status is PaymentStatus.COMPLETED


async def test_an_older_reading_does_not_take_an_end_back() -> None:
    async with armed_world() as w:
        order = order_for(w)
        await confirmed(w, order)
        done = await reach(w, order.payment_id, SendStage.COMPLETED)
        assert done.payment is not None
        older = replace(done.payment, status=PaymentStatus.SENDING)
        assert advanced(done, older, w.clock.now()) == done


def hold_without_a_row(w: World, order: PayOrder) -> None:
    """Have the payment fail while a hold of its time is on the wallet, and no row tells whose."""
    made: list[Json] = []

    def changed(path: str, read: Json) -> Json:
        items = read if isinstance(read, list) else [read]
        if isinstance(read, dict) and isinstance(read.get("items"), list):
            items = read["items"]  # type: ignore[assignment]  # a list, as just looked
        for item in items:
            if not isinstance(item, dict):
                continue
            if item.get("id") == order.payment_id:
                fails(order.payment_id, item)
                made.append(item["created_at"])
            elif item.get("id") == order.wallet_id and made:
                item["holds"] = [HOLD | {"effective_time": made[0]}]
        if path.endswith("/ledger") and isinstance(read, dict):
            rows = [i for i in items if isinstance(i, dict)]
            read["items"] = [i for i in rows if i.get("payment_id") != order.payment_id]
        return read

    alter_answers(w, changed)


HOLD: Fields = {
    "id": "d4b52fe4-eba4-4c79-9022-a2131522f509",
    "amount": {"currency": "btc", "amount": 10_500_000, "unit": "msats", "negative": False},
}


@pytest.mark.safety("S-15", "a hold of its time that no row attributes: its question stays open")
async def test_a_hold_that_may_be_its_own_keeps_it_open() -> None:
    async with armed_world() as w:
        order = order_for(w)
        hold_without_a_row(w, order)
        await confirmed(w, order)
        await w.until(lambda s: of(s, order.payment_id).holds_open is not None)
        await w.pass_time(90)
        failed = of(w.snapshot, order.payment_id)
        assert (failed.stage, failed.holds_open, failed.closed) == (SendStage.FAILED, 1, None)


async def test_a_wallet_that_is_not_found_holds_nobody_knows_what() -> None:
    async with armed_world() as w:
        order = order_for(w, expiry_s=1)
        altered = w.altered

        def gone(method: str, path: str, answer: Answered) -> Answered:
            if path.endswith(order.wallet_id):
                return 404, [], b"<html>404</html>"
            return altered(method, path, answer)

        w.altered = gone
        await confirmed(w, order)
        await reach(w, order.payment_id, SendStage.FAILED)
        await w.pass_time(90)
        assert of(w.snapshot, order.payment_id).closed is None
        w.altered = altered
        await w.until(lambda s: of(s, order.payment_id).closed is Resolution.ENDED)


@pytest.mark.safety("S-15", "failed, then an older reading says completed: it was paid")
@pytest.mark.parametrize("nothing", [PaymentStatus.FAILED, PaymentStatus.EXPIRED])
def test_completed_counts_whatever_its_time(nothing: PaymentStatus) -> None:
    ended = replace(FAILED, status=nothing)
    for at_s in (5, 9, 20):
        kept = newer(ended, replace(DONE, updated_at=after(at_s)))
        assert (kept.status, kept.disputed) == (PaymentStatus.COMPLETED, True)
        assert newer(kept, ended) == kept
    received = replace(DONE, direction=Direction.RECEIVE)
    assert newer(replace(ended, direction=Direction.RECEIVE), received).status is nothing


async def test_a_sending_that_failed_and_completed_was_paid() -> None:
    async with armed_world() as w:
        order = order_for(w)
        later = w.clock.now() + timedelta(minutes=5)
        text = later.isoformat().replace("+00:00", "Z")
        alter_payments(w, lambda shown: fails(order.payment_id, shown, text))
        await confirmed(w, order)
        await reach(w, order.payment_id, SendStage.FAILED)
        w.altered = lambda _method, _path, answer: answer
        w.treasury.refresh()
        paid = await reach(w, order.payment_id, SendStage.COMPLETED)
        assert paid.problem is not None
        assert paid.problem.advice == "do not pay again, ask Voltage"
        await w.until(lambda s: of(s, order.payment_id).closed is Resolution.PAID)


@pytest.mark.safety("S-15", "failed, nothing held, but its row says captured: never closed")
async def test_what_the_ledger_has_as_paid_is_not_closed() -> None:
    async with armed_world() as w:
        order = order_for(w)
        alter_payments(w, lambda shown: fails(order.payment_id, shown))
        await confirmed(w, order)
        await w.until(lambda s: of(s, order.payment_id).captured)
        await w.pass_time(300)
        held = of(w.snapshot, order.payment_id)
        assert (held.stage, held.closed, held.holds_open) == (SendStage.FAILED, None, None)
        assert held.problem is not None
        assert "its money left" in held.problem.words
        shown = w.snapshot.payment(order.payment_id)
        assert shown is not None
        assert isinstance(verdict_of(shown, w.snapshot), No)
        w.power.arm()
        again = replace(order, payment_id=PaymentId(new_id()))
        with pytest.raises(PayRefused) as refused:
            await confirmed(w, again)
        assert refused.value.earlier_id == order.payment_id
        w.altered = lambda _method, _path, answer: answer
        w.treasury.refresh()
        await w.until(lambda s: of(s, order.payment_id).closed is Resolution.PAID, 120)
