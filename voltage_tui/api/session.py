"""One key, one environment, one transport: every request of the client goes through here.

The rules that must hold whatever the caller does are held here: the power level before anything
else (S-44), a write once (S-4), reads again with back-off and a deadline, no redirects (S-50).
"""

from __future__ import annotations

import logging
from dataclasses import dataclass
from datetime import timedelta
from hashlib import sha256
from typing import TYPE_CHECKING, Final, TypeVar

import voltage_tui
from voltage_tui.api import errors
from voltage_tui.api.answers import (
    error_of,
    failure_of,
    outcome_of,
    retry_after_of,
    surely_not_sent,
    surely_refused,
)
from voltage_tui.api.http_date import parse_http_date
from voltage_tui.api.json_body import UnreadableJsonError, canonical_json, parse_json
from voltage_tui.api.transport import Transport, TransportFailure, WireRequest, WireResponse
from voltage_tui.api.write_log import NoWriteLog
from voltage_tui.model.writes import WriteForbiddenError, WriteIntent, WriteOutcome
from voltage_tui.trouble import TroubleError

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from random import Random

    from voltage_tui.api.operation import Operation, Query
    from voltage_tui.api.power import Power
    from voltage_tui.api.write_log import WriteLog
    from voltage_tui.clock import Clock
    from voltage_tui.model.scope import Scope
    from voltage_tui.secret import Secret

USER_AGENT: Final = f"voltage-tui/{voltage_tui.__version__}"
_log = logging.getLogger(__name__)
V = TypeVar("V")
_SHORTEST_TRY_S: Final = 1.0
_RETRIED_STATUSES: Final = frozenset({408, 500, 502, 503, 504})


@dataclass(frozen=True, slots=True)
class Patience:
    """How long to wait, in seconds, and how to ask again.

    A read may take `read_timeout_s` each time and `deadline_s` with all its retries, none of which
    gets less than a second; before the nth retry it waits up to `backoff_s * 2**n`, at most
    `longest_backoff_s`. A write has one try of `write_timeout_s`.
    """

    read_timeout_s: float = 10.0
    write_timeout_s: float = 30.0
    deadline_s: float = 20.0
    backoff_s: float = 0.5
    longest_backoff_s: float = 5.0


@dataclass(slots=True)
class Traffic:
    """What has been asked so far: requests that were made, and those that did not go well.

    A failure is any answer but the one hoped for, and no answer. `may_ask_again` is asked before a
    failed read is repeated; without its leave the failure is told as it is.
    """

    asked: int = 0
    failed: int = 0
    may_ask_again: Callable[[], bool] = lambda: True


class InvalidKeyError(ValueError):
    """The key has characters that no key has; the message does not repeat it."""


