"""Webhooks: register, read, change, start, stop, test, delete (API reference, section 4.8)."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Final
from urllib.parse import urlsplit

from voltage_tui.simulator.context import accepted, reply
from voltage_tui.simulator.errors import bad_request, conflict, not_found
from voltage_tui.simulator.router import Route
from voltage_tui.simulator.state.keys import Permission
from voltage_tui.simulator.state.webhook import Webhook, WebhookStatus
from voltage_tui.simulator.wire.webhooks import webhook_json

if TYPE_CHECKING:
    from voltage_tui.simulator.body import Fields
    from voltage_tui.simulator.context import Context
    from voltage_tui.simulator.http import Response
    from voltage_tui.simulator.state.state import State

EVENTS: Final = {
    "send": ("succeeded", "failed"),
    "receive": (
        "generated",
        "detected",
        "refreshed",
        "expired",
        "succeeded",
        "completed",
        "failed",
    ),
    "test": ("created",),
}
"""Every event there is, by what it is about."""
_SECRET_LENGTH: Final = 32
_ALPHABET: Final = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789"


def list_webhooks(context: Context) -> Response:
    """`get_webhooks_as_user`: a bare array, newest first."""
    state, query = context.state, context.query
    environments = query.uuids("environment_ids")
    statuses = query.many("statuses", tuple(WebhookStatus))
    by_update = query.choice("sort_key", ("created_at", "updated_at")) == "updated_at"
    descending = query.descending()
    if environments and state.identity.environment_id not in environments:
        return reply(200, [])
    found = [
        webhook
        for webhook in state.webhooks.values()
        if webhook.visible_at <= state.now and (not statuses or webhook.status.value in statuses)
    ]
    found.sort(key=lambda one: one.updated if by_update else one.created, reverse=descending)
    return reply(200, [webhook_json(state, webhook) for webhook in found])


def known_webhook(context: Context) -> Webhook:
    """The registration in the path; a 404 when there is none yet."""
    webhook = context.state.webhooks.get(context.ids["webhook"])
    if webhook is None or webhook.visible_at > context.state.now:
        raise not_found("webhook_not_found", "webhook_id", context.ids["webhook"])
    return webhook


def get_webhook(context: Context) -> Response:
    """`get_webhook`."""
    return reply(200, webhook_json(context.state, known_webhook(context)))


def create_webhook(context: Context) -> Response:
    """`create_webhook`: 202 with the secret, which is not shown again."""
    state, body = context.state, context.body
    webhook_id, url, name = body.uuid("id"), body.text("url"), body.text("name")
    events = _events(body)
    existing = state.webhooks.get(webhook_id)
    if existing is not None:
        raise conflict("webhook_exists", "webhook_id", webhook_id)
    _check_url(url)
    webhook = Webhook(
        id=webhook_id,
        url=url,
        name=name,
        events=events,
        secret=_new_secret(state),
        created=state.now,
        updated=state.now,
        visible_at=state.visible_at(),
    )
    state.webhooks[webhook_id] = webhook
    return reply(202, {"id": webhook_id, "shared_secret": webhook.secret})


def _new_secret(state: State) -> str:
    return "vltg_" + "".join(state.rng.choices(_ALPHABET, k=_SECRET_LENGTH))


def _check_url(url: str) -> None:
    try:
        parts = urlsplit(url)
        usable = parts.scheme in ("http", "https") and bool(parts.hostname) and parts.port != 0
    except ValueError:
        usable = False
    if not usable:
        raise bad_request("invalid_webhook", "The URL cannot be posted to.")


def _events(body: Fields) -> tuple[tuple[str, str], ...]:
    """The subscriptions: single-key objects, one event each."""
    events: list[tuple[str, str]] = []
    for item in body.children("events"):
        if len(item.names()) != 1 or not item.names() <= EVENTS.keys():
            raise body.misfit("events", "one of send, receive and test is expected")
        kind = min(item.names())
        event = (kind, item.choice(kind, EVENTS[kind]))
        if event not in events:
            events.append(event)
    return tuple(events)


def update_webhook(context: Context) -> Response:
    """`update_webhook`: replaces the events, and the URL and name if given."""
    state, body, webhook = context.state, context.body, known_webhook(context)
    url, name, events = body.optional_text("url"), body.optional_text("name"), _events(body)
    if url is not None:
        _check_url(url)

    def change() -> None:
        webhook.url = url or webhook.url
        webhook.name = name if name is not None else webhook.name
        webhook.events = events
        webhook.updated = state.now

    state.soon(50, 500, change)
    return accepted()


def rotate_key(context: Context) -> Response:
    """`generate_webhook_key`: a new secret, at once."""
    state, webhook = context.state, known_webhook(context)
    webhook.secret = _new_secret(state)
    webhook.updated = state.now
    return reply(202, {"id": webhook.id, "shared_secret": webhook.secret})


def start_webhook(context: Context) -> Response:
    """`start_webhook_as_user`."""
    return _turn(context, WebhookStatus.ACTIVE)


def stop_webhook(context: Context) -> Response:
    """`stop_webhook_as_user`."""
    return _turn(context, WebhookStatus.STOPPED)


def delete_webhook(context: Context) -> Response:
    """`delete_webhook`."""
    return _turn(context, WebhookStatus.DELETED)


def _turn(context: Context, status: WebhookStatus) -> Response:
    state, webhook = context.state, known_webhook(context)
    state.soon(50, 500, partial(_set_status, state, webhook, status))
    return accepted()


def _set_status(state: State, webhook: Webhook, status: WebhookStatus) -> None:
    if webhook.status in (status, WebhookStatus.DELETED):
        return
    webhook.status = status
    webhook.updated = state.now
    webhook.stopped_at = state.now if status is WebhookStatus.STOPPED else None
    webhook.deleted_at = state.now if status is WebhookStatus.DELETED else None


_WEBHOOKS = "/organizations/{org}/environments/{env}/webhooks"
_ONE = _WEBHOOKS + "/{webhook}"
ROUTES = (
    Route("GET", "/organizations/{org}/webhooks", list_webhooks, (Permission.READ,)),
    Route("POST", _WEBHOOKS, create_webhook, (Permission.WRITE,)),
    Route("GET", _ONE, get_webhook, (Permission.READ,)),
    Route("PATCH", _ONE, update_webhook, (Permission.WRITE,)),
    Route("DELETE", _ONE, delete_webhook, (Permission.WRITE,)),
    Route("POST", _ONE + "/keys", rotate_key, (Permission.WRITE,)),
    Route("POST", _ONE + "/start", start_webhook, (Permission.WRITE,)),
    Route("POST", _ONE + "/stop", stop_webhook, (Permission.WRITE,)),
)
