"""Having the journal looked at for what is about to be paid, while the form is filled in (S-7)."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from typing import TYPE_CHECKING

from voltage_tui.treasury.paying.guards import guards_of
from voltage_tui.treasury.paying.noted import Noted

if TYPE_CHECKING:
    from collections.abc import Callable

    from voltage_tui.treasury.paying.facts import Facts
    from voltage_tui.treasury.paying.order import PayOrder
    from voltage_tui.treasury.treasury import Treasury


class NotedReader:
    """Looks once for each thing that may be paid, and again when a sending has come or ended.

    What is known in the meantime is what was found last for the same; `changed` is called when
    there is something new.
    """

    def __init__(self, changed: Callable[[], None]) -> None:
        self._changed = changed
        self._asked: object = None
        self._of: frozenset[str] = frozenset()
        self._found = Noted()
        self._task: asyncio.Task[None] | None = None

    def added_to(self, facts: Facts, order: PayOrder, treasury: Treasury | None) -> Facts:
        """The facts with what the journal has of the same, as far as that was looked for."""
        guards = guards_of(order)
        if treasury is not None and self._task is None:
            key = guards, tuple((s.payment_id, s.closed) for s in treasury.snapshot.sendings)
            if key != self._asked:
                self._asked = key
                self._task = asyncio.create_task(
                    self._look(order, treasury), name="look in journal"
                )
        if guards != self._of:
            return facts
        noted = self._found
        return replace(facts, guarded_by=facts.guarded_by or noted.open_id, paid_before=noted.paid)

    async def _look(self, order: PayOrder, treasury: Treasury) -> None:
        try:
            found = await treasury.noted_of(order)
        finally:
            self._task = None
        self._of, self._found = guards_of(order), found
        self._changed()
