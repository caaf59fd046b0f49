"""How long nothing has been heard while a request waits: it may have been paid meanwhile."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final

from voltage_tui.treasury.snapshot import Connection
from voltage_tui.treasury.topics import ConnectionState

_SHORT: Final = timedelta(seconds=5)
"""A silence that is no news: one request that failed, and is asked again."""


def silence(connection: Connection, now: datetime) -> timedelta | None:
    """The time since the last answer, None while answers come."""
    match connection.state:
        case ConnectionState.STARTING | ConnectionState.LIVE:
            return None
        case ConnectionState.RETRYING | ConnectionState.REFUSED:
            quiet = now - (connection.last_answer or connection.since)
            return quiet if quiet >= _SHORT else None
