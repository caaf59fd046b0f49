"""How an order moves on with its payment: ready is not paid, and only completed is."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.treasury.builders import RECEIVE, T0, after
from voltage_tui.clock import ManualClock
from voltage_tui.model.open_enum import Unrecognised
from voltage_tui.model.payment import (
    AnyStatus,
    Payment,
    PaymentError,
    PaymentErrorCode,
    PaymentErrorType,
    PaymentKind,
    PaymentStatus,
    ProcessingFee,
)
from voltage_tui.money import cents, msats, sats
from voltage_tui.simulator.core import Simulator
from voltage_tui.treasury.receive_steps import advanced, terms_of
from voltage_tui.treasury.receiving import ReceiveOrder, Receiving, ReceivingStage

ORDER = ReceiveOrder(RECEIVE.wallet_id, PaymentKind.BOLT11, sats(25_000), None, 900)
SENT = Receiving(RECEIVE.id, ORDER, ReceivingStage.ACCEPTED, T0, accepted_at=T0)
INVOICE = Simulator(ManualClock(T0)).invoice_to_pay(25_250_000, "Table 4", 600)


def step(payment: Payment, known: Receiving = SENT, now_s: float = 1.0) -> Receiving:
    return advanced(known, payment, after(now_s), None)


@pytest.mark.parametrize(
    ("status", "stage"),
    [
        (PaymentStatus.GENERATING, ReceivingStage.ACCEPTED),
        (PaymentStatus.RECEIVING, ReceivingStage.READY),
        (PaymentStatus.SENDING, ReceivingStage.ACCEPTED),
        (PaymentStatus.APPROVED, ReceivingStage.ACCEPTED),
        (PaymentStatus.COMPLETED, ReceivingStage.PAID),
        (PaymentStatus.EXPIRED, ReceivingStage.EXPIRED),
        (PaymentStatus.FAILED, ReceivingStage.FAILED),
        (Unrecognised("settling"), ReceivingStage.ACCEPTED),
    ],
)
def test_every_status_has_its_stage_and_only_completed_is_paid(
    status: AnyStatus, stage: ReceivingStage
) -> None:
    moved = step(replace(RECEIVE, status=status, payment_request=INVOICE))
    assert moved.stage is stage
    assert moved.is_over == (moved.ended_at is not None)


def test_receiving_without_anything_to_pay_is_not_ready() -> None:
    moved = step(replace(RECEIVE, payment_request=None))
    assert moved.stage is ReceivingStage.ACCEPTED
    assert (moved.expires_at, moved.payer_pays, moved.ready_at) == (None, None, None)


def test_the_moments_are_those_of_the_first_time() -> None:
    ready = step(replace(RECEIVE, payment_request=INVOICE), now_s=2)
    again = step(replace(RECEIVE, payment_request=INVOICE, updated_at=after(3)), ready, 9)
    assert again.ready_at == after(2)
    done = replace(RECEIVE, payment_request=INVOICE, status=PaymentStatus.COMPLETED)
    paid = step(done, again, 20)
    assert (paid.ready_at, paid.ended_at) == (after(2), after(20))
    assert step(replace(done, updated_at=after(30)), paid, 40).ended_at == after(20)


def test_the_invoice_says_when_it_ends_whatever_the_payment_says() -> None:
    terms = terms_of(replace(RECEIVE, payment_request=INVOICE, expiration_s=99_999))
    assert terms.expires_at == T0 + timedelta(seconds=600)


@pytest.mark.parametrize(("expiration_s", "lasts"), [(None, 3_600), (300, 300)])
def test_an_address_ends_counted_from_its_creation(expiration_s: int | None, lasts: int) -> None:
    made = replace(
        RECEIVE,
        kind=PaymentKind.ONCHAIN,
        payment_request=None,
        address="tb1q",
        expiration_s=expiration_s,
    )
    assert terms_of(made).expires_at == T0 + timedelta(seconds=lasts)


@pytest.mark.parametrize("offset_s", [-3_600, 3_600])
def test_a_wrong_clock_of_ours_does_not_move_the_end(offset_s: int) -> None:
    made = replace(RECEIVE, payment_request=INVOICE)
    offset = timedelta(seconds=offset_s)
    moved = advanced(SENT, made, T0 - offset, offset)
    assert moved.expires_at == T0 - offset + timedelta(seconds=600)


def test_a_second_of_rounding_is_no_wrong_clock() -> None:
    made = replace(RECEIVE, payment_request=INVOICE)
    moved = advanced(SENT, made, T0, timedelta(seconds=-1))
    assert moved.expires_at == T0 + timedelta(seconds=600)


@given(st.integers(1, 10**12), st.integers(0, 10**9))
def test_the_payer_owes_what_was_asked_for_and_the_fee(asked: int, fee: int) -> None:
    made = replace(
        RECEIVE,
        payment_request=INVOICE,
        requested=msats(asked),
        processing_fee=ProcessingFee(100, msats(fee)) if fee else None,
    )
    assert terms_of(made).payer_pays == msats(asked + fee)


def test_a_fee_in_another_currency_leaves_it_to_the_invoice() -> None:
    fee = ProcessingFee(100, cents(25))
    made = replace(RECEIVE, payment_request=INVOICE, processing_fee=fee)
    assert terms_of(made).payer_pays == msats(25_250_000)
    unreadable = replace(made, payment_request="lnbc1")
    assert terms_of(unreadable).payer_pays is None


def test_why_it_failed_is_said_and_stays_said() -> None:
    error = PaymentError(
        PaymentErrorType.RECEIVE_FAILED, PaymentErrorCode.INVALID_PAYMENT_AMOUNT, None, {}
    )
    failed = step(replace(RECEIVE, status=PaymentStatus.FAILED, error=error))
    assert failed.problem is not None
    assert failed.problem.words == "the amount does not fit"
    later = step(replace(failed.payment or RECEIVE, updated_at=after(9)), failed, 9)
    assert later.problem == failed.problem


@pytest.mark.parametrize(
    "created", [datetime.min.replace(tzinfo=UTC), datetime.max.replace(tzinfo=UTC)]
)
@pytest.mark.parametrize("offset", [timedelta(days=-300_000), timedelta(days=300_000), None])
def test_no_moment_and_no_duration_is_beyond_reckoning(
    created: datetime, offset: timedelta | None
) -> None:
    endless = replace(
        RECEIVE,
        kind=PaymentKind.ONCHAIN,
        payment_request=None,
        address="tb1qexample",
        expiration_s=2**64 - 1,
        created_at=created,
    )
    moved = advanced(SENT, endless, T0, offset)
    assert moved.stage is ReceivingStage.READY
    assert moved.expires_at is not None
