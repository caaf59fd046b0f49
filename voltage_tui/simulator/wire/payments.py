"""Payments on the wire, with nulls and omissions as in section 8 of the reference."""

from __future__ import annotations

from typing import TYPE_CHECKING

from voltage_tui.simulator import codec
from voltage_tui.simulator.amounts import MSATS_PER_SAT, Currency, amount_json, sats_up
from voltage_tui.simulator.moments import stamp
from voltage_tui.simulator.state.kinds import Direction, Kind, SendStatus
from voltage_tui.simulator.state.payment import Receive, Send
from voltage_tui.simulator.wire.quotes import market_quote_json, wrapped_quote_json
from voltage_tui.simulator.wire.receipts import frozen_json, receipt_json

if TYPE_CHECKING:
    from voltage_tui.simulator.json_types import JsonObject, JsonValue
    from voltage_tui.simulator.state.payment import Payment
    from voltage_tui.simulator.state.state import State


def payment_json(state: State, payment: Payment) -> JsonObject:
    """A Payment: a SendPayment or a ReceivePayment."""
    if isinstance(payment, Send):
        return _send(state, payment)
    if isinstance(payment, Receive):
        return _receive(state, payment)
    raise TypeError(type(payment).__name__)


def _common(state: State, payment: Payment, direction: Direction) -> JsonObject:
    return {
        "direction": direction.value,
        "payment_category": payment.category.value,
        "id": payment.id,
        "wallet_id": payment.wallet.id,
        "organization_id": state.identity.organization_id,
        "environment_id": state.identity.environment_id,
        "created_at": stamp(payment.created),
        "updated_at": stamp(payment.updated),
        "currency": payment.currency.value,
        "type": payment.kind.value,
    }


def _send(state: State, payment: Send) -> JsonObject:
    wire = _common(state, payment, Direction.SEND)
    wire["data"] = _send_data(state, payment)
    wire["status"] = payment.status.value
    wire["error"] = payment.error
    wire["route"] = "direct"
    if payment.metadata is not None:
        wire["metadata"] = payment.metadata
    wire["exchanges"] = _send_exchanges(payment)
    if payment.fee is not None:
        wire["processing_fee"] = _fee_terms(payment)
        if payment.status is SendStatus.COMPLETED:
            wire["payment_breakdown"] = _breakdown(
                payment.currency, payment.principal, payment.network_fee or 0, payment.fee.amount
            )
    if payment.check_only is not None:
        wire["check_only"] = payment.check_only
    return wire


def _send_data(state: State, payment: Send) -> JsonObject:
    currency = payment.currency
    data: JsonObject = {}
    if payment.kind is not Kind.ONCHAIN:
        data["payment_request"] = codec.invoice(state, payment)
    if payment.kind is not Kind.BOLT11:
        data["address"] = codec.address(state, payment)
    data["amount"] = amount_json(currency, payment.principal)
    data["max_fee"] = amount_json(currency, _shown(payment, payment.max_fee_msats))
    charged = _charged(payment)
    data["fees"] = None if charged is None else amount_json(currency, charged)
    rail = None if charged is None else _charged_msats(payment)
    if payment.kind is Kind.ONCHAIN:
        data["amount_sats"] = payment.principal_msats // MSATS_PER_SAT
        data["max_fee_sats"] = payment.max_fee_msats // MSATS_PER_SAT
        data["fee_sats"] = None if rail is None else sats_up(rail)
    else:
        data["amount_msats"] = payment.principal_msats
        data["max_fee_msats"] = payment.max_fee_msats
        data["fee_msats"] = rail
    data[_note_name(payment.kind)] = payment.description
    data["market_quote"] = market_quote_json(payment.quote)
    data["outflows"] = [receipt_json(state, payment, receipt) for receipt in payment.receipts]
    return data


def _charged(payment: Send) -> int | None:
    """Network and processing fee charged, in the wallet's currency; None until it settled."""
    if payment.network_fee is None:
        return None
    return payment.network_fee + (payment.fee.amount if payment.fee is not None else 0)


def _charged_msats(payment: Send) -> int:
    fee = payment.fee.msats if payment.fee is not None else 0
    return (payment.network_msats or 0) + fee


