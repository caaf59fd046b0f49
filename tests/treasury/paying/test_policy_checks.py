"""What a wallet's policies would say, and where only the API can tell."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.treasury.builders import T0, after
from tests.treasury.paying.orders import (
    OPEN_INVOICE,
    dollar_account,
    dollar_order,
    facts,
    order,
    policies,
    sent,
)
from voltage_tui.model.ids import WalletId
from voltage_tui.model.payment import Direction, Payment, PaymentStatus
from voltage_tui.model.policy import (
    FeeRates,
    MaxPaymentSize,
    OfacCompliant,
    ProcessingFeeOverride,
    ReflexApproval,
    Rule,
    SendVolumeLimit,
    TransactionVelocity,
    UnrecognisedPolicy,
)
from voltage_tui.money import Money, cents, msats, sats
from voltage_tui.treasury.paying.checks import Check, CheckKind, Passes, Stops, Unknown
from voltage_tui.treasury.paying.facts import Facts
from voltage_tui.treasury.paying.order import PayOrder
from voltage_tui.treasury.paying.policy_checks import policy_checks
from voltage_tui.treasury.reading import Reading

OTHER_WALLET = WalletId("0f4be6a1-93c7-4e52-b1d8-5a2c7e9f0b63")


def of(amount: Money, cap: Money | None = None) -> PayOrder:
    return order(OPEN_INVOICE, amount=amount, max_fee=cap or sats(0))


def only(asked: PayOrder, rule: Rule, known: Facts | None = None) -> Check:
    known = replace(known or facts(), policies=policies(rule))
    (check,) = policy_checks(asked, known)
    return check


def test_policies_that_were_not_read_are_unknown() -> None:
    for unread in (Reading(), replace(policies(MaxPaymentSize(sats(9))), read_at=after(-51))):
        (check,) = policy_checks(of(sats(1)), facts(policies=unread))
        assert check.kind is CheckKind.POLICY
        assert isinstance(check.verdict, Unknown)


def test_without_policies_nothing_refuses() -> None:
    for none in (Reading((), T0), policies(ProcessingFeeOverride(FeeRates(1, 1)))):
        (check,) = policy_checks(of(sats(1)), facts(policies=none))
        assert isinstance(check.verdict, Passes)


def test_each_policy_has_its_check() -> None:
    rules = policies(
        MaxPaymentSize(sats(9)),
        TransactionVelocity(9),
        SendVolumeLimit(sats(9)),
        OfacCompliant(),
        ProcessingFeeOverride(FeeRates(1, 1)),
        UnrecognisedPolicy("weekday_only"),
    )
    kinds = [check.kind for check in policy_checks(of(sats(1)), facts(policies=rules))]
    assert kinds == [
        CheckKind.SIZE,
        CheckKind.VELOCITY,
        CheckKind.VOLUME,
        CheckKind.POLICY,
        CheckKind.POLICY,
    ]


def test_what_only_the_api_decides_is_unknown() -> None:
    strange = only(of(sats(1)), UnrecognisedPolicy("weekday_only")).verdict
    assert isinstance(strange, Unknown)
    assert "weekday_only" in strange.words
    assert isinstance(only(of(sats(1)), OfacCompliant()).verdict, Unknown)


@given(amount=st.integers(1, 300), cap=st.integers(0, 100), limit=st.integers(1, 300))
def test_the_largest_payment(amount: int, cap: int, limit: int) -> None:
    check = only(of(msats(amount), msats(cap)), MaxPaymentSize(msats(limit)))
    assert check.kind is CheckKind.SIZE
    match check.verdict:
        case Stops():
            assert amount > limit
        case Unknown():
            assert amount <= limit < amount + cap
        case Passes(left=left):
            assert amount + cap <= limit
            assert left == msats(limit - amount)


def test_a_size_is_unknown_while_the_fee_is() -> None:
    known = facts(policies=Reading((), T0))
    rules = policies(MaxPaymentSize(sats(9))).value
    assert rules is not None
    known = replace(known, policies=Reading(rules[:1], T0))
    (check,) = policy_checks(of(sats(1)), known)
    assert isinstance(check.verdict, Unknown)


def test_a_dollar_payment_is_measured_in_bitcoin() -> None:
    known = facts(dollar_account())
    stopped = only(dollar_order(), MaxPaymentSize(sats(9_999)), known)
    assert isinstance(stopped.verdict, Stops)
    passed = only(dollar_order(), MaxPaymentSize(sats(10_100)), known)
    assert isinstance(passed.verdict, Passes)


@pytest.mark.parametrize(
    ("threshold", "answer"),
    [(None, Unknown), (sats(11), Unknown), (sats(12), Passes), (sats(10), Unknown)],
)
def test_an_outside_approval_is_for_its_threshold_and_more(
    threshold: Money | None, answer: type[object]
) -> None:
    verdict = only(of(sats(10), sats(1)), ReflexApproval("t", threshold)).verdict
    assert isinstance(verdict, answer)


def test_a_minute_with_room_says_how_much_is_left() -> None:
    known = facts(payments=(sent(1, -10), sent(2, -60), sent(3, -61)))
    verdict = only(of(sats(1)), TransactionVelocity(3), known).verdict
    assert verdict == Passes("A minute may see 3 payments.", 1, used_permille=666)


def test_a_full_minute_says_when_it_has_room_again() -> None:
    known = facts(payments=(sent(1, -10), sent(2, -20), sent(3, -50.5)))
    full = only(of(sats(1)), TransactionVelocity(3), known).verdict
    assert isinstance(full, Stops)
    assert full.next_step == "Wait 10 s."
    fuller = only(of(sats(1)), TransactionVelocity(2), known).verdict
    assert isinstance(fuller, Stops)
    assert fuller.next_step == "Wait 40 s."


@pytest.mark.parametrize(
    "doubtful",
    [
        sent(1, -10, direction=Direction.RECEIVE),
        sent(1, -10, status=PaymentStatus.FAILED),
        sent(1, -10, status=PaymentStatus.SENDING),
    ],
)
def test_a_minute_full_of_what_may_not_count_is_unknown(doubtful: Payment) -> None:
    verdict = only(of(sats(1)), TransactionVelocity(1), facts(payments=(doubtful,))).verdict
    assert isinstance(verdict, Unknown)


@pytest.mark.parametrize(
    "other", [sent(1, -10, wallet_id=OTHER_WALLET), sent(1, -10, check_only=True)]
)
def test_other_payments_do_not_count(other: Payment) -> None:
    verdict = only(of(sats(1)), TransactionVelocity(1), facts(payments=(other,))).verdict
    assert verdict == Passes("A minute may see 1 payments.", 0, used_permille=1_000)
    verdict = only(of(sats(1)), SendVolumeLimit(sats(1)), facts(payments=(other,))).verdict
    assert isinstance(verdict, Passes)


def test_a_minute_that_was_not_read_is_unknown() -> None:
    for known in (
        facts(complete=False, reaches=after(-60)),
        facts(complete=False),
        facts(book=Reading()),
    ):
        verdict = only(of(sats(1)), TransactionVelocity(5), known).verdict
        assert isinstance(verdict, Unknown)
    read = facts(complete=False, reaches=after(-61))
    assert isinstance(only(of(sats(1)), TransactionVelocity(5), read).verdict, Passes)


def test_volume_that_one_payment_passes_stops_it() -> None:
    verdict = only(of(sats(11)), SendVolumeLimit(sats(10))).verdict
    assert isinstance(verdict, Stops)


@given(st.lists(st.integers(1, 50), max_size=5), st.integers(1, 50), st.integers(1, 200))
def test_volume_passes_only_when_all_there_ever_was_fits(
    before: list[int], amount: int, limit: int
) -> None:
    past = tuple(
        sent(number, -3_600 * 48 * number, rail_units=units, fees=msats(1), max_fee=msats(2))
        for number, units in enumerate(before)
    )
    verdict = only(of(msats(amount)), SendVolumeLimit(msats(limit)), facts(payments=past)).verdict
    ever = sum(before) + 2 * len(before)
    match verdict:
        case Stops():
            assert amount > limit
        case Passes(left=left):
            assert left == msats(limit - amount - ever)
            assert ever + amount <= limit
        case Unknown():
            assert amount <= limit < ever + amount


def test_otherwise_what_went_out_in_a_day_is_said() -> None:
    past = (
        sent(1, -60),
        sent(2, -120, status=PaymentStatus.FAILED),
        sent(3, -180, status=PaymentStatus.SENDING),
        sent(4, -86_400),
    )
    known = facts(payments=past)
    verdict = only(of(sats(1)), SendVolumeLimit(sats(25_000)), known).verdict
    assert isinstance(verdict, Unknown)
    assert verdict.words.startswith("With this, 20,001 sats in 24 hours, of ")
    unread = facts(payments=past, complete=False, reaches=after(-3_600))
    verdict = only(of(sats(1)), SendVolumeLimit(sats(25_000)), unread).verdict
    assert verdict == Unknown("25,000 sats may go out; what went out is not known.")


@pytest.mark.parametrize(
    "unclear",
    [
        sent(1, -90_000, rail_units=None),
        sent(1, -90_000, max_fee=None, fees=None),
        sent(1, -90_000, max_fee=cents(1)),
    ],
)
def test_volume_with_a_payment_of_unknown_size_never_passes(unclear: Payment) -> None:
    known = facts(payments=(unclear,))
    verdict = only(of(sats(1)), SendVolumeLimit(sats(10**9)), known).verdict
    assert isinstance(verdict, Unknown)
