"""The mirror at a million rows: filling it, and asking it for what a screen needs."""

from __future__ import annotations

import statistics
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, timedelta
from itertools import islice
from pathlib import Path
from random import Random
from statistics import mean
from uuid import UUID

import pytest

from tests.benchmarks.conftest import Figures
from tests.store.mirror.whole import row_ids
from tests.treasury.builders import T0, WALLET, balance
from voltage_tui.clock import SystemClock
from voltage_tui.model.ids import PaymentId
from voltage_tui.model.ledger import LedgerEntry, LedgerKind
from voltage_tui.money import BTC, msats
from voltage_tui.store.mirror.mirror import Mirror
from voltage_tui.store.mirror.reading import PAGE
from voltage_tui.store.mirror.sweeps import LedgerSweep
from voltage_tui.treasury.credit.history import moments_wanted
from voltage_tui.treasury.credit.times import Stretch, moments_of

ROWS = 1_000_000
AT_ONCE = 500
ROUNDS = 50
PARTS = 4


def ledger() -> Iterator[LedgerEntry]:
    """Newest first: a credit, then a hold and its capture, over and over."""
    random = Random(7)

    def identifier() -> str:
        return str(UUID(int=random.getrandbits(128), version=4))

    kinds = (LedgerKind.CAPTURED, LedgerKind.HELD, LedgerKind.CREDITED, LedgerKind.CREDITED)
    hold, payment = identifier(), identifier()
    for number in range(ROWS):
        kind = kinds[number % 4]
        if kind is not LedgerKind.HELD:
            hold, payment = identifier(), identifier()
        yield LedgerEntry(
            wallet_id=WALLET,
            kind=kind,
            entry_id=hold,
            payment_id=PaymentId(payment),
            currency=BTC,
            amount=msats(2_000 if kind is LedgerKind.HELD else 1_000),
            breakdown=None,
            effective_time=T0 - timedelta(seconds=60 * number),
        )


def pages() -> Iterator[list[LedgerEntry]]:
    page = []
    for entry in ledger():
        page.append(entry)
        if len(page) == AT_ONCE:
            yield page
            page = []


@dataclass
class Filling:
    """A mirror being filled as a sweep does it: page by page, the balances counted."""

    mirror: Mirror
    file: Path
    pages: Iterator[list[LedgerEntry]] = field(default_factory=pages)
    took: list[float] = field(default_factory=list)

    def fill(self, pages: int) -> None:
        """So many pages more."""
        clock, total = SystemClock(), (ROWS // 4) * (1_000 + 1_000 - 1_000)
        for page in islice(self.pages, pages):
            number = len(self.took)
            more = (number + 1) * AT_ONCE < ROWS
            began = clock.monotonic()
            self.mirror.keep_rows(WALLET, page, LedgerSweep(pages=number), more_below=more)
            if not number:
                self.mirror.prove(WALLET, [balance(total, total)], T0)
            self.took.append(clock.monotonic() - began)


@pytest.fixture(scope="module")
def filling(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Filling]:
    """A mirror in a file."""
    file = tmp_path_factory.mktemp("mirror") / "mirror.sqlite3"
    made = Filling(Mirror(file), file)
    yield made
    made.mirror.close()


@pytest.fixture(scope="module")
def mirror(filling: Filling) -> Mirror:
    """The mirror, once it is full."""
    return filling.mirror


@pytest.mark.parametrize("part", range(PARTS))
def test_filling(filling: Filling, figures: Figures, part: int) -> None:
    """In parts, since no test may take as long as all of them together."""
    filling.fill(ROWS // AT_ONCE // PARTS)
    took = filling.took[-(ROWS // AT_ONCE // PARTS) :]
    figures.add(f"mirror: rows a second, part {part + 1} of {PARTS}", f"{500 / mean(took):,.0f}")
    if part == PARTS - 1:
        median = statistics.median(took) * 1e3
        figures.add("mirror: a page of 500 rows, median, ms", f"{median:.1f}")
        figures.add("mirror: a page of 500 rows, 99th, ms", f"{sorted(took)[-5] * 1e3:.1f}")
        size = filling.file.stat().st_size
        figures.add("mirror: bytes a row", f"{size / ROWS:.0f}")


def timed(what: Callable[[], object], rounds: int = ROUNDS) -> float:
    """The median of some rounds, in milliseconds."""
    clock, took = SystemClock(), []
    for _ in range(rounds):
        began = clock.monotonic()
        what()
        took.append(clock.monotonic() - began)
    return statistics.median(took) * 1e3


def test_what_a_screen_asks_for(mirror: Mirror, figures: Figures) -> None:
    ids = row_ids(mirror, WALLET)
    assert len(ids) == ROWS
    random = Random(3)

    def page() -> object:
        begin = random.randrange(ROWS - PAGE)
        return mirror.rows_by_id(ids[begin : begin + PAGE])

    figures.add("mirror: the newest 256 rows, ms", f"{timed(lambda: mirror.newest(PAGE)):.2f}")
    figures.add("mirror: a page of 256 anywhere, ms", f"{timed(page):.2f}")
    figures.add(
        "mirror: all ids of a wallet, ms", f"{timed(lambda: row_ids(mirror, WALLET), 5):.0f}"
    )
    figures.add("mirror: all ids of all wallets, ms", f"{timed(lambda: row_ids(mirror), 5):.0f}")
    figures.add("mirror: counts and sums, ms", f"{timed(lambda: mirror.books(WALLET)):.3f}")


def test_what_the_ladder_of_credit_asks_for(mirror: Mirror, figures: Figures) -> None:
    end = T0 - timedelta(days=200)
    wanted = moments_wanted(end, UTC)
    days = moments_of(Stretch.DAYS, end, UTC)
    known = mirror.days(WALLET)
    balances = timed(lambda: known.available_before(BTC, wanted), 5)
    flows = timed(lambda: known.flows(BTC, days), 5)
    assert None not in known.available_before(BTC, wanted)
    figures.add(f"mirror: balances at {len(wanted)} moments, ms", f"{balances:.2f}")
    figures.add("mirror: sums of 29 days by kind, ms", f"{flows:.0f}")


def test_every_balance_is_there_and_a_new_row_is_proven(mirror: Mirror, figures: Figures) -> None:
    book = mirror.books(WALLET)[BTC]
    (oldest,) = mirror.rows_by_id(row_ids(mirror, WALLET)[:1])
    assert oldest.total_after == msats(1_000)
    assert (book.row_count, book.unknown_available) == (ROWS, 0)
    new = iter(range(1_000))

    def row_on_top() -> None:
        number = next(new)
        anchor = mirror.books(WALLET)[BTC].anchor
        assert anchor is not None
        entry = LedgerEntry(
            wallet_id=WALLET,
            kind=LedgerKind.DEPOSITED,
            entry_id=f"new-{number}",
            payment_id=None,
            currency=BTC,
            amount=msats(5),
            breakdown=None,
            effective_time=T0 + timedelta(seconds=number + 1),
        )
        mirror.keep_rows(WALLET, [entry], fresh=True)
        mirror.prove(WALLET, [balance(anchor.available + 5, anchor.total + 5)], T0)

    figures.add("mirror: a new row on top, proven, ms", f"{timed(row_on_top):.2f}")
