"""Every reason the API reference lists has words and a next step of its own (S-16)."""

from __future__ import annotations

import json

import pytest

from tests.reference.document import load
from tests.reference.errors import catalogue
from tests.reference.kinds import Choice
from tests.reference.location import needs_reference
from tests.treasury.builders import T0
from voltage_tui.api.envelope import read_envelope
from voltage_tui.api.errors import Rejected
from voltage_tui.model.open_enum import Unrecognised, recognise
from voltage_tui.model.payment import PaymentError, PaymentErrorCode, PaymentErrorType
from voltage_tui.treasury.failures import error_words
from voltage_tui.treasury.problems import problem_of

pytestmark = needs_reference

CODES = (
    "SendErrorCode",
    "ReceiveErrorCode",
    "FulfillmentPaymentFailureCode",
    "FulfillmentProviderFailureCode",
)
TYPES = ("SendErrorType",)
OPEN_TYPES = ("receive_failed", "expired")
"""Of a receive: the reference gives no list, only these in its text (section 6)."""
WITH_TYPES_OF_THEIR_OWN = frozenset({"missing_credentials", "access_rights"})
"""A refused key and a missing permission are errors of their own, with their own words."""
HERE = frozenset({"any", "bodies", "payments", "quotes"})
"""Where the catalogue's refusals can meet a payment, its check or its rate."""


def listed(*names: str) -> list[str]:
    """The words of these enumerations of the reference."""
    shapes = load().shapes
    found: list[str] = []
    for name in names:
        shape = shapes[name]
        assert isinstance(shape, Choice)
        found += shape.values
    assert found
    return found


def test_every_code_of_the_reference_is_told_in_words_with_a_next_step() -> None:
    for text in listed(*CODES):
        code = recognise(PaymentErrorCode, text)
        assert not isinstance(code, Unrecognised), text
        told = error_words(PaymentError(PaymentErrorType.SEND_FAILED, code, None, {}))
        assert told.words != text
        assert "_" not in told.words + told.next_step
        assert told.next_step != "ask Voltage what it means"


def test_every_type_of_the_reference_is_told_in_words_with_a_next_step() -> None:
    for text in (*listed(*TYPES), *OPEN_TYPES):
        kind = recognise(PaymentErrorType, text)
        assert not isinstance(kind, Unrecognised), text
        told = error_words(PaymentError(kind, None, None, {}))
        assert "_" not in told.words + told.next_step
        assert told.next_step != "ask Voltage what it means"


@pytest.mark.parametrize("detail", ["prose", "other prose"])
def test_every_refusal_of_a_payment_says_what_to_do_by_its_type_alone(detail: str) -> None:
    entries = [
        e
        for e in catalogue()
        if e.where in HERE
        and e.statuses[0] in (400, 413, 415, 422)
        and e.type not in WITH_TYPES_OF_THEIR_OWN
    ]
    assert len(entries) > 25
    for entry in entries:
        error: dict[str, object] = {"type": entry.type, "detail": detail}
        if entry.code is not None:
            error["code"] = entry.code
        body = json.dumps({"error": error}).encode()
        problem = problem_of(Rejected(read_envelope(entry.statuses[0], body)), T0)
        assert entry.type.replace("_", " ") not in problem.words, entry.type
        assert problem.advice != "change the request", entry.type
        assert detail not in problem.words + problem.advice
