"""Follows every payment in flight to its end: every second at first, then ever more rarely."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from voltage_tui.api.errors import NotFound
from voltage_tui.model.payment import Payment, PaymentStatus
from voltage_tui.treasury.scheduler import Job, Task

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Sequence

    from voltage_tui.model.ids import PaymentId
    from voltage_tui.treasury.bookkeeper import Bookkeeper
    from voltage_tui.treasury.tools import Tools

_GIVE_UP_S: Final = 86_400.0
"""How long a payment that never became visible is looked for: the longest a request can live."""
_NEW_S: Final = 3.0
_IDLE_S: Final = 60.0
_SLOW_START_S: Final = 60.0
_MANY: Final = 20


@dataclass(slots=True)
class _Followed:
    """One payment: when it began and was last read, in monotonic seconds.

    `ours` was asked for here; one that is looked for `for_good` is never given up.
    """

    began: float
    read_at: float
    ours: bool
    for_good: bool = False


class Follower:
    """Reads payments that are not terminal by their ID, as often as their age asks for.

    A payment this program asked for may answer 404 for a while; that is "not yet" (S-6). One that
    some list has just shown is not read again until it is due, and when many are due at once they
    are read in lists by `sweep`, so that only those that ended are asked for one by one.

    `when_missing` is told each ID that the API has just answered it does not know.
    """

    def __init__(
        self, tools: Tools, books: Bookkeeper, sweep: Callable[[], Awaitable[None]]
    ) -> None:
        self._tools = tools
        self._books = books
        self._followed: dict[PaymentId, _Followed] = {}
        self._job: Job | None = None
        self._sweep = sweep
        self._last_batch = 0
        self.when_missing: list[Callable[[PaymentId], None]] = []
        books.when_changed.append(self._note)
        books.when_read.append(self._seen)

    def __len__(self) -> int:
        return len(self._followed)

    def start(self) -> None:
        """Add the job to the scheduler."""
        name = "payments in flight"
        task = Task(name, self._read_due, self._until_next, lambda _: None, punctual=True)
        self._job = self._tools.scheduler.add(task)

    def expect(
        self, payment_id: PaymentId, *, slowly: bool = False, for_good: bool = False
    ) -> None:
        """Follow a payment that cannot be read yet; `slowly` when it may not even exist.

        One that has been read already is followed, or over; it was just read when it is `slowly`.
        `for_good` it is looked for however long it stays unknown.
        """
        now = self._tools.clock.monotonic()
        began = now - _SLOW_START_S if slowly else now
        read_at = now if slowly else began - _IDLE_S
        self._follow(payment_id, _Followed(began, read_at, ours=True, for_good=for_good))

    def look_for(self, payment_id: PaymentId) -> None:
        """Read a payment of an earlier run at once, then follow it slowly and for good."""
        began = self._tools.clock.monotonic() - _SLOW_START_S
        self._follow(payment_id, _Followed(began, began - _IDLE_S, ours=True, for_good=True))

    def _follow(self, payment_id: PaymentId, followed: _Followed) -> None:
        known = self._books.shelf.get(payment_id)
        # What is known of a policy check says nothing of the payment it may become.
        if known is None or known.check_only:
            self._followed[payment_id] = followed
            self._kick()

    def _seen(self, payments: Sequence[Payment]) -> None:
        now = self._tools.clock.monotonic()
        for payment in payments:
            followed = self._followed.get(payment.id)
            if followed is not None:
                followed.read_at = now

    def _note(self, changed: Sequence[Payment]) -> None:
        """Begin to follow what is pending, and stop at an end."""
        now = self._tools.clock.monotonic()
        begun = False
        for payment in changed:
            followed = self._followed.get(payment.id)
            if followed is not None and followed.ours and payment.check_only:
                continue  # its check ended, not the payment
            if payment.is_terminal:
                self._followed.pop(payment.id, None)
            elif payment.id not in self._followed:
                age = (self._tools.server_now() - payment.created_at).total_seconds()
                self._followed[payment.id] = _Followed(now - max(0.0, age), now, ours=False)
                begun = True
        if begun:
            self._kick()

    async def _read_due(self) -> None:
        due = self._due()
        if len(due) > _MANY:
            await self._sweep()
            due = self._due()
        batch = due[: self._tools.cadence.in_flight_per_second]
        self._last_batch = len(batch)
        outcomes = await asyncio.gather(*map(self._read, batch), return_exceptions=True)
        for outcome in outcomes:
            if isinstance(outcome, BaseException):
                raise outcome

    def _due(self) -> list[PaymentId]:
        """What is to be read now, the most overdue first."""
        now = self._tools.clock.monotonic()
        waits = ((self._wait(i, f, now), i) for i, f in self._followed.items())
        return [payment_id for wait, payment_id in sorted(waits) if wait <= 0]

    async def _read(self, payment_id: PaymentId) -> None:
        client = self._tools.client
        try:
            payment = await self._tools.gate.read(lambda: client.payments.get(payment_id))
        except NotFound as error:
            self._not_found(payment_id, named=error.names_payment)
            return
        self._books.take([payment])

    def _not_found(self, payment_id: PaymentId, *, named: bool) -> None:
        """`named` when it was the API itself that did not know the payment."""
        followed = self._followed.get(payment_id)
        if followed is None:
            return
        now = self._tools.clock.monotonic()
        followed.read_at = now
        for told in self.when_missing if named else ():
            told(payment_id)
        if not followed.for_good and now - followed.began > _GIVE_UP_S:
            del self._followed[payment_id]

    def _until_next(self) -> float:
        """Seconds until something is due, but no more reads a second than allowed."""
        now = self._tools.clock.monotonic()
        waits = (self._wait(i, f, now) for i, f in self._followed.items())
        soonest = min(waits, default=_IDLE_S)
        cadence = self._tools.cadence
        return max(soonest, cadence.just_asked, self._last_batch / cadence.in_flight_per_second)

    def _wait(self, payment_id: PaymentId, followed: _Followed, now: float) -> float:
        age = now - followed.began
        every = self._tools.cadence.for_age(age)
        if followed.ours and age < _NEW_S and not self._is_ready(payment_id):
            every = min(every, self._tools.cadence.just_asked)
        return followed.read_at + every - now

    def _is_ready(self, payment_id: PaymentId) -> bool:
        known = self._books.shelf.get(payment_id)
        return known is not None and known.status is not PaymentStatus.GENERATING

    def _kick(self) -> None:
        if self._job is not None:
            self._job.kick(self._tools.cadence.just_asked)
