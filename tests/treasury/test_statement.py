"""Running balances: exact when they are shown at all."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.treasury.builders import WALLET, Books, balance, row
from voltage_tui.model.ledger import LedgerEntry, LedgerKind, LedgerPage
from voltage_tui.model.open_enum import Unrecognised
from voltage_tui.money import USD, msats
from voltage_tui.treasury.statement import Statement, adds_up, build_statement

AMOUNTS = st.integers(1, 10**12)


@st.composite
def books(draw: st.DrawFn) -> Books:
    """A ledger made by rules of its own: credits, deposits, withdrawals, holds and their ends."""
    made = Books()
    open_holds: list[tuple[str, int]] = []
    for index in range(draw(st.integers(1, 25))):
        what = draw(st.sampled_from(("credit", "deposit", "withdraw", "hold", "end", "end")))
        amount, name = draw(AMOUNTS), str(index)
        if what == "credit":
            made.enter(row(LedgerKind.CREDITED, name, amount, index), amount, amount)
        elif what == "deposit":
            made.enter(row(LedgerKind.DEPOSITED, name, amount, index), amount, amount)
        elif what == "withdraw":
            made.enter(row(LedgerKind.WITHDRAWN, name, amount, index), -amount, -amount)
        elif what == "hold":
            open_holds.append((name, amount))
            made.enter(row(LedgerKind.HELD, name, amount, index), 0, -amount)
        elif open_holds:
            hold, reserved = open_holds.pop(draw(st.integers(0, len(open_holds) - 1)))
            if draw(st.booleans()):
                made.enter(row(LedgerKind.RELEASED, hold, None, index), 0, reserved)
            else:
                paid = draw(st.integers(1, reserved))
                made.enter(row(LedgerKind.CAPTURED, hold, paid, index), -paid, reserved - paid)
    return made


def shown(statement: Statement) -> list[tuple[int | None, int | None]]:
    return [
        (
            None if r.total_after is None else r.total_after.units,
            None if r.available_after is None else r.available_after.units,
        )
        for r in statement.rows
    ]


@given(books())
def test_every_row_of_a_whole_ledger_shows_the_balance_it_left(made: Books) -> None:
    statement = build_statement(WALLET, made.rows, len(made.rows), [made.balance])
    assert shown(statement) == list(made.after)
    assert statement.complete
    assert statement.anchored


@given(books(), st.integers(1, 25))
def test_a_part_of_a_ledger_never_shows_a_wrong_balance(made: Books, kept: int) -> None:
    part = made.rows[:kept]
    statement = build_statement(WALLET, part, len(made.rows), [made.balance])
    for (total, available), true in zip(shown(statement), made.after, strict=False):
        assert total == true[0]
        assert available in (None, true[1])


@given(books())
def test_without_an_anchor_no_balance_is_shown(made: Books) -> None:
    statement = build_statement(WALLET, made.rows, len(made.rows), None)
    assert set(shown(statement)) <= {(None, None)}
    assert not statement.anchored


@given(books(), st.integers(-5, 5), st.integers(-5, 5))
def test_a_whole_ledger_adds_up_to_its_own_balance_and_no_other(
    made: Books, total_off: int, available_off: int
) -> None:
    page = LedgerPage(made.rows, 0, 100, len(made.rows))
    stated = balance(made.available + available_off, made.total + total_off)
    assert adds_up(page, [stated]) == (total_off == available_off == 0)


def test_a_ledger_whose_balance_is_not_stated_does_not_add_up() -> None:
    page = LedgerPage((row(LedgerKind.CREDITED, "a", 5),), 0, 100, 1)
    assert not adds_up(page, [])
    assert not adds_up(page, [balance(5, 5), balance(1, 1, USD)])


def test_a_page_that_is_not_whole_cannot_be_checked() -> None:
    page = LedgerPage((row(LedgerKind.CREDITED, "a", 5),), 0, 1, 2)
    assert adds_up(page, [balance(7, 7)])


def test_an_unknown_kind_of_row_leaves_what_is_below_it_without_a_balance() -> None:
    rows = (
        row(LedgerKind.CREDITED, "b", 5, 2),
        replace_kind(row(LedgerKind.CREDITED, "x", 3, 1)),
        row(LedgerKind.CREDITED, "a", 7, 0),
    )
    statement = build_statement(WALLET, rows, 3, [balance(15, 15)])
    assert shown(statement) == [(15, 15), (10, 10), (None, None)]


def test_a_release_stands_for_its_whole_hold() -> None:
    rows = (row(LedgerKind.RELEASED, "h", None, 1), row(LedgerKind.HELD, "h", 40, 0))
    statement = build_statement(WALLET, rows, 2, [balance(0, 0)])
    assert statement.rows[0].held == msats(40)
    assert statement.rows[0].effect.available == 40


def replace_kind(entry: LedgerEntry) -> LedgerEntry:
    return replace(entry, kind=Unrecognised("adjusted"))


@pytest.mark.parametrize("end", [LedgerKind.CAPTURED, LedgerKind.RELEASED])
def test_a_hold_of_another_currency_is_not_reckoned_with(end: LedgerKind) -> None:
    hold = row(LedgerKind.HELD, "h", 5_000, 0, USD)
    ended = row(end, "h", 100 if end is LedgerKind.CAPTURED else None, 1)
    statement = build_statement(WALLET, (ended, hold), 2, [balance(900, 900)])
    assert statement.rows[0].effect.available is None
    assert statement.rows[0].effect.total == (-100 if end is LedgerKind.CAPTURED else 0)
