"""Starting the screen."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from voltage_tui.launch import Launch


_FRAMES: Final = "120"
"""Times a second at most that the screen is painted: a key waits for the next one."""


def run_app(launch: Launch) -> int:
    """Run until the person leaves; the exit code.

    Raises what went wrong in the program itself, once the terminal is as it was before: whoever
    started it tells the person without quoting values (safety rules S-55 and S-58).
    """
    os.environ.setdefault("TEXTUAL_FPS", _FRAMES)  # read when textual is imported
    from voltage_tui.ui.app import VoltageApp  # noqa: PLC0415 - imports textual
    from voltage_tui.ui.ending import leaving_on_signals  # noqa: PLC0415 - after textual
    from voltage_tui.ui.paste import guard_input  # noqa: PLC0415

    guard_input()
    app = VoltageApp(launch)
    try:
        with leaving_on_signals(app.leaving.soon):
            code = app.run()
    finally:
        app.leaving.tell()
    if app.fault is not None:
        raise app.fault
    return code or 0
