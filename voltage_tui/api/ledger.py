"""A wallet's ledger (API reference sections 4.2 and 10)."""

from __future__ import annotations

from enum import Enum
from typing import TYPE_CHECKING, Final

from voltage_tui.api.operation import ORGANIZATION, get
from voltage_tui.api.params import params
from voltage_tui.api.wire.base import decode
from voltage_tui.api.wire.ledger import LedgerWire, ledger_page_of
from voltage_tui.model.filters import SortOrder

if TYPE_CHECKING:
    from datetime import datetime

    from voltage_tui.api.session import Session
    from voltage_tui.model.ids import PaymentId, WalletId
    from voltage_tui.model.ledger import LedgerPage

PAGE: Final = get("get_wallet_ledger_as_user", f"{ORGANIZATION}/wallets/{{wallet_id}}/ledger")


class LedgerSortKey(Enum):
    """What a ledger page is ordered by."""

    EFFECTIVE_TIME = "effective_time"
    MESSAGE_TIME = "message_time"
    TIME_AND_EFFECTIVE_TIME = "time_and_effective_time"


class Ledger:
    """Reads ledgers."""

    def __init__(self, session: Session) -> None:
        self._session = session

    async def page(
        self,
        wallet_id: WalletId,
        offset: int = 0,
        limit: int = 200,
        *,
        payment_id: PaymentId | None = None,
        start: datetime | None = None,
        end: datetime | None = None,
        sort_key: LedgerSortKey = LedgerSortKey.EFFECTIVE_TIME,
        sort_order: SortOrder = SortOrder.DESCENDING,
    ) -> LedgerPage:
        """Rows `offset` to `offset + limit` in the order asked for; newest first by default.

        The server may give fewer than `limit`; the page says how many it really used. Pages are
        not a snapshot: rows that arrive move the later ones.
        """
        query = params(
            offset=offset,
            limit=limit,
            payment_id=payment_id,
            start_date=start,
            end_date=end,
            sort_key=sort_key,
            sort_order=sort_order,
        )
        raw = await self._session.read(PAGE, {"wallet_id": wallet_id}, query)
        return decode("ledger", raw, LedgerWire, ledger_page_of(wallet_id))
