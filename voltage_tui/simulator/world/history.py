"""The company's past: who did what, and the balances it led to."""

from __future__ import annotations

from typing import TYPE_CHECKING

from voltage_tui.simulator.moments import DAY, HOUR
from voltage_tui.simulator.state.kinds import RowKind
from voltage_tui.simulator.state.ledger import Row
from voltage_tui.simulator.world import billing, incidents, rules, streams
from voltage_tui.simulator.world.names import ROLES
from voltage_tui.simulator.world.plan import Plan

if TYPE_CHECKING:
    from voltage_tui.simulator.state.state import State
    from voltage_tui.simulator.state.wallet import Wallet


def write(state: State, now: int) -> None:
    """Fill the ledgers with so many days of history that end at `now`."""
    days = state.options.history_days
    if days == 0:
        return
    wallets = list(state.wallets.values())
    rules.policies(state, wallets)
    plan = Plan(state, now - days * DAY, now)
    _company(plan, wallets)
    for place, wallet in enumerate(wallets[len(ROLES) :]):
        streams.small_shop(plan, wallet, place)
    billing.write(plan)
    plan.live_through()
    for wallet, role in zip(wallets, ROLES, strict=False):
        _open_with(state, wallet, role.balance - wallet.total, plan.start)
    rules.webhooks(state)


def _company(plan: Plan, wallets: list[Wallet]) -> None:
    """The four usual wallets; with fewer of them, less happens."""
    ops = wallets[0]
    streams.suppliers(plan, ops)
    streams.payroll(plan, ops)
    streams.treasury(plan, ops)
    incidents.operations(plan, ops)
    if len(wallets) > 1:
        streams.affiliates(plan, wallets[1])
        incidents.dollars(plan, wallets[1])
    if len(wallets) > 2:
        streams.sales(plan, wallets[2])
        streams.sweeps(plan, wallets[2], ops)
        incidents.shop(plan, wallets[2])
    if len(wallets) > 3:
        streams.refunds(plan, wallets[3])
    streams.cooling(plan, ops)


def _open_with(state: State, wallet: Wallet, units: int, start: int) -> None:
    """What the wallet brought along from before, so that it is now where it should be."""
    if units == 0:
        return
    kind = RowKind.DEPOSITED if units > 0 else RowKind.WITHDRAWN
    wallet.rows.insert(0, Row(kind, state.new_id(), None, abs(units), start - 7 * HOUR))
    wallet.total += units
    for bill in state.bills:
        bill.items = [
            item._replace(starting_balance=item.starting_balance + units)
            if item.wallet is wallet
            else item
            for item in bill.items
        ]
