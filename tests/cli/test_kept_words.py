"""What the doctor says of the files of an environment."""

from __future__ import annotations

import asyncio
import os
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from tests.cli.conftest import ENVIRONMENT, Program
from tests.cli.server import NO_WALLETS, serving
from voltage_tui.cli.kept_words import kept_words
from voltage_tui.clock import ManualClock
from voltage_tui.model.ids import EnvironmentId
from voltage_tui.store.places import Places, places_of
from voltage_tui.store.store import Store

NOON = datetime(2026, 10, 5, 12, tzinfo=UTC)


@pytest.fixture
def places(tmp_path: Path) -> Places:
    return places_of(EnvironmentId("e-1"), tmp_path)


async def note(places: Places) -> None:
    store = Store(places, ManualClock(NOON))
    await store.note("arm", {})
    await store.aclose()


@pytest.fixture
def store(places: Places) -> Iterator[Store]:
    made = Store(places, ManualClock(NOON))
    asyncio.run(made.note("arm", {}))
    yield made
    asyncio.run(made.aclose())


def test_what_is_not_there_is_not_made(places: Places) -> None:
    assert kept_words(places, NOON) == (
        (("kept in", f"{places.folder} (not made yet)"),),
        True,
    )
    assert not places.folder.exists()


def test_what_is_there_and_who_has_it(places: Places, store: Store) -> None:
    assert kept_words(places, NOON) == (
        (
            ("kept in", f"{places.folder} (private)"),
            ("record", "whole: 1 line, last 2026-10-05 12:00:00 UTC (arm)"),
            ("open in", f"process {os.getpid()}, since 12:00 UTC"),
        ),
        True,
    )
    asyncio.run(store.aclose())
    assert dict(kept_words(places, NOON).rows)["open in"] == "no program"


@pytest.mark.parametrize("name", ["", "audit.jsonl", "journal.sqlite3"])
def test_what_others_can_look_into_is_named(places: Places, store: Store, name: str) -> None:
    path = places.folder / name
    path.chmod(0o755 if path.is_dir() else 0o644)
    kept = kept_words(places, NOON)
    assert not kept.in_order
    assert f"others can look into {path.name};" in dict(kept.rows)["kept in"]


def test_a_broken_record_is_not_in_order(places: Places, store: Store) -> None:
    places.record.write_bytes(b"{}\n")
    kept = kept_words(places, NOON)
    assert not kept.in_order
    assert dict(kept.rows)["record"] == "broken at line 1: the line is not one of ours"


def test_what_cannot_be_read_is_said(places: Places) -> None:
    places.folder.mkdir(mode=0o700)
    places.database.mkdir()
    kept = kept_words(places, NOON)
    assert not kept.in_order
    assert "it is not a file" in dict(kept.rows)["does not work"]


def test_the_doctor_says_it_for_each_profile_and_ends_with_1_when_it_is_broken(
    program: Program,
) -> None:
    with serving(lambda key: NO_WALLETS) as asked:
        places = places_of(EnvironmentId(ENVIRONMENT), base_url=asked.base_url)
        program.login(asked.base_url)
        before = program.run("doctor")
        asyncio.run(note(places))
        places.record.write_bytes(b"")
        after = program.run("doctor")
    assert before.code == 0
    assert f"  kept in       {places.folder} (not made yet)" in before.out
    assert after.code == 1
    assert "  record        broken at line 1: 1 of 1 lines at the end are missing" in after.out
    assert "0 wallets" in after.out
