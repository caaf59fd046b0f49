"""`voltage-tui replay FILE`: a recording played through the same screens.

No key, no socket, no file but the recording: the transport answers from it, the clock is its own,
and nothing can be changed (rules S-47, S-62 and S-64).
"""

from __future__ import annotations

import argparse
import sys
from contextlib import suppress
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING, Final

from voltage_tui.cli.client_import import load_client
from voltage_tui.cli.crash import guard_threads
from voltage_tui.cli.guard import forbid_sockets
from voltage_tui.cli.screen import need_terminal
from voltage_tui.clock import Clock, SystemClock
from voltage_tui.launch import Launch
from voltage_tui.settings import Settings, SettingsStore
from voltage_tui.time_zone import zone_named

if TYPE_CHECKING:
    from voltage_tui.api.client import VoltageClient
    from voltage_tui.api.recording.recording import Recording
    from voltage_tui.api.recording.replay import Replay
    from voltage_tui.store.store import Store

_LARGE_MIB: Final = 32


def run(options: argparse.Namespace) -> int:
    """Play until it is left."""
    from voltage_tui.api.recording.recording import Recording  # noqa: PLC0415 - imports the client

    need_terminal()
    _tell_size(options.file)
    recording = Recording(options.file)
    try:
        launch = replay_launch(recording, SystemClock())
        forbid_sockets()
        guard_threads()
        from voltage_tui.ui.start import run_app  # noqa: PLC0415 - imports textual

        return run_app(launch)
    finally:
        recording.close()


def _tell_size(path: Path) -> None:
    """Say what is waited for, where reading it takes more than a moment."""
    with suppress(OSError):
        mebibytes = path.stat().st_size // (1024 * 1024)
        if mebibytes >= _LARGE_MIB:
            print(f"voltage-tui: reading {path}, {mebibytes} MiB", file=sys.stderr)


def replay_launch(recording: Recording, machine: Clock) -> Launch:
    """A start that plays `recording` by the seconds of `machine`."""
    from voltage_tui.api.recording.replay import Replay  # noqa: PLC0415 - imports the client

    replay, header = Replay.of(recording, machine), recording.header

    def open_store() -> Store:
        from voltage_tui.store.store import Store  # noqa: PLC0415 - after the first paint

        return Store(None, replay.clock)

    async def connect(store: Store) -> VoltageClient:  # noqa: ARG001 - nothing is ever noted in it
        await load_client(network=False)
        return _client(replay)

    settings = SettingsStore(None)
    # Played time is nobody's absence; and days are counted as they were when it was recorded.
    zone = header.zone if zone_named(header.zone) is not None else None
    settings.save(Settings(lock_after_minutes=0, time_zone=zone))
    return Launch(
        profile_name=header.profile,
        profile_title=header.profile,
        base_url=header.host,
        base_url_marked=False,
        demo=header.demo,
        read_only=True,
        base_level="view",
        key_note=None,
        clock=replay.clock,
        random=Random(0),
        settings=settings,
        open_store=open_store,
        connect=connect,
        replay=replay,
    )


def _client(replay: Replay) -> VoltageClient:
    from voltage_tui.api.connect import connect  # noqa: PLC0415 - all after the first paint
    from voltage_tui.api.power import Level, Power  # noqa: PLC0415
    from voltage_tui.api.recording.replay_transport import ReplayTransport  # noqa: PLC0415
    from voltage_tui.api.session import Patience  # noqa: PLC0415
    from voltage_tui.model.ids import EnvironmentId, OrganizationId  # noqa: PLC0415
    from voltage_tui.model.scope import Scope  # noqa: PLC0415
    from voltage_tui.secret import Secret  # noqa: PLC0415

    header = replay.recording.header
    return connect(
        Secret("no-key-is-in-a-recording"),
        Scope(OrganizationId(header.organization_id), EnvironmentId(header.environment_id)),
        where=ReplayTransport(replay.recording, replay.clock),
        power=Power(replay.clock, Level.VIEW, replayed=True),
        clock=replay.clock,
        random=Random(0),
        # What failed then was tried again then: every try is in the recording.
        patience=Patience(deadline_s=0.0),
    )
