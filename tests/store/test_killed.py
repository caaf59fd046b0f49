"""Killed at any moment, nothing that was promised is lost or there twice (S-1, S-3, S-61)."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
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
    from typing import IO

KILLS = 50
_WRITES = 6
_ONE_WRITE_S = 0.01


@dataclass(frozen=True)
class Zygote:
    """What the busy program is forked from."""

    asked: IO[bytes]
    said: IO[bytes]

    def promised_until_killed(self, random: Random) -> list[str]:
        """Fork the busy program and kill it somewhere in a write; what it had promised."""
        self.asked.write(b"go\n")
        self.asked.flush()
        born = self._line()
        assert self._line() == "ready"
        promised = [self._line() for _ in range(random.randrange(_WRITES))]
        assert "ended" not in promised
        # Nothing is waited for: this is the moment of chance, somewhere between two promises.
        time.sleep(random.uniform(0, _ONE_WRITE_S))
        os.kill(int(born.removeprefix("born ")), signal.SIGKILL)
        while (line := self._line()) != "ended":
            promised.append(line)
        return promised

    def _line(self) -> str:
        line = self.said.readline().decode()
        assert line, "the zygote has ended"
        return line.removesuffix("\n")


@contextmanager
def zygote(folder: Path) -> Iterator[Zygote]:
    with subprocess.Popen(
        [sys.executable, "-m", "tests.store.zygote", str(folder)],
        cwd=REPOSITORY,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    ) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        yield Zygote(process.stdin, process.stdout)


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
    with zygote(tmp_path) as program:
        for kill in range(KILLS):
            promised += program.promised_until_killed(random)
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
    with zygote(tmp_path) as program:
        (last, *_) = reversed(program.promised_until_killed(Random(1)))
    used = PaymentId(last.split()[0])
    store = Store(places_of(SCOPE.environment_id, tmp_path), SystemClock())
    assert store.holder is None
    with pytest.raises(IdUsedError):
        await store.intend(intent_of(used))
    await store.note("start", {})
    await store.aclose()
