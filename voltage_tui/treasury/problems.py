"""From an exception to what a person is told, and nothing of it can stop the worker.

The log names the type of an unexpected error and where it was raised, never its message: that
could quote a memo, an invoice or a body (S-58, S-60).
"""

from __future__ import annotations

import logging
import traceback
from typing import TYPE_CHECKING, Final

from voltage_tui.api import errors
from voltage_tui.model.checks import InvalidRequestError
from voltage_tui.treasury.reading import Problem, ProblemKind
from voltage_tui.treasury.refusals import refusal_words
from voltage_tui.trouble import TroubleError

if TYPE_CHECKING:
    from datetime import datetime

_LOG: Final = logging.getLogger(__name__)


def problem_of(error: Exception, now: datetime, next_try: datetime | None = None) -> Problem:
    """What `error` means, in words, from `now` on; anything unforeseen is INTERNAL."""
    words, advice = _words(error)
    return Problem(_kind(error), words, advice, now, next_try)


def log_unexpected(where: str, error: Exception) -> None:
    """Note an error nobody foresaw: its type and place, without its words."""
    frames = traceback.extract_tb(error.__traceback__)
    ours = [frame for frame in frames if "voltage_tui" in frame.filename] or frames
    place = f"{ours[-1].filename}:{ours[-1].lineno}" if ours else "unknown place"
    _LOG.error("unexpected %s in %s at %s", type(error).__name__, where, place)


def _kind(error: Exception) -> ProblemKind:
    match error:
        case errors.WriteNotSent() | errors.OutcomeUnknown():
            return _kind(error.cause)
        case errors.QuietAsked():
            return ProblemKind.RATE_LIMITED
        case errors.Unreachable():
            return ProblemKind.OFFLINE
        case errors.ServerFailed():
            return ProblemKind.SERVER
        case errors.CredentialsRefused():
            return ProblemKind.KEY_REFUSED
        case errors.PermissionMissing() | errors.PowerRefused() | errors.WriteWithheld():
            return ProblemKind.NOT_PERMITTED
        case _:
            return _rarer_kind(error)


def _rarer_kind(error: Exception) -> ProblemKind:
    match error:
        case errors.TimedOut():
            return ProblemKind.TIMED_OUT
        case errors.RateLimited():
            return ProblemKind.RATE_LIMITED
        case errors.NotFound() | errors.NotVisibleYet():
            return ProblemKind.NOT_FOUND
        case errors.AlreadyExists() | errors.Rejected() | InvalidRequestError():
            return ProblemKind.REJECTED
        case errors.NotRecorded():
            return ProblemKind.NOT_RECORDED
        case errors.ApiError():
            return ProblemKind.BAD_ANSWER
        case _:
            return ProblemKind.INTERNAL


def _words(error: Exception) -> tuple[str, str]:
    match error:
        case errors.Rejected():
            return refusal_words(error)
        case errors.ApiError():
            return error.words, error.advice
        case InvalidRequestError():
            return str(error), "change it and try again"
        case TroubleError():
            return error.what, error.advice
        case _:
            return "something went wrong in this program", "it is tried again; see the log"
