"""One row for each monetary event, and sums that are the change in balance (S-66)."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from hypothesis import given

from tests.model.histories import Move, entries_of, movements, moves, wallet
from voltage_tui.model.ids import WalletId
from voltage_tui.model.ledger import (
    Effect,
    LedgerBreakdown,
    LedgerEntry,
    LedgerKind,
    effect_of,
)
from voltage_tui.model.movement import (
    KnownOfEntry,
    Movement,
    MovementKind,
    movements_of,
    order_key,
)
from voltage_tui.model.open_enum import Unrecognised
from voltage_tui.model.payment_words import Direction
from voltage_tui.money import BTC, USD, cents, msats

OPS = wallet()
WHEN = datetime(2026, 10, 5, 9, 41, tzinfo=UTC)
PRINCIPAL, NETWORK = MovementKind.PRINCIPAL, MovementKind.NETWORK_FEE
PROCESSING, HOLD = MovementKind.PROCESSING_FEE, MovementKind.HOLD


def entry(
    kind: LedgerKind | Unrecognised, units: int | None, parts: tuple[int, int, int] | None = None
) -> LedgerEntry:
    made_of = None
    if parts is not None:
        principal, network, processing = (msats(part) for part in parts)
        made_of = LedgerBreakdown(principal, network, processing, 100)
    amount = None if units is None else msats(units)
    return LedgerEntry(WalletId(OPS.id), kind, "e-1", None, BTC, amount, made_of, WHEN)


def split(row: LedgerEntry, held: int | None = None, after: int | None = None) -> list[Movement]:
    effect = effect_of(row, None if held is None else msats(held))
    known = KnownOfEntry(total_after=None if after is None else msats(after))
    return list(movements_of(row, effect, OPS, known))


def parts_of(made: list[Movement]) -> list[tuple[MovementKind, int | None]]:
    return [(m.kind, None if m.amount is None else m.amount.units) for m in made]


@pytest.mark.parametrize(
    ("row", "parts"),
    [
        (
            entry(LedgerKind.CAPTURED, 10_162, (10_000, 12, 150)),
            [(PRINCIPAL, -10_000), (NETWORK, -12), (PROCESSING, -150)],
        ),
        (entry(LedgerKind.CAPTURED, 10_000, (10_000, 0, 0)), [(PRINCIPAL, -10_000)]),
        (entry(LedgerKind.CAPTURED, 10_162), [(PRINCIPAL, -10_162)]),
        (entry(LedgerKind.CAPTURED, 10_162, (9, 9, 9)), [(PRINCIPAL, -10_162)]),
        (entry(LedgerKind.CREDITED, 25_000, (25_000, 0, 250)), [(PRINCIPAL, 25_000)]),
        (
            entry(LedgerKind.CREDITED, 24_750, (25_000, 0, 250)),
            [(PRINCIPAL, 25_000), (PROCESSING, -250)],
        ),
        (entry(LedgerKind.HELD, 10_250), [(HOLD, 0)]),
        (entry(LedgerKind.RELEASED, None), [(HOLD, 0)]),
        (entry(LedgerKind.DEPOSITED, 50), [(MovementKind.SETTLEMENT, 50)]),
        (entry(LedgerKind.WITHDRAWN, 50), [(MovementKind.SETTLEMENT, -50)]),
        (entry(Unrecognised("adjusted"), 5), [(PRINCIPAL, None)]),
        (entry(LedgerKind.CREDITED, None), [(PRINCIPAL, None)]),
        (entry(LedgerKind.CREDITED, 0), [(PRINCIPAL, 0)]),
    ],
)
def test_each_monetary_event_has_one_row(
    row: LedgerEntry, parts: list[tuple[MovementKind, int | None]]
) -> None:
    assert parts_of(split(row)) == parts


def test_a_breakdown_in_another_currency_splits_nothing() -> None:
    row = replace(entry(LedgerKind.CREDITED, 5, (5, 0, 0)), currency=USD, amount=cents(5))
    assert parts_of(split(row)) == [(PRINCIPAL, 5)]


def test_the_balance_runs_through_the_movements_of_an_entry() -> None:
    made = split(entry(LedgerKind.CAPTURED, 10_162, (10_000, 12, 150)), held=10_250, after=500)
    assert [m.balance for m in made] == [msats(662), msats(650), msats(500)]
    assert [m.held for m in made] == [msats(10_250), None, None]


@pytest.mark.parametrize(
    ("row", "held", "figure"),
    [
        (entry(LedgerKind.HELD, 70), None, msats(-70)),
        (entry(LedgerKind.RELEASED, None), 70, msats(70)),
        (entry(LedgerKind.RELEASED, None), None, None),
        (entry(LedgerKind.CAPTURED, 60), None, None),
        (entry(LedgerKind.CREDITED, 60), None, None),
    ],
)
def test_what_a_hold_reserves_or_gives_back_stands_apart(
    row: LedgerEntry, held: int | None, figure: object
) -> None:
    assert split(row, held)[0].held == figure


def test_an_unknown_effect_leaves_no_balance_above_it() -> None:
    row = entry(Unrecognised("adjusted"), 5)
    only = movements_of(row, Effect(None, None), OPS, KnownOfEntry(total_after=msats(9)))[0]
    assert (only.amount, only.balance, only.direction) == (None, msats(9), None)


@pytest.mark.safety("S-66", "any history: movements sum to the change in balance")
@given(moves())
def test_any_history_adds_up(happened: list[Move]) -> None:
    rows = [row for row, _ in entries_of(happened, OPS)]
    held = {row.entry_id: row.amount for row in rows if row.kind is LedgerKind.HELD}
    effects = [effect_of(row, held.get(row.entry_id)) for row in rows]
    for row, effect in zip(rows, effects, strict=True):
        made = movements_of(row, effect, OPS, KnownOfEntry())
        assert sum(m.amount.units for m in made if m.amount) == effect.total
    every = movements(happened, OPS)
    in_all = sum(m.amount.units for m in every if m.amount)
    assert in_all == sum(effect.total or 0 for effect in effects)
    available = in_all + sum(m.held.units for m in every if m.held)
    assert available == sum(effect.available or 0 for effect in effects)


@given(moves())
def test_any_history_has_stable_distinct_rows_whose_balances_run(happened: list[Move]) -> None:
    made = movements(happened, OPS, opening=77)
    assert len({m.row_id for m in made}) == len(made)
    backwards = made[::-1]
    assert made == sorted(backwards, key=order_key)
    before = msats(77)
    for movement in made:
        assert movement.amount is not None
        assert movement.balance == before + movement.amount
        before = movement.balance


def test_a_rows_name_says_wallet_event_entry_and_kind() -> None:
    made = split(entry(LedgerKind.CAPTURED, 10_162, (10_000, 12, 150)))
    assert made[1].row_id == f"{OPS.id}:captured:e-1:network_fee"
    assert made[1].direction is Direction.SEND
    assert not split(entry(LedgerKind.HELD, 1))[0].is_money


def test_a_hold_comes_before_what_became_of_it_and_an_entry_stays_together() -> None:
    released, held = entry(LedgerKind.RELEASED, None), entry(LedgerKind.HELD, 70)
    captured = entry(LedgerKind.CAPTURED, 10_162, (10_000, 12, 150))
    other = replace(captured, entry_id="e-2")
    rows = [m for row in (released, captured, other, held) for m in split(row)]
    ordered = [(m.entry.entry_id, m.event, m.kind) for m in sorted(rows, key=order_key)]
    assert ordered[0] == ("e-1", LedgerKind.HELD, HOLD)
    assert ordered[-1] == ("e-1", LedgerKind.RELEASED, HOLD)
    assert [kind for _, _, kind in ordered[1:-1]] == [PRINCIPAL, NETWORK, PROCESSING] * 2
