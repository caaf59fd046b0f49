"""Keeps all payments in the mirror: by cursor, newest first, until two passes have seen the same.

Payments change while they are read, so what is compared is which there are. `updated_at` is no
watermark: a payment that changes later is brought by whoever reads it (`keep`), and by the next
sweep.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from voltage_tui.api.errors import CursorStuck, MalformedResponse, Rejected, TooManyPages
from voltage_tui.model.filters import PaymentFilter
from voltage_tui.store.mirror.sweeps import PaymentSweep, Seen, Stage
from voltage_tui.treasury.mirroring.progress import MirrorProgress
from voltage_tui.treasury.mirroring.walk import MOST_PAGES, MOST_PASSES, seen_with

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from voltage_tui.model.payment import Payment, PaymentPage
    from voltage_tui.treasury.mirroring.ledger_mirror import MirrorTools


class PaymentsMirror:
    """The payments of the environment; one call at a time. What fails raises."""

    def __init__(self, tools: MirrorTools) -> None:
        self._tools = tools
        self._sweep = PaymentSweep()
        self.progress = MirrorProgress()

    @property
    def has_begun(self) -> bool:
        """Whether the newest page has been read."""
        return self._sweep.pages > 0

    @property
    def has_ended(self) -> bool:
        """Whether the sweep needs no more pages."""
        return self._sweep.stage is not Stage.SWEEPING

    async def open(self) -> None:
        """Take up the sweep where it was left, perhaps by a program that was killed."""
        self._sweep = await self._tools.store.read(lambda r: r.payment_sweep())
        await self._tell()

    async def walk_on(self) -> bool:
        """Read one more page of the sweep; whether that was the last.

        Raises `CursorStuck` and `TooManyPages` when the pages do not end; the sweep has then
        stopped.
        """
        sweep = self._sweep
        try:
            page = await self._page(sweep.cursor)
        except Rejected:
            if sweep.cursor is None:
                raise
            # The cursor is of no use any more: the pass is begun again.
            await self._keep((), replace(sweep, cursor=None, seen=Seen()))
            return False
        stuck = page.has_more and (not page.next_cursor or page.next_cursor == sweep.cursor)
        now = self._tools.clock.now()
        if stuck or sweep.pages >= MOST_PAGES:
            stopped = replace(sweep, stage=Stage.STOPPED, finished_at=now)
            await self._keep(page.payments, stopped)
            await self._tell()
            raise CursorStuck(sweep.pages + 1) if stuck else TooManyPages(MOST_PAGES)
        await self._keep(page.payments, payments_walked(sweep, page, now))
        await self._tell()
        return self.has_ended

    async def keep(self, payments: Iterable[Payment]) -> None:
        """Put payments in that were read for another reason."""
        kept = tuple(payments)
        await self._tools.store.write(lambda m: m.keep_payments(kept))

    async def sweep_again(self) -> None:
        """Begin another sweep; what is here stays."""
        await self._keep((), PaymentSweep())
        await self._tell()

    async def _page(self, cursor: str | None) -> PaymentPage:
        client, most = self._tools.client, self._tools.payments_page
        page = await self._tools.gate.read_spare(
            lambda: client.payments.page(PaymentFilter(), cursor=cursor, limit=most)
        )
        if len(page.payments) > most:
            raise MalformedResponse("payments: more than were asked for")
        return page

    async def _keep(self, payments: tuple[Payment, ...], sweep: PaymentSweep) -> None:
        await self._tools.store.write(lambda m: m.keep_payments(payments, sweep))
        self._sweep = sweep

    async def _tell(self) -> None:
        sweep = self._sweep
        count = await self._tools.store.read(lambda r: r.payment_count())
        self.progress = MirrorProgress(
            stage=sweep.stage,
            number=sweep.number,
            rows=count,
            finished_at=sweep.finished_at,
        )


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
