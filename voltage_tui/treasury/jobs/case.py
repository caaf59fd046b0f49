"""Reads one payment that is being looked at, with the history the API keeps of it."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from voltage_tui.treasury.board import with_entry
from voltage_tui.treasury.reading import Problem, Reading
from voltage_tui.treasury.scheduler import Task
from voltage_tui.treasury.snapshot import Case
from voltage_tui.treasury.topics import Topic

if TYPE_CHECKING:
    from voltage_tui.model.ids import PaymentId
    from voltage_tui.model.payment import HistoryEvent, Payment
    from voltage_tui.treasury.bookkeeper import Bookkeeper
    from voltage_tui.treasury.tools import Tools

_SETTLING_S = 30.0


class CaseJob:
    """Keeps `snapshot.cases` of one payment.

    It goes on for a while after the end at the same pace, since the history and the ledger may
    still have something to add (a hold that is given back).
    """

    def __init__(self, tools: Tools, books: Bookkeeper, payment_id: PaymentId) -> None:
        self._tools = tools
        self._books = books
        self._payment_id = payment_id
        self._ended_at: float | None = None

    def task(self) -> Task:
        """What the scheduler repeats."""
        return Task(f"case {self._payment_id}", self._read, self._interval, self._report)

    async def _read(self) -> None:
        payment = await self._tools.gate.read(self._ask_payment)
        history = await self._tools.gate.read(self._ask_history)
        self._books.take([payment])
        newest = self._books.shelf.get(self._payment_id) or payment
        if newest.is_terminal and self._ended_at is None:
            self._ended_at = self._tools.clock.monotonic()
        ordered = tuple(sorted(history, key=lambda event: event.position))
        now = self._tools.clock.now()
        reading = replace(self._reading(), interval_s=self._tools.stretched(self._interval()))
        self._post(reading.succeeded(Case(newest, ordered), now))

    async def _ask_payment(self) -> Payment:
        return await self._tools.client.payments.get(self._payment_id)

    async def _ask_history(self) -> tuple[HistoryEvent, ...]:
        return await self._tools.client.payments.history(self._payment_id)

    def _interval(self) -> float:
        cadence = self._tools.cadence
        known = self._books.shelf.get(self._payment_id)
        if known is None:
            return cadence.case_moving
        if not known.is_terminal:
            age = (self._tools.server_now() - known.created_at).total_seconds()
            return min(cadence.case_moving, cadence.for_age(age))
        since = self._tools.clock.monotonic() - (self._ended_at or 0.0)
        return cadence.case_moving if since < _SETTLING_S else cadence.case_done

    def _reading(self) -> Reading[Case]:
        empty: Reading[Case] = Reading(
            interval_s=self._tools.stretched(self._tools.cadence.case_moving)
        )
        return self._tools.board.snapshot.cases.get(self._payment_id, empty)

    def _post(self, reading: Reading[Case]) -> None:
        board = self._tools.board
        cases = with_entry(board.snapshot.cases, self._payment_id, reading)
        board.post(replace(board.snapshot, cases=cases), Topic.CASE)

    def _report(self, problem: Problem | None) -> None:
        if problem is not None:
            self._post(self._reading().failed(problem))
