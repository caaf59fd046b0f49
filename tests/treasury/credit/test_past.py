"""What was used at past moments: by the clocks of a zone, summed by wallet, or not known."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.store.mirror.histories import row
from tests.treasury.builders import T0, WALLET, after, balance, line, wallet
from voltage_tui.model.ids import WalletId
from voltage_tui.model.ledger import LedgerKind
from voltage_tui.money import BTC, msats
from voltage_tui.store.mirror.store import MirrorStore
from voltage_tui.treasury.account import account_of
from voltage_tui.treasury.credit.forecast import At, NotLikeThis
from voltage_tui.treasury.credit.history import Past, Point, moments_wanted
from voltage_tui.treasury.credit.ladder import line_outlooks, peaks_of, wallet_outlooks
from voltage_tui.treasury.credit.reading import read_past, read_stretch
from voltage_tui.treasury.credit.times import DAYS, HOURS, Stretch, moments_of
from voltage_tui.treasury.facility import facilities_of

BERLIN = ZoneInfo("Europe/Berlin")
OTHER = WalletId("00000000-0000-4000-9000-000000000002")
zones = st.sampled_from(["UTC", "Europe/Berlin", "Asia/Kathmandu", "America/Havana"])


@settings(max_examples=50)
@given(st.datetimes(datetime(2020, 1, 1), datetime(2030, 1, 1)), zones)  # noqa: DTZ001 - given UTC
def test_days_end_at_midnight_and_hours_at_the_hour_by_the_clocks_of_the_zone(
    moment: datetime, name: str
) -> None:
    now, zone = moment.replace(tzinfo=UTC), ZoneInfo(name)
    days, hours = (moments_of(stretch, now, zone) for stretch in (Stretch.DAYS, Stretch.HOURS))
    assert len(days) == DAYS
    assert len(hours) == HOURS
    for found in (days, hours):
        assert list(found) == sorted(set(found))
        assert found[-1] <= now
    dates = [day.astimezone(zone).date() for day in days]
    assert dates == [dates[0] + timedelta(days=n) for n in range(DAYS)]
    # The moment before belongs to the day before, whether or not midnight is on the clock.
    assert all(
        (day - timedelta(microseconds=1)).astimezone(zone).date() < date
        for day, date in zip(days, dates, strict=True)
    )
    assert now - hours[-1] < timedelta(hours=1)
    assert hours[-1].astimezone(zone).minute == 0


def test_the_day_of_a_changed_clock_is_an_hour_shorter_or_longer() -> None:
    days = moments_of(Stretch.DAYS, datetime(2026, 4, 2, 12, tzinfo=UTC), BERLIN)
    lengths = {b - a for a, b in pairwise(days)}
    assert lengths == {timedelta(hours=24), timedelta(hours=23)}


def past(*available: tuple[int | None, int | None], now: datetime = T0) -> Past:
    """Each wallet's balance a week ago, and at every moment after that."""
    moments = moments_wanted(now, UTC)
    week = now - timedelta(days=7)
    return Past(
        BTC,
        now,
        UTC,
        moments,
        {
            WalletId(str(n)): tuple(then if m <= week else since for m in moments)
            for n, (then, since) in enumerate(available)
        },
    )


def test_money_of_one_wallet_frees_no_credit_of_another() -> None:
    known = past((-50, 0), (80, 0))
    assert known.used_days_ago(7, [WalletId("0"), WalletId("1")]) == msats(50)
    assert known.used_days_ago(7, [WalletId("1")]) == msats(0)


def test_one_wallet_that_is_not_known_leaves_the_sum_unknown() -> None:
    known = past((-50, 0), (None, 0))
    assert known.used_days_ago(7, [WalletId("0"), WalletId("1")]) is None
    assert known.used_days_ago(7, [WalletId("0"), WalletId("7")]) is None
    assert known.used_before(T0 - timedelta(seconds=1), [WalletId("0")]) is None


def test_a_window_that_began_a_while_before_it_is_judged_is_so_much_longer() -> None:
    account = account_of(wallet(balance(-1_000, -1_000), limit=10_000), line())
    ids = past((-400, -1_000))
    known = Past(BTC, T0, UTC, ids.moments, {account.wallet.id: ids.available[WalletId("0")]})
    week, _ = wallet_outlooks(account, known, after(3_600))
    assert week.burn.span == timedelta(days=7, hours=1)
    assert week.burn.change == msats(600)
    ninety = next(r.reach for r in week.ahead if r.permille == 900)
    assert isinstance(ninety, At)
    # 8,000 more at 600 in 169 hours.
    assert ninety.moment == after(3_600) + timedelta(hours=169) * 8_000 / 600


def test_a_limit_of_nothing_has_no_marks_and_what_is_over_its_limit_none_ahead() -> None:
    none = account_of(wallet(balance(-5, -5), limit=0), line())
    over = account_of(wallet(balance(-500, -500), limit=100), line())
    for account in (none, over):
        assert all(not outlook.ahead for outlook in wallet_outlooks(account, None, T0))
    without = account_of(wallet(balance(-5, -5), limit=None), line())
    assert wallet_outlooks(without, None, T0) == ()


def test_a_line_goes_by_what_all_its_wallets_use() -> None:
    first = account_of(wallet(balance(-900, -900), limit=1_000), line())
    second = account_of(wallet(balance(50, 50), number=2, limit=1_000), line())
    (facility,) = facilities_of([line(limit=2_000)], [first, second])
    known = past((-1_000, -900), (50, 50))
    ids = (first.wallet.id, second.wallet.id)
    rows = {w: known.available[WalletId(str(n))] for n, w in enumerate(ids)}
    week, month = line_outlooks(facility, Past(BTC, T0, UTC, known.moments, rows), T0)
    assert week.burn.change == msats(-100)
    assert {r.permille: r.reach for r in week.ahead} == dict.fromkeys(
        (500, 750, 900, 1_000), NotLikeThis()
    )
    assert month.burn.change == msats(-100)


def test_low_and_high_are_the_newest_of_several_and_gaps_are_told() -> None:
    points = [
        Point(after(n), None if u is None else msats(u)) for n, u in enumerate([3, None, 3, 9])
    ]
    found = peaks_of(points)
    assert (found.low, found.high, found.gaps) == (points[2], points[3], True)
    assert peaks_of([points[1]]).low is None


@pytest.fixture
def store() -> MirrorStore:
    return MirrorStore(None)


async def test_the_mirror_tells_what_was_used_and_what_moved(store: MirrorStore) -> None:
    rows = [
        row(LedgerKind.DEPOSITED, 1, 100, 0),
        row(LedgerKind.WITHDRAWN, 2, 400, 3_600),
        row(LedgerKind.CREDITED, 3, 50, 7_200),
    ]
    await store.write(lambda m: m.keep_rows(WALLET, rows[::-1]))
    await store.write(lambda m: m.prove(WALLET, [balance(-250, -250)], T0, complete=True))
    now = after(9_000)
    known = await read_past(store, BTC, [WALLET, OTHER], now, UTC)
    used = [p.used for p in known.points(Stretch.HOURS, [WALLET])]
    assert used[-3:] == [msats(0), msats(0), msats(300)]
    assert known.used_days_ago(30, [WALLET]) == msats(0)
    assert known.used_days_ago(30, [WALLET, OTHER]) is None

    found = await read_stretch(store, BTC, [WALLET, OTHER], after(60), now)
    assert found.change == -350
    assert found.flows == {LedgerKind.WITHDRAWN: -400, LedgerKind.CREDITED: 50}
    assert [(w, t.units) for w, t in found.taken] == [(WALLET, -400)]
    await store.aclose()
