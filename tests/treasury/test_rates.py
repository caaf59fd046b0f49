"""The newest rate seen: newer ones replace it, and none from the future stays for ever."""

from __future__ import annotations

from datetime import datetime

from tests.treasury.builders import T0, after
from voltage_tui.clock import ManualClock
from voltage_tui.model.quote import MarketQuote
from voltage_tui.money import BTC, USD, Rate
from voltage_tui.treasury.board import Board
from voltage_tui.treasury.cadence import Cadence
from voltage_tui.treasury.rates import RateKeeper


def quote(at: datetime, price: int) -> MarketQuote:
    return MarketQuote(USD, BTC, Rate(price, 0, USD), at, None)


def test_a_rate_from_the_future_is_not_taken() -> None:
    board = Board(ManualClock(T0), Cadence())
    keeper = RateKeeper(board, lambda: T0)
    keeper.offer([quote(after(86_400), 1)])
    keeper.offer([quote(T0, 6_500_000), quote(after(86_400), 1)])
    keeper.offer([quote(after(86_400), 2)])
    assert board.snapshot.rate is not None
    assert board.snapshot.rate.rate.coefficient == 6_500_000


def test_a_newer_rate_replaces_an_older_one_and_not_the_other_way_round() -> None:
    board = Board(ManualClock(T0), Cadence())
    keeper = RateKeeper(board, lambda: T0)
    keeper.offer([quote(after(30), 6_600_000)])
    keeper.offer([quote(after(-30), 6_500_000)])
    assert board.snapshot.rate is not None
    assert board.snapshot.rate.quoted_at == after(30)
