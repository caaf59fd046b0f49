"""Webhook registrations and their deliveries (API reference, section 17)."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    from voltage_tui.simulator.json_types import JsonObject


class WebhookStatus(StrEnum):
    """The states of a registration."""

    ACTIVE = "active"
    STOPPED = "stopped"
    DELETED = "deleted"


class DeliveryStatus(StrEnum):
    """The states of a delivery."""

    ATTEMPTING = "attempting"
    SUCCEEDED = "succeeded"
    FAILED = "failed"
    ABANDONED = "abandoned"


@dataclass(slots=True, eq=False, repr=False)
class Webhook:
    """A registration; `events` are pairs such as ("receive", "completed")."""

    id: str
    url: str
    name: str
    events: tuple[tuple[str, str], ...]
    secret: str
    created: int
    updated: int
    visible_at: int
    status: WebhookStatus = WebhookStatus.ACTIVE
    stopped_at: int | None = None
    deleted_at: int | None = None


@dataclass(slots=True, eq=False, repr=False)
class Delivery:
    """One event on its way to one registration.

    `round` counts how often it was begun anew, `earlier` the attempts before this round.
    """

    id: str
    webhook: Webhook
    url: str
    event: str
    payload: Callable[[], JsonObject]
    created: int
    updated: int
    visible_at: int = 0
    seq: int = 0
    status: DeliveryStatus = DeliveryStatus.ATTEMPTING
    attempts: int = 0
    earlier: int = 0
    round: int = 0
    error: str | None = None
    error_info: JsonObject | None = None
    status_code: int | None = None
