"""Balances at moments and sums between them are the ledger's own, or not known."""

from __future__ import annotations

from datetime import datetime, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.store.mirror.histories import History, histories, row
from tests.store.mirror.test_balances import journeys, mirror
from tests.store.mirror.whole import all_rows
from tests.treasury.builders import T0, WALLET, after
from voltage_tui.model.ids import WalletId
from voltage_tui.model.ledger import LedgerEntry, LedgerKind
from voltage_tui.money import BTC, USD
from voltage_tui.store.mirror.mirror import Mirror

FEW = settings(deadline=None, max_examples=40)
seconds = st.lists(st.integers(-2, 40), min_size=2, max_size=8, unique=True).map(sorted)


def truth(history: History, at_s: int) -> int:
    """What was available just before a second of the history."""
    known = [a for e, (_, a) in zip(history.rows, history.after, strict=True) if _s(e) < at_s]
    return known[-1] if known else 0


def _s(entry: LedgerEntry) -> int:
    return (entry.effective_time - T0) // timedelta(seconds=1)


def moments(at: list[int]) -> list[datetime]:
    return [after(second) for second in at]


def fill(kept: Mirror, history: History) -> None:
    kept.keep_rows(WALLET, history.rows[::-1])
    kept.prove(WALLET, [history.balance(len(history.rows))], T0, complete=True)


@FEW
@given(histories(), seconds)
def test_sums_between_moments_are_the_change_of_the_balance(
    history: History, at: list[int]
) -> None:
    with mirror() as kept:
        fill(kept, history)
        days = kept.days(WALLET)
        found = days.available_before(BTC, moments(at))
        flows = days.flows(BTC, moments(at))
        if not history.rows:
            assert found == (None,) * len(at)
            return
        assert list(found) == [truth(history, second) for second in at]
        for before, then, stretch in zip(found, found[1:], flows, strict=False):
            assert before is not None
            assert then is not None
            assert sum(flow.available or 0 for flow in stretch) == then - before
            assert all(flow.available is not None for flow in stretch)


@FEW
@given(journeys(strange=True), seconds)
def test_whatever_of_a_ledger_is_here_no_balance_is_another_than_it_was(
    journey: tuple[History, list[tuple[str, tuple[LedgerEntry, ...], int]]], at: list[int]
) -> None:
    history, steps = journey
    with mirror() as kept:
        for what, rows, known in steps:
            if what == "prove":
                kept.prove(WALLET, [history.balance(known)], T0)
            else:
                kept.keep_rows(WALLET, rows, fresh=what == "top", more_below=what == "down")
            # Of rows that are not read yet nothing is known: up to there it must be true.
            newest = max((r.entry.effective_time for r in all_rows(kept, WALLET)), default=T0)
            asked = [moment for moment in moments(at) if moment <= newest]
            for moment, units in zip(
                asked, kept.days(WALLET).available_before(BTC, asked), strict=True
            ):
                assert units in (None, truth(history, (moment - T0) // timedelta(seconds=1)))


def test_a_sum_may_be_larger_than_any_number_in_it() -> None:
    most = 2**62
    rows = [row(LedgerKind.CREDITED, n, most, n) for n in range(5)]
    with mirror() as kept:
        kept.keep_rows(WALLET, rows[::-1])
        ((flow,),) = kept.days(WALLET).flows(BTC, moments([0, 9]))
        assert (flow.rows, flow.total, flow.available) == (5, 5 * most, 5 * most)


def test_a_row_of_unknown_effect_makes_the_sum_unknown_and_no_less() -> None:
    with mirror() as kept:
        kept.keep_rows(WALLET, [row(LedgerKind.RELEASED, 1, None, 1)])
        ((flow,),) = kept.days(WALLET).flows(BTC, moments([0, 9]))
        assert (flow.total, flow.available) == (0, None)


def test_what_took_the_most_comes_first_and_only_what_took() -> None:
    rows = [
        row(LedgerKind.WITHDRAWN, 1, 30, 1),
        row(LedgerKind.CREDITED, 2, 900, 2),
        row(LedgerKind.WITHDRAWN, 3, 70, 3),
        row(LedgerKind.WITHDRAWN, 4, 50, 20),
    ]
    with mirror() as kept:
        kept.keep_rows(WALLET, rows[::-1])
        taken = kept.days(WALLET).most_taken(BTC, after(0), after(10), 9)
        assert [one.units for one in taken] == [-70, -30]
        assert taken[0].at == after(3)
        assert kept.days(WALLET).most_taken(BTC, after(0), after(30), 1) == taken[:1]


def test_a_wallet_or_currency_that_is_not_here_has_no_balance() -> None:
    with mirror() as kept:
        kept.keep_rows(WALLET, [row(LedgerKind.CREDITED, 1, 5, 1)])
        asked = moments([0, 9])
        assert kept.days(WALLET).available_before(USD, asked) == (None, None)
        assert kept.days(WalletId("another")).available_before(BTC, asked) == (None, None)
