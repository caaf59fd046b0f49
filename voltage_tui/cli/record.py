"""`--record FILE`: beginning to keep what the API says, and what is told when it has ended."""

from __future__ import annotations

import sys
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

import voltage_tui
from voltage_tui.trouble import TroubleError

if TYPE_CHECKING:
    import argparse
    from collections.abc import Iterator

    from voltage_tui.api.recording.recorder import Recorder
    from voltage_tui.api.transport import Transport
    from voltage_tui.clock import Clock
    from voltage_tui.model.scope import Scope
    from voltage_tui.settings import SettingsStore


@dataclass(frozen=True, slots=True)
class Source:
    """What is recorded: whose it is, the API's host, and by which settings it was shown."""

    title: str
    host: str
    settings: SettingsStore
    demo: bool


@dataclass(frozen=True, slots=True)
class Keeping:
    """A recording under way."""

    recorder: Recorder
    clock: Clock
    source: Source

    def around(self, inner: Transport, scope: Scope) -> Transport:
        """What records all that `inner` carries, for this environment."""
        from voltage_tui.api.recording.lines import Header  # noqa: PLC0415 - where asked for
        from voltage_tui.api.recording.recording_transport import (  # noqa: PLC0415
            RecordingTransport,
        )
        from voltage_tui.time_zone import zone_of  # noqa: PLC0415

        source = self.source
        header = Header(
            program=voltage_tui.__version__,
            profile=source.title,
            host=source.host,
            organization_id=scope.organization_id,
            environment_id=scope.environment_id,
            zone=zone_of(source.settings.load().settings.time_zone).key,
            demo=source.demo,
            everything=self.recorder.everything,
        )
        self.recorder.begin(header)
        return RecordingTransport(inner, self.recorder, self.clock)


@contextmanager
def recording(
    options: argparse.Namespace, clock: Clock, source: Source
) -> Iterator[Keeping | None]:
    """The recording that was asked for, closed at the end; its file is made here.

    Raises `RecordingError` when it cannot be, and `TroubleError` for half a wish.
    """
    if options.record is None:
        if options.record_everything:
            raise TroubleError(
                "--record-everything says what to keep, and not where.", "Add --record FILE."
            )
        yield None
        return
    from voltage_tui.api.recording.recorder import Recorder  # noqa: PLC0415 - only where asked for

    recorder = Recorder(options.record, clock, everything=options.record_everything)
    try:
        yield Keeping(recorder, clock, source)
    finally:
        early = recorder.stopped
        recorder.close()
        print(_told(recorder, early), file=sys.stderr)


def _told(recorder: Recorder, early: str | None) -> str:
    """Where the recording is, and what is in it."""
    if not recorder.has_begun and early is None:
        return "voltage-tui: nothing was recorded: Voltage was asked nothing."
    in_clear = ", with memos, names and addresses in clear" if recorder.everything else ""
    until = "" if early is None else f"; it stopped early: {early}"
    return f"voltage-tui: recorded to {recorder.path}{in_clear}{until}."
