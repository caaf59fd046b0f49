"""Where every page begins an export."""

from __future__ import annotations

from typing import TYPE_CHECKING

from voltage_tui.treasury.exporting.scope import ExportScope

if TYPE_CHECKING:
    from voltage_tui.ui.app import VoltageApp

__all__ = ["ExportScope", "open_export"]


def open_export(app: VoltageApp, scope: ExportScope) -> None:
    """Ask what of `scope` is to be written and where, and write it.

    While amounts are hidden nothing is written: the person shows them first.
    """
    if app.treasury is None:
        app.say("There is nothing to export yet: not connected")
        return
    from voltage_tui.ui.exporting.dialog import ExportDialog  # noqa: PLC0415 - when it is asked for

    app.push_screen(ExportDialog(scope))
