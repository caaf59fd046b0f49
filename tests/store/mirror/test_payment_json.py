"""A payment is kept exactly, whatever is in it."""

from __future__ import annotations

import json

import pytest
from hypothesis import given, settings

from tests.store.mirror.made import payments
from tests.treasury.builders import RECEIVE
from voltage_tui.model.payment import Payment
from voltage_tui.store.mirror.payment_json import payment_json, payment_of


@settings(deadline=None, max_examples=50)
@given(payment=payments)
def test_what_is_kept_is_what_was_read(payment: Payment) -> None:
    kept = payment_json(payment)
    assert payment_of(kept) == payment
    assert payment_json(payment_of(kept)) == kept


def test_what_says_nothing_takes_no_room() -> None:
    fields = json.loads(payment_json(RECEIVE))
    assert "error" not in fields
    assert "check_only" not in fields
    assert "metadata" not in fields
    assert fields["amount"] == ["btc", 25_000_000]


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"id": 3}', payment_json(RECEIVE)[:-9]])
def test_what_is_not_ours_is_told(text: str) -> None:
    with pytest.raises(ValueError):  # noqa: PT011 - whatever is wrong with it
        payment_of(text)
