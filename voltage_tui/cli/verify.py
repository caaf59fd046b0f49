"""`voltage-tui verify`: whether a pack is still what its manifest says."""

from __future__ import annotations

import argparse
import hashlib
import sys

from voltage_tui.cli.exits import Exit
from voltage_tui.exports.formats.manifest import FILE as MANIFEST
from voltage_tui.exports.pack import problems_of
from voltage_tui.text import clean


def run(options: argparse.Namespace) -> int:
    """Say what of the pack is not as it was; 1 when anything is not."""
    try:
        problems = problems_of(options.folder)
        sha256 = hashlib.sha256((options.folder / MANIFEST).read_bytes()).hexdigest()
    except FileNotFoundError:
        return _not_a_pack(options, f"there is no {MANIFEST} in it")
    except OSError as error:
        return _not_a_pack(options, error.strerror or type(error).__name__)
    except (ValueError, KeyError, TypeError, AttributeError):
        return _not_a_pack(options, "its manifest cannot be read")
    for problem in problems:
        print(problem)
    if problems:
        return Exit.FAILED
    print(f"every file is what its manifest says; manifest sha256 {sha256}")
    return Exit.OK


def _not_a_pack(options: argparse.Namespace, why: str) -> int:
    print(f"voltage-tui: {clean(str(options.folder), 300)}: {clean(why, 200)}", file=sys.stderr)
    return Exit.FAILED
