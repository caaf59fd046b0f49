"""The part of a payment that depends on its kind (API schemas section 6, `SendData` and so on).

The ten shapes differ only in which of the same keys they have, so that one reads them all.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from voltage_tui.api.wire.base import Amount, Count, Payable, Tagged, Text, Wire
from voltage_tui.api.wire.quote import MarketQuoteWire, to_market_quote
from voltage_tui.api.wire.settlement import to_settlement
from voltage_tui.model.settlement import BankSettlement, Settlement
from voltage_tui.money import BTC, MSATS_PER_SAT, Money, cents

if TYPE_CHECKING:
    from voltage_tui.model.quote import MarketQuote


class BankTransferWire(Wire):
    """UsdPayment: a bare integer of cents."""

    amount: Count


class DataWire(Wire):
    """The `data` of any payment."""

    payment_request: Payable | None = None
    address: Payable | None = None
    amount: Amount | None = None
    max_fee: Amount | None = None
    fees: Amount | None = None
    amount_msats: Count | None = None
    amount_sats: Count | None = None
    btc_amount: Count | None = None
    memo: Text | None = None
    label: Text | None = None
    description: Text | None = None
    expiration: Count | None = None
    market_quote: MarketQuoteWire | None = None
    outflows: list[Tagged] | None = None
    receipts: list[Tagged] | None = None
    idempotency_key: Text | None = None
    payments: list[BankTransferWire] | None = None

    @property
    def note(self) -> str | None:
        """The memo, which has another name on each rail."""
        return self.memo or self.label or self.description or None

    @property
    def rail_units(self) -> int | None:
        """The bitcoin that moves, in msats, also on a USD payment; None when it is not said."""
        if self.amount_msats is not None:
            return self.amount_msats
        if self.amount_sats is not None:
            return self.amount_sats * MSATS_PER_SAT
        if self.btc_amount is not None:
            return self.btc_amount
        amount = self.amount
        return amount.units if amount is not None and amount.currency == BTC else None

    @property
    def display_amount(self) -> Money | None:
        """The amount in the wallet's currency; of a bank batch, the sum of its transfers."""
        if self.amount is None and self.payments is not None:
            return cents(sum(transfer.amount for transfer in self.payments))
        return self.amount

    @property
    def quoted(self) -> MarketQuote | None:
        """The rate the payment was made at."""
        return to_market_quote(self.market_quote) if self.market_quote else None

    @property
    def settlements(self) -> tuple[Settlement, ...]:
        """What a send paid out or a receive got, in order; a bank batch comes first."""
        parts = tuple(
            to_settlement(part) for part in (*(self.outflows or ()), *(self.receipts or ()))
        )
        if self.idempotency_key is None or self.payments is None:
            return parts
        return (BankSettlement(self.idempotency_key, len(self.payments)), *parts)
