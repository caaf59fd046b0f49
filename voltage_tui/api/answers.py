"""From what came back, or did not, to the error that says so."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from voltage_tui.api import errors
from voltage_tui.api.envelope import Envelope, read_envelope
from voltage_tui.api.error_types import ErrorType
from voltage_tui.api.http_date import parse_http_date
from voltage_tui.api.transport import (
    ConnectFailed,
    ConnectProblem,
    NotRecorded,
    ResponseTooLarge,
    ResponseUnreadable,
    TimedOut,
    TransportFailure,
    WireResponse,
)
from voltage_tui.model.writes import WriteOutcome

if TYPE_CHECKING:
    from datetime import datetime

    from voltage_tui.api.operation import Operation

_LONGEST_RETRY_AFTER_S: Final = 3_600.0
_ELSE_REFUSALS: Final = (407, 409, 411, 413, 414, 415, 417, 421, 422, 425, 426, 428, 429, 431, 451)
_REFUSALS: Final = frozenset((*range(400, 406), *_ELSE_REFUSALS))
"""The 4xx that say by themselves that a request was not acted on: the API's own, and those that
are by their definition answered before (RFC 9110; 425: RFC 8470; 428, 429, 431: RFC 6585; 451: RFC
7725).

Not among them: 408, 460 and 499, by which something on the way ends its own waiting, perhaps after
it has passed the request on; 406, 412, 423 and 424, which may be found out while or after acting;
and all that nobody has defined.
"""
_ENDS_WAITING: Final = frozenset((408, 460, 499))


def failure_of(failure: TransportFailure) -> errors.ApiError:
    """The error for a request that got no usable answer."""
    match failure:
        case ConnectFailed():
            permanent = failure.problem is ConnectProblem.TLS
            return errors.Unreachable(failure.problem.value, permanent=permanent)
        case TimedOut():
            return errors.TimedOut()
        case NotRecorded():
            return errors.NotRecorded(str(failure))
        case ResponseTooLarge() | ResponseUnreadable():
            return errors.MalformedResponse(str(failure))
        case _:
            return errors.Unreachable(str(failure))


def surely_not_sent(failure: TransportFailure) -> bool:
    """Whether the server cannot have got any of the request."""
    match failure:
        case ConnectFailed() | NotRecorded():
            return True
        case TimedOut():
            return not failure.sent
        case _:
            return False


def surely_refused(status: int, error: errors.ApiError) -> bool:
    """Whether an answer that is an error means that the request surely was not carried out.

    Something between us and the API may have answered, with or without having passed it on; only
    an envelope is the API's own word, whatever its status.
    """
    return status in _REFUSALS or (
        400 <= status < 500
        and status not in _ENDS_WAITING
        and isinstance(error, errors.EnvelopeError)
        and error.type is not None
    )


def outcome_of(error: errors.ApiError) -> WriteOutcome:
    """What is known of a write whose one try ended with `error` (S-5)."""
    match error:
        case errors.WriteNotSent():
            return WriteOutcome.NOT_SENT
        case errors.OutcomeUnknown() | errors.AlreadyExists():
            # The identifier is in use: whether by this very request only a read can tell (S-8).
            return WriteOutcome.UNKNOWN
        case _:
            return WriteOutcome.REFUSED


def error_of(
    operation: Operation, response: WireResponse, retry_after_s: float | None
) -> errors.ApiError:
    """The error for an answer whose status is not the operation's success."""
    status = response.status
    if 300 <= status < 400:
        return errors.UnexpectedRedirect(status)
    if status == 429:
        return errors.RateLimited(retry_after_s)
    if status < 400 or status > 599:
        return errors.MalformedResponse(f"{operation.id} was answered with status {status}")
    envelope = read_envelope(status, response.body)
    if status >= 500 or status in _ENDS_WAITING:
        return errors.ServerFailed(envelope)
    return _refusal(operation, envelope)


def retry_after_of(response: WireResponse, now: datetime) -> float | None:
    """Seconds asked for by `Retry-After`, at most an hour; `now` is the server's time.

    None when the header is absent or neither a number of seconds nor a date.
    """
    text = response.headers.get("retry-after", "").strip()
    if text.isascii() and text.isdecimal():
        return min(float(text[:10]), _LONGEST_RETRY_AFTER_S)
    date = parse_http_date(text)
    if date is None:
        return None
    return min(max(0.0, (date - now).total_seconds()), _LONGEST_RETRY_AFTER_S)


def _refusal(operation: Operation, envelope: Envelope) -> errors.ApiError:
    """The error for a 4xx, by its type where it says more than the status."""
    match envelope.status, envelope.type:
        case (401, _) | (_, ErrorType.MISSING_CREDENTIALS):
            return errors.CredentialsRefused(envelope)
        case (_, ErrorType.ACCESS_RIGHTS) | (403, None):
            return errors.PermissionMissing(envelope, operation.id, operation.permission)
        case 404, _:
            return errors.NotFound(envelope)
        case 409, _:
            return errors.AlreadyExists(envelope)
        case _:
            return errors.Rejected(envelope)
