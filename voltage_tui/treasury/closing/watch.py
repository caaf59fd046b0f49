"""Sealed months looked at again: once the copy is whole, and when rows of their time are written.

What changed in one is an alert until the month is unsealed; that it was found is kept with the
seal and in the record (S-61).
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from voltage_tui.money import Money
from voltage_tui.store.mirror.moments import micros_of
from voltage_tui.treasury.alarm import Alarm
from voltage_tui.treasury.closing.evidence import RowChanges, changes_since, rows_of_month
from voltage_tui.treasury.closing.months import balance_at, read_month
from voltage_tui.treasury.closing.sealed import SealChange, Sealed, period_of
from voltage_tui.treasury.problems import log_unexpected
from voltage_tui.treasury.topics import Topic
from voltage_tui.trouble import TroubleError

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from voltage_tui.model.ids import WalletId
    from voltage_tui.store.mirror.reading import MirrorReader
    from voltage_tui.store.seals import Seal
    from voltage_tui.treasury.closing.months import WalletMonth
    from voltage_tui.treasury.tools import Tools


class SealWatch:
    """Keeps `snapshot.sealed` true for as long as it runs."""

    def __init__(self, tools: Tools) -> None:
        self._tools = tools
        self._alarm = Alarm(tools.clock)
        self._news = True
        self._whole: frozenset[WalletId] = frozenset()
        self._written: dict[WalletId, tuple[int, int]] = {}
        self._ends: dict[int, tuple[Money | None, Money | None]] = {}

    async def run(self) -> None:
        """Look whenever the mirror has changed, until cancelled."""
        stop = self._tools.board.subscribe(self._told)
        try:
            await self.load()
            while True:
                while self._news:
                    self._news = False
                    await self.look()
                await self._alarm.wait()
        finally:
            stop()

    async def load(self) -> None:
        """Take the seals from the journal, where they changed; what was found of them stays."""
        known = {sealed.seal.n: sealed for sealed in self._tools.board.snapshot.sealed or ()}
        try:
            seals = await self._tools.store.seals()
        except TroubleError as error:
            log_unexpected("the seals", error)
            return
        self._post(
            tuple(
                replace(known[seal.n], seal=seal) if seal.n in known else Sealed(seal)
                for seal in seals
            )
        )

    async def look(self) -> None:
        """Compare what has to be compared."""
        sealed = self._tools.board.snapshot.sealed or ()
        mirrors = self._tools.board.snapshot.mirrors
        whole = frozenset(w for w, progress in mirrors.items() if progress.is_whole)
        if not sealed or not whole:
            self._whole = whole
            return
        for wallet_id, span in (await self._newly_written()).items():
            first, last = self._written.get(wallet_id, span)
            self._written[wallet_id] = (min(first, span[0]), max(last, span[1]))
        anew = whole - self._whole
        here = [one for one in sealed if one.seal.wallet_id in whole]
        moved = await self._moved(here)
        undone: set[WalletId] = set()
        for one in here:
            fresh = not one.checked or one.seal.wallet_id in anew
            touched = fresh or one.seal.n in moved or self._touches(one.seal)
            if touched and not await self._check(one):
                undone.add(one.seal.wallet_id)
        self._whole = whole - undone
        self._written = {w: span for w, span in self._written.items() if w not in self._whole}

    def _told(self, topics: frozenset[Topic]) -> None:
        if Topic.MIRROR in topics:
            self.look_again()

    def look_again(self) -> None:
        """Something may be other than it was."""
        self._news = True
        self._alarm.ring()

    async def _newly_written(self) -> Mapping[WalletId, tuple[int, int]]:
        if not self._tools.board.snapshot.sealed:
            return {}
        try:
            return await self._tools.store.mirror.write(lambda m: m.take_written())
        except TroubleError:
            return {}

    async def _moved(self, sealed: Sequence[Sealed]) -> set[int]:
        """The seals whose balances at either end are others than when this was last asked.

        Balances are counted from the newest one that was read: they may move without a row.
        """
        try:
            ends = await self._tools.store.mirror.read(
                lambda r: {one.seal.n: _ends(r, one.seal) for one in sealed}
            )
        except TroubleError:
            return set()
        moved = {n for n, found in ends.items() if self._ends.get(n, found) != found}
        self._ends = ends
        return moved

    def _touches(self, seal: Seal) -> bool:
        """Whether rows were written that are of the month, or before it: its opening's."""
        span = self._written.get(seal.wallet_id)
        return span is not None and span[0] < micros_of(seal.end)

    async def _check(self, sealed: Sealed) -> bool:
        """Compare one; False where it has to be done again later."""
        seal = sealed.seal
        try:
            now = await self._tools.store.mirror.read(lambda r: _read(r, seal))
            if now is None:
                return False
            change = await self._change(seal, *now)
            found = None if change is None else now[1]
            if found != seal.found_sha256 and self._tools.store.holder is None:
                await self._tools.store.seal_found(seal, found)
                await self.load()
        except (TroubleError, ValueError) as error:
            log_unexpected("a sealed month", error)
            return False
        before = sealed.change
        if change is not None:
            since = before.found_at if before is not None else seal.found_at
            change = replace(change, found_at=since or change.found_at)
        self._replace(seal.n, change)
        return True

    async def _change(self, seal: Seal, month: WalletMonth, sha256: str) -> SealChange | None:
        opening = _other(month.opening, seal, "opening")
        closing = _other(month.closing, seal, "closing")
        rows = RowChanges()
        if sha256 != seal.sha256:
            evidence = await self._tools.store.seal_evidence(seal.n)
            rows = await self._tools.store.mirror.read(
                lambda r: changes_since(
                    evidence, r, seal.wallet_id, seal.currency, seal.start, seal.end
                )
            )
        elif opening is None and closing is None:
            return None
        return SealChange(self._tools.clock.now(), rows, opening, closing)

    def _replace(self, n: int, change: SealChange | None) -> None:
        sealed = self._tools.board.snapshot.sealed or ()
        self._post(
            tuple(
                replace(one, checked=True, change=change) if one.seal.n == n else one
                for one in sealed
            )
        )

    def _post(self, sealed: tuple[Sealed, ...]) -> None:
        board = self._tools.board
        if sealed != board.snapshot.sealed:
            board.post(replace(board.snapshot, sealed=sealed), Topic.SEALS)


def _read(reader: MirrorReader, seal: Seal) -> tuple[WalletMonth, str] | None:
    """The month and its rows' digest as they are now; None where they are not all here.

    The file may have been taken away, and begun anew, since it was told to be whole.
    """
    if not reader.is_whole(seal.wallet_id):
        return None
    month = read_month(reader, seal.wallet_id, seal.currency, period_of(seal))
    rows = rows_of_month(
        reader, seal.wallet_id, seal.currency, seal.start, seal.end, with_evidence=False
    )
    return month, rows.sha256


def _ends(reader: MirrorReader, seal: Seal) -> tuple[Money | None, Money | None]:
    """The balances at both ends of a month."""
    return (
        balance_at(reader, seal.wallet_id, seal.currency, seal.start),
        balance_at(reader, seal.wallet_id, seal.currency, seal.end),
    )


def _other(now: Money | None, seal: Seal, name: str) -> Money | None:
    """The figure, where it is known and other than it was sealed; one not known says nothing."""
    then = seal.figures.get(name)
    if now is None or then is None or now.units == then:
        return None
    return now
