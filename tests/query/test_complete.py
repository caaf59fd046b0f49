"""What may come next."""

from __future__ import annotations

import pytest

from voltage_tui.query import QueryError, Vocabulary, completions, parse

KNOWN = Vocabulary(
    wallets=("Ops wallet", "Storefront", "ops,7"),
    tags=("rent", "q4 close"),
    metadata={"cost_center": ("ops-7", "x y"), "status": ("a",), "notez": ("b",)},
    statuses=("settling", "failed"),
)


def offered(text: str, cursor: int | None = None) -> list[str]:
    at = len(text) if cursor is None else cursor
    return [found.applied(text) for found in completions(text, at, KNOWN)]


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("st", ["status:"]),
        ("rent -wa", ["rent -wallet:"]),
        ("status:fa", ["status:failed"]),
        ("status:failed,ex", ["status:failed,expired"]),
        ("status:se", ["status:sending", 'status:"settling"']),
        ("dir:", ["dir:send", "dir:receive"]),
        ("rail:on", ["rail:on-chain"]),
        ("kind:re", ["kind:released"]),
        ("wallet:op", ['wallet:"Ops wallet"', 'wallet:"ops,7"']),
        (
            '-wallet:Storefront,"Op',
            ['-wallet:Storefront,"Ops wallet"', '-wallet:Storefront,"ops,7"'],
        ),
        ("tag:", ["tag:rent", 'tag:"q4 close"']),
        ("in:ma", ["in:march", "in:may"]),
        ("since:to", ["since:today"]),
        ("yes", ["yesterday"]),
        ("last:", ["last:24h", "last:7d", "last:30d", "last:3mo", "last:1y"]),
        ("cost", ["cost_center:"]),
        ("cost_center:", ["cost_center:ops-7", 'cost_center:"x y"']),
        ("meta:st", ["meta:status="]),
        ("meta:cost_center=o", ["meta:cost_center=ops-7"]),
        ("notez", []),
        (">500", [">500sats", ">500btc", ">500usd", ">500msat"]),
        ("100..500", ["100..500sats", "100..500btc", "100..500usd", "100..500msat"]),
        ("sort:l", ["sort:largest"]),
        ('"rent st', []),
        ("id:7", []),
        ('note:"a-" st', ['note:"a-" status:']),
        ('"a \\" st', []),
    ],
)
def test_offered(text: str, first: list[str]) -> None:
    found = offered(text)
    assert found[: len(first)] == first
    assert first or not found


def test_a_key_that_is_taken_for_a_field_is_offered_as_metadata() -> None:
    assert {"meta:status=", "meta:notez=", "cost_center:"} <= set(offered(""))


def test_only_what_stands_before_the_cursor_counts() -> None:
    assert offered("st rent", 2) == ["status: rent"]


@pytest.mark.parametrize(
    "text",
    [
        *("", "-", "status:", "wallet:", "tag:", "in:", "cost_center:", "meta:cost_center="),
        *("sort:", "dir:", "rail:", "kind:", "last:", ">5", "since:", "status:failed,"),
    ],
)
def test_what_is_offered_can_be_read(text: str) -> None:
    assert offered(text)
    for whole in offered(text):
        if whole.endswith((":", "=")):
            with pytest.raises(QueryError):
                parse(whole)
        else:
            parse(whole)
