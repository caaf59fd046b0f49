"""The policies that are set at the start, and the webhook with what it has delivered."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Final

from voltage_tui.simulator.flows.deliveries import Outcome, explain
from voltage_tui.simulator.moments import DAY, SECOND
from voltage_tui.simulator.state.kinds import ReceiveStatus, SendStatus
from voltage_tui.simulator.state.payment import Receive, Send
from voltage_tui.simulator.state.policies import FeeRates, Limit, Policies, Screening
from voltage_tui.simulator.state.webhook import Delivery, DeliveryStatus, Webhook, WebhookStatus
from voltage_tui.simulator.wire.payments import payment_json

if TYPE_CHECKING:
    from voltage_tui.simulator.json_types import JsonObject
    from voltage_tui.simulator.state.payment import Payment
    from voltage_tui.simulator.state.state import State
    from voltage_tui.simulator.state.wallet import Wallet

URL: Final = "https://hooks.meridian.example/voltage"
_EVENTS: Final = (
    ("receive", "generated"),
    ("receive", "completed"),
    ("receive", "failed"),
    ("send", "succeeded"),
    ("send", "failed"),
    ("test", "created"),
)
_LATELY: Final = 6 * DAY


class _Limits:
    """What each of the usual wallets may do, in satoshis and payments a minute."""

    SIZE: Final = (5_000_000, 2_000_000, 1_000_000, 250_000)
    VELOCITY: Final = (60, 30, 60, 20)
    VOLUME: Final = (20_000_000, 10_000_000, None, 1_000_000)


def policies(state: State, wallets: list[Wallet]) -> None:
    """The policies of the usual wallets; the shop passes 1 % on to its payers."""
    for place, wallet in enumerate(wallets[: len(_Limits.SIZE)]):
        at = wallet.created + SECOND
        volume = _Limits.VOLUME[place]
        wallet.policies = Policies(
            updated=at,
            max_payment_size=Limit(state.new_id(), _Limits.SIZE[place], at, at),
            velocity=Limit(state.new_id(), _Limits.VELOCITY[place], at, at),
            send_volume=None if volume is None else Limit(state.new_id(), volume, at, at),
            screening=Screening(state.new_id(), at) if place != 3 else None,
            fees=FeeRates(state.new_id(), 25, 100, at, at) if place == 2 else None,
        )


def webhooks(state: State) -> None:
    """Two registrations, one of them stopped, and the deliveries of the last days."""
    born = state.now - 60 * DAY
    orders = Webhook(
        id=state.new_id(),
        url=URL,
        name="Orders",
        events=_EVENTS,
        secret="vltg_" + state.secret("webhook", "orders").hex()[:32],
        created=born,
        updated=born,
        visible_at=born,
    )
    old = Webhook(
        id=state.new_id(),
        url="https://books.meridian.example/in",
        name="Bookkeeping",
        events=(("send", "succeeded"), ("receive", "completed")),
        secret="vltg_" + state.secret("webhook", "books").hex()[:32],
        created=born,
        updated=born + 30 * DAY,
        visible_at=born,
        status=WebhookStatus.STOPPED,
        stopped_at=born + 30 * DAY,
    )
    state.webhooks = {orders.id: orders, old.id: old}
    for payment in state.in_order:
        if payment.updated > state.now - _LATELY:
            _deliver(state, orders, payment)


def _deliver(state: State, webhook: Webhook, payment: Payment) -> None:
    direction, event = _event(payment)
    if (direction, event) not in webhook.events:
        return
    count = len(state.deliveries)
    delivery = Delivery(
        id=state.new_id(),
        webhook=webhook,
        url=webhook.url,
        event=event,
        payload=partial(_payload, state, payment, direction, event),
        created=payment.updated,
        updated=payment.updated + SECOND // 3,
        seq=count,
        status=DeliveryStatus.SUCCEEDED,
        attempts=1,
        status_code=200,
    )
    if count % 11 == 5:
        delivery.status = DeliveryStatus.FAILED
        delivery.attempts = 6
        delivery.status_code = 503
        delivery.updated += 155 * SECOND
        delivery.error, delivery.error_info = explain(Outcome(503))
    state.deliveries[delivery.id] = delivery


def _event(payment: Payment) -> tuple[str, str]:
    match payment:
        case Send(status=SendStatus.COMPLETED):
            return "send", "succeeded"
        case Send(status=SendStatus.FAILED):
            return "send", "failed"
        case Receive(status=ReceiveStatus.COMPLETED):
            return "receive", "completed"
        case _:
            return "", ""


def _payload(state: State, payment: Payment, direction: str, event: str) -> JsonObject:
    detail: JsonObject = {"event": event, "data": payment_json(state, payment)}
    return {"type": direction, "detail": detail}
