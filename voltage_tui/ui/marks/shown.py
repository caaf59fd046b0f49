"""The note and tags of the payment that is looked at, read off the loop."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from voltage_tui.trouble import TroubleError

if TYPE_CHECKING:
    from collections.abc import Callable

    from voltage_tui.model.ids import PaymentId
    from voltage_tui.ui.app import VoltageApp


class MarksShown:
    """Read by `read`; `when_read` is told when they are other than before."""

    def __init__(self, payment_id: PaymentId, when_read: Callable[[], None]) -> None:
        self._payment_id = payment_id
        self._when_read = when_read
        self._reading: asyncio.Task[None] | None = None
        self.note = ""
        self.tags: tuple[str, ...] = ()

    def read(self, app: VoltageApp) -> None:
        """Read them again; nothing is shown of what cannot be read."""
        if app.treasury is not None:
            self.stop()
            self._reading = asyncio.create_task(self._read(app))

    def stop(self) -> None:
        """Read no more."""
        if self._reading is not None:
            self._reading.cancel()

    async def _read(self, app: VoltageApp) -> None:
        payment_id, treasury = self._payment_id, app.treasury
        if treasury is None:
            return
        try:
            note, tags = await treasury.mirror.read(
                lambda r: (r.marks.note(payment_id), r.marks.tags(payment_id))
            )
        except TroubleError:
            return
        if (note or "", tags) != (self.note, self.tags):
            self.note, self.tags = note or "", tags
            self._when_read()
