"""What an index keeps of a payment, so that what it finds is what the matcher finds."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from voltage_tui.query.facts import payment_facts
from voltage_tui.query.folding import compact, indexed

if TYPE_CHECKING:
    from voltage_tui.model.payment import Payment


@dataclass(frozen=True, slots=True)
class IndexLine:
    """A payment's words, and its identifiers forwards and backwards, each one word.

    The name of its wallet is left out, as that may change.
    """

    text: str
    ids: str
    ids_reversed: str


def index_of(payment: Payment) -> IndexLine:
    """What to keep of a payment."""
    facts = payment_facts(payment, "")
    known = [name for name in map(compact, facts.ids) if name]
    return IndexLine(
        indexed(facts.of_payment), " ".join(known), " ".join(map(reversed_text, known))
    )


def reversed_text(text: str) -> str:
    """The text from its end, so that an ending can be looked for as a beginning."""
    return text[::-1]
