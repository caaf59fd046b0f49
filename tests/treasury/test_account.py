"""Accounts: what is in a wallet, in the currency of its line, and how much credit it uses."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.treasury.builders import LINE, balance, line, wallet
from voltage_tui.money import BTC, USD, Money, cents, msats
from voltage_tui.treasury.account import account_of, accounts_of, permille, totals_in_use, totals_of

UNITS = st.integers(-(10**15), 10**15)


def test_a_wallet_whose_money_has_not_moved_has_zero_in_its_lines_currency() -> None:
    account = account_of(wallet(limit=250_000), line(USD))
    assert (account.currency, account.available, account.total) == (USD, cents(0), cents(0))
    assert (account.used, account.headroom) == (cents(0), cents(250_000))


def test_a_wallet_of_an_unknown_line_without_money_has_no_figures() -> None:
    account = account_of(wallet(limit=5), None)
    assert account.currency is None
    assert (account.available, account.used, account.headroom) == (None, None, None)
    assert account.used_permille is None


def test_the_balance_names_the_currency_when_the_line_is_unknown() -> None:
    account = account_of(wallet(balance(-31_250, -31_250, USD), limit=250_000), None)
    assert account.used == cents(31_250)
    assert account.used_permille == 125


def test_holds_count_as_used_credit_and_are_shown() -> None:
    account = account_of(wallet(balance(-2_000, 48), holds=(1_500, 548), limit=10_000), line())
    assert account.held == msats(2_048)
    assert account.used == msats(2_000)
    assert account.headroom == msats(8_000)


@pytest.mark.parametrize(
    ("holds", "total", "empty"), [((), 0, True), ((1,), 0, False), ((), 1, False)]
)
def test_only_a_wallet_with_nothing_in_it_and_nothing_open_is_empty(
    holds: tuple[int, ...], total: int, empty: bool
) -> None:
    assert account_of(wallet(balance(0, total), holds=holds), line()).is_empty is empty


@given(UNITS, st.integers(0, 10**15))
def test_used_and_headroom_are_two_sides_of_one_limit(available: int, limit: int) -> None:
    account = account_of(wallet(balance(available, available), limit=limit), line())
    assert account.used is not None
    assert account.headroom is not None
    assert account.used.units >= 0
    assert account.headroom.units == limit + available
    if available <= 0:
        assert account.used + account.headroom == msats(limit)


@given(st.lists(st.tuples(UNITS, UNITS, st.integers(0, 10**12)), max_size=8))
def test_totals_are_the_sums_of_their_accounts(wallets: list[tuple[int, int, int]]) -> None:
    made = [
        wallet(balance(available, total), number=i, limit=limit)
        for i, (available, total, limit) in enumerate(wallets)
    ]
    totals = totals_of(accounts_of(made, {LINE: line()}))
    if not wallets:
        assert totals == ()
        return
    (btc,) = totals
    assert btc.accounts == len(wallets)
    assert btc.available == msats(sum(a for a, _, _ in wallets))
    assert btc.total == msats(sum(t for _, t, _ in wallets))
    assert btc.limit == msats(sum(limit for _, _, limit in wallets))
    assert btc.used == msats(sum(-a for a, _, _ in wallets if a < 0))


def test_currencies_are_never_added_together() -> None:
    usd = replace(line(USD), id=LINE)
    accounts = [
        account_of(wallet(balance(5, 5), number=1), line()),
        account_of(wallet(balance(7, 7, USD), number=2), usd),
        account_of(wallet(number=3), None),
    ]
    assert [(t.currency, t.accounts, t.total.units) for t in totals_of(accounts)] == [
        (BTC, 1, 5),
        (USD, 1, 7),
    ]


@given(st.integers(0, 10**18), st.integers(1, 10**18))
def test_tenths_of_a_percent_are_rounded_half_up(part: int, whole: int) -> None:
    found = permille(msats(part), msats(whole))
    assert found is not None
    assert abs(2_000 * part - 2 * found * whole) <= whole
    assert permille(Money(BTC, part), Money(BTC, 0)) is None


def test_half_a_tenth_rounds_up() -> None:
    assert permille(msats(1), msats(2_000)) == 1
    assert permille(msats(999), msats(2_000_000)) == 0


def test_of_two_balances_in_one_currency_none_is_guessed() -> None:
    twice = wallet(balance(5, 5), balance(9, 9), limit=100)
    for account in (account_of(twice, line()), account_of(twice, None)):
        assert (account.available, account.total, account.headroom) == (None, None, None)
        assert totals_of([account]) == ()


def test_those_in_use_are_added_up_once_for_each_reading_of_them() -> None:
    deleted = replace(wallet(balance(7, 7)), active=False)
    known = accounts_of([wallet(balance(1, 1)), wallet(balance(2, 2)), deleted], {LINE: line()})
    first = totals_in_use(known)
    assert [one.total for one in first] == [msats(3)]
    assert totals_in_use(known) is first
    assert totals_in_use(accounts_of([wallet(balance(5, 5))], {LINE: line()})) != first
    assert totals_in_use(known) == first
