"""Everything that can go wrong with the API, as types.

Each has `words` (what happened) and `advice` (what to do), both for people. Which type it is
follows from the status and from the envelope's type and code, never from its prose (S-16).
"""

# These names say what happened, as the screens and the treasury speak of it.
# ruff: noqa: N818

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from voltage_tui.api.envelope import Envelope
    from voltage_tui.api.error_types import ErrorCode, ErrorType
    from voltage_tui.api.power import Level
    from voltage_tui.model.open_enum import Unrecognised


class ApiError(Exception):
    """Base of all. `words` says what happened, `advice` what a person can do about it."""

    def __init__(self, words: str, advice: str) -> None:
        super().__init__(words)
        self.words = words
        self.advice = advice


class PowerRefused(ApiError):
    """Nothing was sent: the level in force is below what the operation needs (S-44)."""

    def __init__(self, operation: str, needed: Level, level: Level, advice: str) -> None:
        super().__init__(f"{operation} needs the {needed.word} level, this is {level.word}", advice)
        self.operation = operation
        self.needed = needed
        self.level = level


class NotArmed(PowerRefused):
    """Nothing was sent: it can be done once send is armed."""

    def __init__(self, operation: str, needed: Level, level: Level) -> None:
        super().__init__(operation, needed, level, "arm send first")


class PowerTooLow(PowerRefused):
    """Nothing was sent: this run only reads (S-11 and S-47); `advice` says how another would."""

    def __init__(
        self,
        operation: str,
        needed: Level,
        level: Level,
        advice: str = "start without --read-only to do this",
    ) -> None:
        super().__init__(operation, needed, level, advice)


class Unreachable(ApiError):
    """No answer: there was no connection, or it broke. `permanent` when retrying cannot help."""

    def __init__(self, reason: str, *, permanent: bool = False) -> None:
        super().__init__(f"Voltage cannot be reached: {reason}", "check the network and the host")
        self.reason = reason
        self.permanent = permanent


class TimedOut(ApiError):
    """No answer in time."""

    def __init__(self) -> None:
        super().__init__("Voltage did not answer in time", "wait; it is asked again")


class NotRecorded(ApiError):
    """In a replay only: the recording holds no answer to this, or not yet."""

    def __init__(self, words: str) -> None:
        super().__init__(f"not recorded: {words}", "look at another moment")


class RateLimited(ApiError):
    """429. `retry_after_s` is what the server asked for, in seconds, or None if it did not say."""

    def __init__(self, retry_after_s: float | None) -> None:
        wait = f"wait {retry_after_s:.0f} s" if retry_after_s is not None else "wait a moment"
        super().__init__("Voltage asks for fewer requests", wait)
        self.retry_after_s = retry_after_s


class UnexpectedRedirect(ApiError):
    """A 3xx, which is never followed: the key stays with the host it is for (S-50)."""

    def __init__(self, status: int) -> None:
        super().__init__(
            f"the host answered with a redirect ({status}), which is not followed",
            "check the base URL of the profile",
        )
        self.status = status


class MalformedResponse(ApiError):
    """The answer is not what the API promises; `what` says where, without its content."""

    def __init__(self, what: str) -> None:
        super().__init__(f"an answer that cannot be read: {what}", "report it if it stays so")
        self.what = what


class EnvelopeError(ApiError):
    """An error with an envelope: `status`, `type`, `code`, `context` and `detail` are its own."""

    def __init__(self, envelope: Envelope, words: str, advice: str) -> None:
        super().__init__(words, advice)
        self.envelope = envelope

    @property
    def status(self) -> int:
        """The HTTP status."""
        return self.envelope.status

    @property
    def type(self) -> ErrorType | Unrecognised | None:
        """The machine-readable kind, or None when the body was no envelope."""
        return self.envelope.type

    @property
    def code(self) -> ErrorCode | Unrecognised | None:
        """The finer kind, which only some payment errors have."""
        return self.envelope.code

    @property
    def context(self) -> Mapping[str, str]:
        """The error's own values by dotted name, cleaned."""
        return self.envelope.context

    @property
    def detail(self) -> str | None:
        """Cleaned prose, for people only."""
        return self.envelope.detail


class ServerFailed(EnvelopeError):
    """A 5xx, or a 4xx by which something on the way stopped waiting for it (408, 460, 499)."""

    def __init__(self, envelope: Envelope) -> None:
        super().__init__(envelope, f"Voltage failed ({envelope.status})", "wait; it is asked again")


