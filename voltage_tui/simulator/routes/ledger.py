"""A wallet's ledger, page by page (API reference, sections 4.2 and 10)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from voltage_tui.simulator.context import reply
from voltage_tui.simulator.router import Route
from voltage_tui.simulator.routes.wallets import known_wallet
from voltage_tui.simulator.state.keys import Permission
from voltage_tui.simulator.wire.ledger import row_json

if TYPE_CHECKING:
    from collections.abc import Sequence

    from voltage_tui.simulator.context import Context
    from voltage_tui.simulator.http import Response
    from voltage_tui.simulator.json_types import JsonValue
    from voltage_tui.simulator.state.ledger import Row
    from voltage_tui.simulator.state.wallet import Wallet

_SORT_KEYS = ("effective_time", "message_time", "time_and_effective_time")


def get_ledger(context: Context) -> Response:
    """`get_wallet_ledger_as_user`: an offset page, newest first unless asked otherwise.

    Messages and effects have one time here, so all sort keys give the same order.
    """
    query, wallet = context.query, known_wallet(context)
    payment_id = query.uuid("payment_id")
    start, end = query.moment("start_date"), query.moment("end_date")
    query.choice("sort_key", _SORT_KEYS)
    limit, offset, descending = query.limit(), query.offset(), query.descending()
    parts: list[Sequence[Row]] = [_rows(wallet, start, end)]
    if wallet.bulk is not None:
        parts.insert(0, wallet.bulk.between(start, end))
    if payment_id is not None:
        parts = [_rows_of_payment(wallet, payment_id, start, end)]
    total = sum(len(part) for part in parts)
    currency = wallet.line.currency
    items: list[JsonValue] = [
        row_json(currency, row) for row in page_of(parts, offset, limit, descending=descending)
    ]
    return reply(200, {"items": items, "offset": offset, "limit": limit, "total": total})


def _rows(wallet: Wallet, start: int | None, end: int | None) -> list[Row]:
    """The wallet's rows in a span of time, oldest first, ends included."""
    if start is None and end is None:
        return wallet.rows
    return [row for row in wallet.rows if _within(row, start, end)]


def _rows_of_payment(
    wallet: Wallet, payment_id: str, start: int | None, end: int | None
) -> list[Row]:
    rows = [row for row in wallet.rows if row.payment_id == payment_id]
    if wallet.bulk is not None:
        rows = wallet.bulk.bulk.rows_of_payment(wallet, payment_id) + rows
    return [row for row in rows if _within(row, start, end)]


def _within(row: Row, start: int | None, end: int | None) -> bool:
    return (start is None or start <= row.at) and (end is None or row.at <= end)


def page_of(
    parts: Sequence[Sequence[Row]], offset: int, limit: int, *, descending: bool
) -> list[Row]:
    """`limit` rows after the first `offset`, over several lists that follow one another."""
    page: list[Row] = []
    total = sum(len(part) for part in parts)
    for place in range(offset, min(total, offset + limit)):
        wanted = total - 1 - place if descending else place
        for part in parts:
            if wanted < len(part):
                page.append(part[wanted])
                break
            wanted -= len(part)
    return page


ROUTES = (
    Route("GET", "/organizations/{org}/wallets/{wallet}/ledger", get_ledger, (Permission.READ,)),
)
