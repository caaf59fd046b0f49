"""When the strong confirm is asked for, at each boundary (S-28, S-40, S-46)."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.treasury.paying.orders import (
    ADDRESS,
    MAIN_ADDRESS,
    OPEN_INVOICE,
    account,
    dollar_account,
    dollar_order,
    facts,
    invoice,
    link,
    order,
    policies,
    quote,
    sent,
)
from voltage_tui.destinations import bech32
from voltage_tui.model.network import AnyNetwork, Network
from voltage_tui.model.open_enum import Unrecognised
from voltage_tui.model.payment import PaymentStatus
from voltage_tui.model.policy import FeeRates, ProcessingFeeOverride
from voltage_tui.money import Money, msats, sats
from voltage_tui.treasury.paying.facts import Facts
from voltage_tui.treasury.paying.lookalike import KnownPayee, payee_keys
from voltage_tui.treasury.paying.order import PayOrder
from voltage_tui.treasury.paying.strong import ReasonKind, strong_reasons

HIGH = sats(10**9)


def known_payees(asked: PayOrder, usual: Money | None = None) -> tuple[KnownPayee, ...]:
    keys = payee_keys(asked.destination)
    return tuple(KnownPayee(key, "Anna", 3, usual) for key in keys)


def kinds(
    asked: PayOrder,
    known: Facts | None = None,
    payees: tuple[KnownPayee, ...] | None = None,
    threshold: Money = HIGH,
) -> list[ReasonKind]:
    payees = known_payees(asked) if payees is None else payees
    facts_of_it = replace(known or facts(), payees=payees, threshold=threshold)
    return [r.kind for r in strong_reasons(asked, facts_of_it)]


def test_a_small_sum_to_a_known_payee_on_a_test_network_takes_one_key() -> None:
    assert kinds(order()) == []
    assert kinds(order(ADDRESS)) == []
    assert kinds(dollar_order(), facts(dollar_account(), quote=quote())) == []


NETWORKS: list[tuple[AnyNetwork, bool]] = [
    (Network.MAINNET, True),
    (Network.NONE, True),
    (Unrecognised("signet2"), True),
    (Network.TESTNET, False),
    (Network.SIGNET, False),
    (Network.MUTINYNET, False),
]


@pytest.mark.safety("S-46", "mainnet, none and unknown networks ask for the strong confirm")
@pytest.mark.parametrize(("network", "strong"), NETWORKS, ids=str)
def test_real_money_and_what_may_be_it_is_strong(network: AnyNetwork, strong: bool) -> None:
    found = kinds(order(), facts(account(network=network)))
    assert found == ([ReasonKind.REAL_MONEY] if strong else [])


def test_a_wallet_that_is_not_known_is_strong() -> None:
    found = kinds(order(), facts(account=None))
    assert found == [ReasonKind.REAL_MONEY, ReasonKind.SHARE]


def test_a_payee_for_the_first_time_is_strong() -> None:
    assert kinds(order(), payees=()) == [ReasonKind.FIRST_TIME]


def test_a_look_alike_is_strong_and_named() -> None:
    (key,) = payee_keys(order(ADDRESS).destination)
    alike = KnownPayee(key[:4] + "qqqq" + key[-4:], "Anna", 3, None)
    found = strong_reasons(order(ADDRESS), facts(payees=(alike,), threshold=HIGH))
    assert [r.kind for r in found] == [ReasonKind.LOOK_ALIKE, ReasonKind.FIRST_TIME]
    assert found[0].words == "It begins and ends like Anna, but is another payee."


@pytest.mark.safety("S-28", "random sums against a threshold")
@given(amount=st.integers(1, 10_000), cap=st.integers(0, 1_000), threshold=st.integers(0, 12_000))
def test_over_the_threshold_is_strong(amount: int, cap: int, threshold: int) -> None:
    asked = order(OPEN_INVOICE, amount=msats(amount), max_fee=msats(cap))
    assert (ReasonKind.THRESHOLD in kinds(asked, threshold=msats(threshold))) == (
        amount + cap > threshold
    )


@pytest.mark.safety("S-28", "random sums against a quarter of what can be spent")
@given(
    amount=st.integers(1, 10_000),
    cap=st.integers(0, 1_000),
    points=st.integers(0, 1_000),
    available=st.integers(-20_000, 40_000),
    limit=st.none() | st.integers(0, 40_000),
)
def test_over_a_quarter_of_what_can_be_spent_is_strong(
    amount: int, cap: int, points: int, available: int, limit: int | None
) -> None:
    rate = policies(ProcessingFeeOverride(FeeRates(points, 0)))
    known = facts(account(available, limit), policies=rate)
    asked = order(OPEN_INVOICE, amount=msats(amount), max_fee=msats(cap))
    most = amount + cap - (-amount * points // 10_000)
    assert (ReasonKind.SHARE in kinds(asked, known)) == (4 * most > available + (limit or 0))


def test_a_quarter_is_of_dollars_for_a_dollar_wallet() -> None:
    # $6.25 and $0.07 of cap.
    for available, strong in ((2_528, False), (2_527, True)):
        known = facts(dollar_account(available - 50_000), quote=quote())
        assert (ReasonKind.SHARE in kinds(dollar_order(), known)) == strong
    assert kinds(dollar_order(), facts(dollar_account())) == [ReasonKind.SHARE]


@given(st.integers(1, 10_000), st.integers(0, 1_500))
def test_ten_times_what_is_usual_is_strong(amount: int, usual: int) -> None:
    asked = order(OPEN_INVOICE, amount=msats(amount))
    found = kinds(asked, payees=known_payees(asked, msats(usual)))
    assert (ReasonKind.UNUSUAL in found) == (usual > 0 and amount >= 10 * usual)


@pytest.mark.safety("S-28", "ten times what is usual, and one msat less")
@pytest.mark.parametrize(("amount", "strong"), [(999, False), (1_000, True)])
def test_exactly_ten_times_is_strong(amount: int, strong: bool) -> None:
    asked = order(OPEN_INVOICE, amount=msats(amount), max_fee=msats(0))
    found = kinds(asked, payees=known_payees(asked, msats(100)))
    assert found == ([ReasonKind.UNUSUAL] if strong else [])


def test_the_same_again_within_a_day_is_strong() -> None:
    again = sent(1, -60, address=ADDRESS)
    assert kinds(order(ADDRESS), facts(payments=(again,))) == [ReasonKind.REPEATED]
    old = replace(again, created_at=sent(2, -86_401).created_at)
    assert kinds(order(ADDRESS), facts(payments=(old,))) == []
    referred = sent(1, -60, metadata={"reference": "8841"})
    known = facts(payments=(referred,))
    assert kinds(order(reference="8841"), known) == [ReasonKind.REPEATED]
    failed = facts(payments=(replace(again, status=PaymentStatus.FAILED),))
    assert kinds(order(ADDRESS), failed) == []


def test_an_address_of_no_use_yet_is_strong() -> None:
    words = [2, *bech32.to_words(bytes(32))]
    strange = bech32.encode("tb", words, bech32.Encoding.BECH32M)
    for text in (strange, link(address=strange)):
        assert kinds(order(text)) == [ReasonKind.FUTURE_ADDRESS]


def test_every_reason_is_given_the_gravest_first() -> None:
    known = facts(account(1_000, None, network=Network.MAINNET))
    asked = order(invoice("lnbc100u"))
    found = kinds(asked, known, (), sats(1))
    assert found == [
        ReasonKind.REAL_MONEY,
        ReasonKind.FIRST_TIME,
        ReasonKind.THRESHOLD,
        ReasonKind.SHARE,
    ]
    assert kinds(order(MAIN_ADDRESS), known)[0] is ReasonKind.REAL_MONEY


def test_words_are_sentences_with_their_figures() -> None:
    asked = order(OPEN_INVOICE, amount=sats(370_000), max_fee=sats(0))
    known = facts(account(limit=None))
    payees = known_payees(asked, sats(100))
    found = strong_reasons(asked, replace(known, payees=payees, threshold=sats(100_000)))
    assert [r.words for r in found] == [
        "It may cost more than 100,000 sats.",
        "It may take 37 % of what can be spent.",
        "It is 3,700 times what this node usually gets, 100 sats.",
    ]
