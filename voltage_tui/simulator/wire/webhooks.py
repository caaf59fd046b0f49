"""Webhooks and deliveries on the wire (schemas, section 13)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from voltage_tui.simulator.moments import stamp, stamp_or_none

if TYPE_CHECKING:
    from voltage_tui.simulator.json_types import JsonObject
    from voltage_tui.simulator.state.state import State
    from voltage_tui.simulator.state.webhook import Delivery, Webhook


def webhook_json(state: State, webhook: Webhook) -> JsonObject:
    """A WebhookRead: one event per object, and never the secret."""
    return {
        "id": webhook.id,
        "organization_id": state.identity.organization_id,
        "environment_id": state.identity.environment_id,
        "url": webhook.url,
        "name": webhook.name,
        "events": [{kind: event} for kind, event in webhook.events],
        "status": webhook.status.value,
        "created_at": stamp(webhook.created),
        "updated_at": stamp(webhook.updated),
        "stopped_at": stamp_or_none(webhook.stopped_at),
        "deleted_at": stamp_or_none(webhook.deleted_at),
    }


def delivery_json(state: State, delivery: Delivery) -> JsonObject:
    """A WebhookDeliveryRead with the payload as it was signed."""
    return {
        "id": delivery.id,
        "webhook_id": delivery.webhook.id,
        "organization_id": state.identity.organization_id,
        "url": delivery.url,
        "status": delivery.status.value,
        "payload": delivery.payload(),
        "created_at": stamp(delivery.created),
        "updated_at": stamp(delivery.updated),
        "attempt_count": delivery.attempts,
        "error": delivery.error,
        "error_info": delivery.error_info,
        "status_code": delivery.status_code,
    }
