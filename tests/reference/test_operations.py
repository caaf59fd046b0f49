"""Section 4 and the error catalogue are read as they stand."""

from __future__ import annotations

import re
import uuid

import pytest

from tests.reference.errors import catalogue, validate_error
from tests.reference.location import available, needs_reference, read
from tests.reference.operations import BODY_ERRORS, COMMON_ERRORS, find, operations

pytestmark = needs_reference

ORGANIZATION = "/organizations/{organization_id}"
ENVIRONMENT = f"{ORGANIZATION}/environments/{{environment_id}}"
WEBHOOK = f"{ENVIRONMENT}/webhooks/{{webhook_id}}"


def filled(path: str) -> str:
    return re.sub(r"\{\w+\}", lambda _: str(uuid.uuid4()), path)


def test_there_are_as_many_operations_as_the_reference_counts() -> None:
    counted = re.search(r"^(\d+) operations\.", read("README.md"), re.MULTILINE)
    assert counted is not None
    assert len(operations()) == int(counted[1]) == 47
    assert len({(o.method, o.path) for o in operations().values()}) == 47


@pytest.mark.parametrize(
    ("name", "method", "path", "success", "response", "body", "permission"),
    [
        ("get_wallet_ledger_as_user", "GET", f"{ORGANIZATION}/wallets/{{wallet_id}}/ledger",
         (200,), "Ledger", None, "READ"),
        ("update_wallet_policies", "PATCH", f"{ORGANIZATION}/wallets/{{wallet_id}}/policies",
         (202,), None, "UpdateWalletPolicyRequest", "WRITE"),
        ("create_payment", "POST", f"{ENVIRONMENT}/payments",
         (202,), None, "PaymentRequest", "sends WRITE; receives RECEIVE or WRITE"),
        ("get_bill_summary_as_user", "GET", f"{ORGANIZATION}/bills/summary",
         (200,), "BillSummary", None, "BILLING"),
        ("get_lines_of_credit_summaries_as_user", "GET",
         f"{ORGANIZATION}/lines_of_credit/summaries",
         (200,), "[SummaryLineOfCredit]", None, "READ"),
        ("generate_webhook_key", "POST", f"{WEBHOOK}/keys",
         (202,), "WebhookPlainSecret", None, "WRITE"),
        ("update_settings", "PUT", f"{ENVIRONMENT}/checkout/settings",
         (200,), "EnvironmentSettingsResponse", "UpdateEnvironmentSettingsRequest", "WRITE"),
        ("get_session", "GET", "/checkout/sessions/{session_id}",
         (200, 202), "BrowserCheckoutSession", None, "checkout token (Bearer)"),
    ],
)  # fmt: skip
def test_an_operation_is_read_whole(
    name: str,
    method: str,
    path: str,
    success: tuple[int, ...],
    response: str | None,
    body: str | None,
    permission: str,
) -> None:
    found = operations()[name]
    assert (found.method, found.path, found.success) == (method, path, success)
    assert (found.response, found.body, found.permission) == (response, body, permission)


@pytest.mark.parametrize(
    ("name", "own"),
    [
        ("get_payments", {503}),
        ("get_payment", {404, 503}),
        ("get_payment_history", {503}),
        ("get_wallet_payment_summary", {503}),
        ("create_payment", {409, *BODY_ERRORS}),
        ("create_treasury_movement", {404, 409, *BODY_ERRORS}),
        ("get_bill_as_user", {404}),
        ("get_bills_as_user", set()),
        ("get_webhooks_as_user", set()),
        ("get_webhook_deliveries_as_user", {404}),
        ("update_webhook", {404, *BODY_ERRORS}),
        ("create_wallet", BODY_ERRORS),
    ],
)
def test_an_operation_declares_its_errors(name: str, own: set[int]) -> None:
    assert operations()[name].errors == COMMON_ERRORS | own


