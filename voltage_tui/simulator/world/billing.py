"""Monthly bills, and what their settlement does to the ledgers (API reference, section 13)."""

from __future__ import annotations

import itertools
from functools import partial
from typing import TYPE_CHECKING

from voltage_tui.simulator.amounts import Currency, half_up, signed_json
from voltage_tui.simulator.moments import DAY, HOUR, SECOND, stamp
from voltage_tui.simulator.state.bill import Bill, BillItem
from voltage_tui.simulator.state.kinds import RowKind
from voltage_tui.simulator.world.plan import month_starts

if TYPE_CHECKING:
    from voltage_tui.simulator.state.ledger import Row
    from voltage_tui.simulator.state.line import Line
    from voltage_tui.simulator.state.state import State
    from voltage_tui.simulator.state.wallet import Wallet
    from voltage_tui.simulator.world.plan import Plan

VOLUME_FEE_PERMILLE = 5
"""The volume fee: half a percent of what was sent and received."""
_SETTLED_AFTER = 2 * DAY + 4 * HOUR
_SERVICE_FEE = {Currency.BTC: 25_000_000, Currency.USD: 1_500}


def write(plan: Plan) -> None:
    """Bill every month of the past; all but the last one are settled."""
    starts = month_starts(plan.start, plan.now)
    periods = list(itertools.pairwise(starts))
    for start, end in periods:
        last = (start, end) == periods[-1]
        for line in plan.state.lines.values():
            month = _Month(plan.state, line, start, end)
            plan.at(end + 5 * SECOND, partial(month.close, last=last))
            if not last:
                plan.at(end + _SETTLED_AFTER, month.even_out)


class _Month:
    """One month of one line."""

    def __init__(self, state: State, line: Line, start: int, end: int) -> None:
        self._state = state
        self._line = line
        self._start = start
        self._end = end
        self._items: list[BillItem] = []

    def close(self, *, last: bool) -> None:
        """Write the bill; the last one is still to be settled."""
        state, usd = self._state, self._line.currency is Currency.USD
        wallets = [wallet for wallet in state.wallets.values() if wallet.line is self._line]
        self._items = [_item(wallet, self._start, self._end) for wallet in wallets]
        bill = Bill(
            id=state.new_id(),
            line=self._line,
            start=self._start,
            end=self._end,
            created=state.now,
            updated=state.now + SECOND,
            status="payment_due",
            items=self._items,
            service_fee=_SERVICE_FEE[self._line.currency],
            queued_at=state.now + HOUR if usd else None,
        )
        state.bills.append(bill)
        if not last:
            bill.status = "paid"
            bill.paid_at = self._end + _SETTLED_AFTER - 90 * SECOND
            bill.settled_at = bill.updated = self._end + _SETTLED_AFTER
            return
        if usd:
            bill.status = "processing"
            bill.updated = state.now + HOUR
        for item in self._items:
            _announce(state, bill, item)

    def even_out(self) -> None:
        """What was owed comes in, and what was due goes out."""
        state = self._state
        for item in self._items:
            if item.net < 0:
                item.wallet.deposit(state.new_id(), -item.net, state.now)
            elif item.net > 0:
                item.wallet.withdraw(state.new_id(), item.net, state.now)


def _item(wallet: Wallet, start: int, end: int) -> BillItem:
    rows = [row for row in wallet.rows if start <= row.at < end]
    sent = [row for row in rows if row.kind is RowKind.CAPTURED]
    received = [row for row in rows if row.kind is RowKind.CREDITED]
    out, came_in = sum(row.amount for row in sent), sum(row.amount for row in received)
    return BillItem(
        wallet=wallet,
        starting_balance=wallet.total - sum(_effect(row) for row in wallet.rows if row.at >= start),
        sent_count=len(sent),
        sent=out,
        received_count=len(received),
        received=came_in,
        send_fees=_fees(sent),
        receive_fees=_fees(received),
        volume_fee=half_up((out + came_in) * VOLUME_FEE_PERMILLE, 1_000),
    )


def _effect(row: Row) -> int:
    if row.kind in (RowKind.CREDITED, RowKind.DEPOSITED):
        return row.amount
    return -row.amount if row.kind in (RowKind.CAPTURED, RowKind.WITHDRAWN) else 0


def _fees(rows: list[Row]) -> int:
    return sum(row.breakdown.processing_fee for row in rows if row.breakdown is not None)


def _announce(state: State, bill: Bill, item: BillItem) -> None:
    if item.net:
        item.wallet.pending_settlements.append(
            {
                "id": state.new_id(),
                "bill_id": bill.id,
                "amount": signed_json(bill.line.currency, item.net),
                "settlement_type": "Collection" if item.net < 0 else "Payout",
                "effective_time": stamp(bill.created),
            }
        )
