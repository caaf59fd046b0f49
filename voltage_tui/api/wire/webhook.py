"""Webhooks and deliveries on the wire (API schemas section 13)."""

from __future__ import annotations

from typing import Annotated

from pydantic import PlainValidator

from voltage_tui.api.wire.base import (
    Count,
    Cursor,
    Flag,
    Id,
    Integer,
    Text,
    Timestamp,
    Wire,
)
from voltage_tui.api.wire.payment import PaymentWire, to_payment
from voltage_tui.model.ids import DeliveryId, EnvironmentId, OrganizationId, WebhookId
from voltage_tui.model.open_enum import recognise
from voltage_tui.model.webhook import (
    Delivery,
    DeliveryCount,
    DeliveryError,
    DeliveryErrorCode,
    DeliveryPage,
    DeliveryStatus,
    EventName,
    Topic,
    Webhook,
    WebhookEvent,
    WebhookSecret,
    WebhookStatus,
)
from voltage_tui.secret import Secret
from voltage_tui.text import clean


class WebhookWire(Wire):
    """WebhookRead; an event has been seen as one text and as a list of them."""

    id: Id
    organization_id: Id
    environment_id: Id
    url: Text
    name: Text
    events: list[dict[Text, Text | list[Text]]]
    status: Text
    created_at: Timestamp
    updated_at: Timestamp
    stopped_at: Timestamp | None = None
    deleted_at: Timestamp | None = None


def _is_secret(value: object) -> Secret:
    if not isinstance(value, Secret) or not value:
        raise ValueError("no secret")
    return value


class SecretWire(Wire):
    """WebhookPlainSecret, its secret sealed."""

    id: Id
    shared_secret: Annotated[Secret, PlainValidator(_is_secret)]


class EventWire(Wire):
    """SendPayload, ReceivePayload and TestPayload."""

    event: Text
    data: object = None


class PayloadWire(Wire):
    """Payload: its content stands under `detail`."""

    type: Text
    detail: EventWire


class ErrorContextWire(Wire):
    """WebhookDeliveryErrorContext, as far as it adds something."""

    retry_after_seconds: Count | None = None


class DeliveryErrorWire(Wire):
    """WebhookDeliveryErrorInfo."""

    type: Text
    code: Text | None = None
    detail: Text
    context: ErrorContextWire | None = None


class DeliveryWire(Wire):
    """WebhookDeliveryRead."""

    id: Id
    webhook_id: Id
    url: Text
    status: Text
    payload: PayloadWire
    created_at: Timestamp
    updated_at: Timestamp
    attempt_count: Integer
    error: Text | None = None
    error_info: DeliveryErrorWire | None = None
    status_code: Count | None = None


class DeliveriesWire(Wire):
    """WebhookDeliveries."""

    items: list[DeliveryWire]
    next_cursor: Cursor | None = None
    has_more: Flag | None = None


class DeliveryCountWire(Wire):
    """WebhookDeliverySummary."""

    webhook_id: Id
    total_count: Count
    total_count_accuracy: Text


def to_webhook(wire: WebhookWire) -> Webhook:
    """A webhook of the model."""
    return Webhook(
        id=WebhookId(wire.id),
        organization_id=OrganizationId(wire.organization_id),
        environment_id=EnvironmentId(wire.environment_id),
        url=wire.url,
        name=wire.name,
        events=tuple(event for item in wire.events for event in _events(item)),
        status=recognise(WebhookStatus, wire.status),
        created_at=wire.created_at,
        updated_at=wire.updated_at,
        stopped_at=wire.stopped_at,
        deleted_at=wire.deleted_at,
    )


def sealed(raw: object) -> object:
    """The answer with its secret sealed, before anything that could fail holds it (S-59)."""
    if not isinstance(raw, dict):
        return None
    secret = raw.get("shared_secret")
    return {
        "id": raw.get("id"),
        "shared_secret": Secret(secret) if isinstance(secret, str) else None,
    }


def to_secret(wire: SecretWire) -> WebhookSecret:
    """The secret, exactly as it was given: its bytes are the key of the signatures."""
    return WebhookSecret(WebhookId(wire.id), wire.shared_secret)


def to_delivery(wire: DeliveryWire) -> Delivery:
    """A delivery of the model."""
    event = _event(wire.payload.type, wire.payload.detail.event)
    data = wire.payload.detail.data
    has_payment = event.topic in (Topic.SEND, Topic.RECEIVE)
    return Delivery(
        id=DeliveryId(wire.id),
        webhook_id=WebhookId(wire.webhook_id),
        url=wire.url,
        status=recognise(DeliveryStatus, wire.status),
        event=event,
        payment=to_payment(PaymentWire.model_validate(data)) if has_payment else None,
        text=_text(data),
        attempts=wire.attempt_count,
        http_status=wire.status_code,
        error=_error(wire),
        created_at=wire.created_at,
        updated_at=wire.updated_at,
    )


def to_delivery_page(wire: DeliveriesWire) -> DeliveryPage:
    """A page of deliveries."""
    return DeliveryPage(
        deliveries=tuple(to_delivery(item) for item in wire.items),
        next_cursor=wire.next_cursor,
        has_more=wire.next_cursor is not None if wire.has_more is None else wire.has_more,
    )


def to_delivery_count(wire: DeliveryCountWire) -> DeliveryCount:
    """A count of deliveries; only one that calls itself exact is."""
    return DeliveryCount(
        WebhookId(wire.webhook_id), wire.total_count, wire.total_count_accuracy == "exact"
    )


def _events(item: dict[str, str | list[str]]) -> tuple[WebhookEvent, ...]:
    return tuple(
        _event(topic, name)
        for topic, names in item.items()
        for name in ([names] if isinstance(names, str) else names)
    )


def _event(topic: str, name: str) -> WebhookEvent:
    return WebhookEvent(recognise(Topic, topic), recognise(EventName, name))


def _text(data: object) -> str | None:
    return clean(data) if isinstance(data, str) else None


def _error(wire: DeliveryWire) -> DeliveryError | None:
    """The typed error, or the old text where there is only that."""
    info = wire.error_info
    if info is None:
        return DeliveryError("", None, wire.error, None) if wire.error else None
    return DeliveryError(
        type=info.type,
        code=recognise(DeliveryErrorCode, info.code) if info.code else None,
        detail=info.detail,
        retry_after_s=info.context.retry_after_seconds if info.context else None,
    )
