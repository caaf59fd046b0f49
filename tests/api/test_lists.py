"""Filters, pages and sweeps (API reference section 1, S-65)."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone

import pytest

from tests.api.calls import LINE, PAYMENT, WALLET
from tests.api.examples import example
from tests.api.server import (
    ENVIRONMENT,
    ORGANIZATION,
    Asked,
    Server,
    Step,
    client_of,
    error_answer,
    json_answer,
)
from tests.reference.location import needs_reference
from voltage_tui.api import errors
from voltage_tui.model.bill import BillStatus
from voltage_tui.model.filters import PaymentFilter, SortKey, SortOrder, SummaryFilter
from voltage_tui.model.network import CreationNetwork, Network
from voltage_tui.model.payment import (
    Direction,
    Payment,
    PaymentCategory,
    PaymentKind,
    PaymentStatus,
)
from voltage_tui.model.webhook import DeliveryStatus, WebhookStatus

EMPTY = json_answer({"items": [], "offset": 0, "limit": 100, "has_more": False})


async def test_every_filter_is_sent_as_the_reference_writes_it() -> None:
    server = Server(EMPTY)
    wanted = PaymentFilter(
        wallet_id=WALLET,
        line_id=LINE,
        category=PaymentCategory.TREASURY,
        direction=Direction.SEND,
        kind=PaymentKind.ONCHAIN,
        statuses=(PaymentStatus.COMPLETED, PaymentStatus.FAILED),
        metadata={"external_id": "order-1", "a b&c": "ü=1"},
        start=datetime(2026, 10, 1, tzinfo=UTC),
        end=datetime(2026, 10, 5, 14, 0, 0, 500_000, tzinfo=timezone(timedelta(hours=2))),
        check_only=False,
        sort_key=SortKey.UPDATED_AT,
        sort_order=SortOrder.ASCENDING,
    )
    await client_of(server).payments.page(wanted, "cur/sor=+", 50)
    assert server.asked[0].query == (
        ("pagination", "cursor"),
        ("cursor", "cur/sor=+"),
        ("limit", "50"),
        ("wallet_id", WALLET),
        ("line_of_credit_id", LINE),
        ("payment_category", "treasury"),
        ("check_only", "false"),
        ("sort_key", "updated_at"),
        ("sort_order", "ASC"),
        ("direction", "send"),
        ("kind", "onchain"),
        ("start_date", "2026-10-01T00:00:00Z"),
        ("end_date", "2026-10-05T12:00:00.500000Z"),
        ("statuses[]", "completed"),
        ("statuses[]", "failed"),
        ("metadata[external_id]", "order-1"),
        ("metadata[a b&c]", "ü=1"),
    )


async def test_an_empty_filter_sends_no_filter() -> None:
    server = Server(EMPTY)
    await client_of(server).payments.page()
    names = [name for name, _ in server.asked[0].query]
    assert names == ["pagination", "limit", "sort_key", "sort_order"]


QUERIES = {
    "wallets": (
        lambda c: c.wallets.list(include_inactive=True),
        {"environment_id": ENVIRONMENT, "inactive": "true"},
    ),
    "lines": (
        lambda c: c.lines.list(CreationNetwork.TESTNET3, include_disabled=True),
        {"network": "testnet3", "include_disabled": "true", "environment_ids[]": ENVIRONMENT},
    ),
    "ledger": (
        lambda c: c.ledger.page(WALLET, 200, 100, payment_id=PAYMENT),
        {
            "offset": "200",
            "limit": "100",
            "payment_id": PAYMENT,
            "sort_key": "effective_time",
            "sort_order": "DESC",
        },
    ),
    "quotes": (
        lambda c: c.quotes.list(WALLET, Network.SIGNET, offset=5, limit=7),
        {"wallet_id": WALLET, "network": "signet", "limit": "7", "offset": "5"},
    ),
    "bills": (
        lambda c: c.bills.page(LINE, (BillStatus.PAID,), cursor="c", limit=9, exclude_zero=True),
        {
            "line_of_credit_id": LINE,
            "sort_key": "created_at",
            "sort_order": "DESC",
            "cursor": "c",
            "limit": "9",
            "exclude_zero_amount_bills": "true",
            "statuses[]": "paid",
        },
    ),
    "bill summary": (
        lambda c: c.bills.summary(LINE, (BillStatus.PAYMENT_DUE,)),
        {"line_of_credit_id": LINE, "statuses[]": "payment_due"},
    ),
    "summary": (
        lambda c: c.payments.summary(
            SummaryFilter(line_id=LINE, kind=PaymentKind.BOLT11, include_inactive=True)
        ),
        {"line_of_credit_id": LINE, "include_inactive": "true", "kind": "bolt11"},
    ),
    "webhooks": (
        lambda c: c.webhooks.list((WebhookStatus.ACTIVE,)),
        {
            "environment_ids[]": ENVIRONMENT,
            "statuses[]": "active",
            "sort_key": "created_at",
            "sort_order": "DESC",
        },
    ),
    "deliveries": (
        lambda c: c.webhooks.deliveries(WALLET, (DeliveryStatus.FAILED,), cursor="c"),
        {
            "pagination": "cursor",
            "cursor": "c",
            "limit": "100",
            "sort_key": "created_at",
            "sort_order": "DESC",
            "statuses[]": "failed",
        },
    ),
}


@pytest.mark.parametrize(("run", "query"), QUERIES.values(), ids=QUERIES)
async def test_what_a_list_asks_for(run: object, query: dict[str, str]) -> None:
    server = Server(error_answer(404, "utils"))
    assert callable(run)
    with pytest.raises(errors.NotFound):
        await run(client_of(server))
    assert dict(server.asked[0].query) == query


def sample() -> dict[str, object]:
    value = example("8. Reading a payment", 1)
    assert isinstance(value, dict)
    return value


def page_of(first: int, count: int, cursor: str | None, more: object) -> Step:
    items = [sample() | {"id": f"payment-{number}"} for number in range(first, first + count)]
    page: dict[str, object] = {"items": items, "offset": 0, "limit": count, "next_cursor": cursor}
    return json_answer(page if more is None else page | {"has_more": more})


async def swept(server: Server, max_pages: int = 50) -> tuple[list[str], errors.ApiError | None]:
    """The payments a sweep gave, and what ended it."""
    found: list[Payment] = []
    try:
        async for payment in client_of(server).payments.sweep(limit=2, max_pages=max_pages):
            found.append(payment)  # noqa: PERF401 - what came before an error is wanted
    except errors.SweepStopped as error:
        return [payment.id for payment in found], error
    return [payment.id for payment in found], None


@needs_reference
@pytest.mark.parametrize("more", [True, None])
async def test_a_sweep_walks_to_the_last_page_with_the_same_filter(more: object) -> None:
    last: object = None if more is None else False
    server = Server(page_of(0, 2, "a", more), page_of(2, 2, "b", more), page_of(4, 1, None, last))
    ids, error = await swept(server)
    assert (ids, error) == ([f"payment-{number}" for number in range(5)], None)
    cursors = [dict(asked.query).get("cursor") for asked in server.asked]
    assert cursors == [None, "a", "b"]
    rest = [[pair for pair in asked.query if pair[0] != "cursor"] for asked in server.asked]
    assert rest[0] == rest[1] == rest[2]


@pytest.mark.safety("S-65", "a cursor that repeats or is missing ends the sweep")
@needs_reference
@pytest.mark.parametrize("cursors", [["a", "a"], ["a", "b", "a"], [None], ["a", ""]])
async def test_a_sweep_ends_where_the_cursor_does_not_advance(cursors: list[str | None]) -> None:
    server = Server(*[page_of(n * 2, 2, cursor, True) for n, cursor in enumerate(cursors)])
    ids, error = await swept(server)
    assert isinstance(error, errors.CursorStuck)
    assert error.pages == len(cursors) == len(server.asked)
    assert len(ids) == 2 * len(cursors)


@pytest.mark.safety("S-65", "more pages than the bound end the sweep")
@needs_reference
async def test_a_sweep_ends_where_there_are_too_many_pages() -> None:
    server = Server(EMPTY)
    count = iter(range(1_000))

    def more(asked: Asked) -> Step:
        return page_of(0, 1, f"cursor-{next(count)}-{len(asked.path)}", True)

    server.respond = more
    ids, error = await swept(server, max_pages=7)
    assert isinstance(error, errors.TooManyPages)
    assert (error.pages, len(server.asked), len(ids)) == (7, 7, 7)


@needs_reference
async def test_a_sweep_left_early_asks_no_more() -> None:
    server = Server(page_of(0, 2, "a", True))
    sweep = client_of(server).payments.sweep()
    async for _ in sweep:
        break
    assert len(server.asked) == 1


@needs_reference
@pytest.mark.parametrize(
    "change",
    [
        {"status": "settling"},
        {"type": "lightning_address"},
        {"type": "lightning_address", "data": {"amount": "a lot"}},
        {"type": "lightning_address", "data": None},
        {"payment_category": "charity"},
        {"error": {"type": "meteor", "code": "direct_hit"}},
        {"frozen": []},
        {"brand_new_key": {"x": 1}},
    ],
)
async def test_an_unknown_word_is_kept_and_never_an_end(change: dict[str, object]) -> None:
    server = Server(json_answer(sample() | change))
    payment = await client_of(server).payments.get(PAYMENT)
    assert not payment.is_terminal
    if "status" in change:
        assert payment.status.value == "settling"
    if "type" in change:
        assert payment.kind.value == "lightning_address"


async def test_an_unknown_kind_of_ledger_row_keeps_its_own_identifier() -> None:
    row = {
        "type": "adjusted",
        "adjustment_id": "adj-1",
        "amount": {"currency": "btc", "amount": 5, "unit": "msats"},
        "effective_time": "2026-10-05T09:41:07.118Z",
    }
    page = json_answer({"items": [row], "offset": 0, "limit": 100, "total": 1})
    entry = (await client_of(Server(page)).ledger.page(WALLET)).entries[0]
    assert (entry.kind.value, entry.entry_id) == ("adjusted", "adj-1")


@needs_reference
async def test_a_wallet_without_its_balances_is_no_wallet_of_nothing() -> None:
    wallet = example("2. Product model")
    assert isinstance(wallet, dict)
    for name in ("balances", "holds"):
        for value in (None, "missing"):
            broken = {key: part for key, part in wallet.items() if key != name}
            answer = json_answer(broken if value else broken | {name: value})
            with pytest.raises(errors.MalformedResponse):
                await client_of(Server(answer)).wallets.get(WALLET)


@needs_reference
@pytest.mark.parametrize(("check_only", "terminal"), [(True, True), (False, False), (None, False)])
async def test_only_an_approved_check_is_at_its_end(check_only: object, terminal: bool) -> None:
    sent = example("8. Reading a payment", 6)
    assert isinstance(sent, dict)
    answer = json_answer(sent | {"status": "approved", "check_only": check_only, "error": None})
    payment = await client_of(Server(answer)).payments.get(PAYMENT)
    assert payment.is_terminal is terminal


def _wallet(**changes: object) -> dict[str, object]:
    moment = "2026-10-05T09:00:00Z"
    return {
        "id": WALLET, "active": True, "created_at": moment, "updated_at": moment, "name": "One",
        "organization_id": ORGANIZATION, "environment_id": ENVIRONMENT, "network": "mutinynet",
        "balances": [], "holds": [], **changes,
    }  # fmt: skip


async def test_no_wallet_counts_twice_and_the_newest_reading_is_the_one() -> None:
    newer = _wallet(name="Two", updated_at="2026-10-05T10:00:00Z")
    for order in ([_wallet(), newer], [newer, _wallet()]):
        found = await client_of(Server(json_answer(order))).wallets.list()
        assert [wallet.name for wallet in found] == ["Two"]


async def test_a_wallet_of_another_environment_is_none_of_ours() -> None:
    other = _wallet(id=LINE, environment_id=ORGANIZATION)
    found = await client_of(Server(json_answer([_wallet(), other]))).wallets.list()
    assert [wallet.id for wallet in found] == [WALLET]


async def test_no_line_counts_twice_and_none_of_another_environment_at_all() -> None:
    line = {
        "id": LINE, "organization_id": ORGANIZATION, "environment_id": ENVIRONMENT,
        "network": "mutinynet", "limit": 5, "allocated_limit": 1, "currency": "btc",
    }  # fmt: skip
    other = {**line, "id": WALLET, "environment_id": ORGANIZATION}
    found = await client_of(Server(json_answer([line, line, other]))).lines.list()
    assert [each.id for each in found] == [LINE]
