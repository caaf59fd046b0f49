"""Starting the screen."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from voltage_tui.launch import Launch


def run_app(launch: Launch) -> int:
    """Run until the person leaves; the exit code."""
    from voltage_tui.ui.app import VoltageApp  # noqa: PLC0415 - imports textual

    return VoltageApp(launch).run() or 0
