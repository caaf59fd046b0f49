"""What wants a person: everything that does, the worst first, and nothing that is over."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from tests.treasury.builders import T0, WALLET, after, payment
from voltage_tui.clock import ManualClock
from voltage_tui.model.payment import Direction, Payment, PaymentKind, PaymentStatus
from voltage_tui.money import sats
from voltage_tui.treasury.attention import STUCK_AFTER, Matter, Urgency, attention
from voltage_tui.treasury.board import Board
from voltage_tui.treasury.cadence import Cadence
from voltage_tui.treasury.receiving import ReceiveOrder, Receiving, ReceivingStage
from voltage_tui.treasury.snapshot import PaymentBook, Snapshot

ORDER = ReceiveOrder(WALLET, PaymentKind.BOLT11, sats(5), None, 3_600)


def asked(stage: ReceivingStage) -> Receiving:
    return Receiving(payment(1).id, ORDER, stage, T0)


def seen(**changes: object) -> Snapshot:
    snapshot = Board(ManualClock(T0), Cadence()).snapshot
    return replace(snapshot, **changes)  # type: ignore[arg-type]  # fields by name, in tests only


def booked(*payments: Payment) -> Snapshot:
    empty = seen()
    pending = tuple(p for p in payments if not p.is_terminal)
    book = empty.book.succeeded(PaymentBook(payments, complete=True), T0)
    return replace(empty, book=book, pending=pending)


@pytest.mark.parametrize("stage", ReceivingStage)
def test_a_request_of_unknown_outcome_wants_a_person_and_no_other(stage: ReceivingStage) -> None:
    found = attention(seen(receivings=(asked(stage),)), after(5))
    if stage is ReceivingStage.UNKNOWN:
        (one,) = found
        assert (one.matter, one.urgency, one.since) == (Matter.UNKNOWN_OUTCOME, Urgency.NOW, T0)
        assert one.receiving is not None
        assert one.receiving.payment_id == payment(1).id
    else:
        assert found == ()


def test_a_send_is_stuck_only_after_a_while_and_a_receive_never_is() -> None:
    send = payment(1, direction=Direction.SEND, status=PaymentStatus.SENDING)
    snapshot = booked(send, payment(2))
    patience = T0 + STUCK_AFTER
    assert attention(snapshot, patience) == ()
    (found,) = attention(snapshot, patience + timedelta(seconds=1))
    assert (found.matter, found.payment) == (Matter.STUCK_SEND, send)


def test_what_is_urgent_comes_first_and_then_the_newest() -> None:
    failed = [
        payment(n, 10 * n, direction=Direction.SEND, status=PaymentStatus.FAILED) for n in (1, 2)
    ]
    frozen = payment(3, frozen=(object(),))
    found = attention(booked(*failed, frozen), after(60))
    assert [a.payment for a in found] == [frozen, failed[1], failed[0]]


def test_a_failure_of_the_day_before_is_not_told_any_more() -> None:
    failed = payment(1, direction=Direction.SEND, status=PaymentStatus.FAILED)
    assert len(attention(booked(failed), T0 + timedelta(hours=24))) == 1
    assert attention(booked(failed), T0 + timedelta(hours=24, seconds=1)) == ()
