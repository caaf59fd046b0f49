"""What a search cannot find, known from counts: those of each wallet, kind, direction and status.

Reading a few counts takes no time, where finding nothing among a million takes a second.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from voltage_tui.model.ledger import LedgerKind
from voltage_tui.model.payment_words import ENDED, Direction, PaymentStatus
from voltage_tui.query.folding import has_words
from voltage_tui.query.match import amount_range, of_wallet
from voltage_tui.query.terms import (
    PENDING,
    AmountBetween,
    AmountIs,
    Clause,
    DirectionIs,
    EventIs,
    IdHas,
    Last,
    MetadataHas,
    NoteHas,
    RailIs,
    StatusIs,
    TagIs,
    Term,
    Text,
    TimeIs,
    WalletIs,
    Words,
)
from voltage_tui.store.mirror_conditions import RANKS, Among

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Mapping, Sequence

    from voltage_tui.model.ids import WalletId

_NO_AMOUNT: Final = -1
_EVENTS: Final = frozenset(kind.value for kind in LedgerKind)
_COUNTED: Final = {
    Among.ROWS: (
        "SELECT wallet, kind, size_rank, direction, status FROM row_counts WHERE row_count > 0"
    ),
    Among.PAYMENTS: (
        "SELECT wallet, '', NULL, direction, status FROM payment_counts WHERE payment_count > 0"
    ),
}


@dataclass(frozen=True, slots=True)
class Alike:
    """Rows or payments that are alike; there are some of each.

    `direction` and `status` are empty for rows whose payment is not known here; payments have no
    `kind` and no `size_rank`, which is as in `rows`.
    """

    wallet: int
    wallet_id: WalletId
    wallet_name: str
    kind: str
    size_rank: int | None
    direction: str
    status: str

    def can_hold(self, clause: Clause) -> bool:
        """Whether a clause may hold for one of these."""
        held = self._holds(clause.term)
        return held is None or held is not clause.negated

    def _holds(self, term: Term) -> bool | None:
        """Whether a term holds for all of them, or for none; None where it depends on each."""
        match term:
            case Words(text):
                return self._says(text)
            case StatusIs(values):
                return self._in_status(values)
            case DirectionIs(value):
                return self.direction == value.value
            case EventIs(values):
                return self.kind in [v.value if isinstance(v, LedgerKind) else v for v in values]
            case WalletIs(texts):
                return any(of_wallet(text, self.wallet_id, self.wallet_name) for text in texts)
            case MetadataHas() if term.anywhere is not None:
                return self._says(term.anywhere)
            case RailIs() | TagIs() | NoteHas() | MetadataHas():
                return None if self.direction else False
            case AmountIs() | AmountBetween():
                currency = amount_range(term).currency
                return None if self.size_rank in {None, RANKS.get(currency)} else False
            case IdHas() | TimeIs() | Last():
                return None

    def _says(self, text: Text) -> bool | None:
        """True where what they are alike in has the words; they may stand elsewhere too."""
        event = self.kind if self.kind in _EVENTS else ""
        said = (event, self.direction, self.status, self.wallet_id, self.wallet_name)
        has = any(has_words(one, text.words, whole=text.whole) for one in said)
        return True if has else None

    def _in_status(self, values: Sequence[str]) -> bool | None:
        if not self.direction:
            return False
        if self.status in values:
            return True
        if PENDING not in values or self.status in ENDED:
            return False
        # One that was only a check goes no further than being approved.
        return None if self.status == PaymentStatus.APPROVED.value else True


@dataclass(frozen=True, slots=True)
class Possible:
    """What a search can find at all, of everything there is."""

    left: tuple[Alike, ...]
    implied: tuple[Clause, ...]

    @property
    def statuses(self) -> frozenset[str]:
        """The statuses of what may be found, where its payment is known here."""
        return frozenset(one.status for one in self.left if one.direction)

    @property
    def without_payment(self) -> bool:
        """Whether what may be found is of no payment known here."""
        return any(not one.direction for one in self.left)

    @property
    def sized(self) -> bool:
        """Whether what may be found may have an amount."""
        return any(one.size_rank != _NO_AMOUNT for one in self.left)

    @property
    def unsized(self) -> bool:
        """Whether what may be found may be without an amount."""
        return any(one.size_rank in {None, _NO_AMOUNT} for one in self.left)


def possible(
    connection: sqlite3.Connection,
    among: Among,
    names: Mapping[WalletId, str],
    clauses: Sequence[Clause],
) -> Possible:
    """What is left after what no clause can hold for, and what holds for all of that."""
    wallets: dict[int, WalletId] = dict(connection.execute("SELECT n, id FROM wallets").fetchall())
    known = [
        Alike(number, wallets[number], names.get(wallets[number], ""), *rest)
        for number, *rest in connection.execute(_COUNTED[among])
    ]
    left = tuple(one for one in known if all(map(one.can_hold, clauses)))
    return Possible(left, tuple(_implied(known, left)))


def _implied(known: Sequence[Alike], left: Sequence[Alike]) -> list[Clause]:
    """The statuses and the direction that all that is left has, and not everything has."""
    statuses = {one.status for one in left}
    directions = {one.direction for one in left}
    found = list[Clause]()
    if "" in directions:
        return found
    if statuses < {one.status for one in known}:
        found.append(Clause(StatusIs(tuple(sorted(statuses)))))
    if len(directions) == 1 and directions < {one.direction for one in known}:
        found += [Clause(DirectionIs(d)) for d in Direction if d.value in directions]
    return found
