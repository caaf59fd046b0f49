"""The dialog that asks what is exported, and writes it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from voltage_tui.ui.widgets.dialog import Dialog
from voltage_tui.ui.widgets.field import Note

if TYPE_CHECKING:
    from collections.abc import Iterable

    from textual.widget import Widget

    from voltage_tui.treasury.exporting.scope import ExportScope


class ExportDialog(Dialog[None]):
    """Dismissed once it is written, or given up."""

    TITLE = "Export"
    KEYS = (("enter", "close"), ("esc", "cancel"))

    def __init__(self, scope: ExportScope) -> None:
        super().__init__()
        self._scope = scope

    def body(self) -> Iterable[Widget]:
        """What is asked."""
        yield Note("Exports are written here soon.")

    def accept(self) -> None:
        """Enter was pressed."""
        self.dismiss(None)
