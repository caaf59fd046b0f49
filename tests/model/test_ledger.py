"""What each ledger row does to a wallet adds up (API reference section 10)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from voltage_tui.model.ids import WalletId
from voltage_tui.model.ledger import Effect, LedgerEntry, LedgerKind, effect_of
from voltage_tui.model.open_enum import Unrecognised
from voltage_tui.money import BTC, Money, msats

WHEN = datetime(2026, 10, 5, tzinfo=UTC)
CREDITED, HELD = LedgerKind.CREDITED, LedgerKind.HELD
CAPTURED, RELEASED = LedgerKind.CAPTURED, LedgerKind.RELEASED


def row(kind: LedgerKind | Unrecognised, units: int | None, entry_id: str = "entry") -> LedgerEntry:
    """A row of `units` msats."""
    return LedgerEntry(
        wallet_id=WalletId("wallet"),
        kind=kind,
        entry_id=entry_id,
        payment_id=None,
        currency=BTC,
        amount=None if units is None else msats(units),
        breakdown=None,
        effective_time=WHEN,
    )


def effects(rows: Iterable[LedgerEntry]) -> list[Effect]:
    """What each row did, given the holds among the rows."""
    rows = list(rows)
    held = {entry.entry_id: entry.amount for entry in rows if entry.kind is HELD}
    return [effect_of(entry, held.get(entry.entry_id)) for entry in rows]


@pytest.mark.parametrize(
    ("kind", "units", "held", "total", "available"),
    [
        (CREDITED, 25_000, None, 25_000, 25_000),
        (LedgerKind.DEPOSITED, 50_000, None, 50_000, 50_000),
        (LedgerKind.WITHDRAWN, 20_000, None, -20_000, -20_000),
        (HELD, 10_250, None, 0, -10_250),
        (CAPTURED, 10_162, 10_250, -10_162, 88),
        (CAPTURED, 10_250, 10_250, -10_250, 0),
        (CAPTURED, 10_300, 10_250, -10_300, -50),
        (RELEASED, None, 91_650, 0, 91_650),
    ],
)
def test_each_row_moves_the_two_balances(
    kind: LedgerKind, units: int | None, held: int | None, total: int, available: int
) -> None:
    hold = None if held is None else msats(held)
    assert effect_of(row(kind, units), hold) == Effect(total, available)


@pytest.mark.parametrize(
    ("kind", "units", "effect"),
    [
        (CAPTURED, 10_162, Effect(-10_162, None)),
        (RELEASED, None, Effect(0, None)),
        (CREDITED, None, Effect(None, None)),
        (HELD, None, Effect(0, None)),
        (LedgerKind.WITHDRAWN, None, Effect(None, None)),
        (Unrecognised("adjusted"), 5, Effect(None, None)),
    ],
)
def test_what_cannot_be_known_is_not_made_up(
    kind: LedgerKind | Unrecognised, units: int | None, effect: Effect
) -> None:
    assert effect_of(row(kind, units), None) == effect


def test_the_references_page_adds_up_to_its_wallet() -> None:
    page = [
        row(LedgerKind.DEPOSITED, 50_000_000, "deposit"),
        row(CREDITED, 25_000_000, "credit"),
        row(HELD, 10_250_000, "hold 1"),
        row(CAPTURED, 10_162_000, "hold 1"),
        row(HELD, 91_650_000, "hold 2"),
        row(RELEASED, None, "hold 2"),
        row(LedgerKind.WITHDRAWN, 20_000_000, "withdrawal"),
        row(HELD, 2_050_000, "hold 3"),
    ]
    assert sum(effect.total or 0 for effect in effects(page)) == 44_838_000
    assert sum(effect.available or 0 for effect in effects(page)) == 42_788_000


amounts = st.integers(0, 2**63 - 1)
moves = st.lists(
    st.tuples(st.sampled_from(["in", "out", "open", "captured", "released"]), amounts, amounts),
    max_size=25,
)


@given(moves)
def test_any_ledger_adds_up_to_total_and_to_total_less_open_holds(
    moves: list[tuple[str, int, int]],
) -> None:
    rows: list[LedgerEntry] = []
    total = open_holds = 0
    for number, (move, amount, fee_room) in enumerate(moves):
        name = f"entry {number}"
        match move:
            case "in":
                rows.append(row(CREDITED, amount, name))
                total += amount
            case "out":
                rows.append(row(LedgerKind.WITHDRAWN, amount, name))
                total -= amount
            case "open":
                rows.append(row(HELD, amount, name))
                open_holds += amount
            case "captured":
                rows += [row(HELD, amount + fee_room, name), row(CAPTURED, amount, name)]
                total -= amount
            case _:
                rows += [row(HELD, amount, name), row(RELEASED, None, name)]
    done = effects(rows)
    assert sum(effect.total or 0 for effect in done) == total
    assert sum(effect.available or 0 for effect in done) == total - open_holds
    assert None not in {effect.available for effect in done}


def test_a_key_tells_the_rows_of_one_hold_apart() -> None:
    rows = [row(HELD, 1), row(CAPTURED, 1), row(RELEASED, None), row(Unrecognised("new"), 1)]
    other = replace(rows[0], wallet_id=WalletId("other"))
    assert len({entry.key for entry in [*rows, other]}) == 5


def test_money_stays_money() -> None:
    assert row(HELD, 5).amount == Money(BTC, 5)