class Session:
    """Sends the operations of one environment with one key.

    Every write is noted in `write_log` before it leaves (S-1); without one none leaves. `clock`
    and `random` decide all waiting. `server_offset` is how far the server's clock is
    ahead of ours (S-33), to about a second, from its latest `Date`; None before the first answer.
    """

    def __init__(
        self,
        transport: Transport,
        key: Secret,
        scope: Scope,
        power: Power,
        clock: Clock,
        random: Random,
        patience: Patience | None = None,
        write_log: WriteLog | None = None,
    ) -> None:
        if not _is_sendable(key):
            raise InvalidKeyError("the API key has spaces, line breaks or foreign characters")
        self.scope = scope
        self.power = power
        self.clock = clock
        self.random = random
        self.server_offset: timedelta | None = None
        self.traffic = Traffic()
        self._transport = transport
        self._key = key
        self._patience = patience or Patience()
        self._write_log = write_log or NoWriteLog()

    async def read(
        self, operation: Operation, path: Mapping[str, str] | None = None, query: Query = ()
    ) -> object:
        """The JSON of a GET, asked again after failures that may pass.

        Raises an `ApiError`; after retries, the last one.
        """
        return await self.read_with(operation, json_of, path, query)

    async def read_with(
        self,
        operation: Operation,
        reader: Callable[[WireResponse], V],
        path: Mapping[str, str] | None = None,
        query: Query = (),
    ) -> V:
        """As `read`, for what `reader` makes of the answer; it may raise an `ApiError`."""
        self._allow(operation)
        if not operation.is_read:
            raise ValueError(f"{operation.id} is a write, and is never asked again")
        request = self._request(operation, path, query, None)
        deadline = self.clock.monotonic() + self._patience.deadline_s
        attempt = 0
        while True:
            try:
                return reader(await self._read_once(operation, request, deadline))
            except errors.ApiError as error:
                self.traffic.failed += 1
                wait = self._wait_before_retry(error, attempt)
                left = deadline - self.clock.monotonic()
                if wait is None or left - wait < _SHORTEST_TRY_S:
                    raise
                failure = error
            await self.clock.sleep(wait)
            if not self.traffic.may_ask_again():
                raise failure
            attempt += 1

    async def write(
        self,
        operation: Operation,
        body: Mapping[str, object] | None = None,
        path: Mapping[str, str] | None = None,
        *,
        resource_id: str,
    ) -> None:
        """Send a write, exactly once, and return when it was accepted.

        Raises `WriteNotSent` when it surely did not arrive, `OutcomeUnknown` when it may have,
        and another `ApiError` when the server refused it.
        """
        await self._write_once(operation, body, path, resource_id)

    async def write_for_answer(
        self,
        operation: Operation,
        body: Mapping[str, object] | None = None,
        path: Mapping[str, str] | None = None,
        *,
        resource_id: str,
    ) -> object:
        """As `write`, for the few operations whose acceptance has a body; returns its JSON.

        An answer that cannot be read leaves the outcome unknown.
        """
        response = await self._write_once(operation, body, path, resource_id)
        try:
            return json_of(response)
        except errors.MalformedResponse as error:
            raise errors.OutcomeUnknown(operation.id, resource_id, error) from None

    async def aclose(self) -> None:
        """Give back the transport's connections."""
        await self._transport.aclose()

    def _allow(self, operation: Operation) -> None:
        """Refuse an operation above the level in force, before anything else happens (S-44)."""
        level = self.power.level
        if operation.level <= level:
            return
        why_not = self.power.why_not
        if why_not is not None:
            raise errors.PowerTooLow(operation.id, operation.level, level, "; ".join(why_not))
        raise errors.NotArmed(operation.id, operation.level, level)

    async def _read_once(
        self, operation: Operation, request: WireRequest, deadline: float
    ) -> WireResponse:
        left = max(deadline - self.clock.monotonic(), _SHORTEST_TRY_S)
        timeout = min(self._patience.read_timeout_s, left)
        self.traffic.asked += 1
        try:
            response = await self._transport.send(request, timeout_s=timeout)
        except TransportFailure as failure:
            raise failure_of(failure) from None
        self._note_date(response)
        if response.status not in operation.success:
            raise self._error(operation, response)
        return response

    async def _write_once(
        self,
        operation: Operation,
        body: Mapping[str, object] | None,
        path: Mapping[str, str] | None,
        resource_id: str,
    ) -> WireResponse:
        self._allow(operation)
        if operation.is_read:
            raise ValueError(f"{operation.id} is a read")
        request = self._request(operation, path, (), body)
        intent = self._intent(operation, request, resource_id)
        number = await self._note(operation, intent)
        try:
            response = await self._try_once(operation, request, resource_id)
        except errors.ApiError as error:
            self.traffic.failed += 1
            await self._settle(number, intent, outcome_of(error))
            raise
        await self._settle(number, intent, WriteOutcome.ACCEPTED)
        return response

    async def _try_once(
        self, operation: Operation, request: WireRequest, resource_id: str
    ) -> WireResponse:
        """The one try of a write; every failure becomes what it means for the write (S-4)."""
        self.traffic.asked += 1
        try:
            response = await self._transport.send(request, timeout_s=self._patience.write_timeout_s)
        except TransportFailure as failure:
            error = failure_of(failure)
            if surely_not_sent(failure):
                raise errors.WriteNotSent(operation.id, error) from None
            raise errors.OutcomeUnknown(operation.id, resource_id, error) from None
        except Exception as fault:  # noqa: BLE001 - whatever it was, the request may have left
            error = errors.MalformedResponse(type(fault).__name__)
            raise errors.OutcomeUnknown(operation.id, resource_id, error) from None
        self._note_date(response)
        if response.status in operation.success:
            return response
        error = self._error(operation, response)
        if surely_refused(response.status, error):
            raise error
        raise errors.OutcomeUnknown(operation.id, resource_id, error)

    def _intent(self, operation: Operation, request: WireRequest, resource_id: str) -> WriteIntent:
        return WriteIntent(
            resource_id=resource_id,
            operation=operation.id,
            creates=operation.creates,
            scope=self.scope,
            body_sha256=sha256(request.body or b"").hexdigest(),
        )

    async def _note(self, operation: Operation, intent: WriteIntent) -> int:
        """Note the write before it leaves; when that fails, it does not leave (S-1)."""
        try:
            return await self._write_log.intend(intent)
        except WriteForbiddenError as error:
            raise errors.WriteWithheld(operation.id, error.words, error.advice) from None
        except TroubleError as error:
            raise errors.WriteWithheld(operation.id, error.what, error.advice) from None

    async def _settle(self, number: int, intent: WriteIntent, outcome: WriteOutcome) -> None:
        """Note what became of it; when that fails the journal goes on saying it is not known."""
        try:
            await self._write_log.settle(number, intent, outcome)
        except (WriteForbiddenError, TroubleError) as error:
            _log.warning("the outcome of a write was not noted: %s", type(error).__name__)

    def _request(
        self,
        operation: Operation,
        path: Mapping[str, str] | None,
        query: Query,
        body: Mapping[str, object] | None,
    ) -> WireRequest:
        scope = {
            "organization_id": self.scope.organization_id,
            "environment_id": self.scope.environment_id,
        }
        headers: dict[str, str | Secret] = {
            "x-api-key": self._key,
            "accept": "application/json",
            "user-agent": USER_AGENT,
        }
        if body is not None:
            headers["content-type"] = "application/json"
        return WireRequest(
            operation.method,
            operation.target({**scope, **(path or {})}, query),
            headers,
            None if body is None else canonical_json(body),
        )

    def _error(self, operation: Operation, response: WireResponse) -> errors.ApiError:
        wait = retry_after_of(response, self.clock.now() + (self.server_offset or timedelta()))
        return error_of(operation, response, wait)

    def _wait_before_retry(self, error: errors.ApiError, attempt: int) -> float | None:
        """Seconds to wait before asking again, with full jitter; None when it is of no use."""
        ceiling = self._patience.backoff_s * 2 ** min(attempt, 16)
        backoff = self.random.uniform(0.0, min(ceiling, self._patience.longest_backoff_s))
        match error:
            case errors.RateLimited():
                return max(backoff, error.retry_after_s or 0.0)
            case errors.ServerFailed():
                return backoff if error.status in _RETRIED_STATUSES else None
            case errors.Unreachable():
                return None if error.permanent else backoff
            case errors.TimedOut():
                return backoff
            case _:
                return None

    def _note_date(self, response: WireResponse) -> None:
        date = parse_http_date(response.headers.get("date", ""))
        if date is not None:
            self.server_offset = date - self.clock.now()


def json_of(response: WireResponse) -> object:
    """The JSON in an answer; raises `MalformedResponse`, no frame of which holds a body (S-58)."""
    try:
        return parse_json(response.body)
    except UnreadableJsonError as error:
        raise errors.MalformedResponse(str(error)) from None


def _is_sendable(key: Secret) -> bool:
    """Whether the key can be a header value as it stands: visible ASCII, nothing else."""
    value = key.reveal()
    return 0 < len(value) <= 1_000 and all("!" <= character <= "~" for character in value)
