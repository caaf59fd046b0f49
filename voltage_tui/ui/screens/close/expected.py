"""A file of expected invoices beside what was received: asked for, read and shown."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import TYPE_CHECKING

from voltage_tui.files import read_bounded
from voltage_tui.text import clean
from voltage_tui.treasury.closing.closing import CloseError
from voltage_tui.treasury.closing.expected import LARGEST, ExpectedError, read_expected
from voltage_tui.treasury.closing.matching import reconcile
from voltage_tui.ui.palette import Role
from voltage_tui.ui.screens.close.expected_page import ExpectedPage
from voltage_tui.ui.widgets.dialog import Dialog
from voltage_tui.ui.widgets.field import Field, Note

if TYPE_CHECKING:
    from collections.abc import Iterable

    from textual.widget import Widget

    from voltage_tui.model.period import Period
    from voltage_tui.treasury.closing.closing import Closing
    from voltage_tui.treasury.closing.expected import ExpectedFile
    from voltage_tui.treasury.closing.matching import Reconciled
    from voltage_tui.treasury.snapshot import Snapshot
    from voltage_tui.ui.app import VoltageApp


class FileDialog(Dialog[tuple["ExpectedFile", "Reconciled", bool]]):
    """Dismissed with what was read and matched, and whether every row was here to be matched with.

    A file that cannot be read is said.
    """

    TITLE = "Expected invoices"
    KEYS = (("enter", "read"), ("esc", "cancel"))

    def __init__(self, closing: Closing, period: Period) -> None:
        super().__init__()
        self._months = closing
        self._period = period
        self._path = Field("CSV file", hint="~/invoices-2026-02.csv")
        self._reading: asyncio.Task[None] | None = None

    def body(self) -> Iterable[Widget]:
        """What the file is to be, then the field."""
        yield Note("The first line names its columns: invoice, amount, currency, date, customer.")
        yield Note("Matched with what was received by number, then by amount and day.")
        yield Note()
        yield self._path

    def accept(self) -> None:
        """Read it, once at a time."""
        if not self._path.value:
            self._path.say("Which file?", Role.BAD)
            return
        if self._reading is None or self._reading.done():
            self._path.say("Reading")
            self._reading = asyncio.create_task(self._read(self._path.value), name="expected")

    async def _read(self, path: str) -> None:
        whole = copied_whole(self.app.snapshot)
        try:
            receipts = await self._months.receipts(self._period)

            def work() -> tuple[ExpectedFile, Reconciled, bool]:
                file = read_expected(read_bounded(Path(path).expanduser(), LARGEST))
                return file, reconcile(file.invoices, receipts), whole

            found = await asyncio.to_thread(work)
        except (CloseError, ExpectedError) as error:
            self._path.say(clean(str(error), 200), Role.BAD)
        except (OSError, RuntimeError) as error:
            why = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
            self._path.say(f"It cannot be read: {clean(why, 120)}.", Role.BAD)
        else:
            self.dismiss(found)


def ask_for_file(app: VoltageApp, period: Period) -> None:
    """Ask which file, and show what becomes of it."""
    treasury = app.treasury
    if treasury is None:
        return

    def answered(found: tuple[ExpectedFile, Reconciled, bool] | None) -> None:
        if found is not None:
            file, matched, whole = found
            app.pages.open(ExpectedPage(period, file, matched, whole=whole))

    app.push_screen(FileDialog(treasury.closing, period), answered)


def copied_whole(snapshot: Snapshot | None) -> bool:
    """Whether every ledger and the payments are copied: else what was received may be missing."""
    if snapshot is None or snapshot.mirrored_payments is None:
        return False
    mirrors = [snapshot.mirrors.get(wallet.id) for wallet in snapshot.wallets.value or ()]
    copies = (*mirrors, snapshot.mirrored_payments)
    return snapshot.wallets.value is not None and all(
        copy is not None and copy.is_whole for copy in copies
    )
