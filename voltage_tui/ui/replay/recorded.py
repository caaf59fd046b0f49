"""The mark of a recording under way, and the sentence when it ends too soon."""

from __future__ import annotations

from typing import TYPE_CHECKING

from voltage_tui.ui.paint import Span
from voltage_tui.ui.palette import Ground, Role

if TYPE_CHECKING:
    from voltage_tui.ui.app import VoltageApp
    from voltage_tui.ui.paint import Line


class RecordedMark:
    """Tells one app's frame how its recording does."""

    def __init__(self, app: VoltageApp) -> None:
        self._app = app
        self._said = False

    def tick(self) -> None:
        """A second has passed: say it once when the recording has stopped; the program goes on."""
        recorder = self._app.launch.recorder
        if recorder is not None and recorder.stopped is not None and not self._said:
            self._said = True
            self._app.say(f"Recording has stopped: {recorder.stopped}.", Role.BAD)

    def line(self) -> Line:
        """What stands in the frame; nothing where nothing is recorded."""
        recorder = self._app.launch.recorder
        if recorder is None:
            return ()
        if recorder.stopped is not None:
            return (Span(" REC STOPPED ", Role.STRONG, Ground.BAD_BAND),)
        return (Span(" REC ", Role.STRONG, Ground.WARN_BAND),)
