"""Balance, wallet limit and line, compared with the most that can leave (S-27)."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.treasury.builders import T0, after, line
from tests.treasury.paying.orders import (
    OPEN_INVOICE,
    account,
    dollar_account,
    dollar_order,
    facts,
    order,
    policies,
    quote,
)
from voltage_tui.model.ids import WalletId
from voltage_tui.model.policy import FeeRates, ProcessingFeeOverride
from voltage_tui.money import Money, cents, msats, sats
from voltage_tui.treasury.account import Account, account_of
from voltage_tui.treasury.paying.checks import Check, CheckKind, Passes, Stops, Unknown
from voltage_tui.treasury.paying.facts import Facts
from voltage_tui.treasury.paying.funds import cost_of, fund_checks, line_check
from voltage_tui.treasury.paying.order import PayOrder
from voltage_tui.treasury.reading import Reading


def of(amount: Money, cap: Money | None = None) -> PayOrder:
    return order(OPEN_INVOICE, amount=amount, max_fee=cap or sats(0))


def checked(asked: PayOrder, known: Facts) -> dict[CheckKind, Check]:
    checks = (*fund_checks(asked, known), line_check(asked, known))
    return {check.kind: check for check in checks}


def test_what_is_left_is_after_the_most_that_can_leave() -> None:
    rate = policies(ProcessingFeeOverride(FeeRates(10, 0)))
    known = facts(account(8_000_000_000, 500_000_000), policies=rate)
    got = checked(of(sats(1_250_000), sats(12_500)), known)
    assert got[CheckKind.BALANCE].verdict == Passes(
        "The wallet's own money covers it.", sats(8_000_000 - 1_263_750), used_permille=158
    )
    left = got[CheckKind.WALLET_LIMIT].verdict
    assert left == Passes(
        "It is within the wallet's limit.", sats(8_500_000 - 1_263_750), used_permille=0
    )
    drawn = got[CheckKind.LINE].verdict
    assert drawn == Passes(
        "It draws nothing from the line of credit.", sats(100_000_000), used_permille=0
    )


def test_what_the_wallet_lacks_is_named() -> None:
    got = checked(of(sats(1_000_000), sats(1)), facts(account(1_000_000_000, None)))
    stop = got[CheckKind.BALANCE].verdict
    assert isinstance(stop, Stops)
    assert stop.words == "The wallet lacks 1 sats for the most that can leave."
    assert got[CheckKind.WALLET_LIMIT].verdict == Passes("The wallet has no credit.")


def test_credit_is_drawn_up_to_the_wallet_s_limit() -> None:
    within = checked(of(sats(1_500_000)), facts())
    words = "500,000 sats of it would come from credit."
    assert within[CheckKind.BALANCE].verdict == Passes(words)
    limit = within[CheckKind.WALLET_LIMIT].verdict
    assert limit == Passes("It is within the wallet's limit.", sats(0), used_permille=1_000)
    over = checked(of(sats(1_500_000), msats(1)), facts())[CheckKind.WALLET_LIMIT].verdict
    assert isinstance(over, Stops)
    assert over.words == "It would pass the wallet's limit of 500,000 sats by 0.001 sats."


@pytest.mark.safety(
    "S-27", "random balances, limits and fees: stopped exactly when the worst case is too much"
)
@given(
    available=st.integers(-2_000, 10_000),
    limit=st.none() | st.integers(0, 5_000),
    amount=st.integers(1, 12_000),
    cap=st.integers(0, 500),
    points=st.integers(0, 10_000),
)
def test_a_payment_is_stopped_when_more_could_leave_than_can_be_spent(
    available: int, limit: int | None, amount: int, cap: int, points: int
) -> None:
    known = facts(
        account(available, limit), policies=policies(ProcessingFeeOverride(FeeRates(points, 0)))
    )
    asked = of(msats(amount), msats(cap))
    cost = cost_of(asked, known)
    assert cost is not None
    assert cost.total is not None
    headroom = available + (limit or 0)
    checks = fund_checks(asked, known)
    stops = [check for check in checks if isinstance(check.verdict, Stops)]
    assert bool(stops) == (cost.total.units > headroom)
    assert len(stops) <= 1
    left = [c.verdict.left for c in checks if isinstance(c.verdict, Passes)]
    if not stops:
        assert left[1] is None or left[1] == msats(headroom - cost.total.units)
        assert left[0] is None or left[0] == msats(available - cost.total.units)


@given(amount=st.integers(1, 2_000), available=st.integers(0, 1_000), limit=st.integers(0, 500))
def test_without_the_fee_it_stops_only_what_is_too_much_anyhow(
    amount: int, available: int, limit: int
) -> None:
    known = facts(account(available, limit), policies=Reading((), T0))
    checks = (
        *fund_checks(of(msats(amount)), known),
        line_check(of(msats(amount)), known),
    )
    stopped = any(isinstance(check.verdict, Stops) for check in checks)
    assert stopped == (amount > available + limit)
    if not stopped:
        assert isinstance(checks[0].verdict, Unknown)


def test_an_unread_balance_is_unknown() -> None:
    empty = replace(account(), available=None, currency=None)
    for known in (facts(empty), facts(account=None)):
        got = checked(of(sats(1)), known)
        assert all(isinstance(check.verdict, Unknown) for check in got.values())


def test_dollars_wait_for_their_rate() -> None:
    known = facts(dollar_account())
    got = checked(dollar_order(), known)
    assert all(isinstance(check.verdict, Unknown) for check in got.values())
    quoted = checked(dollar_order(), replace(known, quote=quote()))
    # 10,000 sats and 100 of cap at $62,500.
    assert cost_of(dollar_order(), replace(known, quote=quote())) is not None
    left = quoted[CheckKind.BALANCE].verdict
    assert left == Passes(
        "The wallet's own money covers it.", cents(100_000 - 625 - 7), used_permille=6
    )


def test_a_rate_of_another_currency_is_none() -> None:
    known = facts(dollar_account(), quote=quote())
    strange = replace(known, quote=quote(quote=None))
    assert cost_of(dollar_order(), strange) is None


def on_line(available: int, number: int, limit: int = 10**12) -> Account:
    other = WalletId(f"00000000-0000-4000-9000-{number:012}")
    return account(available, limit, id=other)


def test_a_disabled_line_takes_nothing() -> None:
    closed = account_of(account().wallet, replace(line(), disabled_at=after(-60)))
    verdict = line_check(of(sats(1)), facts(closed)).verdict
    assert isinstance(verdict, Stops)


@given(
    available=st.integers(-500, 500),
    others=st.lists(st.integers(-500, 500), max_size=3),
    limit=st.integers(0, 2_000),
    amount=st.integers(1, 1_000),
)
def test_a_line_is_never_drawn_over_its_limit(
    available: int, others: list[int], limit: int, amount: int
) -> None:
    facility = line(limit=limit)
    paying = account_of(account(available, 10**9).wallet, facility)
    accounts = [paying]
    for number, units in enumerate(others):
        accounts.append(account_of(on_line(units, number).wallet, facility))
    known = facts(paying, accounts=tuple(accounts))
    verdict = line_check(of(msats(amount)), known).verdict
    used_before = sum(max(0, -units) for units in (available, *others))
    used_after = sum(max(0, -units) for units in (available - amount, *others))
    over = used_after > limit and used_after > used_before
    assert isinstance(verdict, Stops) == over
    if isinstance(verdict, Passes):
        assert verdict.left == msats(max(0, limit - used_after))


def test_a_line_with_an_unread_wallet_is_unknown() -> None:
    other = replace(on_line(0, 7), available=None)
    verdict = line_check(of(sats(1)), facts(accounts=(account(), other))).verdict
    assert verdict == Unknown("What other wallets use of the line is not known.")


def test_a_line_read_long_ago_says_no_more_than_that_it_is_disabled() -> None:
    old = Reading((line(),), after(-51))
    assert isinstance(line_check(of(sats(1)), facts(lines=old)).verdict, Unknown)
    assert isinstance(line_check(of(sats(1)), facts(lines=Reading())).verdict, Unknown)
    closed = account_of(account().wallet, replace(line(), disabled_at=after(-60)))
    assert isinstance(line_check(of(sats(1)), facts(closed, lines=old)).verdict, Stops)


@pytest.mark.parametrize("known", [facts(replace(account(), line=None)), facts(account=None)])
def test_an_unread_line_is_unknown(known: Facts) -> None:
    assert isinstance(line_check(of(sats(1)), known).verdict, Unknown)


def test_amounts_are_said_as_the_screen_says_them() -> None:
    known = facts(account(0, None), say=lambda _: "••••")
    verdict = fund_checks(of(sats(10)), known)[0].verdict
    assert isinstance(verdict, Stops)
    assert verdict.words == "The wallet lacks •••• for the most that can leave."
