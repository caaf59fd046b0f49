"""Asking the API something once, for the command line."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from random import Random
from typing import Final

from voltage_tui.api.base_url import parse_base_url
from voltage_tui.api.connect import connect
from voltage_tui.api.errors import ApiError
from voltage_tui.api.power import Level, Power
from voltage_tui.api.session import Patience
from voltage_tui.clock import Clock
from voltage_tui.model.scope import Scope
from voltage_tui.profiles import Profile
from voltage_tui.secret import Secret

_WAIT: Final = 10.0
_ONCE: Final = Patience(
    read_timeout_s=_WAIT, deadline_s=_WAIT, backoff_s=2 * _WAIT, longest_backoff_s=2 * _WAIT
)


class _Longest(Random):
    """Always the upper end: the first back-off is then beyond the deadline, so there is none."""

    def uniform(self, a: float, b: float) -> float:
        return max(a, b)


@dataclass(frozen=True, slots=True)
class Sight:
    """What a key was seen to be able to read."""

    wallets: int
    """Wallets of the profile's environment."""
    lines: int | None
    """Lines of credit; None when they were not asked for, or the key may not read them."""
    took_s: float
    """Seconds from the question for the wallets to its answer, connecting included."""
    server_ahead: timedelta | None
    """How far the server's clock is ahead of ours, to about a second; None if it did not say."""


async def look(profile: Profile, key: Secret, clock: Clock, *, lines: bool = False) -> Sight:
    """List the wallets with one GET, never repeated; with `lines`, the lines with another.

    Raises an `ApiError` when the wallets cannot be read.
    """
    client = connect(
        key,
        Scope(profile.organization_id, profile.environment_id),
        where=parse_base_url(profile.base_url),
        power=Power(clock, Level.VIEW, read_only=True),
        clock=clock,
        random=_Longest(),
        patience=_ONCE,
    )
    try:
        began = clock.monotonic()
        wallets = await client.wallets.list()
        took = clock.monotonic() - began
        seen: int | None = None
        if lines:
            try:
                seen = len(await client.lines.list())
            except ApiError:
                seen = None
        return Sight(len(wallets), seen, took, client.server_offset)
    finally:
        await client.aclose()
