"""Killed at any moment, nothing that was promised is lost or there twice (S-1, S-3, S-61)."""

from __future__ import annotations

import json
import subprocess
import sys
import time
from collections import Counter
from contextlib import closing
from random import Random
from typing import TYPE_CHECKING

import pytest

from tests.architecture.sources import REPOSITORY
from tests.store.busy_program import SCOPE, intent_of
from voltage_tui.clock import SystemClock
from voltage_tui.model.ids import PaymentId
from voltage_tui.model.writes import IdUsedError
from voltage_tui.store.audit import kept_head, lines_of, verify_file
from voltage_tui.store.database import open_to_read
from voltage_tui.store.places import Places, places_of
from voltage_tui.store.record import Verified
from voltage_tui.store.store import Store

if TYPE_CHECKING:
    from pathlib import Path

KILLS = 50
_WRITES = 6
_ONE_WRITE_S = 0.01


def promised_until_killed(folder: Path, random: Random) -> list[str]:
    """Run the busy program and kill it somewhere in one of its writes; what it had promised."""
    with subprocess.Popen(
        [sys.executable, "-m", "tests.store.busy_program", str(folder)],
        cwd=REPOSITORY,
        stdout=subprocess.PIPE,
    ) as process:
        assert process.stdout is not None
        before = [process.stdout.readline() for _ in range(1 + random.randrange(_WRITES))]
        # Nothing is waited for: this is the moment of chance, somewhere between two promises.
        time.sleep(random.uniform(0, _ONE_WRITE_S))
        process.kill()
        said = b"".join(before) + process.stdout.read()
    ready, *promised = said.decode().splitlines()
    assert ready == "ready", said
    return promised


def rows_of(places: Places) -> Counter[str]:
    """How often each write is in the journal: `ID NUMBER`."""
    with closing(open_to_read(places.database)) as connection:
        return Counter(
            f"{each} {number}"
            for each, number in connection.execute("SELECT resource_id, n FROM writes")
        )


def sent_of(places: Places) -> Counter[str]:
    """How often each write left, by the record."""
    lines = [json.loads(line) for line in lines_of(places.record)]
    return Counter(line["facts"]["id"] for line in lines if line["event"] == "send")


def test_killed_at_fifty_moments_nothing_is_lost_or_there_twice(tmp_path: Path) -> None:
    random = Random(20261005)
    places = places_of(SCOPE.environment_id, tmp_path)
    promised: list[str] = []
    for kill in range(KILLS):
        promised += promised_until_killed(tmp_path, random)
        if not places.record.exists():
            continue
        with closing(open_to_read(places.database)) as connection:
            found = verify_file(places.record, kept_head(connection))
        assert isinstance(found, Verified), (kill, found)
        rows, sent = rows_of(places), sent_of(places)
        for each in promised:
            assert rows[each] == 1, (kill, each)
            assert sent[each.split()[0]] == 1, (kill, each)
        assert max(sent.values(), default=0) <= 1
    assert len(promised) > KILLS


@pytest.mark.safety("S-1", "after SIGKILL the identifier is listed as not known to be sent")
async def test_after_a_kill_the_next_program_knows_what_may_have_left(tmp_path: Path) -> None:
    (last, *_) = reversed(promised_until_killed(tmp_path, Random(1)))
    used = PaymentId(last.split()[0])
    store = Store(places_of(SCOPE.environment_id, tmp_path), SystemClock())
    assert store.holder is None
    with pytest.raises(IdUsedError):
        await store.intend(intent_of(used))
    await store.note("start", {})
    await store.aclose()
