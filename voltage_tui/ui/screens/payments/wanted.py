"""The choices of the filter dialog, read from a search and written back into it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from enum import Enum

from voltage_tui.model.ids import WalletId
from voltage_tui.model.payment import Direction, PaymentKind
from voltage_tui.query import Query, QueryError
from voltage_tui.query.canonical import term_text
from voltage_tui.query.match import of_wallet
from voltage_tui.query.parser import placed_terms
from voltage_tui.query.periods import Span, SpanUnit
from voltage_tui.query.terms import (
    PENDING,
    Clause,
    DirectionIs,
    Last,
    RailIs,
    Sort,
    StatusIs,
    Term,
    Text,
    WalletIs,
)


class Standing(Enum):
    """Where a payment stands: all, the pending ones together, or one status."""

    ALL = "all"
    PENDING = PENDING
    COMPLETED = "completed"
    FAILED = "failed"
    EXPIRED = "expired"
    GENERATING = "generating"
    RECEIVING = "receiving"
    SENDING = "sending"
    APPROVED = "approved"


class Since(Enum):
    """How far back."""

    EVER = "ever"
    DAY = "24 h"
    WEEK = "7 d"
    MONTH = "30 d"


_SPANS = {
    Since.DAY: Span(24, SpanUnit.HOURS),
    Since.WEEK: Span(7, SpanUnit.DAYS),
    Since.MONTH: Span(30, SpanUnit.DAYS),
}


@dataclass(frozen=True, slots=True)
class Wanted:
    """The choices; None is any."""

    standing: Standing = Standing.ALL
    direction: Direction | None = None
    kind: PaymentKind | None = None
    wallet_id: WalletId | None = None
    since: Since = Since.EVER


def wanted_in(query: Query, names: Mapping[WalletId, str]) -> Wanted:
    """As much of a search as the dialog can choose."""
    wanted = Wanted()
    for clause in query.clauses:
        read = None if clause.negated else _choice(clause.term, wanted, names)
        wanted = read or wanted
    return wanted


def with_wanted(text: str, wanted: Wanted, names: Mapping[WalletId, str]) -> str:
    """The search with these choices, in place of those that it had; its other terms stay.

    Of a text that cannot be read nothing stays.
    """
    try:
        kept = [
            text[placed.start : placed.end]
            for placed in placed_terms(text)
            if not _is_choice(placed.read, names)
        ]
    except QueryError:
        kept = []
    return " ".join([*(term_text(term) for term in terms_of(wanted, names)), *kept])


def terms_of(wanted: Wanted, names: Mapping[WalletId, str]) -> list[Term]:
    """The choices as terms of a search."""
    terms: list[Term] = []
    if wanted.standing is not Standing.ALL:
        terms.append(StatusIs((wanted.standing.value,)))
    if wanted.direction is not None:
        terms.append(DirectionIs(wanted.direction))
    if wanted.kind is not None:
        terms.append(RailIs((wanted.kind,)))
    if wanted.wallet_id is not None:
        terms.append(WalletIs((_wallet_text(wanted.wallet_id, names),)))
    if wanted.since in _SPANS:
        terms.append(Last(_SPANS[wanted.since]))
    return terms


def _is_choice(read: Clause | Sort, names: Mapping[WalletId, str]) -> bool:
    if isinstance(read, Sort) or read.negated:
        return False
    return _choice(read.term, Wanted(), names) is not None


def _choice(term: Term, wanted: Wanted, names: Mapping[WalletId, str]) -> Wanted | None:
    """The choices with this term's among them; None for one that the dialog cannot choose."""
    match term:
        case StatusIs((status,)) if status in {s.value for s in Standing}:
            return replace(wanted, standing=Standing(status))
        case DirectionIs(direction):
            return replace(wanted, direction=direction)
        case RailIs((PaymentKind() as kind,)):
            return replace(wanted, kind=kind)
        case WalletIs((text,)):
            meant = [w for w, name in names.items() if of_wallet(text, w, name)]
            return replace(wanted, wallet_id=meant[0]) if len(meant) == 1 else None
        case Last(span) if span in _SPANS.values():
            return replace(wanted, since=next(s for s in _SPANS if _SPANS[s] == span))
        case _:
            return None


def _wallet_text(wallet_id: WalletId, names: Mapping[WalletId, str]) -> Text:
    """The wallet's name where that names no other one, else its identifier."""
    name = Text(names.get(wallet_id, ""), whole=True)
    meant = [w for w, other in names.items() if name.words and of_wallet(name, w, other)]
    return name if meant == [wallet_id] else Text(wallet_id)
