"""The 47 operations of the reference's section 4, read from its text and tables."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from tests.reference.location import read
from tests.reference.markdown import Section, sections

COMMON_ERRORS = frozenset({400, 401, 403, 500})
BODY_ERRORS = frozenset({413, 415, 422})
_ABBREVIATIONS = {
    "{wh}": "{env}/webhooks/{webhook_id}",
    "{env}": "/organizations/{organization_id}/environments/{environment_id}",
}
_ENTRY = re.compile(r"^\*\*`(\w+)`\*\* — `([A-Z]+) ([^`]+)`(.*)", re.DOTALL)
_ANSWER = re.compile(r"→ (\d{3})(?: or (\d{3}))? (empty|same|`[^`]+`)")
_BODY = re.compile(r"[Bb]ody `(\w+)`")
_PERMISSION = re.compile(r"^\s*·\s*([^→\n.(]+)")
_STATUS = re.compile(r"\b(404|409|503)\b")
_STREAM = "text/event-stream"


class OperationsError(Exception):
    """Section 4 is not written the way this reader expects."""


@dataclass(frozen=True, slots=True)
class Operation:
    """One operation: what is asked, what answers it."""

    operation_id: str
    group: str
    """Its heading in section 4, as `Wallet policies`."""
    method: str
    path: str
    """The template below the base URL, without a query."""
    permission: str
    """The reference's words for who may call it; empty when it names nobody."""
    body: str | None
    """The request body's shape, or None when none is described."""
    success: tuple[int, ...]
    response: str | None
    """The success body's type, or None when it is empty."""
    streams: bool
    """The success body is server-sent events, not JSON."""
    errors: frozenset[int]
    """The error statuses it declares."""

    @property
    def pattern(self) -> re.Pattern[str]:
        """Matches a concrete path; the groups are the path parameters."""
        return re.compile(re.sub(r"\{(\w+)\}", r"(?P<\1>[^/]+)", self.path))


@cache
def operations() -> dict[str, Operation]:
    """Every operation by its id. Raises OSError or OperationsError."""
    found = {operation.operation_id: operation for operation in _parse(read("README.md"))}
    if not found:
        raise OperationsError("section 4 holds no operation")
    return found


def find(method: str, path: str) -> Operation | None:
    """The operation that answers a request, or None; `path` has no query and no base URL.

    Literal routes come before `{id}` routes (section 4.8, "Route note").
    """
    fitting = [
        operation
        for operation in operations().values()
        if operation.method == method.upper() and operation.pattern.fullmatch(path)
    ]
    return min(fitting, key=lambda operation: operation.path.count("{"), default=None)


def _parse(text: str) -> Iterator[Operation]:
    for section in sections(text):
        if section.level != 3 or not re.match(r"4\.\d ", section.title):
            continue
        title, _, permission = section.title[4:].partition(" · ")
        group = title.partition(" (")[0]
        yield from _from_text(section, group, permission)
        yield from _from_table(section, group)


def _from_text(section: Section, group: str, permission: str) -> Iterator[Operation]:
    full = ""
    for paragraph in _entries(section):
        entry = _ENTRY.match(paragraph)
        if entry is None:
            raise OperationsError(f"not an operation: {paragraph[:60]!r}")
        operation_id, method, path, rest = entry.groups()
        full = _expand(path, full)
        own = _PERMISSION.match(rest)
        yield _operation(
            operation_id, group, method, full, own[1].strip() if own else permission, rest, rest
        )


def _from_table(section: Section, group: str) -> Iterator[Operation]:
    answer = ""
    for header, rows in section.tables():
        if header[:2] != ("operationId", "Method and path"):
            continue
        for name, call, permission, exchange in rows:
            method, path = call.split(" ", 1)
            full = _expand(path.strip("`").partition("?")[0], "")
            if found := re.search(r"→ .*`(\w+)`", exchange):
                answer = found[1]
            told = exchange.replace("same", f"`{answer}`")
            told = re.sub(r"^`(\w+)`", r"Body `\1`", told)
            errors = told
            if "404 on everything below `{wh}`" in section.text and "{wh}" in call:
                errors += "; 404"
            yield _operation(name.strip("`"), group, method, full, permission, told, errors)


def _operation(
    operation_id: str, group: str, method: str, path: str, permission: str, told: str, errors: str
) -> Operation:
    answer = _ANSWER.search(told)
    if answer is None:
        raise OperationsError(f"{operation_id}: no success answer in {told[:80]!r}")
    shape = answer[3].strip("`")
    body = _BODY.search(told)
    return Operation(
        operation_id=operation_id,
        group=group,
        method=method,
        path=path,
        permission=permission,
        body=body[1] if body else None,
        success=tuple(int(status) for status in answer.groups()[:2] if status),
        response=None if shape in {"empty", _STREAM} else shape,
        streams=shape == _STREAM,
        errors=_errors(errors, has_body=body is not None),
    )


def _errors(text: str, *, has_body: bool) -> frozenset[int]:
    """The error statuses of an entry: the common ones, the body ones and those it names."""
    text = re.sub(r"(no match is[^.;]*|unknown payment[^.;]*|[Nn]o 404[^.;]*)", "", text)
    found = COMMON_ERRORS | {int(status) for status in _STATUS.findall(text)}
    return found | BODY_ERRORS if has_body else found


def _expand(path: str, previous: str) -> str:
    """A full path: abbreviations spelled out, a leading `…` taken from the path before."""
    for short, long in _ABBREVIATIONS.items():
        path = path.replace(short, long)
    if not path.startswith("…"):
        return path
    first = re.match(r"…(/\w+)", path)
    at = previous.find(f"{first[1]}") if first else -1
    if at < 0:
        raise OperationsError(f"{path!r} does not continue {previous!r}")
    return previous[:at] + path[1:]


def _entries(section: Section) -> Iterator[str]:
    """The section's text from each bold operation name to the next one."""
    text = "\n".join(section.lines)
    for part in re.split(r"\n(?=\*\*`\w+`\*\* — )", "\n" + text)[1:]:
        yield part.strip()
