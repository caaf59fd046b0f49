"""What became of a month that was sealed: rows that came, changed or are gone, told by name."""

from __future__ import annotations

import zlib
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.model.histories import Move, entries_of, moves, wallet
from tests.store.mirror.whole import row_ids
from tests.treasury.closing.kept import LATER, kept
from tests.treasury.closing.test_months import MARCH
from voltage_tui.model.ids import PaymentId
from voltage_tui.model.ledger import LedgerEntry
from voltage_tui.money import BTC, Money
from voltage_tui.store.mirror.mirror import Mirror
from voltage_tui.treasury.closing.evidence import (
    RowChanges,
    RowsOfMonth,
    changes_since,
    compared,
    rows_of_month,
)

OPS = wallet("Ops")


def sealed(mirror: Mirror) -> RowsOfMonth:
    return rows_of_month(mirror, OPS.id, BTC, MARCH.start, MARCH.end, with_evidence=True)


def changed(then: RowsOfMonth, mirror: Mirror) -> RowChanges:
    return changes_since(then.evidence, mirror, OPS.id, BTC, MARCH.start, MARCH.end)


def rows_in_march(happened: list[Move]) -> list[LedgerEntry]:
    return [e for e, _ in entries_of(happened, OPS)]


@pytest.mark.safety("S-70", "a sealed month's hash is the same in whatever order its rows came")
@settings(max_examples=25)
@given(moves(12), st.randoms())
def test_the_same_rows_have_the_same_digest_in_whatever_order_they_came(
    happened: list[Move], random: object
) -> None:
    rows = rows_in_march(happened)
    one, other = kept((OPS.id, BTC, rows)), kept((OPS.id, BTC, rows[::-1]))
    assert sealed(one) == sealed(other)
    assert not changed(sealed(one), other).any


def march(count: int = 3) -> list[LedgerEntry]:
    return rows_in_march([Move("receive", 10, (1, 1), 86_400 * 4, None, "", split=True)] * count)


def other_amount(row: LedgerEntry) -> LedgerEntry:
    return replace(row, amount=Money(BTC, 11))


def other_payment(row: LedgerEntry) -> LedgerEntry:
    return replace(row, payment_id=PaymentId("another"))


def other_parts(row: LedgerEntry) -> LedgerEntry:
    return replace(row, breakdown=None)


def other_moment(row: LedgerEntry) -> LedgerEntry:
    return replace(row, effective_time=row.effective_time + timedelta(microseconds=1))


@pytest.mark.parametrize("change", [other_amount, other_payment, other_parts, other_moment])
def test_whatever_changes_in_a_row_is_seen_and_named(
    change: Callable[[LedgerEntry], LedgerEntry],
) -> None:
    rows = march()
    then = sealed(kept((OPS.id, BTC, rows)))
    now = kept((OPS.id, BTC, [rows[0], change(rows[1]), rows[2]]))
    assert sealed(now).sha256 != then.sha256
    found = changed(then, now)
    assert (found.added, found.changed, found.gone) == (0, 1, 0)
    (row,) = found.named
    assert row.entry_id == rows[1].entry_id
    assert row.before is not None
    assert row.now is not None
    assert row.before != row.now


def test_rows_that_came_and_rows_that_are_gone_are_told_apart() -> None:
    rows = march()
    found = changed(sealed(kept((OPS.id, BTC, rows[:2]))), kept((OPS.id, BTC, rows[1:])))
    assert (found.added, found.changed, found.gone) == (1, 0, 1)
    assert [(r.entry_id, r.before is None, r.now is None) for r in found.named] == [
        (rows[0].entry_id, False, True),
        (rows[2].entry_id, True, False),
    ]


def test_rows_of_other_months_are_no_part_of_it() -> None:
    rows = march()
    before = replace(rows[0], entry_id="before", effective_time=MARCH.start - timedelta(seconds=1))
    after = replace(rows[0], entry_id="after", effective_time=MARCH.end)
    then = sealed(kept((OPS.id, BTC, rows)))
    now = kept((OPS.id, BTC, [before, *rows, after]))
    assert sealed(now).sha256 == then.sha256


def test_what_a_person_adds_leaves_the_digest_as_it_is() -> None:
    mirror = kept((OPS.id, BTC, march()))
    then = sealed(mirror)
    ids = row_ids(mirror, OPS.id)
    mirror.set_cleared(ids, LATER, cleared=True)
    mirror.set_note(PaymentId(march()[0].payment_id or ""), "the rent", LATER)
    mirror.set_tags(PaymentId(march()[0].payment_id or ""), ["rent"])
    assert sealed(mirror) == then


lines = st.lists(st.tuples(st.integers(0, 3), st.integers(0, 4), st.integers(0, 2)), max_size=8)


@given(lines, lines)
def test_any_two_lists_are_compared_as_sets_would_be(
    one: list[tuple[int, int, int]], other: list[tuple[int, int, int]]
) -> None:
    def written(rows: list[tuple[int, int, int]]) -> dict[int, str]:
        # A row has one line: its entry is what tells it from others.
        return {entry: f'[{at},"credited","{entry}",{units}]' for at, entry, units in sorted(rows)}

    before, after = written(one), written(other)
    found = compared(sorted(before.values()), sorted(after.values()))
    assert found.added == len(after.keys() - before.keys())
    assert found.gone == len(before.keys() - after.keys())
    assert found.changed == sum(before[k] != after[k] for k in before.keys() & after.keys())


@pytest.mark.parametrize("evidence", [b"", b"nothing", zlib.compress(b"x" * 1_000_000)[:900]])
def test_evidence_that_is_not_ours_is_told_or_is_nothing(evidence: bytes) -> None:
    mirror = kept((OPS.id, BTC, march()))
    try:
        found = changes_since(evidence, mirror, OPS.id, BTC, MARCH.start, MARCH.end)
    except ValueError:
        return
    assert found.added == 3