@pytest.mark.parametrize("name", [*operations()] if available else [])
def test_a_request_finds_its_operation(name: str) -> None:
    operation = operations()[name]
    assert find(operation.method, filled(operation.path)) == operation


def test_literal_routes_come_before_the_ones_with_an_id() -> None:
    summary = find("GET", f"{filled(ENVIRONMENT)}/payments/summary")
    check = find("post", f"{filled(ENVIRONMENT)}/payments/check")
    assert summary is not None
    assert summary.operation_id == "get_payment_summary"
    assert check is not None
    assert check.operation_id == "check_payment"
    assert find("GET", "/organizations") is None


def error(kind: str, **rest: object) -> dict[str, object]:
    return {"error": {"type": kind, "detail": "words", **rest}}


ID = "457a9bbc-dd9c-45d2-8344-03e0e0ae73b8"


@pytest.mark.parametrize(
    ("status", "operation", "body"),
    [
        (400, "get_wallet", error("missing_credentials")),
        (404, "get_wallet", error("instance_not_found", context={"wallet_id": ID})),
        (404, "create_treasury_movement", error("wallet_not_found", context={"wallet_id": ID})),
        (400, "create_payment", error("invalid_amount")),
        (400, "create_wallet", error("invalid_request", context={"fields": ["id"]})),
        (400, "create_payment",
         error("quote_required", code="required", context={"field": "quote_id"})),
        (422, "create_webhook", error("invalid_data")),
        (503, "get_payment", error("read_failed")),
        (503, "get_payment", error("payment_not_found", context={"payment_id": ID})),
        (503, "get_payments", error("wallet_not_found")),
        (409, "create_session", error("idempotency_conflict", context={"session_id": ID})),
        (403, "update_sandbox_line_of_credit",
         error("not_allowed", context={"line_of_credit_id": ID})),
    ],
)  # fmt: skip
def test_an_error_of_the_catalogue_is_clean(status: int, operation: str, body: object) -> None:
    assert validate_error(status, body, operations()[operation]) == []
    assert validate_error(status, body) == []


@pytest.mark.parametrize(
    ("status", "operation", "body", "path"),
    [
        (404, "get_wallet", error("instance_not_found"), "$.error.context"),
        (404, "get_wallet", error("instance_not_found", context={"wallet_id": "x"}),
         "$.error.context.wallet_id"),
        (404, "get_wallet", error("wallet_not_found", context={"wallet_id": ID}), "$.error.type"),
        (404, "get_payments", error("wallet_not_found", context={"wallet_id": ID}), "$"),
        (400, "get_wallet", error("instance_not_found", context={"wallet_id": ID}),
         "$.error.type"),
        (400, "create_payment", error("quote_required", context={"field": "quote_id"}),
         "$.error.code"),
        (400, "create_payment", error("invalid_payment", context={}), "$.error.context"),
        (400, "create_payment", error("invalid_payment", context=None), "$.error.context"),
        (400, "create_payment", error("invalid_payment", hint="no"), "$.error.hint"),
        (401, "get_wallet", error("missing_credentials"), "$.error.type"),
        (422, "get_wallet", error("invalid_data"), "$"),
        (500, "get_wallet", {"message": "oops"}, "$.error"),
    ],
)  # fmt: skip
def test_any_other_error_is_a_violation(
    status: int, operation: str, body: object, path: str
) -> None:
    found = validate_error(status, body, operations()[operation])
    assert path in {violation.path for violation in found}


def test_the_catalogue_is_read_whole() -> None:
    text = read("schemas.md").partition("### Error catalogue")[2].partition("\n---")[0]
    rows = [line for line in text.splitlines() if re.match(r"\| [45]", line)]
    named = {word for row in rows for word in re.findall(r"`(\w+)`", row.split("|")[3])}
    assert {entry.type for entry in catalogue()} == named
    places = {place for entry in catalogue() for place in entry.where.split(", ")}
    assert places == {p for row in rows for p in row.split("|")[2].strip().split(", ")}
