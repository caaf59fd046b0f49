"""The days of a hosting company: sales, refunds, suppliers, payroll, affiliates."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from voltage_tui.simulator.amounts import Currency, msats_of
from voltage_tui.simulator.flows.quote import rate_at
from voltage_tui.simulator.moments import DAY, HOUR, MINUTE
from voltage_tui.simulator.state.kinds import Category, Kind
from voltage_tui.simulator.world import receives, sends
from voltage_tui.simulator.world.names import AFFILIATES, STAFF, SUPPLIERS
from voltage_tui.simulator.world.plan import day_of_month, weekday
from voltage_tui.simulator.world.receives import Request
from voltage_tui.simulator.world.sends import Order

if TYPE_CHECKING:
    from voltage_tui.simulator.state.wallet import Wallet
    from voltage_tui.simulator.world.plan import Plan

FIRST_ORDER: Final = 8_512
_BUSY: Final = (7, 8, 9, 9, 10, 10, 11, 12, 13, 14, 14, 15, 15, 16, 17, 18, 19, 20, 21, 22)


def sales(plan: Plan, shop: Wallet) -> None:
    """Walk-in sales: a few a day, more on weekdays, most over Lightning, some never paid."""
    number = FIRST_ORDER
    rng = plan.rng
    for day in plan.days():
        for _ in range(rng.randint(2, 4) if weekday(day) < 5 else rng.randint(0, 2)):
            number += 1
            at = day + rng.choice(_BUSY) * HOUR + plan.few(0, 3_599)
            request = Request(
                wallet=shop,
                at=at,
                units=plan.sats(6_000, 78_000),
                note=f"Order {number}",
                metadata={"external_id": f"order-{number}"},
                expiration=1_800,
            )
            _sell(plan, request, rng.randrange(100))


def _sell(plan: Plan, request: Request, dice: int) -> None:
    if dice < 6:
        receives.expired(plan, request)
    elif dice < 9:
        receives.paid_on_chain(
            plan, replace(request, kind=Kind.ONCHAIN, expiration=86_400), plan.few(120, 2_400)
        )
    elif dice < 20:
        receives.paid(plan, replace(request, kind=Kind.BIP21), plan.few(12, 240))
    else:
        receives.paid(plan, request, plan.few(4, 120))


def refunds(plan: Plan, wallet: Wallet) -> None:
    """Every other day somebody gets money back; now and then there is no way to them."""
    for count, day in enumerate(plan.days()):
        if plan.rng.random() < 0.52:
            order = Order(
                wallet=wallet,
                at=plan.in_hours(day, 9, 17),
                msats=plan.sats(12_000, 96_000),
                note=f"Refund order {FIRST_ORDER - 60 + 3 * count}",
                payee=f"customer-{count}",
                metadata={"ticket": f"T-{4_200 + count}"},
            )
            if plan.rng.random() < 0.12:
                sends.failed(plan, order, sends.no_route())
            else:
                sends.done(plan, order)


def suppliers(plan: Plan, ops: Wallet) -> None:
    """Rent, power, transit and the smaller bills of each week."""
    for day in plan.days():
        date = day_of_month(day)
        if date == 1:
            _bill(plan, ops, day, "Rackworks", "Rack rent", 2_400_000, Kind.ONCHAIN)
        if date == 5:
            _bill(plan, ops, day, "Kessler Power", "Power", 900_000, Kind.BOLT11)
        if date in (8, 22):
            _bill(plan, ops, day, "Northlane Transit", "Transit", 500_000, Kind.BIP21)
        if weekday(day) == 1:
            name = plan.rng.choice(SUPPLIERS)
            _bill(plan, ops, day, name, "Invoice", plan.rng.randint(90, 210) * 1_000, Kind.BOLT11)


def cooling(plan: Plan, ops: Wallet) -> None:
    """Every Thursday the same small bill: a payee that everybody knows."""
    for day in plan.days():
        if weekday(day) == 3:
            _bill(plan, ops, day, "Alto Cooling", "Cooling", 84_000, Kind.BOLT11)


def _bill(plan: Plan, ops: Wallet, day: int, payee: str, what: str, sats: int, kind: Kind) -> None:
    wobble = plan.rng.randint(-sats // 50, sats // 50)
    sends.done(
        plan,
        Order(
            wallet=ops,
            at=plan.in_hours(day, 9, 12),
            msats=(sats + wobble) * 1_000,
            note=f"{what} {payee}",
            payee=payee,
            kind=kind,
            metadata={"supplier": payee},
        ),
    )


def payroll(plan: Plan, ops: Wallet) -> None:
    """On the 25th, one after the other."""
    for day in plan.days():
        if day_of_month(day) == 25:
            for place, person in enumerate(STAFF):
                sends.done(
                    plan,
                    Order(
                        wallet=ops,
                        at=day + 10 * HOUR + place * 2 * MINUTE + plan.few(1, 50),
                        msats=(980_000 + place * 60_000) * 1_000,
                        note=f"Payroll {person}",
                        payee=person,
                        metadata={"payroll": "monthly"},
                    ),
                )


def sweeps(plan: Plan, shop: Wallet, ops: Wallet) -> None:
    """Every Monday the shop hands part of its takings to operations."""
    for day in plan.days():
        if weekday(day) == 0:
            sends.moved(
                plan,
                Order(
                    wallet=shop,
                    at=day + 6 * HOUR + plan.few(0, 900),
                    msats=plan.sats(520_000, 640_000) // 1_000_000 * 1_000_000,
                    note="Weekly takings",
                    payee="",
                ),
                ops,
            )


def affiliates(plan: Plan, payouts: Wallet) -> None:
    """On Fridays the affiliates are paid, in dollars; on Wednesdays one pays something back."""
    for week, day in enumerate(plan.days()):
        if weekday(day) == 4:
            first = day + 14 * HOUR + plan.few(0, 600)
            for place, name in enumerate(AFFILIATES):
                at = first + place * MINUTE + plan.few(2, 50)
                _commission(plan, payouts, at, name, week)
        if weekday(day) == 2 and payouts.line.currency is Currency.USD:
            request = Request(
                wallet=payouts,
                at=plan.in_hours(day, 8, 18),
                units=plan.rng.randint(40, 260) * 100,
                note="Advertiser top-up",
                expiration=280,
            )
            receives.paid(plan, request, plan.few(5, 200))


def _commission(plan: Plan, payouts: Wallet, at: int, name: str, week: int) -> None:
    cents = plan.rng.randint(6_000, 24_000)
    msats = msats_of(cents, rate_at(plan.state, at))
    order = Order(
        wallet=payouts,
        at=at,
        msats=msats,
        note=f"Commission {name}",
        payee=name,
        metadata={"external_id": f"payout-{2_000 + week * 10 + AFFILIATES.index(name)}"},
    )
    if plan.rng.random() < 0.03:
        sends.failed(plan, order, sends.no_route())
    else:
        sends.done(plan, order)


def treasury(plan: Plan, ops: Wallet) -> None:
    """Once a month the owner's own money comes in from cold storage."""
    for day in plan.days():
        if day_of_month(day) == 12:
            request = Request(
                wallet=ops,
                at=plan.in_hours(day, 8, 10),
                units=1_500_000_000,
                note="From cold storage",
                kind=Kind.ONCHAIN,
                category=Category.TREASURY,
                expiration=86_400,
            )
            receives.paid_on_chain(plan, request, plan.few(600, 5_000))


def small_shop(plan: Plan, wallet: Wallet, place: int) -> None:
    """A wallet beyond the usual four: a sale now and then."""
    rng = plan.rng
    for number in range(rng.randint(2, 5)):
        usd = wallet.line.currency is Currency.USD
        at = plan.start + rng.randrange(max(1, (plan.now - plan.start) // DAY)) * DAY
        request = Request(
            wallet=wallet,
            at=at + rng.choice(_BUSY) * HOUR + plan.few(0, 3_599),
            units=rng.randint(500, 9_000) if usd else plan.sats(4_000, 60_000),
            note=f"Order {place}-{number + 1}",
            expiration=280,
        )
        receives.paid(plan, request, plan.few(4, 120))
