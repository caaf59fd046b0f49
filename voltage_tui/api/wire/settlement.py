"""Receipts, outflows, exchanges and frozen funds on the wire (API schemas section 7)."""

from __future__ import annotations

from datetime import UTC, datetime

from voltage_tui.api.wire.base import Amount, Count, Flag, Id, Tagged, Text, Wire
from voltage_tui.api.wire.quote import AnyQuoteWire, to_any_quote
from voltage_tui.model.ids import PaymentId, QuoteId
from voltage_tui.model.open_enum import recognise
from voltage_tui.model.settlement import (
    BankSettlement,
    Exchange,
    Frozen,
    InternalSettlement,
    LightningSettlement,
    OnchainSettlement,
    SanctionedInfo,
    Settlement,
    SwapRail,
    SwapSettlement,
    SwapStep,
    UnrecognisedSettlement,
)
from voltage_tui.money import msats, sats


class SanctionedInputWire(Wire):
    """SanctionedInput."""

    address: Text


class SanctionedWire(Wire):
    """SanctionedTxInfo."""

    tx_id: Text
    sanctioned_inputs: list[SanctionedInputWire]
    sanctioned_value: Amount


class OnchainWire(Wire):
    """OnChainPaymentReceipt."""

    required_confirmations_num: Count
    tx_id: Text
    ledger_id: Id | None = None
    height_mined_at: Count | None = None
    amount_sats: Count
    sanctioned_info: SanctionedWire | None = None
    mined_at: Count | None = None
    is_pending: Flag | None = None


class LightningWire(Wire):
    """LightningPaymentReceipt."""

    preimage: Text
    payment_hash: Text
    ledger_id: Id | None = None


class InternalWire(Wire):
    """ShortCircuitPaymentReceipt."""

    amount_msats: Count
    offset_payment_id: Id
    ledger_id: Id | None = None


class SwapWire(Wire):
    """SwapPaymentReceipt."""

    step: Text
    rail: Text
    receipt: Tagged


class BankWire(Wire):
    """AchPaymentReceipt."""

    idempotency_key: Text
    transfers: list[object]


class ExchangeWire(Wire):
    """AmountExchange."""

    ledger_id: Id
    quote_id: Id | None = None
    quote: AnyQuoteWire | None = None
    from_amount: Amount
    to_amount: Amount


class FrozenOnchainWire(Wire):
    """OnChainPaymentFrozen."""

    tx_id: Text
    address: Text
    amount_sats: Count
    reason: Text | dict[Text, Text]


class FrozenCreditWire(Wire):
    """CreditReversalFrozen, and what a later kind must at least have."""

    amount: Amount
    reason: Text


def to_settlement(wire: Tagged) -> Settlement:
    """A settlement; the tags of bank batches differ from the others only in their case."""
    match wire.type.lower():
        case "onchain":
            return _onchain(OnchainWire.model_validate(wire.data))
        case "lightning":
            return _lightning(LightningWire.model_validate(wire.data))
        case "shortcircuit":
            return _internal(InternalWire.model_validate(wire.data))
        case "swap":
            return _swap(SwapWire.model_validate(wire.data))
        case "ach":
            bank = BankWire.model_validate(wire.data)
            return BankSettlement(bank.idempotency_key, len(bank.transfers))
        case _:
            return UnrecognisedSettlement(wire.type)


def to_exchange(wire: ExchangeWire) -> Exchange:
    """What was exchanged."""
    return Exchange(
        source=wire.from_amount,
        target=wire.to_amount,
        quote=to_any_quote(wire.quote) if wire.quote else None,
        quote_id=QuoteId(wire.quote_id) if wire.quote_id else None,
        ledger_id=wire.ledger_id,
    )


def to_frozen(wire: Tagged) -> Frozen:
    """Funds that are withheld."""
    if wire.type == "onchain":
        chain = FrozenOnchainWire.model_validate(wire.data)
        reason = chain.reason if isinstance(chain.reason, str) else _other(chain.reason)
        return Frozen(sats(chain.amount_sats), reason, chain.tx_id, chain.address)
    credit = FrozenCreditWire.model_validate(wire.data)
    return Frozen(credit.amount, credit.reason, None, None)


def _other(reason: dict[str, str]) -> str:
    return ", ".join(reason.values())


def _onchain(wire: OnchainWire) -> OnchainSettlement:
    info = wire.sanctioned_info
    return OnchainSettlement(
        tx_id=wire.tx_id,
        amount=sats(wire.amount_sats),
        required_confirmations=wire.required_confirmations_num,
        height_mined_at=wire.height_mined_at,
        mined_at=_block_time(wire.mined_at),
        pending=bool(wire.is_pending),
        sanctioned=_sanctioned(info) if info else None,
        ledger_id=wire.ledger_id,
    )


def _sanctioned(wire: SanctionedWire) -> SanctionedInfo:
    addresses = tuple(item.address for item in wire.sanctioned_inputs)
    return SanctionedInfo(wire.tx_id, wire.sanctioned_value, addresses)


def _lightning(wire: LightningWire) -> LightningSettlement:
    return LightningSettlement(wire.preimage, wire.payment_hash, wire.ledger_id)


def _internal(wire: InternalWire) -> InternalSettlement:
    return InternalSettlement(
        msats(wire.amount_msats), PaymentId(wire.offset_payment_id), wire.ledger_id
    )


def _swap(wire: SwapWire) -> SwapSettlement:
    leg: OnchainSettlement | LightningSettlement | UnrecognisedSettlement
    match wire.receipt.type.lower():
        case "onchain":
            leg = _onchain(OnchainWire.model_validate(wire.receipt.data))
        case "lightning":
            leg = _lightning(LightningWire.model_validate(wire.receipt.data))
        case _:
            leg = UnrecognisedSettlement(wire.receipt.type)
    return SwapSettlement(recognise(SwapStep, wire.step), recognise(SwapRail, wire.rail), leg)


def _block_time(seconds: int | None) -> datetime | None:
    """Unix seconds as a moment; None also for a number that is no moment."""
    if seconds is None:
        return None
    try:
        return datetime.fromtimestamp(seconds, UTC)
    except (ValueError, OverflowError, OSError):
        return None
