"""What a completed payment really cost, against its cap, its fee and its quote (S-29)."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.treasury.builders import T0
from tests.treasury.paying.orders import OPEN_INVOICE, dollar_order, order, sent
from voltage_tui.model.payment import (
    Direction,
    Payment,
    PaymentBreakdown,
    PaymentStatus,
    ProcessingFee,
)
from voltage_tui.model.quote import MarketQuote
from voltage_tui.money import BTC, USD, Money, Rate, cents, msats, sats
from voltage_tui.treasury.paying.after import Breach, BreachKind, fee_breach

DOLLARS = Rate.parse("6250000e0", USD)
LOCKED = MarketQuote(BTC, USD, DOLLARS, T0, None)


def paid(network: Money, processing: Money | None = None, **changes: object) -> Payment:
    """10,000 sats sent, with these fees; the cap was 100."""
    if processing is None:
        return sent(1, 0, fees=network, **changes)
    terms = ProcessingFee(100, sats(100))
    breakdown = PaymentBreakdown(sats(10_000), network, processing)
    total = network + processing
    return sent(1, 0, fees=total, processing_fee=terms, breakdown=breakdown, **changes)


def broken(payment: Payment, **known: object) -> list[BreachKind]:
    return [breach.kind for breach in fee_breach(payment, **known)]  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("network", "broke"), [(sats(0), False), (sats(100), False), (msats(100_001), True)]
)
def test_a_network_fee_over_the_cap_is_a_breach(network: Money, broke: bool) -> None:
    expected = [BreachKind.FEE_CAP] if broke else []
    for payment in (paid(network), paid(network, sats(100))):
        assert broken(payment, order=order()) == expected
        assert broken(payment) == expected  # after a restart, by its own cap
    without_breakdown = replace(paid(network, sats(100)), breakdown=None)
    assert broken(without_breakdown, order=order()) == expected


def test_the_confirmed_cap_counts_not_the_one_reported() -> None:
    raised = replace(paid(sats(101)), max_fee=sats(500))
    assert broken(raised, order=order()) == [BreachKind.FEE_CAP]
    assert broken(raised) == []


def test_a_breach_says_what_was_agreed_and_what_it_was() -> None:
    (breach,) = fee_breach(paid(sats(162)), order())
    assert breach == Breach(
        BreachKind.FEE_CAP, sats(100), sats(162), "The network fee was 162 sats, over 100 sats."
    )


def test_a_processing_fee_over_its_frozen_rate_is_a_breach() -> None:
    assert broken(paid(sats(0), sats(101)), order=order()) == [BreachKind.PROCESSING_FEE]


def test_more_than_the_amount_is_a_breach() -> None:
    more = replace(paid(sats(0)), amount=msats(10_000_001))
    assert broken(more, order=order()) == [BreachKind.PRINCIPAL]


@pytest.mark.parametrize(
    "payment",
    [
        replace(paid(sats(500)), status=PaymentStatus.SENDING),
        replace(paid(sats(500)), status=PaymentStatus.FAILED),
        replace(paid(sats(500)), direction=Direction.RECEIVE),
        replace(paid(sats(500)), fees=None),
    ],
)
def test_only_what_completed_with_known_fees_is_compared(payment: Payment) -> None:
    assert broken(payment, order=order()) == []


def in_dollars(principal: int, network: int, **changes: object) -> Payment:
    known = {
        "currency": USD,
        "amount": cents(principal),
        "fees": cents(network),
        "max_fee": cents(7),
        **changes,
    }
    return sent(1, 0, **known)


@pytest.mark.safety("S-29", "a cent over the quote is a breach")
@pytest.mark.parametrize(
    ("principal", "network", "broke"),
    [
        (625, 7, []),
        (626, 7, [BreachKind.PRINCIPAL]),
        (625, 8, [BreachKind.FEE_CAP]),
    ],
)
def test_dollars_are_compared_at_the_quote_s_rate(
    principal: int, network: int, broke: list[BreachKind]
) -> None:
    payment = in_dollars(principal, network)
    assert broken(payment, order=dollar_order(), exchange=DOLLARS) == broke
    named = replace(payment, market_quote=LOCKED)
    assert broken(named, order=dollar_order()) == broke


def test_without_a_rate_dollars_are_compared_with_themselves() -> None:
    assert broken(in_dollars(9_999, 8), order=dollar_order()) == [BreachKind.FEE_CAP]
    assert broken(in_dollars(9_999, 7), order=dollar_order()) == []


def test_a_dearer_rate_than_the_quote_s_is_found() -> None:
    dearer = in_dollars(700, 0, market_quote=replace(LOCKED, rate=Rate.parse("7000000e0", USD)))
    assert broken(dearer, order=dollar_order(), exchange=DOLLARS) == [BreachKind.PRINCIPAL]


@pytest.mark.safety("S-29", "random fees and caps: a breach exactly when the fee is over the cap")
@given(
    cap=st.integers(0, 10**6),
    network=st.integers(0, 10**6),
    points=st.integers(0, 1_000),
    amount=st.integers(1, 10**9),
)
def test_a_breach_is_found_when_and_only_when_there_is_one(
    cap: int, network: int, points: int, amount: int
) -> None:
    processing = amount * points // 10_000
    breakdown = PaymentBreakdown(msats(amount), msats(network), msats(processing))
    payment = sent(
        1,
        0,
        amount=msats(amount),
        breakdown=breakdown,
        processing_fee=ProcessingFee(points, msats(processing)),
        fees=msats(network + processing),
    )
    asked = order(OPEN_INVOICE, amount=msats(amount), max_fee=msats(cap))
    assert broken(payment, order=asked) == ([BreachKind.FEE_CAP] if network > cap else [])
    unbroken = replace(payment, breakdown=None)
    assert broken(unbroken, order=asked) == ([BreachKind.FEE_CAP] if network > cap else [])
