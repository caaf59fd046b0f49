"""Expected invoices against what was received: matched, ours only, theirs only. Pure.

First by the invoice's number, in a payment's metadata or memo; then, of those left, by the same
amount within a few days. What could be matched in two ways is not matched, and is said.
"""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING, Final

from voltage_tui.money import Money

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import date

    from voltage_tui.model.ids import PaymentId, WalletId
    from voltage_tui.treasury.closing.expected import Expected

NEAR_DAYS: Final = 7
"""How far apart the day of an invoice and of a payment may be, to be matched by the amount."""
_MOST_WORDS: Final = 8
"""Words of a number, such as three of `INV-2026/118`, that are looked for in a memo."""
_LEAST_IN_MEMO: Final = 3
"""Letters and digits of a number that is looked for among a memo's words."""


@dataclass(frozen=True, slots=True)
class Receipt:
    """Money that was received: one ledger row. `key` tells it from others; `day` is local.

    `references` are the values of the payment's metadata.
    """

    key: int
    wallet_id: WalletId
    payment_id: PaymentId | None
    amount: Money
    day: date
    memo: str
    references: tuple[str, ...]


class By(Enum):
    """What an invoice was matched by."""

    NUMBER = "number"
    AMOUNT = "amount and day"


@dataclass(frozen=True, slots=True)
class Match:
    """An invoice and what was received for it, all of it."""

    invoice: Expected
    receipts: tuple[Receipt, ...]
    by: By

    @property
    def difference(self) -> Money | None:
        """What was received less what was expected; None where the currencies differ."""
        currency = self.invoice.amount.currency
        if any(receipt.amount.currency != currency for receipt in self.receipts):
            return None
        received = sum(receipt.amount.units for receipt in self.receipts)
        return Money(currency, received - self.invoice.amount.units)


@dataclass(frozen=True, slots=True)
class Ambiguous:
    """Invoices and receipts that could be matched in more than one way."""

    invoices: tuple[Expected, ...]
    receipts: tuple[Receipt, ...]
    by: By


@dataclass(frozen=True, slots=True)
class Reconciled:
    """Every invoice and every receipt, each in exactly one place."""

    matched: tuple[Match, ...]
    ours_only: tuple[Receipt, ...]
    theirs_only: tuple[Expected, ...]
    ambiguous: tuple[Ambiguous, ...]


def reconcile(invoices: Sequence[Expected], receipts: Sequence[Receipt]) -> Reconciled:
    """Match what can be matched in one way only."""
    matched: list[Match] = []
    ambiguous: list[Ambiguous] = []
    for by in (By.NUMBER, By.AMOUNT):
        edges = _edges(by, invoices, receipts)
        for group in _groups(edges):
            mine = tuple(invoices[n] for n in sorted(group.invoices))
            theirs = tuple(receipts[n] for n in sorted(group.receipts))
            # One number may have been paid in parts; one amount is one payment.
            if len(mine) == 1 and (by is By.NUMBER or len(theirs) == 1):
                matched.append(Match(mine[0], theirs, by))
            else:
                ambiguous.append(Ambiguous(mine, theirs, by))
        met = set(edges)
        found = {place for places in edges.values() for place in places}
        invoices = [x for n, x in enumerate(invoices) if n not in met]
        receipts = [x for n, x in enumerate(receipts) if n not in found]
    matched.sort(key=lambda match: match.invoice.line)
    return Reconciled(tuple(matched), tuple(receipts), tuple(invoices), tuple(ambiguous))


@dataclass(frozen=True, slots=True)
class _Group:
    invoices: frozenset[int]
    receipts: frozenset[int]


def _edges(
    by: By, invoices: Sequence[Expected], receipts: Sequence[Receipt]
) -> dict[int, frozenset[int]]:
    """Which receipts may be an invoice's, by their places; only invoices that have any."""
    match by:
        case By.NUMBER:
            return _by_number(invoices, receipts)
        case By.AMOUNT:
            return _by_amount(invoices, receipts)


def _by_number(
    invoices: Sequence[Expected], receipts: Sequence[Receipt]
) -> dict[int, frozenset[int]]:
    wanted: defaultdict[str, list[int]] = defaultdict(list)
    for place, invoice in enumerate(invoices):
        if plain(invoice.number):
            wanted[plain(invoice.number)].append(place)
    most = max((len(_WORD.findall(i.number)) for i in invoices), default=0)
    longest = min(most, _MOST_WORDS)
    found: defaultdict[int, set[int]] = defaultdict(set)
    for place, receipt in enumerate(receipts):
        for name in _names_of(receipt, longest):
            for invoice_place in wanted.get(name, ()):
                found[invoice_place].add(place)
    return {n: frozenset(places) for n, places in found.items()}


_WORD: Final = re.compile(r"[^\W_]+")


def _names_of(receipt: Receipt, longest: int) -> set[str]:
    """What a receipt may be called: its references, and every few words of its memo in a row."""
    names = {plain(reference) for reference in receipt.references}
    words = _WORD.findall(receipt.memo.casefold())
    for begin in range(len(words)):
        name = ""
        for word in words[begin : begin + longest]:
            name += word
            if len(name) >= _LEAST_IN_MEMO and any(c.isdigit() for c in name):
                names.add(name)
    return names - {""}


def plain(number: str) -> str:
    """An invoice's number without what people write in it differently: `INV-2026/118`."""
    return "".join(_WORD.findall(number.casefold()))


def _by_amount(
    invoices: Sequence[Expected], receipts: Sequence[Receipt]
) -> dict[int, frozenset[int]]:
    amounts: defaultdict[Money, list[int]] = defaultdict(list)
    for place, receipt in enumerate(receipts):
        amounts[receipt.amount].append(place)
    found = {}
    for place, invoice in enumerate(invoices):
        due = invoice.due
        if due is None:
            continue
        near = frozenset(
            n
            for n in amounts.get(invoice.amount, ())
            if abs((receipts[n].day - due).days) <= NEAR_DAYS
        )
        if near:
            found[place] = near
    return found


def _groups(edges: Mapping[int, Iterable[int]]) -> list[_Group]:
    """Invoices and receipts that have to do with each other, in the invoices' order."""
    invoices_of: defaultdict[int, list[int]] = defaultdict(list)
    for invoice, places in edges.items():
        for place in places:
            invoices_of[place].append(invoice)
    groups, seen = [], set[int]()
    for start in sorted(edges):
        if start in seen:
            continue
        mine, theirs, left = set[int](), set[int](), [start]
        while left:
            invoice = left.pop()
            if invoice in mine:
                continue
            mine.add(invoice)
            for place in edges[invoice]:
                if place not in theirs:
                    theirs.add(place)
                    left += invoices_of[place]
        seen |= mine
        groups.append(_Group(frozenset(mine), frozenset(theirs)))
    return groups
