"""The bodies of payments and quotes, exactly as they are sent (API reference section 5).

They are functions of the request alone, so that a journal can hash with `canonical_json` what
will be sent before it is (S-2, S-3). The deprecated numeric names are never used.
"""

from __future__ import annotations

from voltage_tui.model.requests import (
    NewQuote,
    NewReceive,
    NewSend,
    SendTarget,
    ToAddress,
    ToInvoice,
    ToUri,
)
from voltage_tui.money import BTC, Money

Body = dict[str, object]


def receive_body(receive: NewReceive) -> Body:
    """The body of a receive: `payment_kind`, and an amount unless any is welcome."""
    body: Body = {
        "id": receive.id,
        "wallet_id": receive.wallet_id,
        "payment_kind": receive.kind.value,
    }
    if receive.amount is None:
        body["currency"] = BTC
    else:
        body["amount"] = _amount(receive.amount)
    if receive.metadata:
        body["metadata"] = dict(receive.metadata)
    return body | _given(
        description=receive.description,
        expiration=receive.expiration_s,
        quote_id=receive.quote_id,
    )


def send_body(send: NewSend) -> Body:
    """The body of a send: `type` and `data`, with its fee ceiling always in it (S-26)."""
    kind, data = _target(send.target)
    body: Body = {
        "id": send.id,
        "wallet_id": send.wallet_id,
        "currency": send.currency,
        "type": kind,
        "data": data | {"max_fee": _amount(send.max_fee)},
    }
    if send.metadata:
        body["metadata"] = dict(send.metadata)
    return body | _given(quote_id=send.quote_id, flow_preference=_flow(send))


def quote_body(quote: NewQuote) -> Body:
    """The body of a quote; the target's precision is left to its default, sats or cents."""
    return {
        "id": quote.id,
        "line_of_credit_id": quote.line_of_credit_id,
        "network": quote.network.value,
        "amount": _amount(quote.amount),
        "to": quote.to,
    }


def _target(target: SendTarget) -> tuple[str, Body]:
    match target:
        case ToInvoice():
            return "bolt11", _given(
                payment_request=target.payment_request, amount=_maybe(target.amount)
            )
        case ToAddress():
            return "onchain", _given(
                address=target.address,
                amount=_amount(target.amount),
                description=target.description,
            )
        case ToUri():
            return "bip21", _given(
                address=target.uri,
                payment_request=target.payment_request,
                amount=_maybe(target.amount),
                description=target.description,
            )


def _flow(send: NewSend) -> object:
    if send.flow is None:
        return None
    if send.swap_rail is None:
        return send.flow.value
    return {"type": send.flow.value, "rail": send.swap_rail.value}


def _amount(amount: Money) -> Body:
    return {"currency": amount.currency, "amount": amount.units}


def _maybe(amount: Money | None) -> Body | None:
    return None if amount is None else _amount(amount)


def _given(**parts: object) -> Body:
    """The parts that are not None."""
    return {name: part for name, part in parts.items() if part is not None}
