"""A write as the journal keeps it: what was intended, and what is known to have become of it.

The client that sends writes and the store that keeps them know nothing of each other; they meet
in these words (S-1 to S-4).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC
from enum import Enum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import datetime

    from voltage_tui.model.scope import Scope


@dataclass(frozen=True, slots=True)
class WriteIntent:
    """A write that is about to leave.

    `resource_id` is what it is about; where the write `creates`, that identifier was made here
    and is used once, ever. `body_sha256` is the SHA-256, in hex, of the very bytes that will be
    sent (of none, where there is no body); the body itself is kept nowhere (S-2).
    """

    resource_id: str
    operation: str
    creates: bool
    scope: Scope
    body_sha256: str


class WriteOutcome(Enum):
    """What is known of a write once its one try is over (S-5)."""

    ACCEPTED = "accepted"
    REFUSED = "refused"
    """The server said no: nothing was done."""
    NOT_SENT = "not_sent"
    """It surely never reached the server."""
    UNKNOWN = "unknown"
    """It may have been done: only a read of its identifier can tell."""


class WriteForbiddenError(Exception):
    """The journal does not let a write leave; `words` say why, `advice` what to do."""

    def __init__(self, words: str, advice: str) -> None:
        super().__init__(words)
        self.words = words
        self.advice = advice


class IdUsedError(WriteForbiddenError):
    """The identifier was used before: a write is never sent a second time (S-3, S-4).

    `same_body` tells whether it was this very request or a different one.
    """

    def __init__(self, resource_id: str, *, same_body: bool) -> None:
        before = "for this very request" if same_body else "for a different request"
        super().__init__(
            f"the identifier {resource_id} was used before, {before}",
            "look at what became of it; a new attempt takes a new identifier",
        )
        self.resource_id = resource_id
        self.same_body = same_body


class PaymentGuardedError(WriteForbiddenError):
    """An earlier payment of the same thing is not known to have ended (S-7).

    `earlier_id` is its identifier.
    """

    def __init__(self, earlier_id: str) -> None:
        super().__init__(
            "an earlier payment of this may still complete",
            "open it and wait for its end; do not pay again",
        )
        self.earlier_id = earlier_id


@dataclass(frozen=True, slots=True)
class PaidBefore:
    """The payment by which an invoice was paid; `known_since` is when that was noted here."""

    payment_id: str
    known_since: datetime


class AlreadyPaidError(WriteForbiddenError):
    """The invoice was paid from here before, however long ago: it is never paid again (S-7)."""

    def __init__(self, before: PaidBefore) -> None:
        since = before.known_since.astimezone(UTC)
        super().__init__(
            f"this invoice was paid by payment {before.payment_id}, "
            f"known since {since:%Y-%m-%d %H:%M} UTC",
            "ask the payee for a new invoice",
        )
        self.earlier_id = before.payment_id
