"""Sealed months outlive the program and the copy of the ledger, and are never removed."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from voltage_tui.clock import ManualClock
from voltage_tui.model.ids import EnvironmentId, WalletId
from voltage_tui.money import BTC
from voltage_tui.store.audit import lines_of, verify_file
from voltage_tui.store.mirror.inspection import remove
from voltage_tui.store.places import places_of
from voltage_tui.store.record import Verified
from voltage_tui.store.seals import AlreadySealedError, NewSeal
from voltage_tui.store.store import Store

NOON = datetime(2026, 10, 5, 12, 0, tzinfo=UTC)
SEAL = NewSeal(
    wallet_id=WalletId("w-1"),
    currency=BTC,
    month="2026-09",
    zone="Europe/Berlin",
    start=NOON - timedelta(days=34),
    end=NOON - timedelta(days=4),
    rows=3,
    figures={"opening": -5, "closing": None},
    sha256="ab" * 32,
    evidence=b"rows",
    by="ada",
    reason="early",
    pack="september",
    manifest_sha256="cd" * 32,
)


@pytest.mark.safety("S-61", "a seal, what was found of it and its end are in the record, with why")
async def test_a_seal_is_kept_noted_and_opened_again(tmp_path: Path) -> None:
    places, clock = places_of(EnvironmentId("e-1"), tmp_path), ManualClock(NOON)
    store = Store(places, clock)
    await store.seal(SEAL)
    with pytest.raises(AlreadySealedError):
        await store.seal(replace(SEAL, zone="UTC"))
    await store.aclose()
    remove(places)

    store = Store(places, clock)
    (seal,) = await store.seals()
    for name in ("wallet_id", "month", "zone", "start", "end", "rows", "sha256", "by", "reason"):
        assert getattr(seal, name) == getattr(SEAL, name)
    assert (seal.figures, seal.at, seal.found_at) == (SEAL.figures, NOON, None)
    assert (seal.pack, seal.manifest_sha256) == (SEAL.pack, SEAL.manifest_sha256)
    assert await store.seal_evidence(seal.n) == b"rows"

    await store.seal_found(seal, "ef" * 32)
    clock.advance(60)
    await store.seal_found(seal, "00" * 32)
    (found,) = await store.seals()
    assert (found.found_sha256, found.found_at) == ("00" * 32, NOON)
    await store.seal_found(seal, None)
    assert (await store.seals())[0] == seal

    await store.unseal(seal, "bo", "a row was corrected")
    assert await store.seals() == ()
    await store.seal(SEAL)
    assert len(await store.seals()) == 1
    await store.aclose()
    told = "".join(lines_of(places.record))
    for words in ('"sealed"', '"unsealed"', "a row was corrected", SEAL.sha256, "ef" * 32):
        assert words in told
    assert isinstance(verify_file(places.record, None), Verified)
    with closing(sqlite3.connect(places.database)) as kept:
        assert kept.execute("SELECT count(*) FROM seals").fetchone() == (2,)
