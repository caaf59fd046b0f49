"""What is under way: counted, added up by currency, and how old the oldest is."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from tests.treasury.builders import T0, after, payment
from voltage_tui.clock import ManualClock
from voltage_tui.model.payment import Direction, Payment, PaymentStatus
from voltage_tui.money import cents, sats
from voltage_tui.treasury.board import Board
from voltage_tui.treasury.cadence import Cadence
from voltage_tui.treasury.overview import UnderWay, under_way


def seen(*pending: Payment) -> UnderWay:
    snapshot = Board(ManualClock(T0), Cadence()).snapshot
    return under_way(replace(snapshot, pending=pending))


def test_nothing_under_way_has_no_age() -> None:
    nothing = seen()
    assert (nothing.count, nothing.oldest) == (0, None)
    assert nothing.oldest_age(T0) is None


def test_what_is_coming_and_going_is_added_up_by_currency() -> None:
    found = seen(
        payment(1, 30, amount=sats(5)),
        payment(2, 20, amount=cents(700)),
        payment(3, 10, amount=sats(7)),
        payment(4, 25, amount=None),
        payment(5, 40, amount=sats(11), direction=Direction.SEND, status=PaymentStatus.SENDING),
    )
    assert (found.count, found.receives, found.sends) == (5, 4, 1)
    assert found.coming == (sats(12), cents(700))
    assert found.going == (sats(11),)
    assert found.oldest_age(after(70)) == timedelta(seconds=60)


def test_the_age_is_by_the_servers_clock_and_never_below_nothing() -> None:
    found = seen(payment(1, 0))
    assert found.oldest_age(after(5), timedelta(seconds=60)) == timedelta(seconds=65)
    assert found.oldest_age(after(-5)) == timedelta()


def test_a_policy_check_is_not_money_under_way() -> None:
    check = payment(1, direction=Direction.SEND, status=PaymentStatus.SENDING, check_only=True)
    assert seen(check).count == 0
