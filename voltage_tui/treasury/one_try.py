"""The one try of a write, and the one read soon after it that says what became of a payment.

Whatever is written, these hold: it is sent once (S-4), and after an answer that tells nothing its
ID is read within five seconds (S-5).
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING, Final

from voltage_tui.api import errors
from voltage_tui.api.deadline import Expired, within
from voltage_tui.treasury.problems import problem_of

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from voltage_tui.model.ids import PaymentId
    from voltage_tui.model.payment import Payment
    from voltage_tui.treasury.reading import Problem
    from voltage_tui.treasury.tools import Tools

READ_AGAIN_S: Final = 2.0
"""Seconds from an answer that tells nothing to the read that asks (S-5)."""
READ_LIMIT_S: Final = 2.5
"""Seconds which that read may take."""


class Fate(Enum):
    """What is known of a write after its one try."""

    ACCEPTED = "accepted"
    NOT_SENT = "not sent"
    """It surely never left, or never arrived."""
    REFUSED = "refused"
    EXISTS = "exists"
    """The ID is in use, by this very request or by another one (S-8)."""
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Tried:
    """What became of the try, and why; no problem when it was accepted."""

    fate: Fate
    problem: Problem | None = None


class Unseen(Enum):
    """Why a payment could not be read."""

    MISSING = "missing"
    """The API said that it does not know the ID, or not yet (S-6)."""
    SILENT = "silent"
    """There was no answer in time that says anything."""


async def try_once(tools: Tools, post: Callable[[], Awaitable[None]]) -> Tried:
    """Send a write through the gate, once; what is no error of the API passes through."""
    try:
        await tools.gate.write(post)
    except errors.ApiError as error:
        return Tried(_fate_of(error), problem_of(error, tools.clock.now()))
    return Tried(Fate.ACCEPTED)


def _fate_of(error: errors.ApiError) -> Fate:
    match error:
        case errors.OutcomeUnknown():
            return Fate.UNKNOWN
        case errors.AlreadyExists():
            return Fate.EXISTS
        case errors.WriteNotSent() | errors.WriteWithheld() | errors.PowerRefused():
            return Fate.NOT_SENT
        case _:
            return Fate.REFUSED


async def look_soon(tools: Tools, payment_id: PaymentId) -> Payment | Unseen:
    """After an unknown outcome: one read of the ID, done within five seconds (S-5)."""
    await tools.clock.sleep(READ_AGAIN_S)
    return await look_now(tools, payment_id)


async def look_now(tools: Tools, payment_id: PaymentId) -> Payment | Unseen:
    """One read of the ID that ends within a few seconds."""
    client = tools.client
    read = tools.gate.read(lambda: client.payments.get(payment_id))
    try:
        return await within(tools.clock, READ_LIMIT_S, read)
    except errors.NotFound as error:
        return Unseen.MISSING if error.names_payment else Unseen.SILENT
    except (errors.ApiError, Expired):
        return Unseen.SILENT
