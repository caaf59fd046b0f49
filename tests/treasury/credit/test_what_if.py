"""An amount tried out of each wallet: what stops it is what would stop an order of as much."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.treasury.builders import SEND, T0, after, balance, line, wallet
from tests.treasury.harness import world
from voltage_tui.model.ids import PaymentId, WalletId
from voltage_tui.model.payment import Payment, PaymentStatus
from voltage_tui.model.policy import (
    FeeRates,
    MaxPaymentSize,
    Policy,
    ProcessingFeeOverride,
    Rule,
    SendVolumeLimit,
    TransactionVelocity,
)
from voltage_tui.model.wallet import Wallet
from voltage_tui.money import BTC, USD, Money, Rate, msats, plain, sats
from voltage_tui.simulator.options import Payer, SimulatorOptions
from voltage_tui.treasury.account import accounts_of
from voltage_tui.treasury.credit.what_if import (
    MOST_WALLETS,
    Answer,
    Tried,
    policies_wanted,
    what_if,
)
from voltage_tui.treasury.paying.checks import CheckKind
from voltage_tui.treasury.reading import Reading
from voltage_tui.treasury.snapshot import Connection, PaymentBook, Snapshot
from voltage_tui.treasury.topics import ConnectionState

ENOUGH = sats(1_000)
FREE = ProcessingFeeOverride(FeeRates(0, 0))


def known(
    *wallets: Wallet,
    rules: tuple[Rule, ...] = (),
    payments: tuple[Payment, ...] = (),
    currency: str = BTC,
    **changes: object,
) -> Snapshot:
    """Everything read this moment; every wallet has these rules and pays no processing fee."""
    one = line(currency, 10**12)  # type: ignore[arg-type]  # a currency is a str
    policies = tuple(Policy(None, rule, None, None) for rule in (*rules, FREE))
    made = Snapshot(
        version=1,
        connection=Connection(ConnectionState.LIVE, T0),
        wallets=Reading(wallets, T0),
        lines=Reading((one,), T0),
        accounts=accounts_of(wallets, {one.id: one}),
        book=Reading(PaymentBook(payments, complete=True), T0),
        policies={w.id: Reading(policies, T0) for w in wallets},
    )
    return replace(made, **changes)  # type: ignore[arg-type]  # fields by name, in tests only


def tried(snapshot: Snapshot, amount: Money = ENOUGH, rate: Rate | None = None) -> Tried:
    (one,) = what_if(amount, snapshot, T0, plain, rate)
    return one


def paid(number: int, ago_s: float, wallet_id: WalletId) -> Payment:
    at = after(-ago_s)
    return replace(
        SEND,
        id=PaymentId(f"00000000-0000-4000-a000-{number:012}"),
        wallet_id=wallet_id,
        status=PaymentStatus.COMPLETED,
        created_at=at,
        updated_at=at,
    )


RICH = wallet(balance(5_000_000, 5_000_000), limit=0)


def test_what_nothing_stops_could_be_paid_with_its_fees() -> None:
    one = tried(known(RICH))
    assert (one.answer, one.stop) == (Answer.YES, None)
    assert one.most is not None
    assert (one.most.cap, one.most.total) == (sats(10), sats(1_010))


def test_the_first_limit_that_stops_it_is_named() -> None:
    poor = wallet(balance(1_000, 1_000), limit=0)
    assert tried(known(poor)).stop is not None
    for asked, kind in (
        (known(poor), CheckKind.BALANCE),
        (known(wallet(balance(0, 0), limit=500_000)), CheckKind.WALLET_LIMIT),
        (known(RICH, rules=(MaxPaymentSize(sats(999)),)), CheckKind.SIZE),
        (known(RICH, rules=(SendVolumeLimit(sats(999)),)), CheckKind.VOLUME),
    ):
        one = tried(asked)
        assert one.stop is not None
        assert one.stop.kind is kind
        assert one.answer is Answer.NO


def test_a_disabled_line_stops_everything() -> None:
    disabled = replace(line(), disabled_at=T0)
    snapshot = known(RICH)
    accounts = accounts_of([RICH], {disabled.id: disabled})
    one = tried(replace(snapshot, accounts=accounts, lines=Reading((disabled,), T0)))
    assert one.stop is not None
    assert one.stop.kind is CheckKind.LINE


def test_a_velocity_says_when_it_is_free_again() -> None:
    sends = (paid(1, 50, RICH.id), paid(2, 20, RICH.id))
    one = tried(known(RICH, rules=(TransactionVelocity(2),), payments=sends))
    assert one.stop is not None
    assert one.stop.kind is CheckKind.VELOCITY
    assert one.free_in == timedelta(seconds=10)
    others = tuple(replace(p, wallet_id=WalletId("another")) for p in sends)
    assert tried(known(RICH, rules=(TransactionVelocity(2),), payments=others)).stop is None


def test_what_holds_take_is_told_where_it_would_do() -> None:
    held = wallet(balance(500_000, 5_000_000), limit=0, holds=(4_500_000,))
    assert tried(known(held)).after_holds
    assert not tried(known(held), sats(6_000)).after_holds
    assert not tried(known(wallet(balance(500_000, 500_000), limit=0))).after_holds


def test_what_was_not_read_is_not_known_and_old_figures_judge_nothing() -> None:
    unread = known(RICH, policies={})
    assert tried(unread).answer is Answer.MAYBE
    assert policies_wanted(what_if(sats(1), unread, T0, plain, None), 8) == (RICH.id,)
    (old,) = what_if(sats(1_000), known(RICH), after(3_600), plain, None)
    assert old.stop is not None
    assert old.stop.kind is CheckKind.FRESHNESS


def test_a_dollar_wallet_is_judged_by_a_rate_and_not_without_one() -> None:
    dollars = wallet(balance(0, 0, USD), limit=100)
    snapshot = known(dollars, currency=USD)
    assert tried(snapshot).answer is Answer.MAYBE
    rate = Rate.parse("6250000e0", USD)  # 62,500 dollars
    one = tried(snapshot, sats(1_600), rate)
    assert one.most is not None
    assert one.most.principal == Money(USD, 100)
    assert one.stop is not None
    assert one.stop.kind is CheckKind.WALLET_LIMIT


def test_only_bitcoin_over_nothing_is_tried() -> None:
    for amount in (msats(0), msats(-1), Money(USD, 5)):
        with pytest.raises(ValueError, match="bitcoin"):
            what_if(amount, known(RICH), T0, plain, None)


def test_of_very_many_wallets_the_richest_are_looked_at() -> None:
    many = tuple(wallet(balance(n, n), number=n, limit=0) for n in range(1, MOST_WALLETS + 4))
    snapshot = known(*many)
    found = what_if(sats(1), snapshot, T0, plain, None)
    assert {t.account.wallet.id for t in found} == {w.id for w in many[3:]}


@settings(max_examples=40, deadline=None)
@given(st.integers(1, 10**10), st.integers(-(10**7), 10**10), st.integers(0, 10**10))
def test_what_can_be_paid_can_be_paid_in_part(amount: int, available: int, limit: int) -> None:
    snapshot = known(wallet(balance(available, available), limit=limit))
    more, less = tried(snapshot, msats(amount)), tried(snapshot, msats(max(1, amount // 2)))
    if more.answer is Answer.YES:
        assert less.answer is Answer.YES
        assert more.most is not None
        assert more.most.total is not None
        assert more.most.total.units <= available + limit


async def test_nothing_is_asked_for_it() -> None:
    async with world(SimulatorOptions(payer=Payer.MANUAL, history_days=0)) as w:
        await w.until(lambda s: s.accounts and s.book.value is not None)
        before = len(w.asked)
        found = what_if(sats(100), w.snapshot, w.clock.now(), plain, None)
        assert found
        assert len(w.asked) == before


def test_what_other_wallets_use_of_the_line_is_taken_off_and_unknown_where_one_is() -> None:
    one = line(limit=2_000_000)
    mine = wallet(balance(0, 0), number=1, limit=2_000_000)
    for others, kind in (
        ((balance(-1_000_000, -1_000_000),), CheckKind.LINE),
        ((balance(-900_000, -900_000),), None),
        ((balance(5_000_000, 5_000_000),), None),
    ):
        wallets = (mine, wallet(*others, number=2, limit=2_000_000))
        snapshot = known(*wallets, lines=Reading((one,), T0))
        snapshot = replace(snapshot, accounts=accounts_of(wallets, {one.id: one}))
        (found,) = (
            t
            for t in what_if(sats(1_000), snapshot, T0, plain, None)
            if t.account.wallet.id == mine.id
        )
        assert (found.stop.kind if found.stop is not None else None) is kind
    two = balance(0, 0)
    wallets = (mine, wallet(two, two, number=2, limit=1))
    snapshot = known(*wallets)
    (found,) = (
        t for t in what_if(sats(1), snapshot, T0, plain, None) if t.account.wallet.id == mine.id
    )
    assert found.answer is Answer.MAYBE
