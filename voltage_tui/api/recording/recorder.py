"""Writes a recording: everything is redacted and written in a thread, and nothing waits for it.

When it cannot go on (the disk is full, the limit is reached) it stops, says so, and the program
goes on.
"""

from __future__ import annotations

import os
import threading
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from queue import SimpleQueue
from typing import TYPE_CHECKING, Final

from voltage_tui.api.recording.errors import already_there, not_opened
from voltage_tui.api.recording.lines import (
    KEPT_HEADERS,
    Asked,
    Header,
    asked_json,
    asked_of,
    failure_word,
    header_json,
    moment_text,
)
from voltage_tui.api.recording.plain_json import Json, NotPlainError, Number, read_json, write_json
from voltage_tui.api.recording.redaction import Redactor
from voltage_tui.api.transport import TransportFailure, WireRequest, WireResponse

if TYPE_CHECKING:
    from pathlib import Path

    from voltage_tui.clock import Clock

MAX_BYTES: Final = 512 * 1024 * 1024
"""A recording grows no further."""
MAX_WAITING_BYTES: Final = 64 * 1024 * 1024
"""Answers that wait for a slow disk; beyond that the recording stops."""
CLOSING_S: Final = 2.0
"""How long the end of the program waits for the last lines."""
_ROOM_FOR_END: Final = 200


@dataclass(frozen=True, slots=True)
class Exchanged:
    """A request and what came of it; `took_s` and `monotonic_s` are seconds."""

    at: datetime
    monotonic_s: float
    took_s: float
    request: WireRequest
    outcome: WireResponse | TransportFailure


class Recorder:
    """One recording, from its header to its end; `stopped` says in words why it ended early.

    With `everything` memos and the like are kept in clear, secrets never. Raises `RecordingError`
    when the file cannot be made, or is there already.
    """

    def __init__(
        self,
        path: Path,
        clock: Clock,
        *,
        everything: bool = False,
        max_bytes: int = MAX_BYTES,
    ) -> None:
        self._file = _made(path)
        self._redactor = Redactor(everything=everything)
        self.has_begun = False
        self._clock = clock
        self.everything = everything
        self._began = clock.monotonic()
        self._max_bytes = max_bytes
        self._written = 0
        self._taken = self._done = 0
        self._count = 0
        self._last: dict[Asked, tuple[int, int, bytes]] = {}
        self._queue: SimpleQueue[Exchanged | None] = SimpleQueue()
        self.path = path
        self.stopped: str | None = None
        self._thread = threading.Thread(target=self._run, name="recording", daemon=True)

    def begin(self, header: Header) -> None:
        """Write what is recorded, before the first exchange; again it does nothing."""
        if not self.has_begun:
            self.has_begun = True
            self._write(header_json(header, self._clock.now()))
            self._thread.start()

    def hide(self, key: str) -> None:
        """Never let this text be written, whoever repeats it (S-58)."""
        self._redactor.hide(key)

    def take(
        self, request: WireRequest, outcome: WireResponse | TransportFailure, took_s: float
    ) -> None:
        """Have an exchange that has just ended written down; returns at once."""
        if self.stopped is not None:
            return
        if self._taken - self._done > MAX_WAITING_BYTES:
            self._stop("the disk is too slow for it")
            return
        self._taken += _size(outcome)
        now = self._clock.monotonic() - self._began
        self._queue.put(Exchanged(self._clock.now(), now, took_s, request, outcome))

    def close(self) -> None:
        """Write what is waiting, and the end; nothing is taken any more.

        A file in which nothing was begun is taken away again.
        """
        if not self.has_begun and self.stopped is None:
            self.stopped = "nothing was asked"
            self._leave_nothing()
            return
        self._queue.put(None)
        if self.has_begun:
            self._thread.join(CLOSING_S)
        if self.stopped is None:
            self.stopped = "closed"

    def _leave_nothing(self) -> None:
        with suppress(OSError):
            if os.path.samestat(os.fstat(self._file), self.path.lstat()):
                self.path.unlink()
        with suppress(OSError):
            os.close(self._file)

    def _run(self) -> None:
        while (exchanged := self._queue.get()) is not None:
            if self.stopped is None:
                try:
                    self._keep(exchanged)
                except Exception as error:  # noqa: BLE001 - the program goes on without it
                    self._stop(f"{type(error).__name__}, a fault of this program")
            self._done += _size(exchanged.outcome)
        if self.stopped is None:
            self._end("closed")
        with suppress(OSError):
            os.close(self._file)

    def _keep(self, exchanged: Exchanged) -> None:
        request, outcome = exchanged.request, exchanged.outcome
        asked = asked_of(request.method, request.target, self._redactor)
        line: dict[str, Json] = {
            "n": Number(self._count),
            "at": moment_text(exchanged.at),
            "s": Number(f"{exchanged.monotonic_s:.6f}"),
            "took": Number(f"{exchanged.took_s:.6f}"),
            **asked_json(asked),
        }
        if request.body is not None:
            line |= self._body("sent", request.body)
        match outcome:
            case WireResponse():
                line |= self._answer(asked, outcome)
            case TransportFailure():
                line["failure"] = failure_word(outcome)
        self._write(line)
        self._count += 1

    def _answer(self, asked: Asked, response: WireResponse) -> dict[str, Json]:
        """Status, headers and body; a body that is the last one again is named by its line."""
        headers: dict[str, Json] = {
            name: self._redactor.header(response.headers[name])
            for name in KEPT_HEADERS
            if name in response.headers
        }
        line: dict[str, Json] = {"status": Number(response.status)}
        if headers:
            line["headers"] = headers
        digest = sha256(response.body).digest()
        known = self._last.get(asked)
        if known is not None and known[1:] == (response.status, digest):
            return line | {"same": Number(known[0])}
        self._last[asked] = (self._count, response.status, digest)
        return line | self._body("body", response.body)

    def _body(self, name: str, body: bytes) -> dict[str, Json]:
        """A body redacted, under `name`; of one that is no JSON its length and its hash."""
        try:
            return {name: self._redactor.value(read_json(body))}
        except NotPlainError:
            kept: Json = {"bytes": Number(len(body)), "sha256": sha256(body).hexdigest()}
            return {f"unread_{name}": kept}

    def _write(self, line: Json) -> None:
        text = self._redactor.without_keys(write_json(line)).encode("ascii") + b"\n"
        if self._written + len(text) + _ROOM_FOR_END > self._max_bytes:
            self._end("limit")
            self._stop(f"it has reached {self._max_bytes // (1024 * 1024)} MiB")
            return
        self._put(text)

    def _end(self, why: str) -> None:
        line: Json = {"end": why, "at": moment_text(self._clock.now())}
        self._put(write_json(line).encode("ascii") + b"\n")

    def _put(self, text: bytes) -> None:
        """Write all of it, unbuffered: a program that is killed leaves what it has recorded."""
        try:
            while text:
                done = os.write(self._file, text)
                self._written += done
                text = text[done:]
        except OSError as error:
            self._stop(error.strerror or type(error).__name__)

    def _stop(self, why: str) -> None:
        if self.stopped is None:
            self.stopped = why


def _made(path: Path) -> int:
    """A new file for its owner alone."""
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC | os.O_NOFOLLOW
    try:
        return os.open(path, flags, 0o600)
    except FileExistsError:
        raise already_there(path) from None
    except OSError as error:
        raise not_opened(path, error) from None


def _size(outcome: WireResponse | TransportFailure) -> int:
    return len(outcome.body) if isinstance(outcome, WireResponse) else 0
