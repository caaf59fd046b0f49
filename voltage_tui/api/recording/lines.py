"""The lines of a recording: the header, one for each exchange, and the end."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Final, TypeAlias
from urllib.parse import parse_qsl

from voltage_tui.api import transport
from voltage_tui.api.recording.plain_json import Json, Number, text_of, whole_of
from voltage_tui.model.ids import UUID

if TYPE_CHECKING:
    from voltage_tui.api.recording.redaction import Redactor

FORMAT: Final = 1
MARK: Final = "voltage-tui recording"
"""The header's first key, whose value is the format's number."""
KEPT_HEADERS: Final = ("date", "retry-after")
_EARLIEST: Final = datetime(1970, 1, 1, tzinfo=UTC)
_LATEST: Final = datetime(3000, 1, 1, tzinfo=UTC)

Query: TypeAlias = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Header:
    """What was recorded, and how. `everything`: memos and the like are in clear."""

    program: str
    profile: str
    host: str
    organization_id: str
    environment_id: str
    zone: str
    demo: bool
    everything: bool


@dataclass(frozen=True, slots=True)
class Asked:
    """What was asked: two requests that are equal here ask the same thing."""

    method: str
    path: str
    ids: tuple[str, ...]
    query: Query

    @property
    def name(self) -> str:
        """Method and path, without what it was asked of."""
        return f"{self.method} {self.path}"


def asked_of(method: str, target: str, redactor: Redactor | None = None) -> Asked:
    """What a request asks, redacted where it is to be written down."""
    path, _, query = target.partition("?")
    pieces: list[str] = []
    ids: list[str] = []
    for piece in path.split("/"):
        if UUID.fullmatch(piece):
            pieces.append("{" + (pieces[-1] if pieces else "") + "}")
            ids.append(piece)
        else:
            pieces.append(redactor.segment(piece) if redactor and piece else piece)
    parameters = parse_qsl(query, keep_blank_values=True)
    if redactor is not None:
        parameters = [redactor.parameter(name, text) for name, text in parameters]
    return Asked(method, "/".join(pieces), tuple(ids), tuple(parameters))


def header_json(header: Header, at: datetime) -> Json:
    """The header's line."""
    return {
        MARK: Number(FORMAT),
        "program": header.program,
        "began": moment_text(at),
        "profile": header.profile,
        "host": header.host,
        "organization_id": header.organization_id,
        "environment_id": header.environment_id,
        "zone": header.zone,
        "demo": header.demo,
        "everything": header.everything,
    }


def header_of(line: Json) -> Header | None:
    """What a header's line says; None for another line. The format is judged apart."""
    if not isinstance(line, dict) or whole_of(line.get(MARK)) is None:
        return None

    def text(name: str) -> str:
        return text_of(line.get(name)) or ""

    return Header(
        program=text("program"),
        profile=text("profile"),
        host=text("host"),
        organization_id=text("organization_id"),
        environment_id=text("environment_id"),
        zone=text("zone"),
        demo=line.get("demo") is True,
        everything=line.get("everything") is True,
    )


def asked_json(asked: Asked) -> dict[str, Json]:
    """The part of an exchange's line that says what was asked."""
    query: list[Json] = [[name, text] for name, text in asked.query]
    found: dict[str, Json] = {"method": asked.method, "path": asked.path}
    if asked.ids:
        found["ids"] = list(asked.ids)
    if query:
        found["query"] = query
    return found


def asked_in(line: dict[str, Json]) -> Asked | None:
    """The same, read; None where it is not there."""
    method, path = text_of(line.get("method")), text_of(line.get("path"))
    ids, query = line.get("ids", []), line.get("query", [])
    if method is None or path is None or not isinstance(ids, list) or not isinstance(query, list):
        return None
    pairs = [tuple(pair) for pair in query if isinstance(pair, list)]
    parameters = tuple(
        (name, text) for name, text in (p for p in pairs if len(p) == 2) if _both_texts(name, text)
    )
    return Asked(
        method,
        path,
        tuple(found for found in ids if isinstance(found, str)),
        tuple((str(name), str(text)) for name, text in parameters),
    )


def _both_texts(name: Json, text: Json) -> bool:
    return isinstance(name, str) and isinstance(text, str)


def failure_word(failure: transport.TransportFailure) -> str:
    """How a request without an answer is written down; nothing of the failure's own words."""
    match failure:
        case transport.ConnectFailed():
            return f"not connected: {failure.problem.name.lower()}"
        case transport.TimedOut():
            return "timed out" if failure.sent else "timed out before it was sent"
        case transport.ResponseTooLarge():
            return "answer too large"
        case transport.ResponseUnreadable():
            return "answer unreadable"
        case _:
            return "connection lost"


def failure_named(word: str) -> transport.TransportFailure:
    """The failure that was written down so; one that is not known is a lost connection."""
    name = word.removeprefix("not connected: ").upper()
    if name in transport.ConnectProblem.__members__:
        return transport.ConnectFailed(transport.ConnectProblem[name])
    match word:
        case "timed out":
            return transport.TimedOut(sent=True)
        case "timed out before it was sent":
            return transport.TimedOut(sent=False)
        case "answer too large":
            return transport.ResponseTooLarge(transport.MAX_RESPONSE_BYTES)
        case "answer unreadable":
            return transport.ResponseUnreadable("the answer could not be read")
        case _:
            return transport.ConnectionLost()


def moment_text(moment: datetime) -> str:
    """A moment in UTC to the microsecond, always as long."""
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def moment_in(value: Json) -> datetime | None:
    """A moment that stands in a line; None where there is none that a clock could show."""
    text = text_of(value)
    if text is None:
        return None
    try:
        moment = datetime.fromisoformat(text)
        if moment.tzinfo is None:
            return None
        moment = moment.astimezone(UTC)
    except (ValueError, OverflowError):
        return None
    return moment if _EARLIEST <= moment < _LATEST else None
