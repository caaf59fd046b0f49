"""Webhooks and their deliveries (API reference section 17)."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING

from voltage_tui.model.checks import InvalidRequestError, check_text

if TYPE_CHECKING:
    from datetime import datetime

    from voltage_tui.model.ids import DeliveryId, EnvironmentId, OrganizationId, WebhookId
    from voltage_tui.model.open_enum import Unrecognised
    from voltage_tui.model.payment import Payment
    from voltage_tui.secret import Secret


class Topic(Enum):
    """What an event is about."""

    SEND = "send"
    RECEIVE = "receive"
    TEST = "test"


class EventName(Enum):
    """Every event of the three topics together."""

    GENERATED = "generated"
    DETECTED = "detected"
    REFRESHED = "refreshed"
    EXPIRED = "expired"
    SUCCEEDED = "succeeded"
    COMPLETED = "completed"
    FAILED = "failed"
    CREATED = "created"


class WebhookStatus(Enum):
    """Whether a webhook delivers."""

    ACTIVE = "active"
    STOPPED = "stopped"
    DELETED = "deleted"


class DeliveryStatus(Enum):
    """How a delivery stands."""

    ATTEMPTING = "attempting"
    SUCCEEDED = "succeeded"
    FAILED = "failed"
    ABANDONED = "abandoned"


class DeliveryErrorCode(Enum):
    """Why the receiver did not take a delivery."""

    HTTP_CLIENT_ERROR = "http_client_error"
    HTTP_SERVER_ERROR = "http_server_error"
    RATE_LIMITED = "rate_limited"
    CONNECTION_TIMEOUT = "connection_timeout"
    CONNECTION_REFUSED = "connection_refused"
    INVALID_RESPONSE = "invalid_response"
    PAYLOAD_TOO_LARGE = "payload_too_large"
    AUTHENTICATION_FAILED = "authentication_failed"
    UNEXPECTED_ERROR = "unexpected_error"


EVENTS_OF = {
    Topic.SEND: (EventName.SUCCEEDED, EventName.FAILED),
    Topic.RECEIVE: (
        EventName.GENERATED,
        EventName.DETECTED,
        EventName.REFRESHED,
        EventName.EXPIRED,
        EventName.SUCCEEDED,
        EventName.COMPLETED,
        EventName.FAILED,
    ),
    Topic.TEST: (EventName.CREATED,),
}
"""The events each topic has."""


@dataclass(frozen=True, slots=True)
class WebhookEvent:
    """One event that a webhook is told of, or that a delivery tells."""

    topic: Topic | Unrecognised
    name: EventName | Unrecognised


@dataclass(frozen=True, slots=True)
class Webhook:
    """A registration."""

    id: WebhookId
    organization_id: OrganizationId
    environment_id: EnvironmentId
    url: str
    name: str
    events: tuple[WebhookEvent, ...]
    status: WebhookStatus | Unrecognised
    created_at: datetime
    updated_at: datetime
    stopped_at: datetime | None
    deleted_at: datetime | None


@dataclass(frozen=True, slots=True)
class WebhookSecret:
    """The signing secret, shown once: when a webhook is made, and when its key is renewed."""

    webhook_id: WebhookId
    secret: Secret


@dataclass(frozen=True, slots=True)
class DeliveryError:
    """Why a delivery failed; branch on `code`, or on `type` where it is None."""

    type: str
    code: DeliveryErrorCode | Unrecognised | None
    detail: str
    retry_after_s: int | None


@dataclass(frozen=True, slots=True)
class Delivery:
    """One message to a webhook's URL; its success says nothing about the payment.

    `payment` is the payment as it was told of, `text` that of a test.
    """

    id: DeliveryId
    webhook_id: WebhookId
    url: str
    status: DeliveryStatus | Unrecognised
    event: WebhookEvent
    payment: Payment | None
    text: str | None
    attempts: int
    http_status: int | None
    error: DeliveryError | None
    created_at: datetime
    updated_at: datetime


@dataclass(frozen=True, slots=True)
class DeliveryPage:
    """One page of deliveries; `next_cursor` is None on the last."""

    deliveries: tuple[Delivery, ...]
    next_cursor: str | None
    has_more: bool


@dataclass(frozen=True, slots=True)
class DeliveryCount:
    """How many deliveries there are; above 100,000 the API estimates."""

    webhook_id: WebhookId
    count: int
    exact: bool


@dataclass(frozen=True, slots=True)
class NewWebhook:
    """A webhook to be registered. Raises `InvalidRequestError`."""

    id: WebhookId
    url: str
    name: str
    events: tuple[WebhookEvent, ...]

    def __post_init__(self) -> None:
        _check_url(self.url)
        _check_name(self.name)
        _check_events(self.events)


@dataclass(frozen=True, slots=True)
class WebhookUpdate:
    """A change; `events` replaces the whole list, None leaves URL or name as they are."""

    events: tuple[WebhookEvent, ...]
    url: str | None = None
    name: str | None = None

    def __post_init__(self) -> None:
        if self.url is not None:
            _check_url(self.url)
        if self.name is not None:
            _check_name(self.name)
        _check_events(self.events)


def _check_url(url: str) -> None:
    if not url.startswith(("https://", "http://")) or url.split() != [url] or len(url) > 2_000:
        raise InvalidRequestError("url", "a webhook's address begins with https://")
    check_text("url", url)


def _check_name(name: str) -> None:
    if not 1 <= len(name.strip()) <= len(name) <= 256:
        raise InvalidRequestError("name", "a name has 1 to 256 characters")
    check_text("name", name)


def _check_events(events: tuple[WebhookEvent, ...]) -> None:
    if not events:
        raise InvalidRequestError("events", "at least one event")
    for event in events:
        names = EVENTS_OF.get(event.topic, ()) if isinstance(event.topic, Topic) else ()
        if event.name not in names:
            raise InvalidRequestError("events", "not an event of that topic")
