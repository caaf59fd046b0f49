"""What `/` finds a payment by."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.treasury.builders import payment
from voltage_tui.model.payment import PaymentError, PaymentErrorCode, PaymentErrorType
from voltage_tui.model.settlement import LightningSettlement, OnchainSettlement
from voltage_tui.money import cents, msats
from voltage_tui.ui.screens.payments.haystack import Haystacks, words_of

PAID = payment(
    7,
    memo="Straße 12, Zoë",
    amount=msats(1_250_500_125),
    rail_units=1_250_500_125,
    metadata={"cost_center": "ops-7"},
    address="tb1qexample",
    settlements=(LightningSettlement("aa" * 32, "bb" * 32, None),),
    error=PaymentError(PaymentErrorType.SEND_FAILED, PaymentErrorCode.NO_ROUTE, "Too far.", {}),
)
NAMES = {PAID.wallet_id: "Storefront"}


@pytest.mark.parametrize(
    "words",
    [
        "STRASSE",
        "zoë 12",
        "storefront",
        str(PAID.id),
        "cost_center=ops-7",
        "ops-7",
        "1,250,500",
        "1250500",
        "1250500.125",
        "0.01250500",
        "no route",
        "no_route",
        "too far",
        "tb1qexample",
        "status:receiving dir:receive",
        "kind:lightning",
        "lightning receive",
        "bb" * 32,
        "",
    ],
)
def test_found_by(words: str) -> None:
    assert Haystacks().having([PAID], words, NAMES) == [PAID]


@pytest.mark.parametrize(
    "words", ["zoë 13", "status:failed", "dir:send", "1250501", "payouts", "aa" * 32]
)
def test_not_found_by(words: str) -> None:
    assert Haystacks().having([PAID], words, NAMES) == []


def test_dollars_are_found_as_they_are_shown() -> None:
    dollars = replace(PAID, amount=cents(123_456))
    assert "1,234.56" in words_of(dollars, "")
    assert "1234.56" in words_of(dollars, "")


def test_a_transaction_is_found() -> None:
    receipt = OnchainSettlement("cc" * 32, msats(1), 1, None, None, True, None, None)
    assert "cc" * 32 in words_of(replace(PAID, settlements=(receipt,)), "")


def test_a_newer_reading_is_looked_through_again() -> None:
    haystacks = Haystacks()
    changed = replace(PAID, memo="renamed")
    assert haystacks.having([PAID], "renamed", NAMES) == []
    assert haystacks.having([changed], "renamed", NAMES) == [changed]
    assert haystacks.having([changed], "back office", {PAID.wallet_id: "Back office"}) == [changed]
