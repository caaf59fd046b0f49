"""What can go wrong with a recording, in words for the person."""

from __future__ import annotations

from typing import TYPE_CHECKING

from voltage_tui.trouble import TroubleError

if TYPE_CHECKING:
    from pathlib import Path


class RecordingError(TroubleError):
    """A recording cannot be begun, or a file cannot be played as one."""


def already_there(path: Path) -> RecordingError:
    """A recording never writes over anything."""
    return RecordingError(
        f"There is already a file at {path}, and a recording replaces none.",
        "Choose another name, or move that file away.",
    )


def not_opened(path: Path, error: OSError) -> RecordingError:
    """The file cannot be made or read."""
    why = error.strerror or type(error).__name__
    return RecordingError(f"{path} cannot be opened: {why}.", "Check the path and its folder.")


def not_a_recording(path: Path) -> RecordingError:
    """Its first line is not ours."""
    return RecordingError(
        f"{path} is not a recording of voltage-tui: its first line says nothing of one.",
        "Give a file that was made with --record.",
    )


def too_new(path: Path, made_by: str) -> RecordingError:
    """A later version wrote it."""
    return RecordingError(
        f"{path} was recorded by voltage-tui {made_by}, in a format this version does not know.",
        "Play it with that version, or a later one.",
    )


def nothing_in_it(path: Path) -> RecordingError:
    """There is a header and nothing else that can be played."""
    return RecordingError(
        f"{path} holds no answer of the API: the recording ended before there was one.",
        "There is nothing to play in it; record again.",
    )
