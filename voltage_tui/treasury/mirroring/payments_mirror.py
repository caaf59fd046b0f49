"""Keeps all payments in the mirror: by cursor, newest first, until two passes have seen the same.

Payments change while they are read, so what is compared is which there are. `updated_at` is no
watermark: a payment that changes later is brought by whoever reads it (`keep`), after a start one
by one where it had not ended, and by the next sweep.
"""

from __future__ import annotations

from contextlib import suppress
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from voltage_tui.api.errors import (
    CursorStuck,
    MalformedResponse,
    NotFound,
    Rejected,
    TooManyPages,
)
from voltage_tui.model.filters import PaymentFilter
from voltage_tui.store.mirror.sweeps import PaymentSweep, Seen, Stage
from voltage_tui.treasury.mirroring.payments_top import Top, known_until, read_down, topped
from voltage_tui.treasury.mirroring.progress import MirrorProgress
from voltage_tui.treasury.mirroring.walk import MOST_PAGES, MOST_PASSES, seen_with

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from voltage_tui.model.ids import PaymentId
    from voltage_tui.model.payment import Payment, PaymentPage
    from voltage_tui.treasury.mirroring.ledger_mirror import MirrorTools

_FEW: Final = 20
"""So many payments are always read one by one."""


class PaymentsMirror:
    """The payments of the environment; one call at a time. What fails raises.

    A sweep that was complete holds until the next one has ended. It lacks what came while nobody
    read: that `is_behind` until the newest were read down to those known (`read_top`), and those
    that had not ended were read one by one (`read_one`).
    """

    def __init__(self, tools: MirrorTools) -> None:
        self._tools = tools
        self._sweep = PaymentSweep()
        self._again: PaymentSweep | None = None
        self._top: Top | None = None
        self._was_read = False
        self._is_all_again = False
        self._open: list[PaymentId] = []
        self.progress = MirrorProgress()

    @property
    def has_begun(self) -> bool:
        """Whether the newest page has been read."""
        return self._sweep.pages > 0

    @property
    def has_ended(self) -> bool:
        """Whether no sweep needs more pages."""
        return self._sweep.stage is not Stage.SWEEPING and self._again is None

    @property
    def is_complete(self) -> bool:
        """Whether a sweep that was complete holds, which only lacks what came since."""
        return self._sweep.stage is Stage.COMPLETE

    @property
    def is_behind(self) -> bool:
        """Whether what came before this start, or changed before it, is still to be read."""
        return self.is_complete and bool(not self._was_read or self._open)

    @property
    def is_reading_top(self) -> bool:
        """Whether the newest payments have been read in part."""
        return self._top is not None

    @property
    def finished_at(self) -> datetime | None:
        """When the sweep ended that holds."""
        return self._sweep.finished_at

    async def open(self) -> None:
        """Take up the sweep where it was left, perhaps by a program that was killed."""
        read = self._tools.store.read
        self._sweep = await read(lambda r: r.payment_sweep())
        self._again = await read(lambda r: r.sweeps.payments_again())
        if self.is_complete:
            self._open = await read(lambda r: r.payments_not_ended())
        await self._tell()

    async def walk_on(self) -> bool:
        """Read one more page of the sweep; whether that was the last.

        Raises `CursorStuck` and `TooManyPages` when the pages do not end; the sweep has then
        stopped.
        """
        sweep = self._again or self._sweep
        if sweep.pages == 0:
            sweep = replace(sweep, read_at=self._tools.clock.now())
        try:
            page = await self._page(sweep.cursor)
        except Rejected:
            if sweep.cursor is None:
                raise
            # The cursor is of no use any more: the pass is begun again.
            await self._keep_walk((), replace(sweep, cursor=None, seen=Seen()))
            return False
        stuck = page.has_more and (not page.next_cursor or page.next_cursor == sweep.cursor)
        now = self._tools.clock.now()
        if stuck or sweep.pages >= MOST_PAGES:
            stopped = replace(sweep, stage=Stage.STOPPED, finished_at=now)
            await self._keep_walk(page.payments, stopped)
            await self._tell()
            raise CursorStuck(sweep.pages + 1) if stuck else TooManyPages(MOST_PAGES)
        await self._keep_walk(page.payments, payments_walked(sweep, page, now))
        await self._tell()
        return self.has_ended

    async def read_top(self) -> None:
        """Read one page of the newest, further down than the last, until those known are met."""
        top = self._top or Top(self._tools.clock.now())
        self._top = None  # what fails is begun again from the top
        page = await self._page(top.cursor)
        changed = await self._tools.store.write(lambda m: m.keep_payments(page.payments))
        top = read_down(top, page, known_until(self._sweep), changed)
        if not top.is_done:
            self._top = top
            return
        if self.is_complete:
            await self._keep_sweep(topped(self._sweep, top))
        self._was_read = True
        self._open = [name for name in self._open if name not in top.seen]
        if len(self._open) > max(_FEW, self.progress.rows // self._tools.payments_page):
            # All of them take fewer requests.
            self._open = []
            await self.sweep_again()
        await self._tell()

    async def read_one(self) -> None:
        """Read one of those that had not ended; one that is there no more is left as it was.

        One that could not be read comes last the next time.
        """
        wanted, client = self._open.pop(), self._tools.client
        try:
            with suppress(NotFound):
                payment = await self._tools.gate.read_spare(lambda: client.payments.get(wanted))
                await self.keep([payment])
        except BaseException:
            self._open.insert(0, wanted)
            raise
        await self._tell()

    @property
    def has_one_to_read(self) -> bool:
        """Whether any is left that had not ended before this start."""
        return bool(self._open)

    async def keep(self, payments: Iterable[Payment]) -> None:
        """Put payments in that were read for another reason."""
        kept = tuple(payments)
        await self._tools.store.write(lambda m: m.keep_payments(kept))

    async def sweep_again(self) -> None:
        """Begin another sweep; what is here stays, and one that was complete holds meanwhile."""
        if self.is_complete:
            again = PaymentSweep()
            await self._tools.store.write(lambda m: m.keep_payments((), None, again))
            self._again, self._is_all_again = again, True
        else:
            await self._keep_sweep(PaymentSweep())
        await self._tell()

    async def _page(self, cursor: str | None) -> PaymentPage:
        client, most = self._tools.client, self._tools.payments_page
        page = await self._tools.gate.read_spare(
            lambda: client.payments.page(PaymentFilter(), cursor=cursor, limit=most)
        )
        if len(page.payments) > most:
            raise MalformedResponse("payments: more than were asked for")
        return page

    async def _keep_walk(self, payments: tuple[Payment, ...], sweep: PaymentSweep) -> None:
        if self._again is None:
            await self._keep_sweep(sweep, payments)
        elif sweep.stage is Stage.SWEEPING:
            await self._tools.store.write(lambda m: m.keep_payments(payments, None, sweep))
            self._again = sweep
        else:
            ended = newest_of(sweep, self._sweep)
            await self._tools.store.write(lambda m: m.keep_payments(payments, ended, ended))
            self._sweep, self._again = ended, None
            if self._is_all_again and self.is_complete:
                self._open = []  # whatever had not ended was read among the others

    async def _keep_sweep(self, sweep: PaymentSweep, payments: tuple[Payment, ...] = ()) -> None:
        await self._tools.store.write(lambda m: m.keep_payments(payments, sweep))
        if sweep.stage is Stage.COMPLETE and not self.is_complete:
            self._was_read = True  # all were read since this start, or by a program before it
        self._sweep = sweep

    async def _tell(self) -> None:
        sweep = self._sweep
        count = await self._tools.store.read(lambda r: r.payment_count())
        self.progress = MirrorProgress(
            stage=sweep.stage,
            number=sweep.number,
            rows=count,
            finished_at=sweep.finished_at,
            is_behind=self.is_behind,
        )


def newest_of(ended: PaymentSweep, before: PaymentSweep) -> PaymentSweep:
    """A sweep that has ended, with what was read above the one before it meanwhile."""
    if ended.read_at is None or before.read_at is None or before.read_at <= ended.read_at:
        return ended
    return replace(ended, horizon=before.horizon, read_at=before.read_at)


def payments_walked(sweep: PaymentSweep, page: PaymentPage, now: datetime) -> PaymentSweep:
    """The sweep after a page; only payments that were there when it began are compared."""
    horizon = sweep.horizon or max((p.created_at for p in page.payments), default=None)
    old = [p.id for p in page.payments if horizon is not None and p.created_at <= horizon]
    on = replace(
        sweep,
        pages=sweep.pages + 1,
        horizon=horizon,
        cursor=page.next_cursor if page.has_more else None,
        seen=seen_with(sweep.seen, old),
    )
    if page.has_more:
        return on
    if on.before == on.seen or (on.before is None and not on.seen.count):
        return replace(on, stage=Stage.COMPLETE, finished_at=now)
    if on.number >= MOST_PASSES:
        return replace(on, stage=Stage.INCOMPLETE, finished_at=now)
    return replace(on, number=on.number + 1, before=on.seen, seen=Seen())
