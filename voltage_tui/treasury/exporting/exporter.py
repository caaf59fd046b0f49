"""An export from question to files: what there is, how whole it is, and the pack written.

Both run in a thread, on a read connection of their own and in one state of the tables; what is
cancelled leaves nothing behind.
"""

from __future__ import annotations

import asyncio
import shutil
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, NamedTuple, TypeVar

from voltage_tui.exports.context import ExportContext, ExportError
from voltage_tui.exports.pack import Pack, PackRequest, write_pack
from voltage_tui.model.period import Period
from voltage_tui.model.writes import WriteForbiddenError
from voltage_tui.query import canonical
from voltage_tui.store.errors import StoreError
from voltage_tui.store.mirror.apart import GivenUp
from voltage_tui.treasury.exporting.gathering import (
    Names,
    ids_of,
    lacking_rates,
    movements_in,
    rows_of,
    wallets_of,
)
from voltage_tui.treasury.exporting.scope import with_period
from voltage_tui.treasury.exporting.standing import Asked, payments_sweep, sweeps_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path
    from zoneinfo import ZoneInfo

    from voltage_tui.exports.accounts import AccountMap
    from voltage_tui.exports.writers import ExportFormat
    from voltage_tui.model.ids import PaymentId
    from voltage_tui.model.ledger import LedgerEntry
    from voltage_tui.model.movement import Movement, WalletOfMovement
    from voltage_tui.model.scope import Scope
    from voltage_tui.query import Calendar
    from voltage_tui.store.mirror.apart import ReaderApart
    from voltage_tui.store.store import Store
    from voltage_tui.treasury.exporting.scope import ExportScope

T = TypeVar("T")
U = TypeVar("U")


@dataclass(frozen=True, slots=True)
class Looked:
    """What an export would hold: ledger `entries`, and those whose rate is missing (S-69).

    `context` has the period, the wallets and how whole each of them is (S-67). What is None is
    still being counted.
    """

    context: ExportContext
    entries: int | None = None
    missing_rates: int | None = None


class Progress(NamedTuple):
    """How far a pack is: rows written, of so many ledger entries: fees are rows of their own."""

    rows: int
    entries: int


@dataclass(frozen=True, slots=True)
class ExportOrder:
    """What to write, and where: `folder` does not exist yet."""

    scope: ExportScope
    formats: tuple[ExportFormat, ...]
    folder: Path
    accounts: AccountMap


@dataclass(frozen=True, slots=True)
class Exported:
    """A pack that is there, with the `context` it was written in and its ledger `entries`.

    `not_noted` says why the audit record has no line of it.
    """

    pack: Pack
    context: ExportContext
    entries: int
    not_noted: str | None


