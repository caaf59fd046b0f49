"""The hash and the transaction by which an entry of a payment can be found elsewhere.

A preimage is proof of payment to whoever has it: none is exported.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from voltage_tui.model.settlement import (
    LightningSettlement,
    OnchainSettlement,
    SwapSettlement,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    from voltage_tui.model.payment import Payment


def payment_hash_of(payment: Payment, entry_id: str) -> str:
    """The Lightning payment hash of an entry, whole; empty where there is none."""
    return _of_entry(_hashes(payment), entry_id)


def txid_of(payment: Payment, entry_id: str) -> str:
    """The on-chain transaction of an entry, whole; empty where there is none."""
    return _of_entry(_transactions(payment), entry_id)


def _hashes(payment: Payment) -> Iterator[tuple[str | None, str]]:
    for leg in _legs(payment):
        if isinstance(leg, LightningSettlement):
            yield leg.ledger_id, leg.payment_hash


def _transactions(payment: Payment) -> Iterator[tuple[str | None, str]]:
    for leg in _legs(payment):
        if isinstance(leg, OnchainSettlement):
            yield leg.ledger_id, leg.tx_id


def _legs(payment: Payment) -> Iterator[object]:
    for settlement in payment.settlements:
        yield settlement.leg if isinstance(settlement, SwapSettlement) else settlement


def _of_entry(found: Iterator[tuple[str | None, str]], entry_id: str) -> str:
    """The one that names the entry; else the only one that names none. Never a guess of two."""
    known = list(found)
    for ledger_id, text in known:
        if ledger_id == entry_id:
            return text
    unnamed = {text for ledger_id, text in known if ledger_id is None}
    return unnamed.pop() if len(unnamed) == 1 else ""
