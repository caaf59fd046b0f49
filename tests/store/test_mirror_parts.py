"""What a long list asks of the mirror: the first ids at once, the rest after them."""

from __future__ import annotations

import asyncio
from array import array
from collections.abc import Iterator
from contextlib import aclosing
from dataclasses import replace
from pathlib import Path

import pytest

from tests.treasury.builders import ENVIRONMENT, row
from voltage_tui.model.ids import WalletId
from voltage_tui.model.ledger import LedgerKind
from voltage_tui.store.mirror.mirror import Mirror
from voltage_tui.store.mirror.reading import MirrorReader
from voltage_tui.store.mirror.store import MirrorStore
from voltage_tui.store.mirror_query import FIRST
from voltage_tui.store.places import Places, places_of

WALLETS = (WalletId("one"), WalletId("two"), WalletId("three"))
EACH = 300


def fill(mirror: Mirror) -> None:
    for place, wallet in enumerate(WALLETS):
        rows = [
            replace(row(LedgerKind.DEPOSITED, f"{wallet}-{n}", 5, -3 * n - place), wallet_id=wallet)
            for n in range(EACH)
        ]
        mirror.keep_rows(wallet, rows)


@pytest.fixture(params=[False, True], ids=["in memory", "in a file"])
def places(request: pytest.FixtureRequest, tmp_path: Path) -> Places | None:
    return places_of(ENVIRONMENT, tmp_path) if request.param else None


@pytest.mark.parametrize("wallets", [(), WALLETS[:1], WALLETS[:2]])
async def test_the_newest_are_first_in_small_and_all_are_there(
    places: Places | None, wallets: tuple[WalletId, ...]
) -> None:
    store = MirrorStore(places)
    await store.write(fill)
    parts = [part async for part in store.parts(lambda r: r.ids_newest_first(wallets))]
    known = await store.read(
        lambda r: [r.newest(len(WALLETS) * EACH, wallet) for wallet in wallets or (None,)]
    )
    assert len(parts[0]) == min(FIRST, EACH * (len(wallets) or 3))
    together = [row_id for part in parts for row_id in part]
    assert sorted(together) == sorted(row_id for ids in known for row_id in ids)
    newest = await store.read(lambda r: r.newest(len(WALLETS) * EACH))
    order = {row_id: place for place, row_id in enumerate(newest)}
    places_found = [order[row_id] for row_id in together]
    assert places_found == sorted(places_found, reverse=True)
    await store.aclose()


async def test_a_page_of_rows_does_not_wait_for_a_search_that_goes_on(tmp_path: Path) -> None:
    store = MirrorStore(places_of(ENVIRONMENT, tmp_path))
    await store.write(fill)
    stop = False

    def endless(_: MirrorReader) -> Iterator[array[int]]:
        while not stop:
            yield array("q", [1])

    async with aclosing(store.parts(endless)) as parts:
        assert await anext(parts) == array("q", [1])
        assert len(await store.read(lambda r: r.newest(5))) == 5
        stop = True
    await store.aclose()


async def test_what_nobody_looks_for_any_more_is_given_up(tmp_path: Path) -> None:
    store = MirrorStore(places_of(ENVIRONMENT, tmp_path))
    await store.write(fill)
    crossed = "WITH RECURSIVE n(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n) SELECT x FROM n"

    def endless(reader: MirrorReader) -> Iterator[array[int]]:
        for (number,) in reader._connection.execute(crossed):
            if number in (1, 2):
                yield array("q", [number])

    async with aclosing(store.parts(endless)) as parts:
        await anext(parts)
    # It would stand in the way of the next one for ever.
    async with asyncio.timeout(20):
        found = [part async for part in store.parts(lambda r: r.ids_newest_first())]
    assert sum(map(len, found)) == 3 * EACH
    await store.aclose()


async def test_what_a_search_raises_is_raised_to_whoever_asked(tmp_path: Path) -> None:
    store = MirrorStore(places_of(ENVIRONMENT, tmp_path))

    def failing(_: MirrorReader) -> Iterator[array[int]]:
        yield array("q", [1])
        raise LookupError

    parts = store.parts(failing)
    assert await anext(parts) == array("q", [1])
    with pytest.raises(LookupError):
        await anext(parts)
    await store.aclose()
