"""The facts of a request at every stage, in any room, shown or hidden."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.treasury.builders import RECEIVE, T0, WALLET
from voltage_tui.model.network import Network
from voltage_tui.model.open_enum import Unrecognised
from voltage_tui.model.payment import PaymentKind, ProcessingFee
from voltage_tui.model.settlement import Frozen, OnchainSettlement
from voltage_tui.money import BTC, USD, Money, Rate, sats
from voltage_tui.treasury.reading import Problem, ProblemKind
from voltage_tui.treasury.receiving import ReceiveOrder, Receiving, ReceivingStage
from voltage_tui.treasury.snapshot import KnownRate
from voltage_tui.ui.display import Display
from voltage_tui.ui.paint import width_of
from voltage_tui.ui.qr.widget import Covered, Shown
from voltage_tui.ui.screens.receive.faces import face_of
from voltage_tui.ui.screens.receive.facts import Subject, fact_lines
from voltage_tui.ui.screens.receive.request import open_request
from voltage_tui.ui.screens.receive.stages import stage_mark

ORDER = ReceiveOrder(WALLET, PaymentKind.BOLT11, sats(25_000), "Order 8841", 3_600)
PROBLEM = Problem(ProblemKind.REJECTED, "it was refused", "ask again", T0)
PAYMENT = replace(
    RECEIVE,
    payment_request="lntbs" + "q" * 257,
    processing_fee=ProcessingFee(100, sats(250)),
)
RECEIVING = Receiving(
    RECEIVE.id,
    ORDER,
    ReceivingStage.READY,
    started_at=T0,
    accepted_at=T0,
    ready_at=T0,
    expires_at=T0 + timedelta(minutes=30),
    payer_pays=sats(25_250),
    payment=PAYMENT,
    problem=PROBLEM,
)


def subject(
    receiving: Receiving = RECEIVING, *, hidden: bool = False, later_s: int = 19
) -> Subject:
    now = T0 + timedelta(seconds=later_s)
    return Subject(receiving, "Storefront", Network.MAINNET, Display(hidden=hidden), now)


def text(subject: Subject, width: int = 56, height: int = 30) -> str:
    lines = fact_lines(subject, width, height)
    return "\n".join("".join(span.text for span in line) for line in lines)


def test_a_ready_request_has_every_fact() -> None:
    said = text(subject())
    for fact in (
        "into Storefront",
        "MAINNET",
        "25,000 sats",
        "0.00025000 BTC",
        "payer pays   25,250 sats  1 % fee added",
        "you receive  25,000 sats",
        "Order 8841",
        "Lightning",
        "29:41  at 09:30:00 UTC",
        "waiting for the payer, 19 s",
        "262 characters",
    ):
        assert fact in said


@pytest.mark.parametrize("stage", ReceivingStage)
def test_only_paid_says_paid(stage: ReceivingStage) -> None:
    said = text(subject(replace(RECEIVING, stage=stage, ended_at=T0)))
    assert ("PAID" in said) == (stage is ReceivingStage.PAID)
    assert stage_mark(replace(RECEIVING, stage=stage)).text in said
    assert (open_request(replace(RECEIVING, stage=stage)) is not None) == (
        stage is ReceivingStage.READY
    )


@pytest.mark.parametrize("stage", ReceivingStage)
@given(width=st.integers(35, 120), height=st.integers(14, 40), hidden=st.booleans())
def test_the_facts_fit_their_room_with_what_matters_in_it(
    stage: ReceivingStage, width: int, height: int, hidden: bool
) -> None:
    given_subject = subject(replace(RECEIVING, stage=stage, ended_at=T0), hidden=hidden)
    lines = fact_lines(given_subject, width, height)
    assert len(lines) <= height
    said = text(given_subject, width, height)
    assert "MAINNET" in said
    assert stage_mark(replace(RECEIVING, stage=stage)).text in said
    assert max(map(width_of, lines)) <= width


def test_hidden_facts_hold_no_figure_memo_or_request() -> None:
    paid = replace(RECEIVING, stage=ReceivingStage.PAID, ended_at=T0)
    for one in (RECEIVING, paid):
        said = text(subject(one, hidden=True))
        for secret in ("25,", "0.0002", "Order", "lntbs"):
            assert secret not in said
        assert "••••" in said


def test_the_time_that_is_over_is_no_verdict() -> None:
    said = text(subject(later_s=31 * 60))
    assert "00:00" in said
    assert "waiting to hear whether it was paid" in said
    assert "expired" not in said


@pytest.mark.parametrize(
    ("stage", "said"),
    [
        (ReceivingStage.ACCEPTED, "no word from Voltage for 12 s"),
        (ReceivingStage.READY, "no word from Voltage for 12 s: it may have been paid"),
    ],
)
def test_a_silence_is_told_while_something_is_waited_for(stage: ReceivingStage, said: str) -> None:
    one = subject(replace(RECEIVING, stage=stage))
    assert "no word" not in text(one)
    assert said in " ".join(text(replace(one, silent=timedelta(seconds=12))).split())


def test_a_silence_does_not_matter_once_it_is_paid() -> None:
    paid = subject(replace(RECEIVING, stage=ReceivingStage.PAID, ended_at=T0))
    assert "no word" not in text(replace(paid, silent=timedelta(seconds=12)))


def test_an_unknown_status_is_shown_as_it_came() -> None:
    odd = replace(PAYMENT, status=Unrecognised("settling"))
    said = text(subject(replace(RECEIVING, stage=ReceivingStage.ACCEPTED, payment=odd)))
    assert "Voltage says: settling" in said
    assert "failed" not in said


def receipt(amount: int, *, pending: bool) -> OnchainSettlement:
    return OnchainSettlement("aa" * 32, sats(amount), 1, None, None, pending, None, None)


def on_chain(*receipts: OnchainSettlement) -> Subject:
    payment = replace(PAYMENT, kind=PaymentKind.ONCHAIN, settlements=receipts)
    return subject(replace(RECEIVING, payment=payment))


def test_a_payment_seen_on_chain_is_not_yet_money() -> None:
    said = text(on_chain(receipt(25_250, pending=True)))
    assert "25,250 sats seen on-chain, needs 1 confirmation" in said
    assert "underpaid" not in said
    assert "PAID" not in said


def test_what_was_seen_in_full_is_not_asked_for_again() -> None:
    """A code that still stood there would be paid a second time."""
    seen = on_chain(receipt(25_250, pending=True)).receiving
    assert open_request(seen) is None
    assert face_of(seen, hidden=False) == Covered(
        ("the payment was seen on-chain", "it needs 1 confirmation")
    )
    part = on_chain(receipt(25_249, pending=True)).receiving
    assert open_request(part) == PAYMENT.payment_request
    assert isinstance(face_of(part, hidden=False), Shown)


def test_a_part_says_what_is_missing() -> None:
    said = text(on_chain(receipt(10_000, pending=False), receipt(5_000, pending=True)))
    assert "10,000 sats arrived" in said
    assert "underpaid: 10,250 sats still missing" in said


def test_withheld_money_is_told() -> None:
    payment = replace(PAYMENT, frozen=(Frozen(sats(7), "sanctions", None, None),))
    paid = replace(RECEIVING, stage=ReceivingStage.PAID, payment=payment)
    assert "7 sats withheld: sanctions" in text(subject(paid))


def test_the_largest_amount_there_can_be_is_never_cut() -> None:
    order = replace(ORDER, amount=Money(BTC, 21_000_000 * 10**11 - 1))
    rate = KnownRate(Rate.parse("123456789e0", USD), T0)
    one = replace(subject(replace(RECEIVING, order=order)), display=Display(rate=rate))
    said = text(one, width=35)
    assert "2,099,999,999,999,999.999 sats" in said
    assert "20,999,999.99999999999 BTC" in said
    assert "≈ $25,925,925,690,000.00" in said
    assert max(map(width_of, fact_lines(one, 35, 30)[2:6])) <= 35
