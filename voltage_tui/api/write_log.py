"""What writes are noted in before they leave (S-1), as the client sees it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from voltage_tui.model.writes import WriteForbiddenError

if TYPE_CHECKING:
    from voltage_tui.model.writes import WriteIntent, WriteOutcome


class WriteLog(Protocol):
    """A journal of writes; the store of an environment is one."""

    async def intend(self, intent: WriteIntent) -> int:
        """Note a write durably; its number. Whatever this raises, the write is not sent."""
        ...

    async def settle(self, number: int, intent: WriteIntent, outcome: WriteOutcome) -> None:
        """Note what became of it."""
        ...


class NoWriteLog:
    """For a client that only reads: no write leaves without having been noted."""

    async def intend(self, intent: WriteIntent) -> int:
        """Refuse it."""
        raise WriteForbiddenError("nothing is sent without a journal", "this is for reading only")

    async def settle(self, number: int, intent: WriteIntent, outcome: WriteOutcome) -> None:
        """Nothing was intended."""
