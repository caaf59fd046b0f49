"""Webhooks and their deliveries (API reference sections 4.8 and 17)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from voltage_tui.api.errors import MalformedResponse, OutcomeUnknown
from voltage_tui.api.operation import ENVIRONMENT, ORGANIZATION, Operation, change, creation, get
from voltage_tui.api.params import params, several
from voltage_tui.api.power import Level
from voltage_tui.api.wire.base import decode, decode_list
from voltage_tui.api.wire.webhook import (
    DeliveriesWire,
    DeliveryCountWire,
    DeliveryWire,
    SecretWire,
    WebhookWire,
    sealed,
    to_delivery,
    to_delivery_count,
    to_delivery_page,
    to_secret,
    to_webhook,
)
from voltage_tui.model.filters import SortKey, SortOrder

if TYPE_CHECKING:
    from voltage_tui.api.session import Session
    from voltage_tui.model.ids import DeliveryId, WebhookId
    from voltage_tui.model.webhook import (
        Delivery,
        DeliveryCount,
        DeliveryPage,
        DeliveryStatus,
        NewWebhook,
        Webhook,
        WebhookEvent,
        WebhookSecret,
        WebhookStatus,
        WebhookUpdate,
    )

_HOOKS: Final = f"{ENVIRONMENT}/webhooks"
_HOOK: Final = f"{_HOOKS}/{{webhook_id}}"
_DELIVERIES: Final = f"{_HOOK}/deliveries"
_DELIVERY: Final = f"{_DELIVERIES}/{{delivery_id}}"

LIST: Final = get("get_webhooks_as_user", f"{ORGANIZATION}/webhooks")
GET: Final = get("get_webhook", _HOOK)
CREATE: Final = creation("create_webhook", _HOOKS, Level.SEND)
UPDATE: Final = change("update_webhook", "PATCH", _HOOK, Level.SEND)
DELETE: Final = change("delete_webhook", "DELETE", _HOOK, Level.SEND)
NEW_KEY: Final = change("generate_webhook_key", "POST", f"{_HOOK}/keys", Level.SEND)
START: Final = change("start_webhook_as_user", "POST", f"{_HOOK}/start", Level.SEND)
STOP: Final = change("stop_webhook_as_user", "POST", f"{_HOOK}/stop", Level.SEND)
TEST: Final = change("test_webhook", "POST", f"{_HOOK}/test", Level.SEND)
DELIVERIES: Final = get("get_webhook_deliveries_as_user", _DELIVERIES)
DELIVERY_COUNT: Final = get("get_webhook_delivery_summary_as_user", f"{_DELIVERIES}/summary")
DELIVERY: Final = get("get_webhook_delivery", _DELIVERY)
RETRY: Final = change("retry_webhook_delivery", "POST", f"{_DELIVERY}/retry", Level.SEND)
ABANDON: Final = change("abandon_webhook_delivery", "POST", f"{_DELIVERY}/abandon", Level.SEND)


class Webhooks:
    """Reads and changes webhooks; changing them needs the send level."""

    def __init__(self, session: Session) -> None:
        self._session = session

    async def list(
        self,
        statuses: tuple[WebhookStatus, ...] = (),
        *,
        sort_key: SortKey = SortKey.CREATED_AT,
        sort_order: SortOrder = SortOrder.DESCENDING,
    ) -> tuple[Webhook, ...]:
        """Every webhook of the environment."""
        query = [
            *several("environment_ids", [self._session.scope.environment_id]),
            *several("statuses", statuses),
            *params(sort_key=sort_key, sort_order=sort_order),
        ]
        raw = await self._session.read(LIST, query=query)
        return decode_list("webhooks", raw, WebhookWire, to_webhook)

    async def get(self, webhook_id: WebhookId) -> Webhook:
        """One webhook; `NotFound` when there is none, or not yet."""
        raw = await self._session.read(GET, {"webhook_id": webhook_id})
        return decode("webhook", raw, WebhookWire, to_webhook)

    async def create(self, webhook: NewWebhook) -> WebhookSecret:
        """Register a webhook; the secret is given this once (S-59)."""
        body: dict[str, object] = {
            "id": webhook.id,
            "url": webhook.url,
            "name": webhook.name,
            "events": _events(webhook.events),
        }
        return await self._write_for_secret(CREATE, webhook.id, {}, body)

    async def update(self, webhook_id: WebhookId, update: WebhookUpdate) -> None:
        """Change a webhook; its whole list of events is replaced."""
        body: dict[str, object] = {"events": _events(update.events)}
        if update.url is not None:
            body["url"] = update.url
        if update.name is not None:
            body["name"] = update.name
        path = {"webhook_id": webhook_id}
        await self._session.write(UPDATE, body, path, resource_id=webhook_id)

    async def delete(self, webhook_id: WebhookId) -> None:
        """Remove a webhook for good."""
        await self._change(DELETE, webhook_id)

    async def generate_key(self, webhook_id: WebhookId) -> WebhookSecret:
        """A new signing secret, given this once; keep the old one for deliveries under way."""
        return await self._write_for_secret(NEW_KEY, webhook_id, {"webhook_id": webhook_id}, None)

    async def start(self, webhook_id: WebhookId) -> None:
        """Deliver again."""
        await self._change(START, webhook_id)

    async def stop(self, webhook_id: WebhookId) -> None:
        """Deliver nothing until it is started."""
        await self._change(STOP, webhook_id)

    async def test(self, webhook_id: WebhookId, delivery_id: DeliveryId, text: str) -> None:
        """Deliver a test with `text`; `delivery_id` is the caller's, to look it up by."""
        body: dict[str, object] = {
            "delivery_id": delivery_id,
            "payload": {"type": "test", "detail": {"event": "created", "data": text}},
        }
        path = {"webhook_id": webhook_id}
        await self._session.write(TEST, body, path, resource_id=delivery_id)

    async def deliveries(
        self,
        webhook_id: WebhookId,
        statuses: tuple[DeliveryStatus, ...] = (),
        *,
        cursor: str | None = None,
        limit: int = 100,
        sort_key: SortKey = SortKey.CREATED_AT,
        sort_order: SortOrder = SortOrder.DESCENDING,
    ) -> DeliveryPage:
        """A page of deliveries; repeat every filter with a cursor."""
        query = [
            *params(
                pagination="cursor",
                cursor=cursor,
                limit=limit,
                sort_key=sort_key,
                sort_order=sort_order,
            ),
            *several("statuses", statuses),
        ]
        raw = await self._session.read(DELIVERIES, {"webhook_id": webhook_id}, query)
        return decode("deliveries", raw, DeliveriesWire, to_delivery_page)

    async def delivery_count(
        self, webhook_id: WebhookId, statuses: tuple[DeliveryStatus, ...] = ()
    ) -> DeliveryCount:
        """How many deliveries there are, of these statuses or of all."""
        query = several("statuses", statuses)
        raw = await self._session.read(DELIVERY_COUNT, {"webhook_id": webhook_id}, query)
        return decode("delivery summary", raw, DeliveryCountWire, to_delivery_count)

    async def delivery(self, webhook_id: WebhookId, delivery_id: DeliveryId) -> Delivery:
        """One delivery; `NotFound` when there is none, or not yet."""
        raw = await self._session.read(DELIVERY, _path(webhook_id, delivery_id))
        return decode("delivery", raw, DeliveryWire, to_delivery)

    async def retry(self, webhook_id: WebhookId, delivery_id: DeliveryId) -> None:
        """Try a delivery again."""
        path = _path(webhook_id, delivery_id)
        await self._session.write(RETRY, None, path, resource_id=delivery_id)

    async def abandon(self, webhook_id: WebhookId, delivery_id: DeliveryId) -> None:
        """Give a delivery up."""
        path = _path(webhook_id, delivery_id)
        await self._session.write(ABANDON, None, path, resource_id=delivery_id)

    async def _change(self, operation: Operation, webhook_id: WebhookId) -> None:
        path = {"webhook_id": webhook_id}
        await self._session.write(operation, None, path, resource_id=webhook_id)

    async def _write_for_secret(
        self,
        operation: Operation,
        webhook_id: WebhookId,
        path: dict[str, str],
        body: dict[str, object] | None,
    ) -> WebhookSecret:
        answer = sealed(
            await self._session.write_for_answer(operation, body, path, resource_id=webhook_id)
        )
        try:
            return decode("webhook secret", answer, SecretWire, to_secret)
        except MalformedResponse as error:
            raise OutcomeUnknown(operation.id, webhook_id, error) from None


def _path(webhook_id: WebhookId, delivery_id: DeliveryId) -> dict[str, str]:
    return {"webhook_id": webhook_id, "delivery_id": delivery_id}


def _events(events: tuple[WebhookEvent, ...]) -> list[dict[str, str]]:
    """One event per object, as requests have them."""
    return [{str(event.topic.value): str(event.name.value)} for event in events]
