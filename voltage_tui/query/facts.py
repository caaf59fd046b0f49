"""What can be searched of one row: a payment, or a ledger row with what is known of its payment."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Final

from voltage_tui.model.ledger import LedgerKind
from voltage_tui.model.settlement import (
    InternalSettlement,
    LightningSettlement,
    OnchainSettlement,
    SwapSettlement,
)
from voltage_tui.money import Money
from voltage_tui.query.vocabulary import RAIL_WORDS

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import datetime

    from voltage_tui.model.ledger import LedgerEntry
    from voltage_tui.model.payment import Direction, Payment
    from voltage_tui.model.settlement import Settlement

_EVENTS: Final = frozenset(kind.value for kind in LedgerKind)


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
    identifier, hash, transaction and address of the payment, `own_ids` those a ledger row has
    beside it; `texts` are what people wrote, errors say and a payer was given. `tie` orders rows
    of one moment, where there is such an order.
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
    own_ids: tuple[str, ...] = ()
    texts: tuple[str, ...] = ()
    metadata: Mapping[str, str] = field(default_factory=dict)
    tags: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    tie: int = 0

    @property
    def searched(self) -> tuple[str, ...]:
        """Every text that bare words look through; of a ledger row's kind the known words."""
        event = self.event if self.event in _EVENTS else None
        own = (event, self.wallet_id, self.wallet_name)
        return (*self.of_payment, *self.notes, *self.tags, *(text for text in own if text))

    @property
    def of_payment(self) -> tuple[str, ...]:
        """Those that the API says of the payment."""
        direction = self.direction.value if self.direction else None
        words = (self.status, direction, self.rail, rail_word(self.rail))
        return (
            *self.texts,
            *(f"{key}={value}" for key, value in self.metadata.items()),
            *self.ids,
            *(word for word in words if word),
        )


def payment_facts(
    payment: Payment, wallet_name: str, kept: Kept | None = None, tie: int = 0
) -> Facts:
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
        tie=tie,
    )


def entry_facts(
    entry: LedgerEntry,
    wallet_name: str,
    payment: Payment | None,
    kept: Kept | None = None,
    tie: int = 0,
) -> Facts:
    """What is searched of a ledger row: its own kind, time and amount, and its payment's words.

    Without its payment a row has no note and no tag either: it is found by them once it is known.
    """
    own = Facts(
        row_id="/".join(entry.key),
        time=entry.effective_time,
        wallet_id=entry.wallet_id,
        wallet_name=wallet_name,
        amounts=() if entry.amount is None else (entry.amount,),
        event=entry.kind.value,
        own_ids=_distinct((entry.entry_id, entry.payment_id)),
        tie=tie,
    )
    if payment is None:
        return own
    known = payment_facts(payment, wallet_name, kept)
    return replace(
        known,
        row_id=own.row_id,
        time=own.time,
        wallet_id=own.wallet_id,
        amounts=own.amounts,
        event=own.event,
        own_ids=own.own_ids,
        tie=tie,
    )


def payment_ids(payment: Payment) -> tuple[str, ...]:
    """Every identifier of a payment: its own, hashes, transactions, entries, quotes, address."""
    return _distinct(
        (
            payment.id,
            payment.address,
            *(name for settlement in payment.settlements for name in _settlement_ids(settlement)),
            *(name for x in payment.exchanges for name in (x.quote_id, x.ledger_id)),
            *(frozen.tx_id for frozen in payment.frozen),
        )
    )


def payment_texts(payment: Payment) -> tuple[str, ...]:
    """What was written of a payment or given to its payer, and why it failed in the API's words."""
    given = (payment.memo, payment.payment_request, payment.bip21_uri)
    error = payment.error
    if error is None:
        return _distinct(given)
    code = error.code.value if error.code else None
    return _distinct((*given, error.type.value, code, error.detail))


def _settlement_ids(settlement: Settlement) -> tuple[str | None, ...]:
    """The payment hash or transaction of a settlement, and its entry; never the preimage."""
    match settlement:
        case LightningSettlement():
            return (settlement.payment_hash, settlement.ledger_id)
        case OnchainSettlement():
            return (settlement.tx_id, settlement.ledger_id)
        case InternalSettlement():
            return (settlement.offset_payment_id, settlement.ledger_id)
        case SwapSettlement():
            return _settlement_ids(settlement.leg)
        case _:
            return ()


def rail_word(rail: str | None) -> str | None:
    """The rail as a treasurer says it, from the API's word for it."""
    return next((word for kind, word in RAIL_WORDS.items() if kind.value == rail), None)


def _amounts(payment: Payment) -> tuple[Money, ...]:
    amounts = (payment.amount, payment.requested, payment.bitcoin)
    return tuple(dict.fromkeys(amount for amount in amounts if amount is not None))


def _distinct(texts: Iterable[str | None]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(text for text in texts if text))
