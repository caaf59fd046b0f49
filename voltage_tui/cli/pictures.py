"""`voltage-tui pictures`: make the screenshots again."""

from __future__ import annotations

import argparse
from pathlib import Path


def run(options: argparse.Namespace) -> int:
    """Write every picture into the folder."""
    from voltage_tui.cli.demo import demo_launch  # noqa: PLC0415
    from voltage_tui.ui import pictures  # noqa: PLC0415 - imports textual

    return pictures.main(Path(options.folder), demo_launch)
