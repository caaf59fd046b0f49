"""The bills of a line that are not settled yet, read when somebody looks at what used it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from voltage_tui.api.errors import ApiError
from voltage_tui.model.bill import BillStatus
from voltage_tui.treasury.problems import problem_of

if TYPE_CHECKING:
    from voltage_tui.model.bill import Bill
    from voltage_tui.model.ids import LineId
    from voltage_tui.treasury.reading import Problem
    from voltage_tui.treasury.tools import Tools

_OPEN: Final = (
    BillStatus.PAYMENT_DUE,
    BillStatus.QUEUED,
    BillStatus.PROCESSING,
    BillStatus.FAILED,
)


async def open_bills(tools: Tools, line_id: LineId) -> tuple[Bill, ...] | Problem:
    """The newest hundred of them with an amount, or why they could not be read.

    A key without the permission for bills gets a problem: it says so.
    """
    try:
        page = await tools.gate.read(
            lambda: tools.client.bills.page(line_id, _OPEN, exclude_zero=True)
        )
    except ApiError as error:
        return problem_of(error, tools.clock.now())
    return page.bills
