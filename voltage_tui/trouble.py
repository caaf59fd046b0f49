"""Errors meant for a person: what happened, and what to do about it, both in plain words."""

from __future__ import annotations

from voltage_tui.secret import redacted


class TroubleError(Exception):
    """A failure that a person can act on; no secret is ever put in its words (safety rule S-58).

    `what` says what happened in one sentence, `advice` what to do; both end with a full stop.
    What looks like a key is hidden in both, since one may have been given for a name by mistake.
    """

    def __init__(self, what: str, advice: str) -> None:
        what, advice = redacted(what), redacted(advice)
        super().__init__(what, advice)
        self.what = what
        self.advice = advice

    def __str__(self) -> str:
        return f"{self.what} {self.advice}"
