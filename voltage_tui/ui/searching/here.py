"""What a search on the screen is asked with, and how the mirror is asked."""

from __future__ import annotations

from contextlib import aclosing
from typing import TYPE_CHECKING

from voltage_tui.query import Calendar
from voltage_tui.time_zone import zone_of

if TYPE_CHECKING:
    from array import array
    from collections.abc import AsyncGenerator, Callable, Iterable, Mapping

    from voltage_tui.model.ids import WalletId
    from voltage_tui.store.mirror.reading import MirrorReader
    from voltage_tui.treasury.snapshot import Snapshot
    from voltage_tui.ui.app import VoltageApp


def calendar_of(app: VoltageApp) -> Calendar:
    """The present, and the zone that days and months are counted in (S-68)."""
    return Calendar(app.now(), zone_of(app.settings.time_zone))


def wallet_names(snapshot: Snapshot | None) -> dict[WalletId, str]:
    """Every wallet's name as last read."""
    accounts = snapshot.accounts if snapshot is not None else ()
    return {account.wallet.id: account.wallet.name for account in accounts}


async def found_here(
    app: VoltageApp,
    look: Callable[[MirrorReader, Calendar, Mapping[WalletId, str]], Iterable[array[int]]],
) -> AsyncGenerator[array[int]]:
    """What `look` finds in the mirror, each part as soon as it is there; nothing before it is open.

    It is looked for no further once the caller is cancelled. Raises `TroubleError`.
    """
    if app.treasury is None:
        return
    calendar, names = calendar_of(app), wallet_names(app.snapshot)
    mirror = app.treasury.mirror
    async with aclosing(mirror.parts(lambda r: look(r, calendar, names))) as parts:
        async for part in parts:
            yield part
