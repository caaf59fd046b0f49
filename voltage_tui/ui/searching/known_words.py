"""What the search line offers: names of wallets, tags in use, metadata seen lately."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from voltage_tui.query import Vocabulary
from voltage_tui.store.mirror.reading import PAGE
from voltage_tui.trouble import TroubleError
from voltage_tui.ui.searching.here import wallet_names

if TYPE_CHECKING:
    from voltage_tui.store.mirror.reading import MirrorReader
    from voltage_tui.ui.app import VoltageApp

_MOST_VALUES: Final = 50
"""Values of one entry of the metadata that are offered."""
_LONGEST: Final = 60
"""Characters of a value that is offered."""


async def known_words(app: VoltageApp) -> Vocabulary:
    """Everything known here that a search may name; the wallets alone while the mirror is shut."""
    wallets = tuple(sorted(wallet_names(app.snapshot).values(), key=str.casefold))
    if app.treasury is None:
        return Vocabulary(wallets)
    try:
        tags, metadata, statuses = await app.treasury.mirror.read(_in_use)
    except TroubleError:
        return Vocabulary(wallets)
    return Vocabulary(wallets, tags, metadata, statuses)


def _in_use(
    reader: MirrorReader,
) -> tuple[tuple[str, ...], dict[str, tuple[str, ...]], tuple[str, ...]]:
    """Tags, the commonest first; metadata and statuses of the newest payments."""
    counted = reader.marks.all_tags()
    tags = tuple(sorted(counted, key=lambda tag: (-counted[tag], tag)))
    entries: dict[str, dict[str, None]] = {}
    statuses: dict[str, None] = {}
    for payment in reader.payments(reader.newest_payments(PAGE)).values():
        statuses[payment.status.value] = None
        for key, value in payment.metadata.items():
            values = entries.setdefault(key, {})
            if len(value) <= _LONGEST and len(values) < _MOST_VALUES:
                values[value] = None
    metadata = {key: tuple(values) for key, values in sorted(entries.items())}
    return tags, metadata, tuple(statuses)