@dataclass(frozen=True, slots=True)
class Exporter:
    """Exports of one environment, whose files `store` has; `wallets` are called as they are now.

    Everything may raise `ExportError`, `MirrorError` and `StoreError`, with words for the person.
    """

    store: Store
    whose: Scope
    calendar: Calendar
    zone: ZoneInfo
    wallets: tuple[WalletOfMovement, ...] = ()
    demo: bool = False

    async def look(self, scope: ExportScope, told: Callable[[Looked], None]) -> Looked:
        """How whole it is, then count what would be written; `told` hears what is known so far."""
        names = await self._names()

        def work(reader: ReaderApart, counted: Callable[[Looked], None]) -> Looked:
            asked, context = self._context(reader, scope, names)
            counted(Looked(context))
            parts = list(ids_of(reader, asked, context.wallets, self.calendar))
            entries, missing = sum(map(len, parts)), 0
            counted(Looked(context, entries))
            for found in lacking_rates(reader, asked, parts):
                missing += found
                counted(Looked(context, entries))
            return Looked(context, entries, missing)

        return await self._in_thread(work, told)

    async def write(self, order: ExportOrder, told: Callable[[Progress], None]) -> Exported:
        """Write the pack, and a line of it in the record; `told` hears how far it is.

        Cancelled, it ends soon and nothing is left; so it is after a failure.
        """
        names = await self._names()

        def work(reader: ReaderApart, counted: Callable[[Progress], None]) -> Exported:
            context, movements = self._gather(reader, order.scope, names)
            request = PackRequest(order.folder, order.formats, context, order.accounts)
            passing = _Entries(movements)
            pack = write_pack(passing, request, lambda rows: counted(Progress(rows, passing.count)))
            return Exported(pack, context, passing.count, None)

        exported = await self._in_thread(work, told, undo=_take_away)
        try:
            not_noted = await self._note(exported.pack, order)
        except asyncio.CancelledError:
            _take_away(exported)
            raise
        return replace(exported, not_noted=not_noted)

    async def wallets_kept(self) -> tuple[WalletOfMovement, ...]:
        """Every wallet that anything is known of here."""
        names = Names(self.wallets)
        return await self.store.mirror.read(lambda mirror: wallets_of(mirror, names))

    async def collect(self, scope: ExportScope, work: Callable[[Iterator[Movement]], T]) -> T:
        """What `work` makes of the movements, in a thread."""
        names = await self._names()
        return await self._in_thread(
            lambda reader, _: work(self._gather(reader, scope, names)[1]), _nobody
        )

    def _gather(
        self, reader: ReaderApart, scope: ExportScope, names: Names
    ) -> tuple[ExportContext, Iterator[Movement]]:
        scope, context = self._context(reader, scope, names)
        pages = rows_of(reader, scope, context.wallets, self.calendar)
        return context, movements_in(reader, pages, context.wallets, names.payees)

    def _context(
        self, reader: ReaderApart, scope: ExportScope, names: Names
    ) -> tuple[ExportScope, ExportContext]:
        """What holds for every row, and the scope with its period."""
        scope = with_period(scope, self.calendar, self.zone)
        wallets = wallets_of(reader, names, scope.wallets)
        period = scope.period or self._reach(reader, scope)
        scope = replace(scope, period=period)
        selection = canonical(scope.query) if scope.query and scope.is_selection else None
        asked = Asked(period, self.calendar.now, frozenset(wallet.id for wallet in self.wallets))
        context = ExportContext(
            organization_id=self.whose.organization_id,
            environment=self.whose.environment_id,
            period=period,
            wallets=wallets,
            sweeps=sweeps_of(reader, (wallet.id for wallet in wallets), asked),
            demo=self.demo,
            selection=selection,
            payments=payments_sweep(reader, asked),
        )
        return scope, context

    def _reach(self, reader: ReaderApart, scope: ExportScope) -> Period:
        """From the day of the first row to that of the last: the same for the same rows."""
        found = reader.reach(scope.wallets)
        if found is None:
            today = self.calendar.today
            return Period(today, today, self.zone)
        try:
            first, last = (moment.astimezone(self.zone).date() for moment in found)
            return Period(first, last, self.zone)
        except (OverflowError, ValueError):
            why = "a row is of a day that no calendar has"
            raise ExportError(f"{why}: choose a period") from None

    async def _names(self) -> Names:
        kept = await self.store.payees()
        payees: dict[PaymentId, str] = {
            paid.payment_id: kept.names[paid.key] for paid in kept.paid if paid.key in kept.names
        }
        return Names(self.wallets, payees)

    async def _in_thread(
        self,
        work: Callable[[ReaderApart, Callable[[U], None]], T],
        told: Callable[[U], None],
        undo: Callable[[T], None] = lambda _: None,
    ) -> T:
        reader = await self.store.mirror.read(lambda mirror: mirror.apart())
        loop = asyncio.get_running_loop()

        def counted(so_far: U) -> None:
            if reader.given_up:
                raise GivenUp
            loop.call_soon_threadsafe(told, so_far)

        def run() -> T:
            try:
                with reader.state():
                    return work(reader, counted)
            finally:
                reader.close()

        running = asyncio.ensure_future(asyncio.to_thread(run))
        try:
            return await asyncio.shield(running)
        except asyncio.CancelledError:
            reader.give_up()
            (made,) = await asyncio.gather(running, return_exceptions=True)
            if not isinstance(made, BaseException):
                # It came to its end just before: what it made goes too.
                undo(made)
            raise

    async def _note(self, pack: Pack, order: ExportOrder) -> str | None:
        facts = {
            "folder": str(order.folder)[:300],
            "rows": str(pack.tally.rows),
            "formats": " ".join(one.value for one in order.formats),
            "manifest_sha256": pack.manifest.sha256,
        }
        try:
            await self.store.note("export", facts)
        except (StoreError, WriteForbiddenError) as error:
            return str(error)
        return None


@dataclass(slots=True)
class _Entries:
    """The movements, and of how many ledger entries those were that have passed."""

    movements: Iterator[Movement]
    count: int = 0
    _last: LedgerEntry | None = field(default=None, init=False)

    def __iter__(self) -> Iterator[Movement]:
        for movement in self.movements:
            if movement.entry is not self._last:
                self._last = movement.entry
                self.count += 1
            yield movement


def _nobody(_: object) -> None:
    """Nobody is told."""


def _take_away(exported: Exported) -> None:
    shutil.rmtree(exported.pack.folder, ignore_errors=True)
