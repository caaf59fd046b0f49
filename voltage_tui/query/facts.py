"""What can be searched of one row: a payment, or a ledger row with what is known of its payment."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from voltage_tui.model.settlement import LightningSettlement, OnchainSettlement, SwapSettlement
from voltage_tui.money import BTC, Money
from voltage_tui.query.vocabulary import RAIL_WORDS

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import datetime

    from voltage_tui.model.ledger import LedgerEntry
    from voltage_tui.model.payment import Direction, Payment
    from voltage_tui.model.settlement import Settlement


@dataclass(frozen=True, slots=True)
class Kept:
    """What the person wrote beside a payment."""

    notes: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """One row as the matcher sees it.

    `row_id` tells it from every other. `time` is the creation of a payment and the effective time
    of a ledger row (S-68), aware. `amounts` are of the row, in each currency it has; their signs
    count for nothing. `status`, `rail` and `event` are the API's own words, `pending` says that
    the status is no end (S-14); all are None (or False) where the row has none. `ids` are every
    identifier, hash, address and request; `texts` what people wrote and errors say.
    """

    row_id: str
    time: datetime
    wallet_id: str
    wallet_name: str = ""
    amounts: tuple[Money, ...] = ()
    status: str | None = None
    pending: bool = False
    direction: Direction | None = None
    rail: str | None = None
    event: str | None = None
    ids: tuple[str, ...] = ()
    texts: tuple[str, ...] = ()
    metadata: Mapping[str, str] = field(default_factory=dict)
    tags: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()

    @property
    def searched(self) -> tuple[str, ...]:
        """Every text that bare words look through."""
        direction = self.direction.value if self.direction else None
        words = (self.status, direction, self.rail, rail_word(self.rail), self.event)
        return (
            *self.texts,
            *(f"{key}={value}" for key, value in self.metadata.items()),
            *self.ids,
            *self.notes,
            *self.tags,
            *(word for word in (*words, self.wallet_id, self.wallet_name) if word),
        )


def payment_facts(payment: Payment, wallet_name: str, kept: Kept | None = None) -> Facts:
    """What is searched of a payment; never its proof of payment (S-58)."""
    kept = kept or Kept()
    return Facts(
        row_id=payment.id,
        time=payment.created_at,
        wallet_id=payment.wallet_id,
        wallet_name=wallet_name,
        amounts=_amounts(payment),
        status=payment.status.value,
        pending=not payment.is_terminal,
        direction=payment.direction,
        rail=payment.kind.value,
        ids=payment_ids(payment),
        texts=payment_texts(payment),
        metadata=payment.metadata,
        tags=kept.tags,
        notes=kept.notes,
    )


def entry_facts(
    entry: LedgerEntry, wallet_name: str, payment: Payment | None, kept: Kept | None = None
) -> Facts:
    """What is searched of a ledger row: its own kind, time and amount, and its payment's words."""
    kept = kept or Kept()
    return Facts(
        row_id="/".join(entry.key),
        time=entry.effective_time,
        wallet_id=entry.wallet_id,
        wallet_name=wallet_name,
        amounts=() if entry.amount is None else (entry.amount,),
        status=payment.status.value if payment else None,
        pending=payment is not None and not payment.is_terminal,
        direction=payment.direction if payment else None,
        rail=payment.kind.value if payment else None,
        event=entry.kind.value,
        ids=_distinct(
            (entry.entry_id, entry.payment_id, *(payment_ids(payment) if payment else ()))
        ),
        texts=payment_texts(payment) if payment else (),
        metadata=payment.metadata if payment else {},
        tags=kept.tags,
        notes=kept.notes,
    )


def payment_ids(payment: Payment) -> tuple[str, ...]:
    """Every identifier of a payment: its own, hashes, transactions, address and request."""
    return _distinct(
        (
            payment.id,
            payment.payment_request,
            payment.address,
            payment.bip21_uri,
            *(hash_of(settlement) for settlement in payment.settlements),
        )
    )


def payment_texts(payment: Payment) -> tuple[str, ...]:
    """What was written of a payment, and why it failed in the API's words."""
    error = payment.error
    if error is None:
        return _distinct((payment.memo,))
    code = error.code.value if error.code else None
    return _distinct((payment.memo, error.type.value, code, error.detail))


def hash_of(settlement: Settlement) -> str | None:
    """The payment hash or transaction of a settlement, if it has one."""
    match settlement:
        case LightningSettlement():
            return settlement.payment_hash
        case OnchainSettlement():
            return settlement.tx_id
        case SwapSettlement():
            return hash_of(settlement.leg)
        case _:
            return None


def rail_word(rail: str | None) -> str | None:
    """The rail as a treasurer says it, from the API's word for it."""
    return next((word for kind, word in RAIL_WORDS.items() if kind.value == rail), None)


def _amounts(payment: Payment) -> tuple[Money, ...]:
    rail = None if payment.rail_units is None else Money(BTC, payment.rail_units)
    amounts = (payment.amount, payment.requested, rail)
    return tuple(dict.fromkeys(amount for amount in amounts if amount is not None))


def _distinct(texts: Iterable[str | None]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(text for text in texts if text))
