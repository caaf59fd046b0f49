"""Who sits at this machine."""

from __future__ import annotations

import getpass

from voltage_tui.text import clean


def person() -> str:
    """The name this person is signed in to the machine under."""
    try:
        return clean(getpass.getuser(), 80)
    except (OSError, KeyError, ImportError):
        return "somebody"
