"""What goes wrong with our own files, in words for a person."""

from __future__ import annotations

from voltage_tui.trouble import TroubleError


class StoreError(TroubleError):
    """The files of an environment cannot be used; nothing is sent while that is so (S-1)."""


def reason_of(error: OSError) -> str:
    """Why a file could not be used, as a part of a sentence."""
    return (error.strerror or type(error).__name__).lower()
