"""The moments of a recording at which something happened."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING, Final

from voltage_tui.model.payment_words import ENDED

if TYPE_CHECKING:
    from datetime import datetime

    from voltage_tui.api.recording.known_payments import Seen
    from voltage_tui.api.recording.lines import Asked

_STATUS_WORDS: Final = {
    401: "the key was refused",
    403: "not permitted",
    429: "asked for fewer requests",
}


class MarkKind(Enum):
    """What happened."""

    TROUBLE = "trouble"
    BACK = "back"
    ENDED = "ended"
    FAILED = "failed"
    WRITE = "write"


@dataclass(frozen=True, slots=True)
class Mark:
    """A moment worth a look; `words` say what happened, without anybody's own."""

    at: datetime
    kind: MarkKind
    words: str


class Troubles:
    """Which reads are in trouble, and when that begins and ends."""

    def __init__(self) -> None:
        self._troubled: dict[Asked, str] = {}

    def read(self, asked: Asked, at: datetime, words: str | None) -> Mark | None:
        """A read went well, or did not and `words` say how; what begins or ends with it."""
        before = self._troubled.pop(asked, None)
        if words is not None:
            is_news = words not in self._troubled.values() and words != before
            self._troubled[asked] = words
            return Mark(at, MarkKind.TROUBLE, words) if is_news else None
        if before is None or before in self._troubled.values():
            return None
        return Mark(at, MarkKind.BACK, f"answered again after: {before}")


def trouble_words(status: int, failure: str | None) -> str | None:
    """What went wrong with a read; None where nothing did. Not to be there is an answer."""
    if failure is not None:
        return failure
    if status < 400 or status == 404:
        return None
    return _STATUS_WORDS.get(status, f"answered with {status}")


def ended_mark(seen: Seen, at: datetime, began: datetime) -> Mark | None:
    """The end of a payment that was pending before, or came and went within the recording."""
    if seen.status not in ENDED or (seen.before is None and seen.created < began):
        return None
    kind = MarkKind.ENDED if seen.status == "completed" else MarkKind.FAILED
    return Mark(at, kind, f"payment {seen.payment_id[:8]} {seen.status}")
