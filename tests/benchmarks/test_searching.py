"""Searching a million rows and three quarters of a million payments, as they are typed."""

from __future__ import annotations

import statistics
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.benchmarks.conftest import Figures
from tests.benchmarks.copies import COPIES, ROWS, add_copies, first
from tests.query.made import CALENDAR
from voltage_tui.clock import SystemClock
from voltage_tui.query import parse
from voltage_tui.store.mirror.database import open_mirror_to_read
from voltage_tui.store.mirror.mirror import Mirror
from voltage_tui.store.mirror.reading import PAGE, MirrorReader
from voltage_tui.store.mirror_query import FIRST

PARTS = 20
"""The file is made one by one, since no test may take as long as all of them."""
ROUNDS = 3
AIM = "< 200 ms"
LONGEST_MS = 3_000.0
"""What no search takes on a busy machine, however many it looks at to find none."""
NAMES = ("Storefront", "Payroll", "Ops", "Treasury", "Reserve", "Refunds", "Cards", "Old")
TYPED = {
    "o": (True, True),
    "ord": (True, True),
    "rent": (True, True),
    "zzzz": (False, False),
    "salary office": (True, True),
    "rent 123": (True, True),
    "failed completed": (False, False),
    "7f3c": (True, True),
    "id:7f3c": (True, True),
    "=1234.567sats": (False, False),
    "1234": (True, True),
    ">900000sats": (True, True),
    "kind:captured": (True, False),
    "captured": (True, False),
    "dir:receive kind:held": (False, False),
    "status:failed": (True, True),
    "status:failed rent": (True, True),
    "status:expired dir:receive": (False, True),
    "-status:completed": (True, True),
    "wallet:ops rent": (True, True),
    "dept:office": (True, True),
    "meta:dept=zzz": (False, False),
    "tag:any": (False, False),
    "sort:status": (True, True),
    "sort:smallest": (True, True),
    "sort:largest rent": (True, True),
    "sort:oldest salary": (True, True),
    "sort:largest status:expired": (True, True),
    "sort:largest kind:released": (True, False),
    "kind:released >900000sats": (False, False),
    "kind:held rent 123": (True, False),
    "-completed -failed -expired": (False, False),
}
"""What is typed, and whether any row, and any payment, is found."""


@dataclass
class Made:
    """The file, and how many payments its first part has."""

    path: Path
    payments: int


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Made:
    """A file with the newest of all, filled as sweeps do."""
    path = tmp_path_factory.mktemp("searched") / "mirror.sqlite3"
    mirror = Mirror(path)
    payments = first(mirror)
    mirror.close()
    return Made(path, payments)


@pytest.fixture
def reader(made: Made) -> Iterator[MirrorReader]:
    """A reader of its own, as a search of the program has one."""
    connection = open_mirror_to_read(made.path)
    yield MirrorReader(connection)
    connection.close()


@pytest.mark.parametrize("part", range(PARTS))
def test_the_file_is_made(made: Made, figures: Figures, part: int) -> None:
    more = COPIES // PARTS
    add_copies(made.path, made.payments, range(part * more or 1, (part + 1) * more))
    if part == PARTS - 1:
        size = made.path.stat().st_size
        figures.add("searching: the file, MB", f"{size / 1e6:.0f}")
        figures.add("searching: bytes a row, with payments", f"{size / ROWS / COPIES:.0f}")


def test_the_first_page_of_the_file(made: Made, figures: Figures) -> None:
    clock = SystemClock()
    began = clock.monotonic()
    connection = open_mirror_to_read(made.path)
    reader = MirrorReader(connection)
    rows = reader.rows_by_id(reader.newest(PAGE))
    took = clock.monotonic() - began
    connection.close()
    assert len(rows) == PAGE
    figures.add("searching: opened, and the newest 256 rows, ms", f"{took * 1e3:.1f}")


@pytest.mark.parametrize("typed", TYPED)
def test_the_first_found(reader: MirrorReader, figures: Figures, typed: str) -> None:
    took: list[float] = []
    for among, any_found in zip(("rows", "payments"), TYPED[typed], strict=True):
        times = []
        for _ in range(ROUNDS):
            time, found = _until_first(reader, typed, among)
            times.append(time)
            assert bool(found) is any_found
        took.append(statistics.median(times))
    words = " / ".join(f"{time:.0f}" for time in took)
    figures.add(f"searching: {typed}, rows / payments, ms", words, AIM)
    assert max(took) < LONGEST_MS


def test_what_searches_keep_in_memory(reader: MirrorReader, figures: Figures) -> None:
    before = _resident_mib()
    most = before
    for typed in ("ord", "rent", "sort:status", "failed completed"):
        _until_first(reader, typed, "rows")
        most = max(most, _resident_mib())
    figures.add("searching: memory beside what was there, MiB", f"{most - before:.1f}")


def _until_first(reader: MirrorReader, typed: str, among: str) -> tuple[float, int]:
    """Milliseconds until so many are found as a screen shows first, or all; and how many."""
    clock, found = SystemClock(), 0
    names = dict(zip(reader.wallets(), NAMES, strict=True))
    began = clock.monotonic()
    search, query = reader.search(CALENDAR, names), parse(typed)
    for part in search.row_ids(query) if among == "rows" else search.payment_numbers(query):
        found += len(part)
        if found >= FIRST:
            break
    return (clock.monotonic() - began) * 1e3, found


def _resident_mib() -> float:
    lines = Path("/proc/self/status").read_text(encoding="ascii").splitlines()
    (line,) = (line for line in lines if line.startswith("VmRSS"))
    return int(line.split()[1]) / 1024
