"""Principal, fee cap and processing fee: the most that can leave, or that it is unknown (S-27)."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.treasury.builders import SEND, WALLET, after
from voltage_tui.model.ids import WalletId
from voltage_tui.model.payment import (
    Direction,
    Payment,
    PaymentCategory,
    PaymentStatus,
    ProcessingFee,
)
from voltage_tui.model.policy import (
    FeeRates,
    MaxPaymentSize,
    OfacCompliant,
    Policy,
    ProcessingFeeOverride,
)
from voltage_tui.money import BTC, CurrencyMismatchError, Rate, cents, msats, sats
from voltage_tui.treasury.paying.worst_case import (
    FeeRate,
    FeeSource,
    dearest,
    fee_rate,
    worst_case,
    worst_case_in,
)

BY_POLICY = FeeRate(10, FeeSource.POLICY)
DOLLARS = Rate.parse("6250000e0", cents(0).currency)


def policy(rule: MaxPaymentSize | OfacCompliant | ProcessingFeeOverride) -> Policy:
    return Policy(None, rule, None, None)


def sent(at_s: float, basis_points: int | None, **changes: object) -> Payment:
    terms = None if basis_points is None else ProcessingFee(basis_points, sats(1))
    known = {"status": PaymentStatus.COMPLETED, "created_at": after(at_s), **changes}
    return replace(SEND, processing_fee=terms, **known)  # type: ignore[arg-type]


@pytest.mark.safety("S-27", "principal, cap and processing fee make the total")
def test_the_most_that_can_leave_is_the_sum_of_its_parts() -> None:
    # The figures of the flow in the product's own description.
    most = worst_case(sats(1_250_000), sats(12_500), BY_POLICY)
    assert (most.principal, most.cap) == (sats(1_250_000), sats(12_500))
    assert most.processing_fee == sats(1_250)
    assert most.total == sats(1_263_750)


@pytest.mark.safety("S-27", "without the fee's rate the total is unknown")
def test_without_the_fee_s_rate_the_total_is_unknown() -> None:
    most = worst_case(sats(100), sats(1), None)
    assert (most.processing_fee, most.total, most.known) == (None, None, sats(101))


def test_a_fee_is_rounded_up_to_the_base_unit() -> None:
    assert worst_case(msats(1), msats(0), FeeRate(1, FeeSource.POLICY)).total == msats(2)
    assert worst_case(msats(10_000), msats(0), FeeRate(1, FeeSource.POLICY)).total == msats(10_001)
    assert worst_case(msats(1), msats(0), FeeRate(0, FeeSource.POLICY)).total == msats(1)


def test_parts_of_two_currencies_make_no_sum() -> None:
    with pytest.raises(CurrencyMismatchError):
        worst_case(sats(1), cents(1), None)
    with pytest.raises(CurrencyMismatchError):
        dearest(DOLLARS, cents(1))


def test_a_dollar_wallet_pays_in_dollars() -> None:
    most = worst_case_in(DOLLARS, sats(16_000), sats(160), FeeRate(150, FeeSource.POLICY))
    assert (most.principal, most.cap, most.processing_fee) == (cents(1_000), cents(10), cents(15))
    assert most.total == cents(1_025)


def test_dollars_are_rounded_up_to_the_cent() -> None:
    assert dearest(DOLLARS, msats(16_000)) == cents(1)
    assert dearest(DOLLARS, msats(16_001)) == cents(2)
    assert dearest(Rate.parse("625000000e2", DOLLARS.currency), msats(16_000)) == cents(1)


AMOUNTS = st.integers(0, 10**15)
RATES = st.integers(0, 10_000).map(lambda points: FeeRate(points, FeeSource.POLICY))
EXCHANGES = st.builds(Rate, st.integers(1, 10**12), st.integers(0, 6), st.just(DOLLARS.currency))


@given(AMOUNTS, AMOUNTS, RATES)
def test_no_way_of_rounding_costs_more(amount: int, cap: int, rate: FeeRate) -> None:
    most = worst_case(msats(amount), msats(cap), rate)
    assert most.processing_fee is not None
    exact = amount * rate.basis_points  # ten-thousandths of a msat
    assert exact <= most.processing_fee.units * 10_000 < exact + 10_000
    assert most.total == most.known + most.processing_fee


@given(AMOUNTS, AMOUNTS, RATES, EXCHANGES)
def test_no_way_of_rounding_costs_more_dollars(
    amount: int, cap: int, rate: FeeRate, exchange: Rate
) -> None:
    most = worst_case_in(exchange, msats(amount), msats(cap), rate)
    assert most.principal >= exchange.value_of(msats(amount))
    assert most.cap >= exchange.value_of(msats(cap))
    assert most.principal.units <= exchange.value_of(msats(amount)).units + 1
    assert most.total is not None
    assert most.total >= exchange.value_of(msats(amount + cap))


def test_a_policy_tells_the_rate_for_certain() -> None:
    policies = (policy(OfacCompliant()), policy(ProcessingFeeOverride(FeeRates(150, 100))))
    assert fee_rate(policies, [sent(0, 75)], WALLET) == FeeRate(150, FeeSource.POLICY)


@pytest.mark.parametrize("policies", [None, (), (policy(MaxPaymentSize(sats(1))),)])
def test_without_one_the_last_send_does(policies: tuple[Policy, ...] | None) -> None:
    payments = [sent(1, 60), sent(3, 80), sent(2, 70)]
    assert fee_rate(policies, payments, WALLET) == FeeRate(80, FeeSource.LAST_SEND)
    assert fee_rate(policies, [sent(1, 60), sent(2, None)], WALLET) == FeeRate(
        0, FeeSource.LAST_SEND
    )


@pytest.mark.parametrize(
    "other",
    [
        sent(9, 80, direction=Direction.RECEIVE),
        sent(9, 80, category=PaymentCategory.TREASURY),
        sent(9, 80, wallet_id=WalletId("0f4be6a1-93c7-4e52-b1d8-5a2c7e9f0b63")),
        sent(9, None, status=PaymentStatus.SENDING),
        sent(9, None, status=PaymentStatus.FAILED),
    ],
)
def test_other_payments_tell_nothing(other: Payment) -> None:
    assert fee_rate((), [other], WALLET) is None
    assert fee_rate((), [other, sent(0, 5)], WALLET) == FeeRate(5, FeeSource.LAST_SEND)


@pytest.mark.parametrize(
    ("points", "words"), [(0, "0 %"), (1, "0.01 %"), (10, "0.1 %"), (150, "1.5 %"), (1000, "10 %")]
)
def test_a_rate_is_said_as_a_percentage(points: int, words: str) -> None:
    assert str(FeeRate(points, FeeSource.POLICY)) == words


def test_the_currency_is_kept() -> None:
    assert worst_case(sats(1), sats(1), None).known.currency == BTC
