"""A month adds up as the exports do, whatever happened in it and wherever its midnights are."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.model.histories import Move, entries_of, movements, moves, wallet
from tests.treasury.closing.kept import LATER, balance, kept, totals
from voltage_tui.model.ledger import LedgerEntry, LedgerKind
from voltage_tui.model.movement import Movement, MovementKind
from voltage_tui.model.open_enum import Unrecognised
from voltage_tui.model.period import Period
from voltage_tui.money import BTC, Money
from voltage_tui.store.mirror.mirror import Mirror
from voltage_tui.treasury.closing.months import (
    Standing,
    WalletMonth,
    month_of,
    read_month,
    stepped,
)

OPS = wallet("Ops")
ZONES = ("UTC", "Europe/Berlin", "America/New_York", "Pacific/Apia", "Australia/Lord_Howe")
zones = st.sampled_from(ZONES).map(ZoneInfo)
MARCH = Period.month(2026, 3, ZoneInfo("Europe/Berlin"))


def mirror_of(happened: list[Move], opening: int = 0) -> Mirror:
    rows = [entry for entry, _ in entries_of(happened, OPS)]
    return kept((OPS.id, BTC, rows), opening=opening)


def sum_of(rows: list[Movement], *kinds: MovementKind, sign: int = 0) -> int:
    units = [r.amount.units for r in rows if r.kind in kinds and r.amount is not None]
    return sum(u for u in units if sign * u >= 0)


def check_against_exports(month: WalletMonth, rows: list[Movement]) -> None:
    """What the close says is what the rows of an export of the same month add up to (S-66)."""
    own = [r for r in rows if month.period.contains(r.effective_time)]
    sums = month.sums
    assert sums.rows == len({r.entry.key for r in own})
    assert sums.received == sum_of(own, MovementKind.PRINCIPAL, sign=1)
    assert sums.spent == sum_of(own, MovementKind.PRINCIPAL, sign=-1)
    assert sums.network_fees == sum_of(own, MovementKind.NETWORK_FEE)
    assert sums.processing_fees == sum_of(own, MovementKind.PROCESSING_FEE)
    assert sums.settled == sum_of(own, MovementKind.SETTLEMENT)
    held = [r.held.units for r in own if r.held is not None]
    assert sums.reserved == sum(u for u in held if u < 0)
    assert sums.given_back == sum(u for u in held if u > 0)
    assert sums.net == sum(r.amount.units for r in own if r.amount is not None)


@pytest.mark.safety("S-66", "a month's opening and its rows, as exported, make its closing")
@pytest.mark.safety("S-68", "months follow each other at a zone's midnights, DST or not")
@settings(max_examples=40)
@given(moves(), zones, st.integers(-(10**13), 10**13))
def test_months_are_the_exports_and_chain(
    happened: list[Move], zone: ZoneInfo, opening: int
) -> None:
    mirror, rows = mirror_of(happened), movements(happened, OPS)
    period = Period.month(2026, 2, zone)
    before = Money(BTC, 0)
    counted = 0
    while period.start < LATER - timedelta(days=170):
        month = read_month(mirror, OPS.id, BTC, period)
        assert month.standing is Standing.BALANCED
        assert month.opening == before
        assert month.difference == Money(BTC, 0)
        assert month.computed == month.closing
        check_against_exports(month, rows)
        assert month.closing is not None
        before, counted = month.closing, counted + month.sums.rows
        period = stepped(period, 1)
    assert counted == len(entries_of(happened, OPS))


def test_amounts_that_no_table_can_add_up_are_added_up() -> None:
    most = 2**62
    rows = [
        LedgerEntry(OPS.id, kind, f"{n}", None, BTC, Money(BTC, most), None, MARCH.start)
        for n, kind in enumerate([LedgerKind.CREDITED] * 5 + [LedgerKind.WITHDRAWN] * 5)
    ]
    month = read_month(kept((OPS.id, BTC, rows)), OPS.id, BTC, MARCH)
    assert (month.sums.received, month.sums.settled) == (5 * most, -5 * most)


def test_a_start_that_no_row_explains_is_a_difference_at_the_first_row() -> None:
    happened = [Move("receive", 1_000, (0, 0), 10 * 86_400, None, "", split=False)] * 2
    month = read_month(mirror_of(happened, opening=500), OPS.id, BTC, MARCH)
    assert month.standing is Standing.DIFFERS
    assert month.difference == Money(BTC, 500)
    (gap,) = month.gaps
    assert (gap.units, gap.effect_unknown) == (500, False)
    assert month.evidence
    after = read_month(mirror_of(happened, opening=500), OPS.id, BTC, stepped(MARCH, 1))
    assert after.standing is Standing.BALANCED
    assert after.opening == month.closing


def test_a_row_of_a_kind_nobody_knows_is_named() -> None:
    (known, _), *_ = entries_of([Move("receive", 5, (0, 0), 86_400 * 5, None, "", False)], OPS)
    strange = LedgerEntry(
        OPS.id,
        Unrecognised("adjusted"),
        "strange",
        None,
        BTC,
        Money(BTC, 7),
        None,
        known.effective_time + timedelta(hours=1),
    )
    month = read_month(kept((OPS.id, BTC, [known, strange])), OPS.id, BTC, MARCH)
    assert month.standing is Standing.UNKNOWN
    assert month.computed is None
    assert month.difference is None
    assert [gap.effect_unknown for gap in month.gaps] == [True]


def test_rows_newer_than_any_balance_that_was_read_leave_the_closing_open() -> None:
    first, second = (
        entry
        for entry, _ in entries_of(
            [Move("receive", 5, (0, 0), 86_400 * 5, None, "", split=False)] * 2, OPS
        )
    )
    mirror = kept((OPS.id, BTC, [first]))
    mirror.keep_rows(OPS.id, [second], fresh=True)
    month = read_month(mirror, OPS.id, BTC, MARCH)
    assert month.standing is Standing.UNPROVEN
    assert month.opening == Money(BTC, 0)
    assert month.closing is None
    mirror.prove(OPS.id, [balance(BTC, *totals([first, second]))], LATER)
    assert read_month(mirror, OPS.id, BTC, MARCH).standing is Standing.BALANCED


def test_a_balance_without_any_row_is_no_zero() -> None:
    mirror = kept((OPS.id, BTC, []), opening=900)
    month = read_month(mirror, OPS.id, BTC, Period.month(2027, 1, ZoneInfo("UTC")))
    assert month.difference == Money(BTC, 900)


def test_cleared_rows_leave_what_is_not_cleared() -> None:
    happened = [Move("receive", 10**n, (0, 0), 86_400 * 3, None, "", split=False) for n in range(4)]
    mirror = mirror_of(happened)
    whole = Period(date(2026, 1, 1), date(2026, 12, 31), ZoneInfo("UTC"))
    ids = mirror.months(OPS.id).row_ids(BTC, whole.start, whole.end)
    assert len(ids) == 4
    mirror.set_cleared([ids[0], ids[2]], LATER, cleared=True)
    sums = read_month(mirror, OPS.id, BTC, whole).sums
    assert (sums.uncleared_rows, sums.uncleared) == (2, 1_010)
    left = mirror.months(OPS.id).row_ids(BTC, whole.start, whole.end, uncleared=True)
    assert list(left) == [ids[1], ids[3]]


@given(st.datetimes(datetime(1971, 1, 2), datetime(2090, 1, 1)), zones)  # noqa: DTZ001
def test_every_moment_is_in_the_month_it_is_said_to_be_in(at: datetime, zone: ZoneInfo) -> None:
    moment = at.replace(tzinfo=UTC)
    period = month_of(moment, zone)
    assert period.start <= moment < period.end
    assert stepped(stepped(period, 1), -1) == period
    assert stepped(period, 1).start == period.end


@pytest.mark.safety("S-68", "the close: the last moment in it, midnight in the next")
@pytest.mark.safety("S-68", "a row a microsecond before a zone's midnight is of the month before")
def test_the_last_moment_of_a_month_is_in_it_and_midnight_is_in_the_next() -> None:
    # In Berlin clocks go forward in March: the month begins at 23:00 UTC and ends at 22:00.
    assert (MARCH.start.hour, MARCH.end.hour) == (23, 22)
    moments = [MARCH.start, MARCH.end - timedelta(microseconds=1), MARCH.end]
    rows = [
        LedgerEntry(OPS.id, LedgerKind.CREDITED, f"{n}", None, BTC, Money(BTC, 10**n), None, at)
        for n, at in enumerate([MARCH.start - timedelta(microseconds=1), *moments])
    ]
    mirror = kept((OPS.id, BTC, rows))
    months = [read_month(mirror, OPS.id, BTC, stepped(MARCH, by)) for by in (-1, 0, 1)]
    assert [m.sums.received for m in months] == [1, 110, 1_000]
    assert [m.closing for m in months] == [Money(BTC, n) for n in (1, 111, 1_111)]
