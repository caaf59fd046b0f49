"""Judging what the form would pay, by all that is known here, the journal included (S-7)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from voltage_tui.ui.screens.send.noted import NotedReader
from voltage_tui.ui.screens.send.orders import Judged, facts_in, judged, without_rate
from voltage_tui.ui.screens.send.policies import PolicyReader

if TYPE_CHECKING:
    from collections.abc import Callable

    from voltage_tui.treasury.paying.order import PayOrder
    from voltage_tui.treasury.snapshot import KnownRate, Snapshot
    from voltage_tui.ui.screens.page import Page


class Judging:
    """Judges the orders of one form; `changed` is called when more has become known."""

    def __init__(self, form: Page, changed: Callable[[], None]) -> None:
        self._form = form
        self._policies = PolicyReader()
        self._noted = NotedReader(changed)

    def as_it_stands(self, order: PayOrder, snapshot: Snapshot) -> Judged:
        """For the form while it is filled in; the wallet's policies are read meanwhile."""
        app = self._form.app
        self._policies.look_at(order.wallet_id, app.treasury, app.now())
        return without_rate(self.to_review(order, snapshot))

    def to_review(
        self, order: PayOrder, snapshot: Snapshot, converted_at: KnownRate | None = None
    ) -> Judged:
        """For the card that asks; `converted_at` is as in `Judged`."""
        app = self._form.app
        facts = facts_in(app, order, snapshot)
        return judged(order, self._noted.added_to(facts, order, app.treasury), converted_at)
