"""The options of a recording, for a start with a profile and for the demo."""

from __future__ import annotations

import argparse
from pathlib import Path


def record_options(parser: argparse.ArgumentParser, default: str | None) -> None:
    """Add them; `default` is None, or what leaves unsaid what is said before the command."""
    parser.add_argument(
        "--record",
        type=Path,
        metavar="FILE",
        default=default,
        help="keep what the API says in a new file, without secrets and without people's words",
    )
    parser.add_argument(
        "--record-everything",
        action="store_true",
        default=default or False,
        help="with --record: keep memos, names, invoices and addresses too; secrets never",
    )
