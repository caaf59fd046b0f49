"""What is usual is the median of completed payments of the same kind and direction."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from tests.treasury.builders import SEND, after
from voltage_tui.model.ids import PaymentId
from voltage_tui.model.payment import Direction, Payment, PaymentKind, PaymentStatus
from voltage_tui.treasury.usual import Usual, usual_for


def took(*seconds: float) -> list[Payment]:
    return [
        replace(
            SEND,
            id=PaymentId(f"done-{n}"),
            status=PaymentStatus.COMPLETED,
            created_at=after(0),
            updated_at=after(s),
        )
        for n, s in enumerate(seconds)
    ]


def test_it_is_the_median_and_says_of_how_many() -> None:
    known = took(1, 9_000, 6, 2, 30)
    assert usual_for(SEND, known) == Usual(timedelta(seconds=6), 5)


def test_it_is_only_said_from_five_on() -> None:
    assert usual_for(SEND, took(1, 2, 3, 4)) is None


@pytest.mark.parametrize(
    "other",
    [
        {"kind": PaymentKind.ONCHAIN},
        {"direction": Direction.RECEIVE},
        {"status": PaymentStatus.FAILED},
        {"check_only": True},
        {"id": SEND.id},
    ],
)
def test_others_do_not_count(other: dict[str, object]) -> None:
    *four, fifth = took(1, 2, 3, 4, 5)
    odd = replace(fifth, **other)  # type: ignore[arg-type]  # any field
    assert usual_for(SEND, [*four, odd]) is None
