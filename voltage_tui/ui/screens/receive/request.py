"""What a payer is given: which text, and under which name the picture of it is kept."""

from __future__ import annotations

from voltage_tui.model.open_enum import Unrecognised
from voltage_tui.model.payment import Payment, PaymentKind
from voltage_tui.treasury.receiving import Receiving, ReceivingStage


def request_of(payment: Payment | None) -> str | None:
    """The text of a request by its kind (API reference section 8); None while there is none.

    A unified request is its URI, since the invoice alone would leave the address out; an on-chain
    one too where there is a URI, since that carries the amount.
    """
    if payment is None:
        return None
    match payment.kind:
        case PaymentKind.ONCHAIN | PaymentKind.BIP21:
            return payment.bip21_uri or payment.payable
        case PaymentKind.BOLT11 | PaymentKind.TAPROOTASSET | PaymentKind.USDBATCH:
            return payment.payable
        case Unrecognised():
            return payment.payable


def open_request(receiving: Receiving | None) -> str | None:
    """The request while it can be paid: nothing else is ever drawn or copied for a payer."""
    if receiving is None or receiving.stage is not ReceivingStage.READY:
        return None
    return request_of(receiving.payment)


def picture_name(receiving: Receiving, *, demo: bool) -> str:
    """A file name that says what it is, with enough of the ID to find the payment."""
    world = "demo-" if demo else ""
    return f"voltage-{world}receive-{receiving.payment_id[:8]}.png"
