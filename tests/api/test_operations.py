"""Every operation is known, has its level, and is the only way to the transport."""

from __future__ import annotations

import ast
import importlib
import pkgutil
from pathlib import Path

import pytest

import voltage_tui.api
from tests.api.calls import CALLS, Call
from tests.reference.location import needs_reference
from tests.reference.operations import operations
from voltage_tui.api.operation import InvalidIdentifierError, Operation
from voltage_tui.api.power import Level

CHECKOUT = {
    "get_settings",
    "update_settings",
    "create_session",
    "get_session",
    "get_session_allowed_origins",
    "create_event_stream_token",
    "get_events",
}
"""Left for later: a checkout is a web page of a shop, not a treasurer's work."""

RECEIVES = {"payments.receive", "payments.treasury_receive", "quotes.request"}


def declared() -> dict[int, Operation]:
    """Every operation in every module of the client."""
    found: dict[int, Operation] = {}
    for module in pkgutil.walk_packages(voltage_tui.api.__path__, "voltage_tui.api."):
        values = vars(importlib.import_module(module.name)).values()
        found |= {id(value): value for value in values if isinstance(value, Operation)}
    return found


def test_every_declared_operation_is_called_by_exactly_one_method() -> None:
    assert sorted(declared()) == sorted(id(call.operation) for call in CALLS)


@pytest.mark.parametrize("call", CALLS, ids=lambda call: call.name)
def test_a_level_follows_what_the_operation_does(call: Call) -> None:
    if call.operation.method == "GET":
        assert call.operation.level is Level.VIEW
    else:
        assert call.operation.level is (Level.RECEIVE if call.name in RECEIVES else Level.SEND)


def test_an_operation_without_a_level_cannot_be_declared() -> None:
    with pytest.raises(TypeError, match="level"):
        Operation("x", "POST", "/x", success=frozenset({202}), permission="WRITE")  # type: ignore[call-arg]


def test_a_write_cannot_be_declared_as_a_view() -> None:
    with pytest.raises(ValueError, match="GET is view"):
        Operation("x", "POST", "/x", Level.VIEW, frozenset({202}), "WRITE")


@needs_reference
def test_every_operation_of_the_reference_is_declared_or_is_a_checkout() -> None:
    ours = {operation.id for operation in declared().values()}
    assert ours | CHECKOUT == set(operations())
    assert not ours & CHECKOUT


@needs_reference
@pytest.mark.parametrize("call", CALLS, ids=lambda call: call.name)
def test_method_path_status_and_permission_are_the_references(call: Call) -> None:
    ours, told = call.operation, operations()[call.operation.id]
    assert (ours.method, ours.path) == (told.method, told.path)
    assert ours.success == set(told.success)
    if told.permission and ours.id != "create_payment":
        assert ours.permission in told.permission


@pytest.mark.parametrize("value", ["", "..", "a/b", "a?b", "a b", "é", "a" * 65, "a\n"])
def test_what_is_no_identifier_never_becomes_part_of_a_path(value: str) -> None:
    operation = CALLS[2].operation
    with pytest.raises(InvalidIdentifierError):
        operation.target({"organization_id": "o", "wallet_id": value})


def test_only_the_session_sends_and_only_an_operation() -> None:
    package = Path(voltage_tui.api.__file__).parent
    senders = {
        path.name
        for path in package.rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Attribute)
        and node.attr == "send"
        and isinstance(node.value, ast.Attribute)
        and node.value.attr == "_transport"
    }
    # The prices have a transport of their own, which leads to another host and has no key.
    assert senders == {"session.py", "coin_prices.py"}
    tree = ast.parse((package / "session.py").read_text(encoding="utf-8"))
    session = next(n for n in tree.body if isinstance(n, ast.ClassDef) and n.name == "Session")
    public = [
        method
        for method in session.body
        if isinstance(method, ast.AsyncFunctionDef) and not method.name.startswith("_")
    ]
    for method in public:
        if method.name != "aclose":
            first = method.args.args[1]
            assert isinstance(first.annotation, ast.Name)
            assert first.annotation.id == "Operation"
    names = {method.name for method in public}
    assert names == {"read", "read_with", "write", "write_for_answer", "aclose"}
