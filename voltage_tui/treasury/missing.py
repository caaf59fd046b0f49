"""How long, and how often, the API has answered that it does not know an ID."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Final

LONG: Final = timedelta(minutes=10)
"""How long it must have said so, by the server's clock and by ours, before that is believed."""
TIMES: Final = 5
"""How many answers of that time must have said so, so that a wrong clock is not enough."""
COUNTS_AFTER_S: Final = 30.0
"""How far apart two answers count as two."""


@dataclass(frozen=True, slots=True)
class Missing:
    """The server's moment and ours (monotonic seconds) of the first answer; the last that counted.

    Answers close together count as one: asking again at once tells nothing new.
    """

    since: datetime
    first_s: float
    last_s: float
    times: int = 1

    def is_long(self, server_now: datetime, now_s: float) -> bool:
        """Whether the API has not known it for long, by both clocks and in several answers."""
        by_ours = timedelta(seconds=now_s - self.first_s)
        return self.times >= TIMES and min(server_now - self.since, by_ours) >= LONG


def once_more(known: Missing | None, server_now: datetime, now_s: float) -> Missing:
    """What is known after another answer that does not know the ID."""
    if known is None:
        return Missing(server_now, now_s, now_s)
    if now_s - known.last_s < COUNTS_AFTER_S:
        return known
    return replace(known, last_s=now_s, times=known.times + 1)
