"""What is under way: counted each way, and how old the oldest is."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from tests.treasury.builders import T0, after, payment
from voltage_tui.clock import ManualClock
from voltage_tui.model.payment import Direction, Payment, PaymentStatus
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


def test_both_ways_are_counted_and_the_oldest_is_found() -> None:
    found = seen(
        payment(1, 30),
        payment(3, 10, amount=None),
        payment(5, 40, direction=Direction.SEND, status=PaymentStatus.SENDING),
    )
    assert (found.count, found.receives, found.sends) == (3, 2, 1)
    assert found.oldest == payment(3, 10, amount=None)
    assert found.oldest_age(after(70)) == timedelta(seconds=60)


def test_the_age_is_by_the_servers_clock_and_never_below_nothing() -> None:
    found = seen(payment(1, 0))
    assert found.oldest_age(after(5), timedelta(seconds=60)) == timedelta(seconds=65)
    assert found.oldest_age(after(-5)) == timedelta()


def test_a_policy_check_is_not_money_under_way() -> None:
    check = payment(1, direction=Direction.SEND, status=PaymentStatus.SENDING, check_only=True)
    assert seen(check).count == 0
