"""Waiting for what was accepted to be readable: a 404 after our own 202 is "not yet" (S-6)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, TypeVar

from voltage_tui.api.errors import NotFound, NotVisibleYet

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from voltage_tui.api.session import Session

DEADLINE_S: Final = 30.0
"""How long to wait, in seconds, unless a caller says otherwise."""
_FIRST_WAIT_S: Final = 0.5
_LONGEST_WAIT_S: Final = 5.0
_GROWTH: Final = 1.6

T = TypeVar("T")


async def until_visible(
    session: Session, resource_id: str, read: Callable[[], Awaitable[T]], deadline_s: float
) -> T:
    """What `read` gives once it stops raising `NotFound`.

    Asks again after half a second, growing to five, each shortened or lengthened by up to a
    quarter. Raises `NotVisibleYet` after `deadline_s`, and whatever else `read` raises.
    """
    began = session.clock.monotonic()
    wait = _FIRST_WAIT_S
    while True:
        try:
            return await read()
        except NotFound:
            waited = session.clock.monotonic() - began
            if waited >= deadline_s:
                raise NotVisibleYet(resource_id, waited) from None
        pause = min(wait * session.random.uniform(0.75, 1.25), deadline_s - waited)
        await session.clock.sleep(pause)
        wait = min(wait * _GROWTH, _LONGEST_WAIT_S)
