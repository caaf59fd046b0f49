"""One payment of the older history, made when somebody asks for it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from voltage_tui.simulator.amounts import MSATS_PER_SAT, Currency, msats_of
from voltage_tui.simulator.moments import MINUTE, SECOND
from voltage_tui.simulator.state.ids import uuid_of
from voltage_tui.simulator.state.kinds import NETWORK, Kind, ReceiveStatus, SendStatus
from voltage_tui.simulator.state.payment import (
    Credit,
    Happening,
    InvoiceTerms,
    Receive,
    Send,
    Settled,
)
from voltage_tui.simulator.state.quote import Quote

if TYPE_CHECKING:
    from voltage_tui.simulator.state.bulk import Bulk
    from voltage_tui.simulator.state.payment import Payment

_RATE: Final = 5_800_000
_QUOTE_S: Final = 300
_EXPIRY_S: Final = 3_600


def make(bulk: Bulk, j: int) -> Payment:
    """Payment `j`: completed, over Lightning, without a processing fee."""
    return _send(bulk, j) if bulk.is_send(j) else _receive(bulk, j)


def _receive(bulk: Bulk, j: int) -> Receive:
    units, quote, at = bulk.amount(j), _quote(bulk, j, Currency.USD), bulk.created(j)
    msats = units if quote is None else msats_of(units, _RATE)
    seconds = _EXPIRY_S if quote is None else _QUOTE_S
    ledger_id, settled = bulk.ledger_id(j), bulk.settled(j)
    order = 1_000_000 + j
    return Receive(
        id=bulk.payment_id(j),
        wallet=bulk.wallet_of(j),
        kind=Kind.BOLT11,
        created=at,
        updated=settled,
        seq=j - bulk.domain,
        principal=units,
        principal_msats=msats,
        description=f"Order {order}",
        quote=quote,
        status=ReceiveStatus.COMPLETED,
        ready_at=at,
        expires_at=at + seconds * SECOND,
        received_msats=msats,
        invoice=InvoiceTerms(msats, f"Order {order}", at, seconds, "meridian"),
        receipts=[Settled(ledger_id)],
        credits=[Credit(ledger_id, units, msats)],
        history=[
            Happening("ReceiveRequested", None, at),
            Happening("RequestGenerated", None, at),
            Happening("Credited", None, settled),
            Happening("ReceiveCompleted", None, settled),
        ],
    )


def _send(bulk: Bulk, j: int) -> Send:
    fee, quote, at = bulk.network_fee(j), _quote(bulk, j, Currency.BTC), bulk.created(j)
    principal = bulk.sent_total(j) - fee
    msats = principal if quote is None else msats_of(principal, _RATE)
    fee_msats = fee if quote is None else msats_of(fee, _RATE)
    max_msats = bulk.max_fee(j) if quote is None else msats_of(bulk.max_fee(j), _RATE)
    settled = bulk.settled(j)
    return Send(
        id=bulk.payment_id(j),
        wallet=bulk.wallet_of(j),
        kind=Kind.BOLT11,
        created=at,
        updated=settled,
        seq=j - bulk.domain,
        principal=principal,
        principal_msats=msats // MSATS_PER_SAT * MSATS_PER_SAT if quote is not None else msats,
        description="Supplier payout",
        quote=quote,
        status=SendStatus.COMPLETED,
        max_fee_msats=max_msats,
        network_msats=fee_msats,
        network_fee=fee,
        hold_id=bulk.ledger_id(j),
        invoice=InvoiceTerms(msats, "Supplier payout", at - MINUTE, _EXPIRY_S, "supplier"),
        receipts=[Settled(bulk.ledger_id(j))],
        history=[
            Happening("SendRequested", None, at),
            Happening("Approved", None, at),
            Happening("Held", None, at),
            Happening("Captured", None, settled),
            Happening("SendCompleted", None, settled),
        ],
    )


def _quote(bulk: Bulk, j: int, currency: Currency) -> Quote | None:
    wallet = bulk.wallet_of(j)
    if wallet.line.currency is Currency.BTC:
        return None
    at = bulk.created(j)
    to = Currency.USD if currency is Currency.BTC else Currency.BTC
    return Quote(
        id=uuid_of(j * 0x9E3779B97F4A7C15F39CC0605CEDC835 + 5 & (1 << 128) - 1),
        line=wallet.line,
        network=NETWORK,
        currency=currency,
        units=0,
        to=to,
        precision="sats" if to is Currency.BTC else "cents",
        requested=at,
        visible_at=at,
        rate=_RATE,
        priced_at=at,
        expires_at=at + _QUOTE_S * SECOND,
        consumed_at=at,
        wallet_id=wallet.id,
    )
