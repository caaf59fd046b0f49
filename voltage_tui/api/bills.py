"""Bills (API reference sections 4.6 and 13); the key needs the BILLING permission."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from voltage_tui.api.operation import ORGANIZATION, get
from voltage_tui.api.params import params, several
from voltage_tui.api.wire.base import decode
from voltage_tui.api.wire.bill import BillsWire, BillWire, to_bill, to_bill_page
from voltage_tui.api.wire.bill_summary import BillSummaryWire, to_bill_summary
from voltage_tui.model.filters import SortOrder

if TYPE_CHECKING:
    from voltage_tui.api.session import Session
    from voltage_tui.model.bill import Bill, BillPage, BillStatus, BillSummary
    from voltage_tui.model.ids import BillId, LineId

_BILLS: Final = f"{ORGANIZATION}/bills"

LIST: Final = get("get_bills_as_user", _BILLS, "BILLING")
GET: Final = get("get_bill_as_user", f"{_BILLS}/{{bill_id}}", "BILLING")
SUMMARY: Final = get("get_bill_summary_as_user", f"{_BILLS}/summary", "BILLING")


class Bills:
    """Reads bills."""

    def __init__(self, session: Session) -> None:
        self._session = session

    async def page(
        self,
        line_id: LineId | None = None,
        statuses: tuple[BillStatus, ...] = (),
        *,
        cursor: str | None = None,
        limit: int = 100,
        sort_order: SortOrder = SortOrder.DESCENDING,
        exclude_zero: bool = False,
    ) -> BillPage:
        """A page of bills by time of creation; repeat every filter with a cursor."""
        query = [
            *params(
                line_of_credit_id=line_id,
                sort_key="created_at",
                sort_order=sort_order,
                cursor=cursor,
                limit=limit,
                exclude_zero_amount_bills=exclude_zero or None,
            ),
            *several("statuses", statuses),
        ]
        raw = await self._session.read(LIST, query=query)
        return decode("bills", raw, BillsWire, to_bill_page)

    async def get(self, bill_id: BillId) -> Bill:
        """One bill; `NotFound` when there is none."""
        raw = await self._session.read(GET, {"bill_id": bill_id})
        return decode("bill", raw, BillWire, to_bill)

    async def summary(
        self,
        line_id: LineId | None = None,
        statuses: tuple[BillStatus, ...] = (),
        *,
        exclude_zero: bool = False,
    ) -> BillSummary:
        """How many bills there are and what is due."""
        query = [
            *params(line_of_credit_id=line_id, exclude_zero_amount_bills=exclude_zero or None),
            *several("statuses", statuses),
        ]
        raw = await self._session.read(SUMMARY, query=query)
        return decode("bill summary", raw, BillSummaryWire, to_bill_summary)
