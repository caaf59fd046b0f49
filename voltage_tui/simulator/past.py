"""What a wallet had at an earlier moment, by undoing its ledger row by row."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from voltage_tui.simulator.state.kinds import RowKind

if TYPE_CHECKING:
    from collections.abc import Iterable

    from voltage_tui.simulator.state.wallet import Wallet


class Had(NamedTuple):
    """A wallet's figures in base units of `currency`: signed, and its slice of the credit."""

    currency: str
    available: int
    limit: int

    @property
    def used(self) -> int:
        """The credit in use: how far `available` is below zero."""
        return max(0, -self.available)


def had_at(wallets: Iterable[Wallet], at: int) -> tuple[Had, ...]:
    """What each of these that is in use had at `at`, in microseconds since 1970.

    A wallet with a generated ledger is left out: its rows are not kept one by one.
    """
    return tuple(
        Had(wallet.line.currency.value, _available_at(wallet, at), wallet.limit)
        for wallet in wallets
        if wallet.active and wallet.bulk is None and wallet.created <= at
    )


def _available_at(wallet: Wallet, at: int) -> int:
    available = wallet.available
    held = {row.id: row.amount for row in wallet.rows if row.kind is RowKind.HELD}
    for row in reversed(wallet.rows):
        if row.at <= at:
            break
        match row.kind:
            case RowKind.CREDITED | RowKind.DEPOSITED:
                available -= row.amount
            case RowKind.WITHDRAWN | RowKind.HELD:
                available += row.amount
            case RowKind.RELEASED:
                available -= row.amount
            case RowKind.CAPTURED:
                available -= held[row.id] - row.amount
    return available
