"""Who was paid is kept: once for each payment, with names, over restarts."""

from __future__ import annotations

import sqlite3
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest

from voltage_tui.clock import ManualClock
from voltage_tui.model.ids import EnvironmentId, PaymentId
from voltage_tui.model.writes import WriteForbiddenError
from voltage_tui.store import database
from voltage_tui.store.payees import Paid
from voltage_tui.store.places import places_of
from voltage_tui.store.store import Store

if TYPE_CHECKING:
    from pathlib import Path

NOON = datetime(2026, 10, 5, 12, tzinfo=UTC)
ENVIRONMENT = EnvironmentId("e-1")


def open_in(folder: Path) -> Store:
    return Store(places_of(ENVIRONMENT, folder), ManualClock(NOON))


def paid(number: int, key: str = "tb1q-a", msats: int | None = 1_000) -> Paid:
    return Paid(key, PaymentId(f"p-{number}"), msats, NOON + timedelta(seconds=number))


@pytest.mark.safety("S-40", "a payee that was paid is known after a restart, each payment once")
async def test_what_was_paid_is_kept_once_and_over_a_restart(tmp_path: Path) -> None:
    store = open_in(tmp_path)
    await store.note_paid([paid(2), paid(1), paid(1, "tb1q-other", 9)])
    await store.note_paid([paid(2, "tb1q-other"), paid(3, msats=None)])
    await store.name_payee("tb1q-a", "Anna 山田")
    kept = await store.payees()
    await store.aclose()
    again = open_in(tmp_path)
    assert kept == await again.payees()
    assert kept.paid == (paid(1), paid(2), paid(3, msats=None))
    assert kept.names == {"tb1q-a": "Anna 山田"}
    await again.aclose()


async def test_a_name_is_changed_and_taken_away_and_the_record_says_so(tmp_path: Path) -> None:
    store = open_in(tmp_path)
    for name in ("Anna", "Berta", ""):
        await store.name_payee("tb1q-a", name)
    assert (await store.payees()).names == {}
    await store.aclose()
    record = places_of(ENVIRONMENT, tmp_path).record.read_text("ascii")
    assert record.count('"event":"payee"') == 3
    assert '"name":"Berta"' in record


async def test_a_second_program_knows_the_payees_and_changes_none(tmp_path: Path) -> None:
    first, second = open_in(tmp_path), open_in(tmp_path)
    await first.note_paid([paid(1)])
    assert (await second.payees()).paid == (paid(1),)
    with pytest.raises(WriteForbiddenError):
        await second.note_paid([paid(2)])
    with pytest.raises(WriteForbiddenError):
        await second.name_payee("tb1q-a", "Anna")
    await first.aclose()
    await second.aclose()


async def test_a_journal_from_before_gets_its_tables(tmp_path: Path) -> None:
    await open_in(tmp_path).aclose()
    path = places_of(ENVIRONMENT, tmp_path).database
    with sqlite3.connect(path) as before:
        before.executescript("DROP TABLE paid; DROP TABLE payee_names; DROP TABLE seals")
        before.executescript("DROP TABLE alerts; DROP TABLE known")
        before.execute("PRAGMA user_version = 2")
    before.close()
    assert len(database._SCHEMA) >= 3
    store = open_in(tmp_path)
    await store.note_paid([paid(1)])
    assert (await store.payees()).paid == (paid(1),)
    await store.aclose()
