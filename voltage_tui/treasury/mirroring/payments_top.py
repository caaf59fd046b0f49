"""The newest payments read down to those known: what a complete sweep lacks after a pause. No I/O.

What came since the last sweep, or the last time this was done, is at the top. A payment that is
known may be here by another way, with unknown ones below it, so it ends nothing: only a page does
that goes below the moment until which every payment is here, and changes nothing.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import timedelta
from typing import TYPE_CHECKING, Final

from voltage_tui.api.errors import CursorStuck, TooManyPages
from voltage_tui.model.ids import PaymentId
from voltage_tui.treasury.mirroring.walk import MOST_PAGES

if TYPE_CHECKING:
    from datetime import datetime

    from voltage_tui.model.payment import PaymentPage
    from voltage_tui.store.mirror.sweeps import PaymentSweep

LATE: Final = timedelta(minutes=5)
"""How long after it was created a payment may come into the list."""


@dataclass(frozen=True, slots=True)
class Top:
    """How far down it was read; `newest` is the newest creation moment, `seen` what was met."""

    read_at: datetime
    cursor: str | None = None
    pages: int = 0
    newest: datetime | None = None
    seen: frozenset[PaymentId] = frozenset()
    is_done: bool = False


def read_down(top: Top, page: PaymentPage, known: datetime | None, changed: int) -> Top:
    """After a page, of which `changed` payments were news; `known` is until when all are here.

    Raises `CursorStuck` and `TooManyPages` when the pages do not end (S-65).
    """
    created = [payment.created_at for payment in page.payments]
    on = replace(
        top,
        cursor=page.next_cursor,
        pages=top.pages + 1,
        newest=max([*created, *([top.newest] if top.newest else [])], default=None),
        seen=top.seen | {payment.id for payment in page.payments},
    )
    is_below = known is not None and bool(created) and min(created) < known - LATE
    if not page.has_more or (is_below and not changed):
        return replace(on, is_done=True)
    if not page.next_cursor or page.next_cursor == top.cursor:
        raise CursorStuck(on.pages)
    if on.pages >= MOST_PAGES:
        raise TooManyPages(MOST_PAGES)
    return on


def known_until(sweep: PaymentSweep) -> datetime | None:
    """Until when every payment is here; None for not at all.

    That is never after the newest were asked for: one that is dated in the future, by a fault of
    Voltage's, says nothing of those that come before its date.
    """
    if sweep.horizon is None or sweep.read_at is None:
        return sweep.horizon
    return min(sweep.horizon, sweep.read_at)


def topped(sweep: PaymentSweep, top: Top) -> PaymentSweep:
    """The complete sweep, with all that is above it now."""
    newest = max((m for m in (sweep.horizon, top.newest) if m is not None), default=None)
    return replace(sweep, horizon=newest, read_at=top.read_at)
