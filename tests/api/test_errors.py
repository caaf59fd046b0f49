"""An error is what its status, type and code say, whatever its prose says (S-16)."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.api.calls import LINE, PAYMENT, WALLET
from tests.api.examples import example
from tests.api.server import Answer, Server, client_of, error_answer, json_answer
from tests.reference.errors import catalogue
from tests.reference.location import needs_reference
from voltage_tui.api import errors
from voltage_tui.api.client import VoltageClient
from voltage_tui.api.envelope import read_envelope
from voltage_tui.api.error_types import ErrorCode, ErrorType
from voltage_tui.api.flat import flat_text
from voltage_tui.api.power import Level
from voltage_tui.api.session import Patience
from voltage_tui.model.open_enum import Unrecognised
from voltage_tui.money import msats
from voltage_tui.text import is_clean


async def failure(answer: Answer) -> errors.ApiError:
    client: VoltageClient = client_of(Server(answer))
    with pytest.raises(errors.ApiError) as caught:
        await client.payments.get(PAYMENT)
    return caught.value


KINDS = (
    (400, "missing_credentials", errors.CredentialsRefused),
    (401, "wrong_credentials", errors.CredentialsRefused),
    (401, "something_new", errors.CredentialsRefused),
    (403, "access_rights", errors.PermissionMissing),
    (403, "not_allowed", errors.Rejected),
    (404, "instance_not_found", errors.NotFound),
    (404, "wallet_policies_not_found", errors.NotFound),
    (409, "payment_exists", errors.AlreadyExists),
    (409, "quote_already_exists", errors.AlreadyExists),
    (400, "quote_required", errors.Rejected),
    (413, "payload_too_large", errors.Rejected),
    (415, "missing_content_type", errors.Rejected),
    (422, "invalid_data", errors.Rejected),
    (418, "something_new", errors.Rejected),
)


@pytest.mark.parametrize(("status", "kind", "expected"), KINDS)
async def test_the_type_of_an_error(
    status: int, kind: str, expected: type[errors.ApiError]
) -> None:
    error = await failure(error_answer(status, kind))
    assert type(error) is expected
    assert isinstance(error, errors.EnvelopeError)
    assert error.status == status


@pytest.mark.safety("S-16", "the same type and code with other prose is the same error")
@pytest.mark.parametrize(
    "detail", ["", "not found", "No usable credentials were supplied.", "rate limited, timeout", 7]
)
@pytest.mark.parametrize(("status", "kind", "expected"), KINDS)
async def test_the_prose_decides_nothing(
    status: int, kind: str, expected: type[errors.ApiError], detail: object
) -> None:
    error = await failure(json_answer({"error": {"type": kind, "detail": detail}}, status))
    assert type(error) is expected


@pytest.mark.parametrize(
    "body", [b"", b"<html>", b"[]", b"{}", b'{"error":"text"}', b'{"error":{}}']
)
@pytest.mark.parametrize(
    ("status", "expected"),
    [(400, errors.Rejected), (401, errors.CredentialsRefused), (403, errors.PermissionMissing),
     (404, errors.NotFound), (409, errors.AlreadyExists), (418, errors.Rejected),
     (499, errors.ServerFailed)],
)  # fmt: skip
async def test_without_an_envelope_the_status_decides(
    status: int, body: bytes, expected: type[errors.ApiError]
) -> None:
    error = await failure(Answer(status, body))
    assert type(error) is expected
    assert isinstance(error, errors.EnvelopeError)
    assert error.type is None


async def test_a_key_of_another_host_is_named_as_a_possible_cause() -> None:
    error = await failure(error_answer(400, "missing_credentials"))
    assert "another host" in error.advice


async def test_a_missing_permission_is_named() -> None:
    client = client_of(Server(error_answer(403, "access_rights")))
    with pytest.raises(errors.PermissionMissing) as caught:
        await client.bills.page()
    assert caught.value.permission == "BILLING"
    assert "BILLING" in caught.value.advice


@needs_reference
async def test_a_rejection_keeps_type_code_and_amounts() -> None:
    error = await failure(json_answer(example("Error envelope", 2), 400))
    assert isinstance(error, errors.Rejected)
    assert (error.type, error.code) == (ErrorType.INVALID_AMOUNT, ErrorCode.BELOW_MINIMUM)
    assert error.context["field"] == "data.amount"
    assert error.envelope.money("min_amount") == msats(10_000_000)
    assert error.envelope.money("estimated_fee") is None


async def test_an_unknown_type_and_code_are_kept() -> None:
    error = await failure(error_answer(400, "brand_new", "finer_still"))
    assert isinstance(error, errors.Rejected)
    assert error.type == Unrecognised("brand_new")
    assert error.code == Unrecognised("finer_still")


@pytest.mark.parametrize("where", ["detail", "type", "code", "context"])
async def test_nothing_of_an_error_can_move_the_cursor(where: str) -> None:
    hostile = "a\x1b]52;c;AAAA\x07\u202e\U000e0041\nb\x9b2J"
    value: object = {"x" + hostile: hostile} if where == "context" else hostile
    error = await failure(json_answer({"error": {"type": "x", where: value}}, 400))
    assert isinstance(error, errors.EnvelopeError)
    shown = [error.words, error.advice, error.detail or "", *error.context, *error.context.values()]
    shown += [part.value for part in (error.type, error.code) if part is not None]
    assert all(is_clean(text) for text in (*shown, str(error)))


@needs_reference
def test_every_type_and_code_of_the_catalogue_is_ours_and_no_other() -> None:
    listed = [entry for entry in catalogue() if entry.where != "checkout"]
    assert {kind.value for kind in ErrorType} == {entry.type for entry in listed}
    assert {code.value for code in ErrorCode} == {entry.code for entry in listed} - {None}


def test_free_context_is_flat_and_bounded() -> None:
    deep: object = "end"
    for _ in range(50):
        deep = {"in": deep}
    table = flat_text({"a": {"b": 1, "c": [True, None, "x"]}, "deep": deep, "none": None})
    assert table == {"a.b": "1", "a.c": "true, x"}
    assert len(flat_text({str(n): n for n in range(500)})) == 40
    assert flat_text(["a"]) == {}


@given(st.integers(400, 599), st.binary(max_size=200))
def test_any_bytes_are_an_error_that_can_be_shown(status: int, body: bytes) -> None:
    envelope = read_envelope(status, body)
    assert envelope.status == status


_JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.sampled_from(["type", "code", "detail", "context", "x"]), inner)
    ),
    max_leaves=12,
)


@given(_JSON)
def test_any_json_is_an_error_that_can_be_shown(error: object) -> None:
    envelope = read_envelope(400, json.dumps({"error": error}).encode())
    texts = [*envelope.context, *envelope.context.values(), envelope.detail or ""]
    assert all(is_clean(text) for text in texts)


def test_words_and_advice_are_there_for_every_error() -> None:
    envelope = read_envelope(400, b"")
    made: list[errors.ApiError] = [
        errors.NotArmed("send", Level.SEND, Level.VIEW),
        errors.PowerTooLow("send", Level.SEND, Level.VIEW),
        errors.Unreachable("refused"),
        errors.TimedOut(),
        errors.RateLimited(None),
        errors.RateLimited(2.5),
        errors.UnexpectedRedirect(302),
        errors.MalformedResponse("x"),
        errors.ServerFailed(envelope),
        errors.CredentialsRefused(envelope),
        errors.PermissionMissing(envelope, "x", "READ"),
        errors.NotFound(envelope),
        errors.AlreadyExists(envelope),
        errors.Rejected(envelope),
        errors.WriteNotSent("x", errors.TimedOut()),
        errors.OutcomeUnknown("x", WALLET, errors.TimedOut()),
        errors.NotVisibleYet(LINE, 30.0),
        errors.CursorStuck(2),
        errors.TooManyPages(3),
    ]
    for error in made:
        assert error.words
        assert error.advice
        assert str(error) == error.words


@pytest.mark.parametrize("status", [400, 409, 500])
@pytest.mark.parametrize("depth", [5, 400, 900])
async def test_nesting_is_no_way_to_end_the_program(status: int, depth: int) -> None:
    lists = b"[" * depth + b"1" + b"]" * depth
    body = b'{"error":{"type":"x","context":{"a":%s}}}' % lists
    client = client_of(Server(Answer(status, body)), patience=Patience(deadline_s=1.0))
    with pytest.raises(errors.ApiError):
        await client.payments.get(PAYMENT)
    assert len(flat_text({"a": [[[["deep"]]], "b"]})) == 1
