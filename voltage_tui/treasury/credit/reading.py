"""Reads from the mirror what was, and what moved, in wallets; a few wallets at a time."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from voltage_tui.treasury.credit.history import Past, moments_wanted
from voltage_tui.treasury.credit.uses import MOST_PAYMENTS, Stretched, added_up

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime, tzinfo

    from voltage_tui.model.ids import WalletId
    from voltage_tui.money import Currency
    from voltage_tui.store.mirror.days import Flow, Taken
    from voltage_tui.store.mirror.reading import MirrorReader
    from voltage_tui.store.mirror.store import MirrorStore

_AT_ONCE: Final = 100
"""Wallets in one read: a page of rows that somebody waits for comes in between."""

Balances = tuple[int | None, ...]


async def read_past(
    mirror: MirrorStore,
    currency: Currency,
    wallets: Sequence[WalletId],
    now: datetime,
    zone: tzinfo,
) -> Past:
    """What was available in these wallets at every moment that is looked at.

    `now` is Voltage's time: the ledger's rows go by it. Raises what the mirror raises.
    """
    moments = moments_wanted(now, zone)
    return Past(
        currency, now, zone, moments, await read_available(mirror, currency, wallets, moments)
    )


async def read_available(
    mirror: MirrorStore,
    currency: Currency,
    wallets: Sequence[WalletId],
    moments: Sequence[datetime],
) -> dict[WalletId, Balances]:
    """What was available in each of these wallets just before each of `moments`, which ascend.

    Raises what the mirror raises.
    """
    found: dict[WalletId, Balances] = {}
    for begin in range(0, len(wallets), _AT_ONCE):
        some = wallets[begin : begin + _AT_ONCE]

        def look(reader: MirrorReader, some: Sequence[WalletId] = some) -> dict[WalletId, Balances]:
            return {w: _available(reader, w, currency, moments) for w in some}

        found.update(await mirror.read(look))
    return found


def _available(
    reader: MirrorReader, wallet_id: WalletId, currency: Currency, moments: Sequence[datetime]
) -> Balances:
    if not reader.row_count(wallet_id):
        # A ledger that was read to its end and has no row never had any money in it.
        return ((0 if reader.is_whole(wallet_id) else None),) * len(moments)
    return reader.days(wallet_id).available_before(currency, moments)


async def read_stretch(
    mirror: MirrorStore,
    currency: Currency,
    wallets: Sequence[WalletId],
    start: datetime,
    end: datetime,
) -> Stretched:
    """What moved in these wallets from `start` on and before `end`, by Voltage's time.

    Raises what the mirror raises.
    """
    flows: list[Flow] = []
    taken: list[tuple[WalletId, Taken]] = []
    for begin in range(0, len(wallets), _AT_ONCE):
        some = wallets[begin : begin + _AT_ONCE]

        def look(reader: MirrorReader, some: Sequence[WalletId] = some) -> None:
            for wallet_id in some:
                days = reader.days(wallet_id)
                (found,) = days.flows(currency, (start, end))
                flows.extend(found)
                most = days.most_taken(currency, start, end, MOST_PAYMENTS)
                taken.extend((wallet_id, one) for one in most)

        await mirror.read(look)
    taken.sort(key=lambda each: (each[1].units, each[1].at, each[0]))
    largest = tuple(taken[:MOST_PAYMENTS])
    ids = {one.payment_id for _, one in largest if one.payment_id is not None}
    payments = await mirror.read(lambda reader: reader.payments(ids))
    sums, change = added_up(flows)
    return Stretched(start, end, sums, change, largest, payments)
