"""What limits look at of a payment: an order, or an amount that is only tried."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from voltage_tui.model.ids import WalletId
    from voltage_tui.money import Currency, Money


class Outgoing(Protocol):
    """An amount out of a wallet, to whomever: `amount` and `max_fee` in bitcoin (msats).

    `currency` is the wallet's.
    """

    @property
    def wallet_id(self) -> WalletId:
        """The wallet that would pay."""

    @property
    def amount(self) -> Money:
        """The principal."""

    @property
    def max_fee(self) -> Money:
        """The ceiling of the network's fees."""

    @property
    def currency(self) -> Currency:
        """The currency of the wallet."""
