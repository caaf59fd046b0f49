"""Whether a payment that carries an order's ID is that order's, and what it shows otherwise (S-8).

An ID is made here for one order and is never used again. So what is found under it is ours, unless
the API answered our own request that the ID was in use already, and what is there pays somebody
else. Ours also when its figures are told in another way: a payment that is taken for another one
would be paid again.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from voltage_tui.model.payment import Direction, Payment
from voltage_tui.treasury.paying.repeats import pays_the_same

if TYPE_CHECKING:
    from voltage_tui.treasury.paying.order import PayOrder
    from voltage_tui.treasury.paying.sending import Sending


def is_another(payment: Payment, sending: Sending) -> bool:
    """Whether the ID belongs to a payment that is surely not ours."""
    if sending.taken or not sending.in_use or sending.order is None:
        return False
    if payment.direction is not Direction.SEND:
        return True
    return _names_payee(payment) and not pays_the_same(payment, sending.order)


def difference(payment: Payment, sending: Sending) -> str | None:
    """What a payment of ours is shown with that was not confirmed, in words without figures."""
    if sending.taken:
        return None  # the very request was accepted: only its ways of telling can differ
    if payment.direction is not Direction.SEND:
        return "Voltage shows it as a receive"
    if payment.wallet_id != sending.wallet_id:
        return "Voltage shows it on another wallet than was confirmed"
    order = sending.order
    if order is None:
        return None
    if _names_payee(payment) and not pays_the_same(payment, order):
        return "Voltage shows it with another destination than was confirmed"
    return _of_amount(payment, order)


def _of_amount(payment: Payment, order: PayOrder) -> str | None:
    if payment.rail_units in (None, order.amount.units):
        return None
    return "Voltage shows it with another amount than was confirmed"


def _names_payee(payment: Payment) -> bool:
    return any((payment.payment_request, payment.address, payment.bip21_uri))
