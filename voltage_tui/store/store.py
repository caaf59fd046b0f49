"""The store of one environment, as the event loop uses it."""

from __future__ import annotations

import asyncio
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from typing import TYPE_CHECKING, TypeVar

from voltage_tui.model.writes import PaidBefore, WriteForbiddenError, WriteIntent, WriteOutcome
from voltage_tui.store.alerts import AlertNews, Alerts, KeptAlerts
from voltage_tui.store.audit import AuditLog
from voltage_tui.store.database import OpenedFile, open_database
from voltage_tui.store.errors import StoreError
from voltage_tui.store.journal import Journal, OpenSend, Resolution, Settled
from voltage_tui.store.lock import Holder, InstanceLock, look
from voltage_tui.store.payees import KeptPayees, Paid, Payees
from voltage_tui.store.places import make_private_folder
from voltage_tui.store.seals import NewSeal, Seal, Seals, seal_facts

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping
    from datetime import datetime

    from voltage_tui.clock import Clock
    from voltage_tui.model.alert import Alert, PastAlert
    from voltage_tui.model.ids import PaymentId, WalletId
    from voltage_tui.model.look import Looks
    from voltage_tui.store.mirror.store import MirrorStore
    from voltage_tui.store.places import Places

T = TypeVar("T")


class Store:
    """The journal and the record, one call at a time, off the event loop's thread.

    `holder` is who has the lock where it is not us: then nothing may be written, and every
    write is refused with words (S-11). Everything may raise `StoreError`.
    """

    def __init__(self, places: Places | None, clock: Clock, *, only_looks: bool = False) -> None:
        """Open the files, and make them where they are missing; without places, in memory.

        Who only looks leaves the lock to others, and may write nothing even where it is free.
        """
        self._clock = clock
        self._closed = False
        self._lock: InstanceLock | None = None
        self.holder: Holder | None = None
        if places is not None:
            make_private_folder(places.folder)
            if only_looks:
                self.holder = look(places.lock) or Holder(None, None)
            else:
                self._lock = InstanceLock(places.lock)
                self.holder = self._lock.take(clock.now())
        try:
            self._connection = open_database(
                places.database if places else None, upgrades=self.holder is None
            )
        except BaseException:
            self._release()
            raise
        self._places = places
        self._mirror: MirrorStore | None = None
        self._file = None if places is None else OpenedFile(places.database)
        self._journal = Journal(self._connection)
        self._payees = Payees(self._connection)
        self._seals = Seals(self._connection)
        self._alerts = Alerts(self._connection)
        self._audit = AuditLog(places.record if places else None, self._connection)
        # What is in memory takes microseconds; a thread would only make tests wait for it.
        self._thread = ThreadPoolExecutor(1, "store") if places else None

    @property
    def held(self) -> str | None:
        """Who else has the environment open, in words; None where this program may write."""
        return None if self.holder is None else self.holder.words(self._clock.now())

    @property
    def mirror(self) -> MirrorStore:
        """The copy of ledgers and payments; nothing of it is opened before it is first used."""
        if self._mirror is None:
            from voltage_tui.store.mirror.store import MirrorStore  # noqa: PLC0415 - later

            self._mirror = MirrorStore(self._places)
        return self._mirror

    async def intend(self, intent: WriteIntent) -> int:
        """Write down a write before it leaves; its number, for `settle` (S-1).

        Raises `WriteForbiddenError` and `StoreError`, and then it must not be sent.
        """

        def work() -> int:
            now = self._clock.now()
            facts = {
                "operation": intent.operation,
                "id": intent.resource_id,
                "body_sha256": intent.body_sha256,
            }
            with self._audit.noting("send", facts, now):
                return self._journal.intend(intent, now)

        return await self._write(work)

    async def settle(self, number: int, intent: WriteIntent, outcome: WriteOutcome) -> None:
        """Note what became of a write that was intended."""

        def work() -> None:
            now = self._clock.now()
            facts = {"operation": intent.operation, "id": intent.resource_id}
            try:
                with self._audit.noting("outcome", {**facts, "outcome": outcome.value}, now):
                    self._journal.settle(number, outcome, now)
            except StoreError:
                # What is known is worth keeping where it can be, also without its line.
                self._journal.settle(number, outcome, now)
                raise

        await self._write(work)

    async def reserve(
        self,
        payment_id: PaymentId,
        wallet_id: WalletId,
        guards: Iterable[str],
        *,
        once: Iterable[str] = (),
        payable_until: datetime | None = None,
    ) -> None:
        """Note a payment that is about to be sent, and what must not be paid beside it (S-7).

        As `Journal.reserve`. Raises `PaymentGuardedError`, `AlreadyPaidError` and `IdUsedError`.
        """
        digests, for_good = frozenset(guards), frozenset(once)

        def work() -> None:
            now = self._clock.now()
            self._journal.reserve(
                payment_id, wallet_id, digests, now, once=for_good, payable_until=payable_until
            )

        await self._write(work)

    async def resolve(self, payment_id: PaymentId, resolution: Resolution) -> None:
        """A payment's question is settled: what can be paid again may be."""

        def work() -> None:
            now = self._clock.now()
            facts = {"id": payment_id, "resolution": resolution.value}
            with self._audit.noting("resolved", facts, now):
                self._journal.resolve(payment_id, resolution, now)

        await self._write(work)

    async def reopen(self, payment_id: PaymentId) -> None:
        """One that was declared never sent was seen: what can be paid once guards again (S-7)."""

        def work() -> None:
            with self._audit.noting("reopened", {"id": payment_id}, self._clock.now()):
                self._journal.reopen(payment_id)

        await self._write(work)

    async def settled(self) -> Settled:
        """The payments that were paid and those declared never sent, as the journal has them."""
        return await self._run(self._journal.settled)

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

    async def paid_before(self, once: Iterable[str]) -> PaidBefore | None:
        """The payment by which one of these was paid, or None (S-7)."""
        digests = frozenset(once)
        return await self._run(lambda: self._journal.paid_before(digests))

    async def payees(self) -> KeptPayees:
        """Who was paid, and their names."""
        return await self._run(self._payees.kept)

    async def note_paid(self, paid: Iterable[Paid]) -> None:
        """Keep payments that were made; one that is kept already stays as it is."""
        rows = tuple(paid)
        await self._write(lambda: self._payees.note(rows))

    async def name_payee(self, key: str, name: str) -> None:
        """Call a payee by this name, or by none; the record says so (S-61)."""

        def work() -> None:
            with self._audit.noting("payee", {"payee": key, "name": name}, self._clock.now()):
                self._payees.name(key, name)

        await self._write(work)

    async def seals(self) -> tuple[Seal, ...]:
        """The months that are sealed."""
        return await self._run(self._seals.all)

    async def seal_evidence(self, n: int) -> bytes:
        """The rows of a sealed month as they were, compressed."""
        return await self._run(lambda: self._seals.evidence(n))

    async def seal(self, new: NewSeal) -> int:
        """Keep a seal, and a line of it in the record (S-61); its number.

        Raises `AlreadySealedError`.
        """

        def work() -> int:
            now = self._clock.now()
            with self._audit.noting("sealed", seal_facts(new), now):
                return self._seals.seal(new, now)

        return await self._write(work)

    async def unseal(self, seal: Seal, by: str, reason: str) -> None:
        """Open a sealed month again; the record says why (S-61)."""

        def work() -> None:
            now = self._clock.now()
            facts = {**seal_facts(seal), "unsealed_by": by, "unseal_reason": reason}
            with self._audit.noting("unsealed", facts, now):
                self._seals.unseal(seal.n, by, reason, now)

        await self._write(work)

    async def seal_found(self, seal: Seal, sha256: str | None) -> None:
        """Note that a sealed month has other rows than it had, or again has those (None)."""

        def work() -> None:
            now = self._clock.now()
            facts = {**seal_facts(seal), "found_sha256": sha256 or seal.sha256}
            with self._audit.noting("sealed month checked", facts, now):
                self._seals.found(seal.n, sha256, now)

        await self._write(work)

    async def looks(self) -> Looks | None:
        """What was on the screen when somebody last looked; None without, or in memory."""
        from voltage_tui.store.looks import read_looks  # noqa: PLC0415 - after the first paint

        path = self._places.looks if self._places else None
        return None if path is None else await self._run(lambda: read_looks(path))

    async def keep_looks(self, looks: Looks) -> None:
        """Keep what is on the screen while somebody looks; whoever looks last counts.

        Any program may, for it moves nothing. A disk that is full only loses the look.
        """
        from voltage_tui.store.looks import write_looks  # noqa: PLC0415 - after the first paint

        path = self._places.looks if self._places else None
        if path is not None:
            with suppress(OSError):
                await self._run(lambda: write_looks(path, looks))

    async def alerts(self) -> KeptAlerts:
        """What is raised, and what is known of the rules that others set."""
        return await self._run(self._alerts.kept)

    async def keep_alerts(self, news: AlertNews) -> tuple[int, ...]:
        """Keep what a look has found; the numbers of what was raised."""
        return await self._write(lambda: self._alerts.keep(news, self._clock.now()))

    async def acknowledge_alert(self, number: int, alert: Alert, by: str, at: datetime) -> None:
        """Note that a person has seen it; the record says who (S-61)."""

        def work() -> None:
            facts = {"alert": alert.key, "n": str(number), "by": by}
            with self._audit.noting("alert acknowledged", facts, at):
                self._alerts.acknowledge(number, by, at)

        await self._write(work)

    async def snooze_alert(self, number: int, until: datetime | None) -> None:
        """Note until when nobody wants to hear of it, or that somebody does again (None)."""
        await self._write(lambda: self._alerts.snooze(number, until))

    async def alert_history(self, most: int) -> tuple[PastAlert, ...]:
        """The newest alerts, raised and cleared, the newest first."""
        return await self._run(lambda: self._alerts.history(most))

    async def take_over(self) -> bool:
        """Whether this program may write now, because the other one has been closed (S-11)."""
        if self.holder is None:
            return True
        if self._lock is None:
            return False  # it only looks
        lock = self._lock
        self.holder = await self._run(lambda: lock.take(self._clock.now()))
        return self.holder is None

    async def aclose(self) -> None:
        """Finish what is under way, and let another program write."""
        if self._closed:
            return

        def work() -> None:
            # In one piece: whoever stops waiting for it, nobody else writes before it is done.
            self._connection.close()
            self._release()

        self._closed = True
        if self._mirror is not None:
            await self._mirror.aclose()
        await self._in_turn(work)
        if self._thread is not None:
            self._thread.shutdown(wait=False)

    async def _write(self, work: Callable[[], T]) -> T:
        if self.holder is not None:
            raise held_by(self.holder, self._clock.now())

        def checked() -> T:
            if self._lock is not None and not self._lock.ours:
                raise lock_gone()
            if self._file is not None and not self._file.there:
                raise journal_replaced()
            return work()

        return await self._run(checked)

    async def _run(self, work: Callable[[], T]) -> T:
        if self._closed:
            raise StoreError("The journal has been closed.", "Start the program again.")
        return await self._in_turn(work)

    async def _in_turn(self, work: Callable[[], T]) -> T:
        if self._thread is None:
            return work()
        # Shielded: a write that was begun is finished, whoever stops waiting for it.
        loop = asyncio.get_running_loop()
        return await asyncio.shield(loop.run_in_executor(self._thread, work))

    def _release(self) -> None:
        if self._lock is not None:
            self._lock.release()


def held_by(holder: Holder, now: datetime) -> WriteForbiddenError:
    """Why this program only looks (S-11)."""
    return WriteForbiddenError(f"{holder.words(now)}: this one only looks", "close it, press R")


def lock_gone() -> WriteForbiddenError:
    """Somebody removed the lock: another program may write without knowing of this one."""
    return WriteForbiddenError(
        "the file that keeps other programs from writing was removed",
        "close every voltage-tui and start one",
    )


def journal_replaced() -> WriteForbiddenError:
    """Another file is where the journal was: what is written here would be lost with this run."""
    return WriteForbiddenError(
        "the journal's file was removed or replaced while this program ran",
        "close every voltage-tui and start one",
    )
