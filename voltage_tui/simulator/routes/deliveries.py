"""Deliveries of a webhook: list, read, count, test, retry, abandon (section 4.8)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from voltage_tui.simulator.context import accepted, reply
from voltage_tui.simulator.errors import bad_request, invalid_parameter, not_found
from voltage_tui.simulator.paging import (
    CursorError,
    Place,
    fingerprint,
    read_cursor,
    write_cursor,
)
from voltage_tui.simulator.router import Route
from voltage_tui.simulator.routes.webhooks import EVENTS, known_webhook
from voltage_tui.simulator.state.keys import Permission
from voltage_tui.simulator.state.webhook import Delivery, DeliveryStatus
from voltage_tui.simulator.wire.webhooks import delivery_json

if TYPE_CHECKING:
    from voltage_tui.simulator.body import Fields
    from voltage_tui.simulator.context import Context
    from voltage_tui.simulator.http import Response
    from voltage_tui.simulator.json_types import JsonObject


def list_deliveries(context: Context) -> Response:
    """`get_webhook_deliveries_as_user`: offset or cursor pages, newest first."""
    state, query, webhook = context.state, context.query, known_webhook(context)
    limit, offset, descending = query.limit(), query.offset(), query.descending()
    by_update = query.choice("sort_key", ("created_at", "updated_at")) == "updated_at"
    cursor = query.text("cursor")
    by_cursor = query.choice("pagination", ("offset", "cursor")) == "cursor" or cursor is not None
    mark = fingerprint(webhook.id, query.many("statuses"), by_update, descending)
    found = [
        (Place(one.updated if by_update else one.created, one.seq), one) for one in _chosen(context)
    ]
    found.sort(key=lambda pair: pair[0], reverse=descending)
    total = len(found)
    if cursor is not None:
        last = _read(cursor, mark)
        found = [one for one in found if (one[0] < last if descending else one[0] > last)]
    elif not by_cursor:
        found = found[offset:]
    shown = found[:limit]
    more = len(found) > len(shown) > 0
    page: JsonObject = {
        "items": [delivery_json(state, delivery) for _, delivery in shown],
        "offset": 0 if by_cursor else offset,
        "limit": limit,
    }
    if not by_cursor:
        page["total"] = total
    page["next_cursor"] = write_cursor(mark, shown[-1][0]) if by_cursor and more else None
    page["has_more"] = more
    return reply(200, page)


def _read(cursor: str, mark: str) -> Place:
    try:
        return read_cursor(cursor, mark)
    except CursorError:
        raise invalid_parameter("cursor") from None


def _chosen(context: Context) -> list[Delivery]:
    webhook = known_webhook(context)
    statuses = context.query.many("statuses", tuple(DeliveryStatus))
    return [
        delivery
        for delivery in context.state.deliveries.values()
        if delivery.webhook is webhook
        and delivery.visible_at <= context.state.now
        and (not statuses or delivery.status.value in statuses)
    ]


def get_summary(context: Context) -> Response:
    """`get_webhook_delivery_summary_as_user`."""
    statuses = context.query.many("statuses", tuple(DeliveryStatus))
    count = len(_chosen(context))
    return reply(
        200,
        {
            "webhook_id": known_webhook(context).id,
            "statuses": list(statuses),
            "total_count": count,
            "total_count_accuracy": "exact",
        },
    )


def get_delivery(context: Context) -> Response:
    """`get_webhook_delivery`."""
    return reply(200, delivery_json(context.state, _known(context)))


def _known(context: Context) -> Delivery:
    webhook, delivery_id = known_webhook(context), context.ids["delivery"]
    delivery = context.state.deliveries.get(delivery_id)
    if delivery is None or delivery.webhook is not webhook:
        raise not_found("webhook_delivery_not_found", "webhook_delivery_id", delivery_id)
    if delivery.visible_at > context.state.now:
        raise not_found("webhook_delivery_not_found", "webhook_delivery_id", delivery_id)
    return delivery


def test_webhook(context: Context) -> Response:
    """`test_webhook`: one delivery, under the id that the client chose."""
    state, body, webhook = context.state, context.body, known_webhook(context)
    delivery_id, payload = body.uuid("delivery_id"), body.child("payload")
    kind = payload.choice("type", tuple(EVENTS))
    detail = payload.child("detail")
    event = detail.choice("event", EVENTS[kind])
    if kind == "test":
        detail.text("data")
    else:
        detail.child("data")
    if delivery_id in state.deliveries:
        raise bad_request("invalid_webhook", "That delivery id is already in use.")
    context.courier.add(webhook, delivery_id, event, _payload(payload))
    return accepted()


def _payload(payload: Fields) -> JsonObject:
    detail = payload.child("detail").value
    return {
        "type": payload.value["type"],
        "detail": {"event": detail["event"], "data": detail["data"]},
    }


def retry_delivery(context: Context) -> Response:
    """`retry_webhook_delivery`: back to `attempting`, with a full set of attempts."""
    context.courier.retry(_known(context))
    return accepted()


def abandon_delivery(context: Context) -> Response:
    """`abandon_webhook_delivery`: no effect on one that has ended."""
    context.courier.abandon(_known(context))
    return accepted()


_ONE = "/organizations/{org}/environments/{env}/webhooks/{webhook}"
_DELIVERIES = _ONE + "/deliveries"
ROUTES = (
    Route("POST", _ONE + "/test", test_webhook, (Permission.WRITE,)),
    Route("GET", _DELIVERIES, list_deliveries, (Permission.READ,)),
    Route("GET", _DELIVERIES + "/summary", get_summary, (Permission.READ,)),
    Route("GET", _DELIVERIES + "/{delivery}", get_delivery, (Permission.READ,)),
    Route("POST", _DELIVERIES + "/{delivery}/retry", retry_delivery, (Permission.WRITE,)),
    Route("POST", _DELIVERIES + "/{delivery}/abandon", abandon_delivery, (Permission.WRITE,)),
)
