"""Which profile a command is about."""

from __future__ import annotations

from typing import TYPE_CHECKING

from voltage_tui.trouble import TroubleError

if TYPE_CHECKING:
    import argparse


class TwoProfilesError(TroubleError):
    """Two profiles were named where one is meant."""


def profile_named(options: argparse.Namespace) -> str | None:
    """The profile named behind the command, alone or with `--profile`, else before it; None where
    none is.

    Raises `TwoProfilesError`, which repeats neither: a key may stand there by mistake (S-57).
    """
    alone: str | None = options.name
    said: str | None = options.said
    before: str | None = options.profile
    if alone is not None and said is not None and alone != said:
        raise TwoProfilesError("NAME and --profile name two profiles.", "Give one of them.")
    return alone or said or before
