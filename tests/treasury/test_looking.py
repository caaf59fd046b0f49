"""What has changed since a look: only what is known to be other, and counted from when on."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st

from tests.treasury.builders import T0, after, balance, line, payment, wallet
from tests.treasury.test_attention import booked, seen
from voltage_tui.model.look import Look, Standing
from voltage_tui.model.payment import Direction, PaymentStatus
from voltage_tui.money import BTC, Money
from voltage_tui.treasury.account import account_of
from voltage_tui.treasury.looking import changes_since, look_at
from voltage_tui.treasury.reading import Reading
from voltage_tui.treasury.snapshot import PaymentBook, Snapshot

INTERVAL = timedelta(seconds=5)


def world(*available: int, read_s: float = 0.0) -> Snapshot:
    wallets = tuple(
        wallet(balance(units, units), number=n, limit=1_000) for n, units in enumerate(available)
    )
    accounts = tuple(account_of(w, line()) for w in wallets)
    reading = Reading(wallets, after(read_s), interval_s=INTERVAL.total_seconds())
    return replace(seen(), wallets=reading, accounts=accounts)


def standing(available: int, used: int, limit: int) -> Standing:
    return Standing(*(Money(BTC, units) for units in (available, used, limit)))


@given(st.lists(st.integers(-2_000, 2_000), max_size=5))
def test_a_look_adds_up_each_currency_and_nothing_changes_in_no_time(available: list[int]) -> None:
    snapshot = world(*available)
    look = look_at(snapshot, T0)
    assert look is not None
    if available:
        used = sum(max(0, -units) for units in available)
        assert look.standings == (standing(sum(available), used, 1_000 * len(available)),)
    assert changes_since(look, snapshot, T0).changes == ()


@given(st.integers(-2_000, 2_000), st.integers(-2_000, 2_000))
def test_what_changed_has_both_standings(before: int, now: int) -> None:
    look = look_at(world(before), T0)
    assert look is not None
    changes = changes_since(look, world(now), T0).changes
    if before == now:
        assert changes == ()
    else:
        (change,) = changes
        assert change.before == look.standings[0]
        assert change.now == standing(now, max(0, -now), 1_000)


def test_balances_that_are_old_are_no_look_and_no_change() -> None:
    look = look_at(world(5), T0)
    assert look is not None
    later = T0 + 10 * INTERVAL
    assert look_at(world(7), later) is None
    assert changes_since(look, world(7), later).changes == ()


def test_payments_count_from_the_look_on_and_say_so_where_they_do_not_reach_back() -> None:
    done = {"status": PaymentStatus.COMPLETED, "direction": Direction.RECEIVE}
    old = payment(1, 0, **done)
    new = payment(2, 100, **done)
    look = Look(after(50), ())
    whole = booked(new, old)
    since = changes_since(look, whole, after(200))
    assert since.moved is not None
    assert since.moved.by_currency[0].received == 1
    assert since.reaches_back
    partly = replace(
        whole,
        book=replace(whole.book, value=PaymentBook((new,), complete=False, reaches=after(80))),
    )
    since = changes_since(look, partly, after(200))
    assert since.moved_from == after(80)
    assert not since.reaches_back


def test_before_any_payments_were_read_none_are_counted() -> None:
    since = changes_since(Look(T0, ()), seen(), T0)
    assert since.moved is None
    assert since.moved_from is None
