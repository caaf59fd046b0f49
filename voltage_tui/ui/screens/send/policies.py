"""Having a wallet's policies read while a send from it is being looked at."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from datetime import datetime

    from voltage_tui.model.ids import WalletId
    from voltage_tui.treasury.treasury import Treasury

_AGAIN: Final = timedelta(seconds=60)


class PolicyReader:
    """Asks once a minute for each wallet that is looked at, also after a failure."""

    def __init__(self) -> None:
        self._asked: dict[WalletId, datetime] = {}

    def look_at(self, wallet_id: WalletId, treasury: Treasury | None, now: datetime) -> None:
        """Have the policies read if that was not just done; `snapshot.policies` gets them."""
        last = self._asked.get(wallet_id)
        if treasury is not None and (last is None or now - last >= _AGAIN):
            self._asked[wallet_id] = now
            treasury.read_policies(wallet_id)
