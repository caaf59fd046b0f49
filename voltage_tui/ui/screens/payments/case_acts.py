"""What can be begun from a payment's case, besides looking at it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from voltage_tui.ui.commands.command import Command
from voltage_tui.ui.watches import standing

if TYPE_CHECKING:
    from collections.abc import Sequence

    from voltage_tui.model.ids import PaymentId
    from voltage_tui.ui.screens.page import Page


class CaseActs:
    """The keys of one case that lead on from it."""

    def __init__(self, page: Page, payment_id: PaymentId) -> None:
        self._page = page
        self._payment_id = payment_id

    def commands(self) -> Sequence[Command]:
        """Watching it."""
        return (
            Command(
                "watch",
                ("w",),
                "stop watching" if self._is_watched() else "watch",
                "Ring the bell when it moves, whatever page is showing; or stop that.",
                self._toggle_watch,
                lambda: self._is_watched() or not self._is_over(),
                footer=45,
            ),
        )

    def _is_watched(self) -> bool:
        return self._payment_id in self._page.app.pages.watches

    def _is_over(self) -> bool:
        snapshot = self._page.app.snapshot
        now = standing(snapshot, self._payment_id) if snapshot is not None else None
        return now is None or now.over

    def _toggle_watch(self) -> None:
        app = self._page.app
        app.pages.watches.toggle(self._payment_id)
        if app.snapshot is not None:
            self._page.update(app.snapshot)
        app.frame_changed()
