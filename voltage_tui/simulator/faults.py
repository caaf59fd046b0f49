"""Faults on cue: what should go wrong with which requests."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from enum import Enum, auto
from typing import TypeAlias

from voltage_tui.simulator.http import Response


@dataclass(frozen=True, slots=True)
class Answer:
    """Answer this instead of executing the request."""

    response: Response


class Break(Enum):
    """Ways in which no answer comes back."""

    NEVER_ANSWER = auto()
    """The request is swallowed: not executed, not answered."""
    DROP_AFTER_ACCEPTING = auto()
    """The request is executed, then the connection breaks."""
    REFUSE = auto()
    """The connection breaks before the request is executed."""


Fault: TypeAlias = Answer | Break


@dataclass(slots=True)
class _Rule:
    method: re.Pattern[str]
    path: re.Pattern[str]
    fault: Fault
    left: int | None


@dataclass(slots=True)
class Faults:
    """The faults to come, each for requests whose method and path match, so many times."""

    _rules: list[_Rule] = field(default_factory=list)

    def add(
        self, fault: Fault, *, method: str = ".*", path: str = ".*", times: int | None = 1
    ) -> None:
        """Plan a fault; `method` and `path` are regular expressions for the whole of each.

        `times` is how often it strikes, None for always. Earlier faults strike first.
        """
        self._rules.append(_Rule(re.compile(method), re.compile(path), fault, times))

    def clear(self) -> None:
        """Let everything work again."""
        self._rules.clear()

    def take(self, method: str, path: str) -> Fault | None:
        """The fault that strikes this request, counted off, or None."""
        for rule in self._rules:
            if rule.left != 0 and rule.method.fullmatch(method) and rule.path.fullmatch(path):
                if rule.left is not None:
                    rule.left -= 1
                return rule.fault
        return None


def answer(status: int, body: bytes = b"", *headers: tuple[str, str]) -> Answer:
    """A fault that answers with this status, body and headers."""
    return Answer(Response(status, headers, body))


def too_many_requests(retry_after_s: int) -> Answer:
    """429 with `Retry-After` in seconds."""
    return answer(429, b"", ("retry-after", str(retry_after_s)))


def server_error(status: int = 500) -> Answer:
    """500 with the API's envelope, or 503 as payment reads answer it."""
    kind = b"read_temporarily_unavailable" if status == 503 else b"internal_error"
    body = b'{"error":{"type":"' + kind + b'","detail":"Something went wrong."}}'
    return answer(status, body, ("content-type", "application/json"))


def garbage() -> Answer:
    """200 with bytes that are not JSON."""
    return answer(200, b"\x00\xff<html>", ("content-type", "application/json"))


def huge(size: int) -> Answer:
    """200 with a JSON string of `size` bytes."""
    return answer(200, b'"' + b"x" * (size - 2) + b'"', ("content-type", "application/json"))
