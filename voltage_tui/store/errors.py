"""What goes wrong with our own files, in words for a person."""

from __future__ import annotations

from voltage_tui.trouble import TroubleError


class StoreError(TroubleError):
    """The files of an environment cannot be used; nothing is sent while that is so (S-1)."""