def _shown(payment: Payment, msats: int) -> int:
    """A rail value in the wallet's currency."""
    if payment.currency is Currency.BTC or payment.quote is None:
        return msats if payment.currency is Currency.BTC else 0
    return payment.quote.cents(msats)


def _send_exchanges(payment: Send) -> list[JsonValue]:
    if payment.quote is None or payment.hold_id is None or payment.network_fee is None:
        return []
    paid = payment.principal_msats + (payment.network_msats or 0)
    return [
        {
            "ledger_id": payment.hold_id,
            "quote_id": payment.quote.id,
            "quote": wrapped_quote_json(payment.quote),
            "from_amount": amount_json(payment.currency, payment.principal + payment.network_fee),
            "to_amount": amount_json(Currency.BTC, paid),
        }
    ]


def _receive(state: State, payment: Receive) -> JsonObject:
    wire = _common(state, payment, Direction.RECEIVE)
    wire["data"] = _receive_data(state, payment)
    wire["status"] = payment.status.value
    wire["error"] = payment.error
    if payment.metadata is not None:
        wire["metadata"] = payment.metadata
    if not payment.any_amount:
        wire["requested_amount"] = amount_json(Currency.BTC, payment.principal_msats)
    wire["frozen"] = [frozen_json(frozen) for frozen in payment.frozen]
    wire["exchanges"] = _receive_exchanges(payment)
    if payment.fee is not None:
        wire["processing_fee"] = _fee_terms(payment)
        if payment.credits:
            credited = sum(credit.units for credit in payment.credits)
            wire["payment_breakdown"] = _breakdown(
                payment.currency, credited, 0, _settled_fee(payment)
            )
    uri = codec.payment_uri(state, payment)
    if uri is not None:
        wire["bip21_uri"] = uri
    return wire


def _receive_data(state: State, payment: Receive) -> JsonObject:
    rail, units = payment.principal_msats, payment.principal
    if payment.any_amount:
        rail = units = payment.received_msats
    data: JsonObject = {}
    if payment.kind is not Kind.ONCHAIN:
        data["payment_request"] = codec.invoice(state, payment)
    if payment.kind is not Kind.BOLT11:
        data["address"] = codec.address(state, payment)
    data["amount"] = amount_json(payment.currency, units)
    if payment.fee is not None:
        data["fees"] = amount_json(payment.currency, _settled_fee(payment))
    if payment.kind is Kind.ONCHAIN:
        data["amount_sats"] = rail // MSATS_PER_SAT
    else:
        data["amount_msats"] = rail
    data[_note_name(payment.kind)] = payment.description
    data["expiration"] = payment.expiration
    data["market_quote"] = market_quote_json(payment.quote)
    data["receipts"] = [receipt_json(state, payment, receipt) for receipt in payment.receipts]
    return data


def _settled_fee(payment: Receive) -> int:
    """The payer's fee: what it came to once something was paid, until then the frozen one."""
    if payment.settled_fee is not None:
        return payment.settled_fee
    return payment.fee.amount if payment.fee is not None else 0


def _receive_exchanges(payment: Receive) -> list[JsonValue]:
    if payment.quote is None:
        return []
    return [
        {
            "ledger_id": credit.ledger_id,
            "quote_id": payment.quote.id,
            "quote": wrapped_quote_json(payment.quote),
            "from_amount": amount_json(Currency.BTC, credit.principal_msats),
            "to_amount": amount_json(payment.currency, credit.units),
        }
        for credit in payment.credits
    ]


def _fee_terms(payment: Payment) -> JsonObject | None:
    if payment.fee is None:
        return None
    return {
        "basis_points": payment.fee.basis_points,
        "amount": amount_json(payment.currency, payment.fee.amount),
    }


def _breakdown(currency: Currency, principal: int, network: int, processing: int) -> JsonObject:
    return {
        "principal": amount_json(currency, principal),
        "network_fee": amount_json(currency, network),
        "processing_fee": amount_json(currency, processing),
    }


def _note_name(kind: Kind) -> str:
    """Under which name the description comes back (section 8)."""
    match kind:
        case Kind.BOLT11:
            return "memo"
        case Kind.ONCHAIN:
            return "label"
        case Kind.BIP21:
            return "description"
