"""A reader apart: rows of a period, in an order that is the same everywhere, in one state."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from voltage_tui.model.ids import WalletId
from voltage_tui.model.ledger import LedgerEntry, LedgerKind
from voltage_tui.money import BTC, Money
from voltage_tui.store.mirror.apart import GivenUp, ReaderApart
from voltage_tui.store.mirror.mirror import Mirror

START, END = datetime(2026, 3, 1, tzinfo=UTC), datetime(2026, 4, 1, tzinfo=UTC)
TICK = timedelta(microseconds=1)
FIRST, SECOND = WalletId("1" * 36), WalletId("2" * 36)


def entry(at: datetime, entry_id: str = "e", wallet_id: WalletId = FIRST) -> LedgerEntry:
    return LedgerEntry(
        wallet_id=wallet_id,
        kind=LedgerKind.CREDITED,
        entry_id=entry_id,
        payment_id=None,
        currency=BTC,
        amount=Money(BTC, 1_000),
        breakdown=None,
        effective_time=at,
    )


def found(reader: ReaderApart, *wallets: WalletId) -> list[tuple[str, str]]:
    pages = reader.rows_in_order(reader.ids_between(START, END, wallets))
    return [(row.entry.wallet_id, row.entry.entry_id) for page in pages for row in page]


@pytest.mark.safety("S-68", "a row of the last microsecond is in, one of the first after it is not")
def test_a_period_has_its_first_moment_and_not_its_last() -> None:
    mirror = Mirror(None)
    moments = {"before": START - TICK, "first": START, "last": END - TICK, "after": END}
    mirror.keep_rows(FIRST, [entry(at, name) for name, at in moments.items()])
    assert found(mirror.apart(), FIRST) == [(FIRST, "first"), (FIRST, "last")]


@pytest.mark.parametrize("turned", [False, True])
def test_rows_of_one_moment_stand_by_wallet_whichever_was_read_first(turned: bool) -> None:
    mirror = Mirror(None)
    for wallet_id in (SECOND, FIRST) if turned else (FIRST, SECOND):
        mirror.keep_rows(wallet_id, [entry(START, wallet_id=wallet_id)])
    assert found(mirror.apart()) == [(FIRST, "e"), (SECOND, "e")]
    assert found(mirror.apart(), SECOND, FIRST) == [(FIRST, "e"), (SECOND, "e")]


def test_all_that_is_read_is_of_one_state(tmp_path: Path) -> None:
    mirror = Mirror(tmp_path / "mirror.sqlite3")
    mirror.keep_rows(FIRST, [entry(START)])
    reader = mirror.apart()
    with reader.state():
        assert len(found(reader)) == 1
        mirror.keep_rows(FIRST, [entry(START + TICK, "more")])
        assert len(found(reader)) == 1
    with reader.state():
        assert len(found(reader)) == 2
    reader.close()
    mirror.close()


def test_one_that_is_given_up_ends() -> None:
    mirror = Mirror(None)
    mirror.keep_rows(FIRST, [entry(START + TICK * place, f"e{place}") for place in range(3_000)])
    reader = mirror.apart()
    reader.give_up()
    with pytest.raises(GivenUp), reader.state():
        found(reader)
