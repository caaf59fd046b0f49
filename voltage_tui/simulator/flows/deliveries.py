"""Webhook deliveries: signed, tried, tried again (API reference, section 17)."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
from collections.abc import Callable, Mapping
from functools import partial
from typing import TYPE_CHECKING, Final, NamedTuple, TypeAlias

from voltage_tui.simulator.moments import SECOND
from voltage_tui.simulator.state.payment import Send
from voltage_tui.simulator.state.webhook import Delivery, DeliveryStatus, WebhookStatus
from voltage_tui.simulator.wire.payments import payment_json

if TYPE_CHECKING:
    from voltage_tui.simulator.json_types import JsonObject
    from voltage_tui.simulator.state.payment import Payment
    from voltage_tui.simulator.state.state import State
    from voltage_tui.simulator.state.webhook import Webhook

ATTEMPTS: Final = 6
"""How often a delivery is tried before it has failed (section 20)."""
_FIRST_PAUSE: Final = 5 * SECOND


class Outgoing(NamedTuple):
    """One attempt: where to, with which headers, and the exact bytes that were signed."""

    url: str
    headers: Mapping[str, str]
    body: bytes


class Outcome(NamedTuple):
    """What came of an attempt: a status, or None and why there was no answer."""

    status_code: int | None
    error: str | None = None


Report: TypeAlias = Callable[[Outcome], None]
Deliver: TypeAlias = Callable[[Outgoing, Report], None]
"""Carries one attempt out and reports on it, at once or later (never from another thread)."""


def arrive(outgoing: Outgoing, report: Report) -> None:
    """The receiver is well and answers 200; nothing is sent anywhere."""
    del outgoing
    report(Outcome(200))


def signature(secret: str, timestamp: str, body: bytes) -> str:
    """Base64 of HMAC-SHA256 over the body, a full stop and the timestamp."""
    message = body + b"." + timestamp.encode("ascii")
    digest = hmac.new(secret.encode("utf-8"), message, hashlib.sha256).digest()
    return base64.b64encode(digest).decode("ascii")


class Courier:
    """Makes deliveries of events and carries them out."""

    def __init__(self, state: State, deliver: Deliver) -> None:
        self._state = state
        self.deliver = deliver

    def announce(self, payment: Payment, event: str) -> None:
        """An event of a payment: one delivery for each registration that wants it."""
        direction = "send" if isinstance(payment, Send) else "receive"
        takers = [
            webhook
            for webhook in self._state.webhooks.values()
            if webhook.status is WebhookStatus.ACTIVE and (direction, event) in webhook.events
        ]
        if not takers:
            return
        detail: JsonObject = {"event": event, "data": payment_json(self._state, payment)}
        payload: JsonObject = {"type": direction, "detail": detail}
        for webhook in takers:
            self.add(webhook, self._state.new_id(), event, payload)

    def add(self, webhook: Webhook, delivery_id: str, event: str, payload: JsonObject) -> None:
        """A new delivery, first tried a moment from now."""
        state = self._state
        delivery = Delivery(
            id=delivery_id,
            webhook=webhook,
            url=webhook.url,
            event=event,
            payload=lambda: payload,
            created=state.now,
            updated=state.now,
            visible_at=state.now,
            seq=len(state.deliveries),
        )
        state.deliveries[delivery_id] = delivery
        state.soon(20, 200, partial(self._attempt, delivery, delivery.round))

    def retry(self, delivery: Delivery) -> None:
        """Begin anew with a full set of attempts."""
        delivery.status = DeliveryStatus.ATTEMPTING
        delivery.round += 1
        delivery.earlier = delivery.attempts
        delivery.updated = self._state.now
        self._state.soon(20, 200, partial(self._attempt, delivery, delivery.round))

    def abandon(self, delivery: Delivery) -> None:
        """Give a delivery up, if it is still being tried."""
        if delivery.status is DeliveryStatus.ATTEMPTING:
            delivery.status = DeliveryStatus.ABANDONED
            delivery.updated = self._state.now

    def _attempt(self, delivery: Delivery, turn: int) -> None:
        if delivery.status is not DeliveryStatus.ATTEMPTING or delivery.round != turn:
            return
        delivery.attempts += 1
        body = json.dumps(delivery.payload(), separators=(",", ":")).encode("ascii")
        timestamp = str(self._state.now // SECOND)
        headers = {
            "content-type": "application/json",
            "x-voltage-webhook-id": delivery.webhook.id,
            "x-voltage-timestamp": timestamp,
            "x-voltage-signature": signature(delivery.webhook.secret, timestamp, body),
            "x-voltage-event": delivery.event,
        }
        self.deliver(Outgoing(delivery.url, headers, body), partial(self._done, delivery, turn))

    def _done(self, delivery: Delivery, turn: int, outcome: Outcome) -> None:
        if delivery.status is not DeliveryStatus.ATTEMPTING or delivery.round != turn:
            return
        delivery.updated = self._state.now
        delivery.status_code = outcome.status_code
        if outcome.status_code is not None and 200 <= outcome.status_code < 300:
            delivery.status = DeliveryStatus.SUCCEEDED
            delivery.error = delivery.error_info = None
            return
        delivery.error, delivery.error_info = explain(outcome)
        tried = delivery.attempts - delivery.earlier
        if tried >= ATTEMPTS:
            delivery.status = DeliveryStatus.FAILED
            return
        due = self._state.now + (_FIRST_PAUSE << max(0, tried - 1))
        self._state.later(due, partial(self._attempt, delivery, turn))


def explain(outcome: Outcome) -> tuple[str, JsonObject]:
    """The text and the `error_info` for an attempt that did not succeed."""
    status = outcome.status_code
    if status is None:
        code = outcome.error or "connection_refused"
        return "receiver did not answer", _info(code, "Receiver did not answer", None)
    text = f"receiver answered {status}"
    if status == 429:
        context: JsonObject = {"type": "rate_limited", "retry_after_seconds": 60}
        return text, _info("rate_limited", "Receiver asked to slow down", context)
    context = {"type": "http_status", "status_code": status}
    if status in (401, 403):
        return text, _info("authentication_failed", "Receiver refused the credentials", context)
    if status == 413:
        return text, _info("payload_too_large", "Receiver found the payload too large", context)
    if 400 <= status < 500:
        return text, _info("http_client_error", "Receiver answered with a client error", context)
    if status >= 500:
        return text, _info("http_server_error", "Receiver answered with a server error", context)
    return text, _info("invalid_response", "Receiver's answer was not understood", context)


def _info(code: str, detail: str, context: JsonObject | None) -> JsonObject:
    info: JsonObject = {"type": "delivery_failed", "code": code, "detail": detail}
    if context is not None:
        info["context"] = context
    return info
