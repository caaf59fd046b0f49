"""Payments and treasury movements (API reference sections 4.4 and 14)."""

from __future__ import annotations

from contextlib import aclosing
from functools import partial
from typing import TYPE_CHECKING, Final

from voltage_tui.api.again import Again
from voltage_tui.api.bodies import receive_body, send_body
from voltage_tui.api.operation import ENVIRONMENT, ORGANIZATION, change, creation, get
from voltage_tui.api.params import metadata_params, params, several
from voltage_tui.api.power import Level
from voltage_tui.api.session import json_of
from voltage_tui.api.sweep import MAX_PAGES, pages
from voltage_tui.api.visible import DEADLINE_S, until_visible
from voltage_tui.api.wire.base import decode
from voltage_tui.api.wire.payment import (
    HistoryWire,
    PaymentsWire,
    PaymentWire,
    to_history,
    to_payment,
    to_payment_page,
)
from voltage_tui.api.wire.summary import (
    PaymentSummaryWire,
    WalletSummaryWire,
    to_summary,
    to_wallet_summary,
)
from voltage_tui.model.checks import InvalidRequestError
from voltage_tui.model.filters import PaymentFilter, SummaryFilter
from voltage_tui.model.requests import NewReceive, NewSend

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from voltage_tui.api.session import Session
    from voltage_tui.api.transport import WireResponse
    from voltage_tui.model.ids import PaymentId, WalletId
    from voltage_tui.model.payment import HistoryEvent, Payment, PaymentPage
    from voltage_tui.model.summary import PaymentSummary, WalletPaymentSummary

_PAYMENTS: Final = f"{ENVIRONMENT}/payments"
_PAYMENT: Final = f"{_PAYMENTS}/{{payment_id}}"
_TREASURY: Final = f"{ENVIRONMENT}/treasury_movements"

LIST: Final = get("get_payments", _PAYMENTS)
GET: Final = get("get_payment", _PAYMENT)
HISTORY: Final = get("get_payment_history", f"{_PAYMENT}/history")
SUMMARY: Final = get("get_payment_summary", f"{_PAYMENTS}/summary")
WALLET_SUMMARY: Final = get(
    "get_wallet_payment_summary", f"{ORGANIZATION}/wallets/{{wallet_id}}/payments/summary"
)
RECEIVE: Final = creation("create_payment", _PAYMENTS, Level.RECEIVE, "RECEIVE or WRITE")
SEND: Final = creation("create_payment", _PAYMENTS, Level.SEND)
CHECK: Final = change("check_payment", "POST", f"{_PAYMENTS}/check", Level.SEND)
TREASURY_RECEIVE: Final = creation("create_treasury_movement", _TREASURY, Level.RECEIVE)
TREASURY_SEND: Final = creation("create_treasury_movement", _TREASURY, Level.SEND)


