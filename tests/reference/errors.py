"""The error catalogue of schemas.md section 16: which type, code and context go with a status."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from tests.reference.document import type_expression
from tests.reference.kinds import SCALARS, Field, Record, Ref, Type
from tests.reference.location import read
from tests.reference.markdown import sections, ticked
from tests.reference.operations import Operation
from tests.reference.shapes import Violation, validate

_HEADER = ("HTTP", "Where", "type", "code", "context")
_GROUPS = {
    "wallets": "Wallets",
    "policies": "Wallet policies",
    "payments": "Payments",
    "lines of credit": "Lines of credit",
    "bills": "Bills",
    "quotes": "Quotes",
    "webhooks": "Webhooks",
    "checkout": "Checkout",
}
_KEYS: dict[str, Type] = {
    "currency": Ref("Currency"),
    "line_of_credit_currency": Ref("Currency"),
    "source_currency": Ref("Currency"),
    "target_currency": Ref("Currency"),
    "min_length": SCALARS["u32"],
    "required": SCALARS["bool"],
}
"""Context keys whose type is not written and is not told by an ending in `_id`."""


class CatalogueError(Exception):
    """The catalogue is not written the way this reader expects."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One type with one code: where it may occur and what context it carries."""

    statuses: tuple[int, int]
    """The lowest and the highest HTTP status it comes with."""
    where: str
    type: str
    code: str | None
    context: Record | None

    def fits(self, status: int, operation: Operation | None) -> bool:
        """Whether it may be answered with a status, by an operation when one is given."""
        low, high = self.statuses
        return low <= status <= high and (operation is None or self._covers(operation))

    def _covers(self, operation: Operation) -> bool:
        if self.where == "any":
            return True
        if self.where == "bodies":
            return operation.body is not None
        if self.where == "payment reads":
            return operation.group == "Payments" and operation.method == "GET"
        return operation.group in {_GROUPS.get(part) for part in self.where.split(", ")}


@cache
def catalogue() -> tuple[Entry, ...]:
    """Every entry. Raises OSError or CatalogueError."""
    for section in sections(read("schemas.md")):
        if (rows := section.table(*_HEADER)) is not None:
            entries = [entry for row in rows for entry in _entries(row)]
            return (*entries, *_payment_reads(entries))
    raise CatalogueError("there is no error catalogue")


def validate_error(
    status: int, body: object, operation: Operation | None = None
) -> list[Violation]:
    """Everything in a decoded error body that breaks the envelope or the catalogue.

    With an operation, the status must be one it declares and the type one its group may give.
    """
    problems = validate("ErrorEnvelope", body, response=True)
    if operation is not None and status not in operation.errors:
        problems.append(
            Violation("$", f"{operation.operation_id} does not declare status {status}")
        )
    error = body.get("error") if isinstance(body, dict) else None
    if problems or not isinstance(error, dict):
        return problems
    entries = [e for e in catalogue() if e.type == error["type"] and e.fits(status, operation)]
    if not entries:
        place = operation.group if operation else "any operation"
        return [
            Violation("$.error.type", f"{error['type']!r} does not come with {status}, {place}")
        ]
    tried = [list(_judge(entry, error)) for entry in entries]
    return min(tried, key=len)


def _judge(entry: Entry, error: dict[str, object]) -> Iterator[Violation]:
    if error.get("code") != entry.code:
        yield Violation("$.error.code", f"is {error.get('code')!r}, not {entry.code!r}")
    if entry.context is None:
        if "context" in error:
            yield Violation("$.error.context", f"is present, and {entry.type} has none")
        return
    if "context" not in error:
        yield Violation("$.error.context", f"is missing, and {entry.type} must carry it")
        return
    for found in validate(entry.context, error["context"], response=True):
        yield Violation(found.path.replace("$", "$.error.context", 1), found.problem)


def _entries(row: tuple[str, ...]) -> Iterator[Entry]:
    http, where, types, codes, contexts = row
    code = ticked(codes)
    context = ticked(contexts)
    if not context and contexts not in {"—", "as above"}:
        raise CatalogueError(f"not a context: {contexts!r}")
    for name in ticked(types):
        yield Entry(
            statuses=_range(http),
            where=where,
            type=name,
            code=code[0] if code else None,
            context=_context(name, context[0]) if context else None,
        )


def _payment_reads(entries: list[Entry]) -> Iterator[Entry]:
    """A 503 of a payment read may carry "any of the payment types above"."""
    for entry in entries:
        if "payments" in entry.where.split(", "):
            yield Entry((503, 503), "payment reads", entry.type, entry.code, entry.context)


def _range(http: str) -> tuple[int, int]:
    """`400` is one status, `4xx` a class, `4xx/5xx` from the first class to the last."""
    ends = [(int(p.replace("x", "0")), int(p.replace("x", "9"))) for p in http.split("/")]
    return ends[0][0], ends[-1][1]


def _context(name: str, notation: str) -> Record:
    """`{a, b?: T}`: an object with required a and optional b."""
    found = re.fullmatch(r"\{(.+)\}", notation)
    if found is None:
        raise CatalogueError(f"not a context: {notation!r}")
    return Record(f"the context of {name}", tuple(map(_key, found[1].split(", "))))


def _key(text: str) -> Field:
    key, _, kind = text.partition(": ")
    name = key.rstrip("?")
    if kind:
        told = type_expression(kind)
    elif name.endswith("_id"):
        told = SCALARS["uuid"]
    else:
        told = _KEYS.get(name, SCALARS["string"])
    return Field(name, told, required=not key.endswith("?"), nullable=False)
