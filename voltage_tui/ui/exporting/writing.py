"""While an export is written, and what came of it."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from voltage_tui.exports.context import ExportError
from voltage_tui.treasury.exporting.exporter import Progress
from voltage_tui.treasury.phrases import counted
from voltage_tui.trouble import TroubleError
from voltage_tui.ui.exporting.report import Report
from voltage_tui.ui.exporting.words import Said, exported_words
from voltage_tui.ui.palette import Role
from voltage_tui.ui.widgets.dialog import Dialog
from voltage_tui.ui.widgets.field import Note
from voltage_tui.ui.work import begin

if TYPE_CHECKING:
    from collections.abc import Iterable

    from textual.widget import Widget
    from textual.worker import Worker

    from voltage_tui.treasury.exporting.exporter import Exported, Exporter, ExportOrder


class WritingDialog(Dialog["Exported | str"]):
    """Dismissed with what was written or with why nothing was; None when it was cancelled."""

    TITLE = "Writing the export"
    KEYS = (("esc", "cancel"),)

    def __init__(self, exporter: Exporter, order: ExportOrder, entries: int | None) -> None:
        super().__init__()
        self._exporter, self._order, self._entries = exporter, order, entries
        self._report = Report(least=2)
        self._writing: Worker[None] | None = None
        self._given_up = False

    def body(self) -> Iterable[Widget]:
        """How far it is."""
        yield self._report

    def on_mount(self) -> None:
        """Begin."""
        if self._given_up:
            return
        self._written(Progress(0, 0))
        self._writing = begin(self, self._write, "write")

    def accept(self) -> None:
        """Enter does nothing: it ends by itself."""

    def action_cancel(self) -> None:
        """Give it up; this closes when nothing of it is there any more."""
        self._given_up = True
        self._report.say(Said("Taking away what was written…", Role.MUTED))
        if self._writing is None:
            self.dismiss(None)
        else:
            self._writing.cancel()

    async def _write(self) -> None:
        try:
            self.dismiss(await self._exporter.write(self._order, self._written))
        except (ExportError, TroubleError) as error:
            self.dismiss(str(error))
        except asyncio.CancelledError:
            if self._given_up:
                self.dismiss(None)
            raise

    def _written(self, so_far: Progress) -> None:
        if self._given_up:
            return
        # More may have come since they were counted.
        done, of = so_far.entries, self._entries
        share = f", {min(100, 100 * done // of)} %" if of else ""
        self._report.say(
            Said(f"{counted(so_far.rows, 'row')}{share}", Role.STRONG),
            Said("The folder appears when all of it is written and read back.", Role.MUTED),
        )


class WrittenDialog(Dialog[bool]):
    """Says where the export is, or that there is none."""

    KEYS = (("enter", "close"), ("y", "copy the path"))
    BINDINGS = [("y", "copy", "")]  # noqa: RUF012 - Textual reads it from the class

    def __init__(self, outcome: Exported | str) -> None:
        super().__init__()
        self._outcome = outcome

    def title_words(self) -> str:
        """How it ended."""
        return "Nothing was exported" if isinstance(self._outcome, str) else "Exported"

    def body(self) -> Iterable[Widget]:
        """Where it is and what proves it, or what went wrong."""
        if isinstance(self._outcome, str):
            yield Report(
                [
                    Said(self._outcome, Role.BAD),
                    Said("No file was left behind; no money is concerned.", Role.MUTED),
                ]
            )
            return
        yield Report(exported_words(self._outcome))
        if self.app.launch.demo:
            yield Note("A temporary folder. It stays after the demo: remove it yourself.")

    def accept(self) -> None:
        """Read."""
        self.dismiss(result=True)

    def action_copy(self) -> None:
        """The folder's path to the clipboard."""
        if not isinstance(self._outcome, str):
            self.app.copy(str(self._outcome.pack.folder), "the folder")
