"""What went wrong lately, and what is still under way: so that every state can be seen."""

from __future__ import annotations

from typing import TYPE_CHECKING

from voltage_tui.simulator.flows.notes import error_json
from voltage_tui.simulator.flows.send import fee_above_max
from voltage_tui.simulator.moments import DAY, HOUR, MINUTE, SECOND
from voltage_tui.simulator.state.kinds import Kind
from voltage_tui.simulator.world import receives, sends
from voltage_tui.simulator.world.receives import Request
from voltage_tui.simulator.world.sends import Order

if TYPE_CHECKING:
    from voltage_tui.simulator.state.wallet import Wallet
    from voltage_tui.simulator.world.plan import Plan


def operations(plan: Plan, ops: Wallet) -> None:
    """A fee above its limit, a payment too large, one that is stuck and one in flight."""
    now = plan.now
    cold = Order(
        wallet=ops,
        at=now - 3 * DAY - 5 * HOUR,
        msats=640_000_000,
        note="Rackworks deposit",
        payee="Rackworks",
        kind=Kind.ONCHAIN,
        max_fee_msats=180_000,
    )
    sends.failed(plan, cold, fee_above_max(412, 180))
    short = Order(
        wallet=ops,
        at=now - 18 * DAY - 2 * HOUR,
        msats=24_000_000_000,
        note="New hardware Fibrehaus",
        payee="Fibrehaus",
    )
    detail = "Wallet cannot cover the payment."
    sends.refused(plan, short, error_json("hold_failed", detail, code="insufficient_funds"))
    large = Order(
        wallet=ops,
        at=now - 9 * DAY - 7 * HOUR,
        msats=6_000_000_000,
        note="Prepayment Kessler Power",
        payee="Kessler Power",
    )
    reason = "The payment is larger than this wallet allows."
    sends.refused(plan, large, error_json("rejected", reason))
    stuck = Order(
        wallet=ops,
        at=now - 12 * MINUTE - 8 * SECOND,
        msats=186_000_000,
        note="Invoice Quay Legal",
        payee="Quay Legal",
    )
    sends.stuck(plan, stuck)
    flying = Order(
        wallet=ops,
        at=now - 25 * MINUTE - 31 * SECOND,
        msats=254_000_000,
        note="Invoice Alto Cooling",
        payee="Alto Cooling",
        metadata={"supplier": "Alto Cooling"},
    )
    sends.in_flight(plan, flying)


def shop(plan: Plan, storefront: Wallet) -> None:
    """Frozen money, a transaction without a block yet, a fresh sale and an open request."""
    now = plan.now
    frozen = Request(
        wallet=storefront,
        at=now - 6 * DAY - 4 * HOUR,
        units=210_000_000,
        note="Order 9004",
        kind=Kind.ONCHAIN,
        expiration=86_400,
        metadata={"external_id": "order-9004"},
    )
    receives.frozen(plan, frozen, 40 * MINUTE)
    unconfirmed = Request(
        wallet=storefront,
        at=now - 11 * MINUTE,
        units=150_000_000,
        note="Invoice 77",
        kind=Kind.ONCHAIN,
        expiration=86_400,
        metadata={"external_id": "inv-77"},
    )
    receives.seen_on_chain(plan, unconfirmed, 2 * MINUTE, now + 14 * MINUTE)
    fresh = Request(
        wallet=storefront,
        at=now - 5 * MINUTE,
        units=42_500_000,
        note="Order 9087",
        expiration=1_800,
        metadata={"external_id": "order-9087"},
    )
    receives.paid(plan, fresh, 23 * SECOND)
    waiting = Request(
        wallet=storefront,
        at=now - 3 * MINUTE,
        units=31_000_000,
        note="Order 9088",
        expiration=1_800,
        metadata={"external_id": "order-9088"},
    )
    receives.still_open(plan, waiting)


def dollars(plan: Plan, payouts: Wallet) -> None:
    """A quote that ran out before the payment used it."""
    late = Order(
        wallet=payouts,
        at=plan.now - 15 * DAY - 3 * HOUR,
        msats=88_000_000,
        note="Commission hostpick",
        payee="hostpick",
    )
    sends.refused(plan, late, error_json("quote_failed", "The quote cannot be used."))
