"""The canonical row: what every format is made from."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC
from typing import TYPE_CHECKING, Final

from voltage_tui.exports.cells import guarded
from voltage_tui.exports.settled import payment_hash_of, txid_of
from voltage_tui.exports.values import currency_name, decimal_of, rate_text, value_of
from voltage_tui.model.payment_words import Direction
from voltage_tui.text import clean

if TYPE_CHECKING:
    from datetime import datetime

    from voltage_tui.exports.context import ExportContext
    from voltage_tui.model.movement import Movement
    from voltage_tui.model.payment import Payment
    from voltage_tui.money import Money

COLUMNS: Final = (
    *("row_id", "effective_time_utc", "local_time", "tz", "organization_id", "environment"),
    *("network", "wallet_id", "wallet_name", "line_of_credit_id", "event_type", "kind"),
    *("direction", "status", "category", "currency", "amount", "amount_base_units", "held"),
    *("held_base_units", "running_balance", "fiat_currency", "fiat_value", "rate", "rate_source"),
    *("rate_time_utc", "payment_id", "quote_id", "payment_hash", "txid", "destination"),
    *("description", "counterparty", "reference", "cost_center", "tags", "note", "cleared"),
    *("created_at_utc", "updated_at_utc"),
)
NUMBERS: Final = frozenset(
    {
        *("amount", "amount_base_units", "held", "held_base_units"),
        *("running_balance", "fiat_value", "rate"),
    }
)
"""The columns of numbers; every other one is text."""
TAG_MARK: Final = ";"
"""What stands between tags in one cell."""


@dataclass(frozen=True, slots=True)
class Row:
    """One movement as all formats have it: `cells` are the texts of `COLUMNS`, unguarded.

    `value` is in dollars, None where it is not known.
    """

    movement: Movement
    value: Money | None
    cells: tuple[str, ...]
    _guarded: list[str] = field(default_factory=list, init=False, repr=False, compare=False)

    @property
    def guarded(self) -> list[str]:
        """The cells as a spreadsheet may have them (S-63): made once, for every file with them."""
        if not self._guarded:
            self._guarded.extend(self.cells)
            for place in _TEXTS:
                if self.cells[place]:
                    self._guarded[place] = guarded(self.cells[place])
        return self._guarded

    def __getitem__(self, column: str) -> str:
        return self.cells[_PLACE[column]]


_TEXTS: Final = tuple(place for place, column in enumerate(COLUMNS) if column not in NUMBERS)
_PLACE: Final = {column: place for place, column in enumerate(COLUMNS)}


def utc_text(moment: datetime) -> str:
    """A moment as ISO 8601 in UTC, always with six places of a second."""
    text = moment.astimezone(UTC).isoformat(timespec="microseconds")
    return text.removesuffix("+00:00") + "Z"


def row_of(movement: Movement, context: ExportContext) -> Row:
    """The canonical row of a movement."""
    value = value_of(movement)
    cells = {
        **_what(movement),
        **_where(movement, context),
        **_how_much(movement, value),
        **_payment(movement),
        **_words(movement, context),
    }
    return Row(movement, value, tuple(map(cells.__getitem__, COLUMNS)))


def _what(movement: Movement) -> dict[str, str]:
    payment, direction = movement.payment, movement.direction
    category = payment.category if payment is not None else None
    return {
        "row_id": movement.row_id,
        "event_type": movement.event.value,
        "kind": movement.kind.value,
        "direction": direction.value if direction is not None else "",
        "status": payment.status.value if payment is not None else "",
        "category": category.value if category is not None else "",
        "cleared": "true" if movement.known.cleared else "false",
    }


def _where(movement: Movement, context: ExportContext) -> dict[str, str]:
    zone, wallet = context.period.zone, movement.wallet
    local = movement.effective_time.astimezone(zone)
    return {
        "effective_time_utc": utc_text(movement.effective_time),
        "local_time": local.isoformat(timespec="microseconds"),
        "tz": str(zone),
        "organization_id": context.organization_id,
        "environment": ("DEMO " if context.demo else "") + context.environment,
        "network": wallet.network.value,
        "wallet_id": wallet.id,
        "wallet_name": clean(wallet.name),
        "line_of_credit_id": wallet.line_id or "",
    }


def _how_much(movement: Movement, value: Money | None) -> dict[str, str]:
    amount, held, known = movement.amount, movement.held, movement.rate
    balance = movement.balance
    return {
        "currency": currency_name(movement.currency),
        "amount": "" if amount is None else decimal_of(amount),
        "amount_base_units": "" if amount is None else str(amount.units),
        "held": "" if held is None else decimal_of(held),
        "held_base_units": "" if held is None else str(held.units),
        "running_balance": "" if balance is None else decimal_of(balance),
        "fiat_currency": "" if value is None else currency_name(value.currency),
        "fiat_value": "" if value is None else decimal_of(value),
        "rate": "" if known is None else rate_text(known.rate),
        "rate_source": "" if known is None else known.source.value,
        "rate_time_utc": "" if known is None else utc_text(known.at),
    }


def _payment(movement: Movement) -> dict[str, str]:
    payment = movement.payment
    if payment is None:
        return {
            **dict.fromkeys(_OF_PAYMENT, ""),
            "payment_id": movement.entry.payment_id or "",
        }
    entry_id = movement.entry.entry_id
    quotes = (exchange.quote_id for exchange in payment.exchanges if exchange.quote_id)
    return {
        "payment_id": payment.id,
        "quote_id": next(quotes, ""),
        "payment_hash": payment_hash_of(payment, entry_id),
        "txid": txid_of(payment, entry_id),
        "destination": _destination(payment),
        "description": clean(payment.memo or ""),
        "created_at_utc": utc_text(payment.created_at),
        "updated_at_utc": utc_text(payment.updated_at),
    }


_OF_PAYMENT: Final = (
    *("payment_id", "quote_id", "payment_hash", "txid", "destination", "description"),
    *("created_at_utc", "updated_at_utc"),
)


def _destination(payment: Payment) -> str:
    """What was paid; a receive's is our own invoice or address."""
    if payment.direction is Direction.SEND:
        return payment.payment_request or payment.address or ""
    return payment.payable or ""


def _words(movement: Movement, context: ExportContext) -> dict[str, str]:
    known = movement.known
    metadata = known.payment.metadata if known.payment is not None else {}
    words = {
        column: next((metadata[key] for key in keys if metadata.get(key)), "")
        for column, keys in context.metadata_columns.items()
    }
    words["counterparty"] = known.counterparty or words["counterparty"]
    words["tags"] = TAG_MARK.join(known.tags)
    words["note"] = known.note or ""
    # One line of visible characters each, whoever wrote them: a break would end a journal's line.
    return {column: clean(text) for column, text in words.items()}
