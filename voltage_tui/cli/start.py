"""`voltage-tui` alone: the screen, with a profile."""

from __future__ import annotations

import argparse

from voltage_tui.cli.crash import guard_threads
from voltage_tui.cli.launch import profile_launch
from voltage_tui.cli.record import Source, recording
from voltage_tui.cli.screen import need_terminal
from voltage_tui.clock import SystemClock
from voltage_tui.profiles import config_folder, read_profiles
from voltage_tui.settings import SettingsStore


def run(options: argparse.Namespace) -> int:
    """Choose the profile and run the screen until it is left."""
    folder = config_folder()
    profile = read_profiles(folder).choose(options.profile)
    need_terminal()
    clock = SystemClock()
    host = profile.base_url.partition("//")[2]
    source = Source(profile.title, host, SettingsStore(folder), demo=False)
    with recording(options, clock, source) as keeping:
        launch = profile_launch(
            profile,
            folder,
            read_only=options.read_only or options.monitor,
            monitor=options.monitor,
            clock=clock,
            keeping=keeping,
        )
        guard_threads()
        from voltage_tui.ui.start import run_app  # noqa: PLC0415 - imports textual

        return run_app(launch)
