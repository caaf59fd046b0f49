"""`voltage-tui` alone: the screen, with a profile."""

from __future__ import annotations

import argparse

from voltage_tui.cli.crash import guard_threads
from voltage_tui.cli.launch import profile_launch
from voltage_tui.cli.screen import need_terminal
from voltage_tui.profiles import config_folder, read_profiles


def run(options: argparse.Namespace) -> int:
    """Choose the profile and run the screen until it is left."""
    folder = config_folder()
    profile = read_profiles(folder).choose(options.profile)
    monitor: bool = options.monitor
    launch = profile_launch(
        profile, folder, read_only=options.read_only or monitor, monitor=monitor
    )
    need_terminal()
    guard_threads()
    from voltage_tui.ui.start import run_app  # noqa: PLC0415 - imports textual

    return run_app(launch)
