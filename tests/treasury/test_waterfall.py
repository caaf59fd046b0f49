"""From total to available: the steps add up for any wallet, and nothing is guessed."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.treasury.builders import T0, balance, line, payment, wallet
from voltage_tui.model.ids import WalletId
from voltage_tui.model.payment import Direction, Payment
from voltage_tui.model.settlement import Frozen, OnchainSettlement, SanctionedInfo
from voltage_tui.model.wallet import Hold, PendingSettlement, SettlementType, Wallet
from voltage_tui.money import BTC, USD, Currency, Money, cents, msats, sats, total
from voltage_tui.treasury.account import account_of
from voltage_tui.treasury.waterfall import (
    Receipt,
    ReceiptKind,
    StepKind,
    Waterfall,
    unspendable,
    waterfall_of,
    waterfalls_of,
)

UNITS = st.integers(-(10**12), 10**12)
SMALL = st.integers(-3, 3)
"""Amounts that often meet, so that what explains a gap is found, and found twice."""
CURRENCIES = st.sampled_from([BTC, USD])


def pending(amount: Money, number: int = 1) -> PendingSettlement:
    kind = SettlementType.COLLECTION if amount.is_negative else SettlementType.PAYOUT
    return PendingSettlement(str(number), None, amount, kind, T0)


def with_pending(known: Wallet, *amounts: Money) -> Wallet:
    return replace(known, pending_settlements=tuple(map(pending, amounts)))


def receipt(amount: Money, kind: ReceiptKind = ReceiptKind.FROZEN) -> Receipt:
    return Receipt(kind, payment(1), amount, "why")


def frozen(amount: Money) -> Frozen:
    return Frozen(amount, "ofac_non_compliant_address", None, None)


def onchain(
    amount: Money, *, waits: bool = False, sanctioned: Money | None = None
) -> OnchainSettlement:
    info = None if sanctioned is None else SanctionedInfo("tx", sanctioned, ())
    return OnchainSettlement("tx", amount, 3, None, None, waits, info, None)


def of(known: Wallet, *receipts: Receipt, currency: Currency = BTC) -> Waterfall:
    made = waterfall_of(account_of(known, line(currency)), receipts)
    assert made is not None
    return made


def less(made: Waterfall) -> dict[StepKind, int]:
    return {step.kind: step.less.units for step in made.steps}


@st.composite
def wallets(draw: st.DrawFn, units: st.SearchStrategy[int]) -> tuple[Wallet, Currency]:
    currency = draw(CURRENCIES)
    amounts = st.builds(Money, CURRENCIES, units)
    known = wallet(
        *draw(st.just([]) | st.builds(lambda a, t: [balance(a, t, currency)], units, units)),
        number=draw(st.integers(1, 10**6)),
        limit=draw(st.none() | st.integers(0, 10**9)),
    )
    held = draw(st.lists(amounts, max_size=4))
    settling = draw(st.lists(amounts, max_size=3))
    known = replace(
        with_pending(known, *settling),
        holds=tuple(Hold(known.id, amount, T0) for amount in held),  # type: ignore[arg-type]
    )
    return known, currency


RECEIPTS = st.lists(
    st.builds(receipt, st.builds(Money, CURRENCIES, UNITS | SMALL), st.sampled_from(ReceiptKind)),
    max_size=4,
)


@settings(max_examples=200)
@given(wallets(UNITS) | wallets(SMALL), RECEIPTS)
def test_the_steps_lead_from_total_to_available_exactly(
    known: tuple[Wallet, Currency], receipts: list[Receipt]
) -> None:
    found, currency = known
    made = of(found, *receipts, currency=currency)
    account = account_of(found, line(currency))
    assert (made.total, made.available) == (account.total, account.available)
    steps = total(currency, (step.less for step in made.steps))
    assert made.total - steps == made.available
    for step in made.steps:
        taken = [part.amount for part in step.parts if part.taken]
        assert step.less == total(currency, [a for a in taken if a is not None])
        assert None not in taken
        rest = [part.amount for part in step.parts if not part.taken]
        assert step.beside == total(currency, [a for a in rest if a is not None])
    kinds = [step.kind for step in made.steps]
    assert kinds[:3] == [StepKind.HOLDS, StepKind.SETTLEMENTS, StepKind.RECEIPTS]
    unexplained = made.step(StepKind.UNEXPLAINED)
    assert unexplained is None or not unexplained.less.is_zero
    assert made.headroom == account.headroom


@settings(max_examples=50)
@given(st.lists(wallets(UNITS) | wallets(SMALL), max_size=6), RECEIPTS)
def test_summed_they_add_up_too_and_hide_no_remainder(
    known: list[tuple[Wallet, Currency]], receipts: list[Receipt]
) -> None:
    each = [of(found, *receipts, currency=currency) for found, currency in known]
    for summed in waterfalls_of(each):
        own = [one for one in each if one.currency == summed.currency]
        assert summed.wallets == len(own)
        assert summed.total == total(summed.currency, (one.total for one in own))
        assert summed.available == total(summed.currency, (one.available for one in own))
        steps = total(summed.currency, (step.less for step in summed.steps))
        assert summed.total - steps == summed.available
        remainders = sum(one.step(StepKind.UNEXPLAINED) is not None for one in own)
        told = summed.step(StepKind.UNEXPLAINED)
        assert (len(told.parts) if told else 0) == remainders
        assert sum(len(s.parts) for s in summed.steps) == sum(
            len(s.parts) for one in own for s in one.steps
        )
    assert {s.currency for s in waterfalls_of(each)} == {one.currency for one in each}


def test_remainders_that_cancel_out_are_still_told() -> None:
    up = of(wallet(balance(95, 100), number=1))
    down = of(wallet(balance(105, 100), number=2))
    (summed,) = waterfalls_of([up, down])
    told = summed.step(StepKind.UNEXPLAINED)
    assert told is not None
    assert told.less.is_zero
    assert [part.amount for part in told.parts] == [msats(5), msats(-5)]


def test_what_is_under_way_but_not_taken_stands_beside() -> None:
    known = with_pending(wallet(balance(-31_250, -31_250, USD)), cents(-31_250))
    made = of(known, currency=USD)
    assert less(made) == {StepKind.HOLDS: 0, StepKind.SETTLEMENTS: 0, StepKind.RECEIPTS: 0}
    step = made.step(StepKind.SETTLEMENTS)
    assert step is not None
    assert step.beside == cents(-31_250)
    assert not step.parts[0].taken


@pytest.mark.parametrize(
    ("available", "told"),
    [
        (70, {StepKind.HOLDS: 20, StepKind.SETTLEMENTS: 10, StepKind.RECEIPTS: 0}),
        (73, {StepKind.HOLDS: 20, StepKind.SETTLEMENTS: 0, StepKind.RECEIPTS: 7}),
        (63, {StepKind.HOLDS: 20, StepKind.SETTLEMENTS: 10, StepKind.RECEIPTS: 7}),
        (
            71,
            {
                StepKind.HOLDS: 20,
                StepKind.SETTLEMENTS: 0,
                StepKind.RECEIPTS: 0,
                StepKind.UNEXPLAINED: 9,
            },
        ),
    ],
)
def test_only_what_explains_the_figure_exactly_is_taken(
    available: int, told: dict[StepKind, int]
) -> None:
    known = with_pending(wallet(balance(available, 100), holds=(15, 5)), msats(10))
    assert less(of(known, receipt(msats(7)))) == told


def test_of_two_that_would_explain_it_neither_is_chosen() -> None:
    known = with_pending(wallet(balance(90, 100)), msats(10))
    made = of(known, receipt(msats(10)))
    assert less(made)[StepKind.UNEXPLAINED] == 10
    assert not any(part.taken for step in made.steps[:3] for part in step.parts)


def test_a_figure_in_another_currency_is_not_known_and_explains_nothing() -> None:
    made = of(wallet(balance(500, 1_000, USD)), receipt(sats(2_100)), currency=USD)
    assert less(made)[StepKind.UNEXPLAINED] == 500
    step = made.step(StepKind.RECEIPTS)
    assert step is not None
    assert [(part.amount, part.taken) for part in step.parts] == [(None, False)]
    assert step.beside == cents(0)


def test_a_wallet_whose_currency_is_not_known_has_none() -> None:
    assert waterfall_of(account_of(wallet(), None)) is None


def test_which_receipts_cannot_be_spent() -> None:
    other = WalletId("00000000-0000-4000-9000-000000000002")
    payments: list[Payment] = [
        payment(1, frozen=(frozen(sats(21)),)),
        payment(2, settlements=(onchain(sats(5), waits=True),), wallet_id=other),
        payment(3, settlements=(onchain(sats(9), sanctioned=sats(2)),)),
        payment(4, settlements=(onchain(sats(5)),)),
        payment(5, settlements=(onchain(sats(5), waits=True),), direction=Direction.SEND),
    ]
    found = unspendable([*payments, payments[0]])
    told = {
        wallet_id: [(r.kind, r.payment.id, r.stated) for r in receipts]
        for wallet_id, receipts in found.items()
    }
    assert told == {
        payments[0].wallet_id: [
            (ReceiptKind.FROZEN, payments[0].id, sats(21)),
            (ReceiptKind.SANCTIONED, payments[2].id, sats(2)),
        ],
        other: [(ReceiptKind.UNCONFIRMED, payments[1].id, sats(5))],
    }
    assert found[other][0].words == "waits for 3 confirmations"
