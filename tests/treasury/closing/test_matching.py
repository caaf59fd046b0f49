"""Invoices and receipts matched only where there is one way to."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.treasury.builders import WALLET
from voltage_tui.money import BTC, USD, Money
from voltage_tui.treasury.closing.expected import Expected
from voltage_tui.treasury.closing.matching import By, Receipt, plain, reconcile

DAY = date(2026, 3, 4)


def invoice(line: int, number: str, cents: int = 100, due: date | None = DAY) -> Expected:
    return Expected(line, number, Money(USD, cents), due, "")


def receipt(key: int, cents: int = 100, *references: str, memo: str = "", days: int = 0) -> Receipt:
    day = DAY + timedelta(days=days)
    return Receipt(key, WALLET, None, Money(USD, cents), day, memo, references)


@pytest.mark.parametrize(
    "found",
    [
        receipt(1, 100, "INV-2026/118", days=90),
        receipt(1, 100, "inv 2026 118", days=90),
        receipt(1, 100, memo="Rent, inv-2026/118, thanks", days=90),
        receipt(1, 100, memo="INV2026118", days=90),
    ],
)
def test_the_number_finds_it_whenever_it_was_paid(found: Receipt) -> None:
    result = reconcile([invoice(1, "INV-2026/118")], [found, receipt(2, 5)])
    (match,) = result.matched
    assert (match.receipts, match.by, match.difference) == ((found,), By.NUMBER, Money(USD, 0))
    assert [r.key for r in result.ours_only] == [2]


@pytest.mark.parametrize("memo", ["INV-2026/1180", "xINV-2026/118", "2026 118", "118"])
def test_another_number_is_not_it(memo: str) -> None:
    result = reconcile([invoice(1, "INV-2026/118", 900)], [receipt(1, 100, memo=memo)])
    assert result.matched == ()
    assert len(result.theirs_only) == len(result.ours_only) == 1


def test_parts_of_one_invoice_are_added_up_and_the_difference_is_told() -> None:
    (match,) = reconcile(
        [invoice(1, "A-1", 250)], [receipt(1, 100, "A-1"), receipt(2, 100, "A-1")]
    ).matched
    assert match.difference == Money(USD, -50)


def test_another_currency_has_no_difference() -> None:
    paid = Receipt(1, WALLET, None, Money(BTC, 9), DAY, "", ("A-1",))
    (match,) = reconcile([invoice(1, "A-1")], [paid]).matched
    assert match.difference is None


def test_a_number_comes_before_an_amount() -> None:
    result = reconcile(
        [invoice(1, "A-1", 100), invoice(2, "A-2", 100)], [receipt(1, 100, "A-2"), receipt(2)]
    )
    assert [(m.invoice.number, m.receipts[0].key, m.by) for m in result.matched] == [
        ("A-1", 2, By.AMOUNT),
        ("A-2", 1, By.NUMBER),
    ]


@pytest.mark.parametrize(("days", "matched"), [(7, 1), (-7, 1), (8, 0), (-8, 0)])
def test_an_amount_alone_is_matched_within_a_week(days: int, matched: int) -> None:
    result = reconcile([invoice(1, "A-1")], [receipt(1, days=days)])
    assert len(result.matched) == matched
    assert reconcile([invoice(1, "A-1", due=None)], [receipt(1)]).matched == ()


def test_two_ways_are_no_match_and_are_said() -> None:
    twice = reconcile([invoice(1, "A-1")], [receipt(1), receipt(2, days=1)])
    assert (twice.matched, twice.ours_only, twice.theirs_only) == ((), (), ())
    assert len(twice.ambiguous[0].receipts) == 2
    same = reconcile([invoice(1, "A-1"), invoice(2, "a 1")], [receipt(1, 100, "A1")])
    assert (same.matched, len(same.ambiguous[0].invoices)) == ((), 2)


invoices_of_any = st.lists(
    st.builds(
        invoice,
        st.just(0),
        st.sampled_from(["A-1", "a1", "B 2", "--", "77"]),
        st.sampled_from([100, 200]),
        st.none() | st.integers(-9, 9).map(lambda n: DAY + timedelta(days=n)),
    ),
    max_size=6,
)
receipts_of_any = st.lists(
    st.builds(
        lambda cents, name, memo, days: receipt(0, cents, name, memo=memo, days=days),
        st.sampled_from([100, 200]),
        st.sampled_from(["", "A-1", "B2", "--"]),
        st.sampled_from(["", "pays a1", "77 b-2", "x"]),
        st.integers(-9, 9),
    ),
    max_size=6,
)


@given(invoices_of_any, receipts_of_any, st.randoms(use_true_random=False))
def test_everything_is_in_one_place_whatever_its_order(
    some: list[Expected], found: list[Receipt], random: object
) -> None:
    invoices = [Expected(n, i.number, i.amount, i.due, "") for n, i in enumerate(some)]
    receipts = [
        Receipt(n, r.wallet_id, None, r.amount, r.day, r.memo, r.references)
        for n, r in enumerate(found)
    ]
    result = reconcile(invoices, receipts)
    mine = [m.invoice.line for m in result.matched] + [i.line for i in result.theirs_only]
    mine += [i.line for a in result.ambiguous for i in a.invoices]
    theirs = [r.key for m in result.matched for r in m.receipts]
    theirs += [r.key for r in result.ours_only]
    theirs += [r.key for a in result.ambiguous for r in a.receipts]
    assert sorted(mine) == list(range(len(invoices)))
    assert sorted(theirs) == list(range(len(receipts)))
    assert set(reconcile(invoices[::-1], receipts[::-1]).matched) == {
        *(m for m in result.matched if len(m.receipts) == 1),
        *(
            type(m)(m.invoice, m.receipts[::-1], m.by)
            for m in result.matched
            if len(m.receipts) > 1
        ),
    }


def test_plain() -> None:
    assert plain(" INV-2026/118_b ") == "inv2026118b"
