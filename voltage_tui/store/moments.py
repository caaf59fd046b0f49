"""How a moment is kept in tables and in the record."""

from __future__ import annotations

from datetime import UTC
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import datetime


def moment_text(at: datetime) -> str:
    """A moment as it is kept: UTC, to the microsecond, sorting as it reads."""
    return at.astimezone(UTC).isoformat(timespec="microseconds")