class Payments:
    """Lists, follows, asks for and sends payments.

    A write that returns was accepted, no more: read the payment until it is terminal.
    """

    def __init__(self, session: Session) -> None:
        self._session = session
        self._paged = Again(_read_page)

    async def page(
        self,
        wanted: PaymentFilter | None = None,
        cursor: str | None = None,
        limit: int = 100,
    ) -> PaymentPage:
        """A page of payments; the same filter must come with the cursor of the page before.

        No match is an empty page. A cursor that does not fit is `Rejected` (`invalid_cursor`).
        """
        query = _page_query(wanted or PaymentFilter(), cursor, limit)
        return await self._session.read_with(LIST, self._paged, query=query)

    async def sweep(
        self,
        wanted: PaymentFilter | None = None,
        *,
        limit: int = 100,
        max_pages: int = MAX_PAGES,
    ) -> AsyncIterator[Payment]:
        """Every payment, page after page; pages are no snapshot, so one may come twice.

        Raises `SweepStopped` where the pages do not end; what came until then is good.
        """
        read = partial(self._page_at, wanted, limit)
        async with aclosing(pages(read, max_pages)) as walk:
            async for page in walk:
                for payment in page.payments:
                    yield payment

    async def _page_at(
        self, wanted: PaymentFilter | None, limit: int, cursor: str | None
    ) -> PaymentPage:
        return await self.page(wanted, cursor, limit)

    async def get(self, payment_id: PaymentId) -> Payment:
        """One payment; `NotFound` when there is none, or not yet."""
        raw = await self._session.read(GET, {"payment_id": payment_id})
        return decode("payment", raw, PaymentWire, to_payment)

    async def await_visible(self, payment_id: PaymentId, deadline_s: float = DEADLINE_S) -> Payment:
        """A payment just accepted, as soon as it can be read (S-6).

        Raises `NotVisibleYet` after `deadline_s` seconds: it is still pending then, not failed.
        """
        return await until_visible(
            self._session, payment_id, lambda: self.get(payment_id), deadline_s
        )

    async def history(self, payment_id: PaymentId) -> tuple[HistoryEvent, ...]:
        """What happened to a payment, in order; empty for an unknown one."""
        raw = await self._session.read(HISTORY, {"payment_id": payment_id})
        return decode("payment history", raw, HistoryWire, to_history)

    async def summary(self, wanted: SummaryFilter | None = None) -> PaymentSummary:
        """Counts of the environment's payments."""
        wanted = wanted or SummaryFilter()
        query = [*params(line_of_credit_id=wanted.line_id), *_summary_query(wanted)]
        raw = await self._session.read(SUMMARY, query=query)
        return decode("payment summary", raw, PaymentSummaryWire, to_summary)

    async def wallet_summary(
        self, wallet_id: WalletId, wanted: SummaryFilter | None = None
    ) -> WalletPaymentSummary:
        """Counts of one wallet's payments; the filter's line is of no meaning here."""
        query = _summary_query(wanted or SummaryFilter())
        raw = await self._session.read(WALLET_SUMMARY, {"wallet_id": wallet_id}, query)
        return decode("payment summary", raw, WalletSummaryWire, to_wallet_summary)

    async def receive(self, receive: NewReceive) -> None:
        """Ask for a payment."""
        await self._session.write(RECEIVE, receive_body(receive), resource_id=receive.id)

    async def send(self, send: NewSend) -> None:
        """Pay, or promote an approved check of the same identifier and body (v6.14)."""
        await self._session.write(SEND, send_body(send), resource_id=send.id)

    async def check(self, send: NewSend) -> None:
        """Ask whether the wallet's policies would let it pass; nothing is held or paid.

        Raises `InvalidRequestError` with a quote, which a check would use up.
        """
        if send.quote_id is not None:
            raise InvalidRequestError("quote_id", "a check would use up the quote")
        await self._session.write(CHECK, send_body(send), resource_id=send.id)

    async def treasury_receive(self, receive: NewReceive) -> None:
        """Ask for the owner's own money; Voltage must have enabled it."""
        body = receive_body(receive)
        await self._session.write(TREASURY_RECEIVE, body, resource_id=receive.id)

    async def treasury_send(self, send: NewSend) -> None:
        """Move the owner's own money out; Voltage must have enabled it."""
        await self._session.write(TREASURY_SEND, send_body(send), resource_id=send.id)


def _page_query(wanted: PaymentFilter, cursor: str | None, limit: int) -> list[tuple[str, str]]:
    return [
        *params(
            pagination="cursor",
            cursor=cursor,
            limit=limit,
            wallet_id=wanted.wallet_id,
            line_of_credit_id=wanted.line_id,
            payment_category=wanted.category,
            check_only=wanted.check_only,
            sort_key=wanted.sort_key,
            sort_order=wanted.sort_order,
        ),
        *_shared_query(wanted),
    ]


def _read_page(response: WireResponse) -> PaymentPage:
    return decode("payments", json_of(response), PaymentsWire, to_payment_page)


def _summary_query(wanted: SummaryFilter) -> list[tuple[str, str]]:
    inactive = params(include_inactive=wanted.include_inactive or None)
    return [*inactive, *_shared_query(wanted)]


def _shared_query(wanted: PaymentFilter | SummaryFilter) -> list[tuple[str, str]]:
    return [
        *params(
            direction=wanted.direction,
            kind=wanted.kind,
            start_date=wanted.start,
            end_date=wanted.end,
        ),
        *several("statuses", wanted.statuses),
        *metadata_params(wanted.metadata),
    ]
