"""Quotes for payments of USD lines (API reference, section 9)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from voltage_tui.simulator.amounts import Currency, cents_of, msats_of

if TYPE_CHECKING:
    from voltage_tui.simulator.json_types import JsonObject
    from voltage_tui.simulator.state.line import Line


@dataclass(slots=True, eq=False, repr=False)
class Quote:
    """A quote; `rate` is cents per bitcoin, set once it is priced."""

    id: str
    line: Line
    network: str
    currency: Currency
    units: int
    to: Currency
    precision: str
    requested: int
    visible_at: int
    rate: int | None = None
    priced_at: int | None = None
    expires_at: int | None = None
    consumed_at: int | None = None
    failed_at: int | None = None
    error: JsonObject | None = None
    wallet_id: str | None = None

    def cents(self, msats: int) -> int:
        """Millisatoshis in cents at the quoted rate; 0 while it has none."""
        return 0 if self.rate is None else cents_of(msats, self.rate)

    def msats(self, cents: int) -> int:
        """Cents in millisatoshis at the quoted rate and precision; 0 while it has none."""
        whole = self.to is not Currency.BTC or self.precision == "sats"
        return 0 if self.rate is None else msats_of(cents, self.rate, whole_sats=whole)

    def usable(self, at: int) -> bool:
        """Priced, not failed and not out of time (whether it was consumed is asked apart)."""
        return self.failed_at is None and self.expires_at is not None and at < self.expires_at
