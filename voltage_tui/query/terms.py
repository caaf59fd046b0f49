"""What a search says, as data: terms that all must hold, and an order."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING

from voltage_tui.query.folding import words_of

if TYPE_CHECKING:
    from voltage_tui.model.ledger import LedgerKind
    from voltage_tui.model.payment_words import Direction, PaymentKind
    from voltage_tui.money import Money
    from voltage_tui.query.periods import Period, Span


@dataclass(frozen=True, slots=True)
class Text:
    """Words that stand one after the other; the last may be only begun, unless `whole`."""

    text: str
    whole: bool = False

    @property
    def words(self) -> tuple[str, ...]:
        """The words to look for, folded; never none in a search that was read."""
        return words_of(self.text)


class AmountUnit(Enum):
    """A unit an amount can be searched in."""

    SATS = "sats"
    BTC = "btc"
    USD = "usd"
    MSAT = "msat"


@dataclass(frozen=True, slots=True)
class Quantity:
    """An amount, never below zero, and the unit it was typed in."""

    amount: Money
    unit: AmountUnit


class Relation(Enum):
    """How an amount is compared."""

    BELOW = "<"
    AT_MOST = "<="
    EXACTLY = "="
    AT_LEAST = ">="
    ABOVE = ">"


class When(Enum):
    """Where a moment lies beside a period.

    From its start on, up to its end, within it, before its start, after its end.
    """

    SINCE = "since"
    UNTIL = "until"
    IN = "in"
    BEFORE = "before"
    AFTER = "after"


@dataclass(frozen=True, slots=True)
class Words:
    """Words anywhere: in memo, reason, metadata, identifiers, notes, tags, the wallet's name.

    A number is also looked for among the amounts, as they are shown.
    """

    value: Text


@dataclass(frozen=True, slots=True)
class StatusIs:
    """One of these statuses, as the API says them; `PENDING` is every one that is no end."""

    values: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class DirectionIs:
    """Sent, or received."""

    value: Direction


@dataclass(frozen=True, slots=True)
class RailIs:
    """Payments of these rails; one this version does not know is its own word."""

    values: tuple[PaymentKind | str, ...]


@dataclass(frozen=True, slots=True)
class EventIs:
    """Ledger rows of these kinds; one this version does not know is its own word."""

    values: tuple[LedgerKind | str, ...]


@dataclass(frozen=True, slots=True)
class WalletIs:
    """Of a wallet whose name has one of these words, or whose identifier begins so."""

    values: tuple[Text, ...]


@dataclass(frozen=True, slots=True)
class IdHas:
    """An identifier, hash, transaction or address that begins or ends so."""

    part: str


@dataclass(frozen=True, slots=True)
class TagIs:
    """One of these tags; none named is any tag at all."""

    values: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class NoteHas:
    """A note with these words; None is any note at all."""

    value: Text | None


@dataclass(frozen=True, slots=True)
class MetadataHas:
    """An entry of the metadata with these words as its value; None is any value.

    `or_words` is how `key:value` is read when the key is none of the language's own: as an
    entry, or as those words anywhere.
    """

    key: str
    value: Text | None
    or_words: bool = False

    @property
    def anywhere(self) -> Text | None:
        """The words to look for anywhere; None when only the entry counts."""
        if not self.or_words or self.value is None:
            return None
        return Text(f"{self.key}:{self.value.text}", self.value.whole)


@dataclass(frozen=True, slots=True)
class AmountIs:
    """An amount in the quantity's own currency, whatever its sign; nothing is converted."""

    relation: Relation
    quantity: Quantity


@dataclass(frozen=True, slots=True)
class AmountBetween:
    """An amount from `low` to `high`, both included and of one currency."""

    low: Quantity
    high: Quantity


@dataclass(frozen=True, slots=True)
class TimeIs:
    """A moment beside a period of the person's calendar."""

    when: When
    period: Period


@dataclass(frozen=True, slots=True)
class Last:
    """A moment not longer ago than this."""

    span: Span


Term = (
    Words
    | StatusIs
    | DirectionIs
    | RailIs
    | EventIs
    | WalletIs
    | IdHas
    | TagIs
    | NoteHas
    | MetadataHas
    | AmountIs
    | AmountBetween
    | TimeIs
    | Last
)


@dataclass(frozen=True, slots=True)
class Clause:
    """A term, or with `negated` everything it does not hold for."""

    term: Term
    negated: bool = False


class SortBy(Enum):
    """What a list is ordered by; what is equal stands newest first."""

    TIME = "time"
    AMOUNT = "amount"
    STATUS = "status"
    WALLET = "wallet"


@dataclass(frozen=True, slots=True)
class Sort:
    """An order: amounts by currency, then size; a text by its letters."""

    by: SortBy
    descending: bool = False


NEWEST_FIRST = Sort(SortBy.TIME, descending=True)
PENDING = "pending"
"""The word for every status that is no end, one this version does not know too (S-14)."""


@dataclass(frozen=True, slots=True)
class Query:
    """A search: every clause must hold; without any, everything is found.

    `sort` is None where none was asked for, which is newest first.
    """

    clauses: tuple[Clause, ...] = ()
    sort: Sort | None = None

    @property
    def order(self) -> Sort:
        """The order to show in."""
        return self.sort or NEWEST_FIRST
