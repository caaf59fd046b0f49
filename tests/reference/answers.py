"""Judges a whole HTTP answer: the status an operation declares, and the body that goes with it."""

from __future__ import annotations

import json
from collections.abc import Iterator

from tests.reference.errors import validate_error
from tests.reference.operations import Operation, find
from tests.reference.proofs import proof_violations
from tests.reference.shapes import Violation, validate
from tests.reference.twins import twin_violations


def validate_answer(method: str, path: str, status: int, body: bytes) -> list[Violation]:
    """Everything in an answer that the reference does not allow.

    `path` is the path below the base URL, without a query. A route the reference does not have may
    only be answered with an error, of whatever type.
    """
    operation = find(method, path)
    if status < 400:
        if operation is None:
            return [Violation("$", f"{method} {path} is no operation, and answered {status}")]
        return _success(operation, status, body)
    try:
        decoded = json.loads(body)
    except ValueError:
        return [Violation("$", "is not JSON")]
    if operation is None:
        return validate("ErrorEnvelope", decoded, response=True)
    return validate_error(status, decoded, operation)


def validate_success(operation: Operation, value: object) -> list[Violation]:
    """Everything in a decoded success body that breaks its shape.

    Of a body of the right shape, also deprecated numbers that disagree with their amounts, and
    proofs of payment that prove nothing.
    """
    if operation.response is None:
        return []
    found = validate(operation.response, value, response=True)
    if found:
        return found
    numbers = [violation for payment in _payments(value) for violation in payment]
    return [*numbers, *proof_violations(value)]


def _success(operation: Operation, status: int, body: bytes) -> list[Violation]:
    if status not in operation.success:
        wanted = " or ".join(map(str, operation.success))
        return [Violation("$", f"{operation.operation_id} answers {wanted}, not {status}")]
    if operation.streams:
        return []
    if operation.response is None:
        return [Violation("$", f"is {len(body)} bytes, and must be empty")] if body else []
    try:
        decoded = json.loads(body)
    except ValueError:
        return [Violation("$", "is not JSON")]
    return validate_success(operation, decoded)


def _payments(value: object) -> Iterator[list[Violation]]:
    """The deprecated numbers of each payment anywhere in a body."""
    if isinstance(value, list):
        for item in value:
            yield from _payments(item)
    elif isinstance(value, dict):
        if value.get("direction") in {"send", "receive"} and "data" in value:
            yield twin_violations(value)
        for item in value.values():
            yield from _payments(item)