class CredentialsRefused(EnvelopeError):
    """The key is not known to this host, or it is wrong.

    A key of another host is answered with 400 `missing_credentials`, as if there were none.
    """

    def __init__(self, envelope: Envelope) -> None:
        super().__init__(
            envelope,
            "Voltage does not accept the API key",
            "check the key; one made for another host (staging, production) looks like this",
        )


class PermissionMissing(EnvelopeError):
    """403: the key lacks `permission` for `operation`, or is of another environment."""

    def __init__(self, envelope: Envelope, operation: str, permission: str) -> None:
        super().__init__(
            envelope,
            f"the API key may not do this ({operation})",
            f"it needs {permission} in this environment; keys are made in the dashboard",
        )
        self.operation = operation
        self.permission = permission


class NotFound(EnvelopeError):
    """404: unknown here, or not visible yet after a 202."""

    def __init__(self, envelope: Envelope) -> None:
        super().__init__(envelope, "Voltage does not know it here", "it may not be visible yet")

    @property
    def names_payment(self) -> bool:
        """Whether the API itself says that it does not know the payment.

        Any other 404 may be of something between, and says nothing about the payment.
        """
        return self.type is not None and self.type.value == "payment_not_found"


class AlreadyExists(EnvelopeError):
    """409: the identifier is in use, by this very request or by another one (S-8)."""

    def __init__(self, envelope: Envelope) -> None:
        super().__init__(envelope, "the identifier is already in use", "read it and compare")


class Rejected(EnvelopeError):
    """Any other 4xx: refused."""

    def __init__(self, envelope: Envelope) -> None:
        super().__init__(envelope, _rejection(envelope), "change the request")


class WriteNotSent(ApiError):
    """A write that surely did not reach the server; `cause` is why."""

    def __init__(self, operation: str, cause: ApiError) -> None:
        super().__init__(f"nothing was sent: {cause.words}", cause.advice)
        self.operation = operation
        self.cause = cause


class WriteWithheld(ApiError):
    """Nothing was sent: it could not be noted first, or it was sent before (S-1, S-3, S-7)."""

    def __init__(self, operation: str, words: str, advice: str) -> None:
        super().__init__(f"nothing was sent: {words}", advice)
        self.operation = operation


class QuietAsked(WriteWithheld):
    """Nothing was sent: the server asked for quiet until `until`, which is too long to wait for.

    `why` says it without what it means for the write.
    """

    def __init__(self, why: str, until: datetime) -> None:
        super().__init__("a write", why, f"wait until {until:%H:%M:%S} UTC, then try again")
        self.why = why
        self.until = until


class OutcomeUnknown(ApiError):
    """A write that may have been done: read `resource_id` before anything else (S-5)."""

    def __init__(self, operation: str, resource_id: str | None, cause: ApiError) -> None:
        super().__init__(
            f"{operation} may or may not have been done: {cause.words}",
            "do not repeat it; look whether it is there",
        )
        self.operation = operation
        self.resource_id = resource_id
        self.cause = cause


class NotVisibleYet(ApiError):
    """Accepted, but not readable after `waited_s` seconds; it is still pending (S-6)."""

    def __init__(self, resource_id: str, waited_s: float) -> None:
        super().__init__(
            f"accepted, but not visible after {waited_s:.0f} s", "it is pending; look again later"
        )
        self.resource_id = resource_id
        self.waited_s = waited_s


class SweepStopped(ApiError):
    """A walk over pages was ended, so what it gave is incomplete (S-65)."""

    def __init__(self, why: str, pages: int) -> None:
        super().__init__(f"the list is incomplete: {why}", "it is read again from the start")
        self.pages = pages


class CursorStuck(SweepStopped):
    """The server gave a cursor it had already given, or said there is more and gave none."""

    def __init__(self, pages: int) -> None:
        super().__init__("the server's pages do not advance", pages)


class TooManyPages(SweepStopped):
    """There are more pages than are ever read in one go."""

    def __init__(self, pages: int) -> None:
        super().__init__(f"more than {pages} pages", pages)


def _rejection(envelope: Envelope) -> str:
    """What was refused, by the API's own word for it."""
    if envelope.type is None:
        return f"Voltage refused the request ({envelope.status})"
    kind = envelope.type.value.replace("_", " ")
    return f"Voltage refused the request: {kind}"
