"""What goes wrong by chance with a share of all requests: every fault the simulator knows."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from random import Random
from typing import Final

from tests.ui.stage import Exchange, FarEnd
from voltage_tui.clock import Clock
from voltage_tui.simulator.faults import (
    Break,
    Fault,
    Faults,
    answer,
    garbage,
    huge,
    server_error,
    too_many_requests,
)

PERCENT: Final = 10
"""Of all requests."""
_HUGE: Final = 17 * 1024 * 1024
"""More than any answer may have."""
_REFUSED: Final = answer(401, b'{"error":{"type":"wrong_credentials","detail":""}}')
_LONGEST_REFUSAL: Final = 5
"""Requests in a row of which a key is refused; each of them is followed by a minute's quiet."""
FAULTS: Final[dict[str, tuple[Fault, int]]] = {
    "500": (server_error(), 12),
    "503": (server_error(503), 12),
    "502": (answer(502, b"<html>"), 6),
    "429": (too_many_requests(7), 3),
    "429 at once": (too_many_requests(0), 2),
    "429 for long": (too_many_requests(45), 1),
    "401": (_REFUSED, 1),
    "garbage": (garbage(), 6),
    "huge": (huge(_HUGE), 1),
    "never answers": (Break.NEVER_ANSWER, 3),
    "dropped after accepting": (Break.DROP_AFTER_ACCEPTING, 14),
    "refused": (Break.REFUSE, 12),
}
"""Each with how often it is in a pack: what has all wait for long is rare, or little else would be.
"""


@dataclass
class Weather:
    """Strikes requests on their way while it is `bad`, and keeps when each was made.

    `struck` counts the faults by name, `moments` are the seconds of the clock.
    """

    clock: Clock
    random: Random
    faults: Faults = field(default_factory=Faults)
    bad: bool = False
    struck: Counter[str] = field(default_factory=Counter)
    moments: list[float] = field(default_factory=list)
    _refusals: int = 0
    _pack: list[str] = field(default_factory=list)

    def over(self, far_end: FarEnd) -> FarEnd:
        """The way to `far_end` in this weather."""

        async def way(
            method: str, target: str, headers: Mapping[str, str], body: bytes
        ) -> Exchange:
            self.moments.append(self.clock.monotonic())
            self.faults.clear()
            if self.bad and (fault := self._fault()) is not None:
                self.faults.add(fault)
            return await far_end(method, target, headers, body)

        return way

    def _fault(self) -> Fault | None:
        if self._refusals:
            self._refusals -= 1
            name = "401"
        elif self.random.randrange(100) < PERCENT:
            name = self._drawn()
            if name == "401":
                self._refusals = self.random.randrange(_LONGEST_REFUSAL)
        else:
            return None
        self.struck[name] += 1
        return FAULTS[name][0]

    def _drawn(self) -> str:
        """The next of a pack, shuffled when it is used up, so that none is never met."""
        if not self._pack:
            self._pack = [name for name, (_, many) in FAULTS.items() for _ in range(many)]
            self.random.shuffle(self._pack)
        return self._pack.pop()
