"""How a payment was settled, as our own JSON and back, exactly."""

from __future__ import annotations

from typing import TYPE_CHECKING

from voltage_tui.model.ids import PaymentId, QuoteId
from voltage_tui.model.quote import MarketQuote, PeerQuote
from voltage_tui.model.settlement import (
    BankSettlement,
    Exchange,
    Frozen,
    InternalSettlement,
    LightningSettlement,
    OnchainSettlement,
    SanctionedInfo,
    SwapRail,
    SwapSettlement,
    SwapStep,
    UnrecognisedSettlement,
)
from voltage_tui.money import Currency
from voltage_tui.store.mirror.json_fields import (
    Json,
    moment_json,
    money_json,
    rate_json,
    without_empty,
    word_json,
)

if TYPE_CHECKING:
    from voltage_tui.model.quote import AnyQuote
    from voltage_tui.model.settlement import Settlement
    from voltage_tui.store.mirror.json_fields import Fields, Object


def settlement_json(settlement: Settlement) -> Object:
    """A receipt or outflow; `is` says which sort."""
    match settlement:
        case OnchainSettlement():
            return _onchain_json(settlement)
        case LightningSettlement():
            fields: Object = {
                "is": "lightning",
                "preimage": settlement.preimage,
                "payment_hash": settlement.payment_hash,
                "ledger_id": settlement.ledger_id,
            }
        case InternalSettlement():
            fields = {
                "is": "internal",
                "amount": money_json(settlement.amount),
                "offset_payment_id": settlement.offset_payment_id,
                "ledger_id": settlement.ledger_id,
            }
        case SwapSettlement():
            fields = {
                "is": "swap",
                "step": word_json(settlement.step),
                "rail": word_json(settlement.rail),
                "leg": settlement_json(settlement.leg),
            }
        case BankSettlement():
            fields = {
                "is": "bank",
                "idempotency_key": settlement.idempotency_key,
                "transfers": settlement.transfers,
            }
        case UnrecognisedSettlement():
            fields = {"is": "unrecognised", "type": settlement.type}
    return without_empty(fields)


def settlement_of(fields: Fields) -> Settlement:
    """The receipt or outflow."""
    match fields.text("is"):
        case "internal":
            return InternalSettlement(
                amount=fields.money("amount"),
                offset_payment_id=PaymentId(fields.text("offset_payment_id")),
                ledger_id=fields.text_or_none("ledger_id"),
            )
        case "swap":
            return SwapSettlement(
                step=fields.word("step", SwapStep),
                rail=fields.word("rail", SwapRail),
                leg=_leg_of(fields.part("leg")),
            )
        case "bank":
            return BankSettlement(
                idempotency_key=fields.text("idempotency_key"),
                transfers=fields.integer("transfers"),
            )
        case _:
            return _leg_of(fields)


def _leg_of(fields: Fields) -> OnchainSettlement | LightningSettlement | UnrecognisedSettlement:
    match fields.text("is"):
        case "onchain":
            return _onchain_of(fields)
        case "lightning":
            return LightningSettlement(
                preimage=fields.text("preimage"),
                payment_hash=fields.text("payment_hash"),
                ledger_id=fields.text_or_none("ledger_id"),
            )
        case "unrecognised":
            return UnrecognisedSettlement(fields.text("type"))
        case _:
            raise ValueError("is")


def _onchain_json(settlement: OnchainSettlement) -> Object:
    sanctioned: Json = None
    if settlement.sanctioned is not None:
        sanctioned = {
            "tx_id": settlement.sanctioned.tx_id,
            "value": money_json(settlement.sanctioned.value),
            "addresses": list[Json](settlement.sanctioned.addresses),
        }
    return without_empty(
        {
            "is": "onchain",
            "tx_id": settlement.tx_id,
            "amount": money_json(settlement.amount),
            "required_confirmations": settlement.required_confirmations,
            "height_mined_at": settlement.height_mined_at,
            "mined_at": moment_json(settlement.mined_at),
            "pending": settlement.pending,
            "sanctioned": sanctioned,
            "ledger_id": settlement.ledger_id,
        }
    )


def _onchain_of(fields: Fields) -> OnchainSettlement:
    return OnchainSettlement(
        tx_id=fields.text("tx_id"),
        amount=fields.money("amount"),
        required_confirmations=fields.integer("required_confirmations"),
        height_mined_at=fields.integer_or_none("height_mined_at"),
        mined_at=fields.moment_or_none("mined_at"),
        pending=fields.flag("pending"),
        sanctioned=fields.part_or_none("sanctioned", _sanctioned_of),
        ledger_id=fields.text_or_none("ledger_id"),
    )


def _sanctioned_of(fields: Fields) -> SanctionedInfo:
    return SanctionedInfo(
        tx_id=fields.text("tx_id"),
        value=fields.money("value"),
        addresses=fields.texts("addresses"),
    )


def exchange_json(exchange: Exchange) -> Object:
    """What was exchanged for a dollar or asset payment."""
    return without_empty(
        {
            "source": money_json(exchange.source),
            "target": money_json(exchange.target),
            "quote": None if exchange.quote is None else quote_json(exchange.quote),
            "quote_id": exchange.quote_id,
            "ledger_id": exchange.ledger_id,
        }
    )


def exchange_of(fields: Fields) -> Exchange:
    """The exchange."""
    quote_id = fields.text_or_none("quote_id")
    return Exchange(
        source=fields.money("source"),
        target=fields.money("target"),
        quote=fields.part_or_none("quote", quote_of),
        quote_id=None if quote_id is None else QuoteId(quote_id),
        ledger_id=fields.text("ledger_id"),
    )


def frozen_json(frozen: Frozen) -> Object:
    """Funds that are withheld."""
    return without_empty(
        {
            "amount": money_json(frozen.amount),
            "reason": frozen.reason,
            "tx_id": frozen.tx_id,
            "address": frozen.address,
        }
    )


def frozen_of(fields: Fields) -> Frozen:
    """The funds."""
    return Frozen(
        amount=fields.money("amount"),
        reason=fields.text("reason"),
        tx_id=fields.text_or_none("tx_id"),
        address=fields.text_or_none("address"),
    )


def quote_json(quote: AnyQuote) -> Object:
    """A locked rate; only one of a peer has `peer`."""
    fields: Object = {
        "source": quote.source,
        "target": quote.target,
        "rate": rate_json(quote.rate),
    }
    if quote.expires_at is not None:
        fields["expires_at"] = moment_json(quote.expires_at)
    match quote:
        case MarketQuote():
            return fields | {"quoted_at": moment_json(quote.quoted_at)}
        case PeerQuote():
            return fields | {"peer": quote.peer}


def quote_of(fields: Fields) -> AnyQuote:
    """The locked rate."""
    if fields.has("peer"):
        return PeerQuote(
            source=Currency(fields.text("source")),
            target=Currency(fields.text("target")),
            rate=fields.rate("rate"),
            peer=fields.text("peer"),
            expires_at=fields.moment("expires_at"),
        )
    return market_quote_of(fields)


def market_quote_of(fields: Fields) -> MarketQuote:
    """The locked rate of the market."""
    return MarketQuote(
        source=Currency(fields.text("source")),
        target=Currency(fields.text("target")),
        rate=fields.rate("rate"),
        quoted_at=fields.moment("quoted_at"),
        expires_at=fields.moment_or_none("expires_at"),
    )
