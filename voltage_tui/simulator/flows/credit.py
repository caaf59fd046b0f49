"""What a receive is credited with when money settles (API reference, sections 7 and 10)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from voltage_tui.simulator.amounts import BASIS, Currency, half_up, share
from voltage_tui.simulator.flows.notes import note
from voltage_tui.simulator.state.kinds import ReceiveStatus
from voltage_tui.simulator.state.ledger import Breakdown
from voltage_tui.simulator.state.payment import Credit

if TYPE_CHECKING:
    from voltage_tui.simulator.state.kinds import FeeRoute
    from voltage_tui.simulator.state.payment import Receive
    from voltage_tui.simulator.state.state import State


def credit(state: State, receive: Receive, msats: int, credit_id: str, route: FeeRoute) -> None:
    """Money settled: the ledger row, and `completed` once all of it is there.

    The fee follows from what settled in all, so parts do not raise it (section 7). What comes
    after the end is credited all the same and changes no state (section 20).
    """
    receive.received_msats += msats
    total_msats = _principal_part(receive, receive.received_msats)
    total_units = _in_wallet_currency(receive, total_msats)
    fee_before = receive.settled_fee or 0
    fee_total = _fee_part(receive, total_units)
    units = total_units - sum(part.units for part in receive.credits)
    principal_msats = total_msats - sum(part.principal_msats for part in receive.credits)
    if receive.fee is not None:
        receive.settled_fee = fee_total
    receive.credits.append(Credit(credit_id, units, principal_msats))
    rate = receive.fee.basis_points if receive.fee is not None else 0
    made_of = Breakdown(units, 0, fee_total - fee_before, rate, receive.kind, route)
    receive.wallet.credit(credit_id, receive.id, units, state.now, made_of)
    note(state, receive, "Credited")
    if receive.status is not ReceiveStatus.RECEIVING:
        return
    if receive.any_amount or receive.received_msats >= receive.payer_msats:
        receive.status = ReceiveStatus.COMPLETED
        note(state, receive, "ReceiveCompleted")
        state.tell(receive, "completed")
    else:
        state.tell(receive, "succeeded")


def _principal_part(receive: Receive, msats: int) -> int:
    """How much of what was received is not the processing fee."""
    if receive.fee is None:
        return msats
    if msats == receive.payer_msats:
        return receive.principal_msats
    return half_up(msats * BASIS, BASIS + receive.fee.basis_points)


def _in_wallet_currency(receive: Receive, principal_msats: int) -> int:
    if receive.currency is Currency.BTC or receive.quote is None:
        return principal_msats
    if principal_msats == receive.principal_msats:
        return receive.principal
    return receive.quote.cents(principal_msats)


def _fee_part(receive: Receive, total_units: int) -> int:
    if receive.fee is None:
        return 0
    if receive.received_msats == receive.payer_msats:
        return receive.fee.amount
    if receive.currency is Currency.BTC:
        return receive.received_msats - total_units
    return share(total_units, receive.fee.basis_points)
