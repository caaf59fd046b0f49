"""Where the API reference is looked for, and how tests skip without it."""

from __future__ import annotations

from pathlib import Path

import pytest

REFERENCE = Path(__file__).resolve().parents[3] / "shared" / "voltage-api"
"""The folder beside the repository that holds `schemas.md` and `README.md`."""

available = (REFERENCE / "schemas.md").is_file() and (REFERENCE / "README.md").is_file()
"""Whether the reference is on this machine."""

needs_reference = pytest.mark.skipif(not available, reason=f"no API reference at {REFERENCE}")
"""Marks a test, or as `pytestmark` a module, that is judged by the reference."""


def read(name: str) -> str:
    """The text of one file of the reference."""
    return (REFERENCE / name).read_text(encoding="utf-8")
