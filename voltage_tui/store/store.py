"""The store of one environment, as the event loop uses it."""

from __future__ import annotations

import asyncio
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, TypeVar

from voltage_tui.model.writes import WriteForbiddenError, WriteIntent, WriteOutcome
from voltage_tui.store.audit import AuditLog
from voltage_tui.store.database import open_database
from voltage_tui.store.journal import Journal, OpenSend, Resolution
from voltage_tui.store.lock import Holder, InstanceLock
from voltage_tui.store.places import make_private_folder

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from voltage_tui.clock import Clock
    from voltage_tui.model.ids import PaymentId, WalletId
    from voltage_tui.store.places import Places

T = TypeVar("T")


class Store:
    """The journal and the record, one call at a time, off the event loop's thread.

    `holder` is who has the lock where it is not us: then nothing may be written, and every
    write is refused with words (S-11). Everything may raise `StoreError`.
    """

    def __init__(self, places: Places | None, clock: Clock) -> None:
        """Open the files, and make them where they are missing; without places, in memory."""
        self._clock = clock
        self._lock: InstanceLock | None = None
        self.holder: Holder | None = None
        if places is not None:
            make_private_folder(places.folder)
            self._lock = InstanceLock(places.lock)
            self.holder = self._lock.take(clock.now())
        try:
            self._connection = open_database(places.database if places else None)
        except BaseException:
            self._release()
            raise
        self._journal = Journal(self._connection)
        self._audit = AuditLog(places.record if places else None, self._connection)
        # What is in memory takes microseconds; a thread would only make tests wait for it.
        self._thread = ThreadPoolExecutor(1, "store") if places else None

    async def intend(self, intent: WriteIntent) -> int:
        """Write down a write before it leaves; its number, for `settle` (S-1).

        Raises `WriteForbiddenError` and `StoreError`, and then it must not be sent.
        """

        def work() -> int:
            now = self._clock.now()
            number = self._journal.intend(intent, now)
            self._audit.append(
                "send",
                {
                    "operation": intent.operation,
                    "id": intent.resource_id,
                    "body_sha256": intent.body_sha256,
                },
                now,
            )
            return number

        return await self._write(work)

    async def settle(self, number: int, intent: WriteIntent, outcome: WriteOutcome) -> None:
        """Note what became of a write that was intended."""

        def work() -> None:
            now = self._clock.now()
            self._journal.settle(number, outcome, now)
            facts = {"operation": intent.operation, "id": intent.resource_id}
            self._audit.append("outcome", {**facts, "outcome": outcome.value}, now)

        await self._write(work)

    async def reserve(
        self, payment_id: PaymentId, wallet_id: WalletId, guards: Iterable[str]
    ) -> None:
        """Note a payment that is about to be sent, and what must not be paid beside it (S-7).

        Raises `PaymentGuardedError` and `IdUsedError`.
        """
        digests = frozenset(guards)
        await self._write(
            lambda: self._journal.reserve(payment_id, wallet_id, digests, self._clock.now())
        )

    async def resolve(self, payment_id: PaymentId, resolution: Resolution) -> None:
        """A payment's question is settled: what it guarded may be paid again."""

        def work() -> None:
            now = self._clock.now()
            self._journal.resolve(payment_id, resolution, now)
            self._audit.append("resolved", {"id": payment_id, "resolution": resolution.value}, now)

        await self._write(work)

    async def note(self, event: str, facts: Mapping[str, str]) -> None:
        """Add a line to the record: arming, a confirm, an end (S-61)."""
        kept = dict(facts)
        await self._write(lambda: self._audit.append(event, kept, self._clock.now()))

    async def open_sends(self) -> tuple[OpenSend, ...]:
        """The payments whose end is not known, newest first."""
        return await self._run(self._journal.open_sends)

    async def guarded_by(self, guards: Iterable[str]) -> PaymentId | None:
        """The open payment that has one of these guards, or None (S-7)."""
        digests = frozenset(guards)
        return await self._run(lambda: self._journal.guarded_by(digests))

    async def aclose(self) -> None:
        """Finish what is under way, and let another program write."""
        await self._run(self._connection.close)
        if self._thread is not None:
            self._thread.shutdown(wait=False)
        self._release()

    async def _write(self, work: Callable[[], T]) -> T:
        if self.holder is not None:
            raise held_by(self.holder)
        return await self._run(work)

    async def _run(self, work: Callable[[], T]) -> T:
        if self._thread is None:
            return work()
        # Shielded: a write that was begun is finished, whoever stops waiting for it.
        loop = asyncio.get_running_loop()
        return await asyncio.shield(loop.run_in_executor(self._thread, work))

    def _release(self) -> None:
        if self._lock is not None:
            self._lock.release()


def held_by(holder: Holder) -> WriteForbiddenError:
    """Why this program only looks (S-11)."""
    who = "" if holder.pid is None else f" (process {holder.pid})"
    return WriteForbiddenError(
        f"another voltage-tui{who} has this environment open, and only one may send",
        "close it and start this one again",
    )
