"""Everything the simulator knows, and the few ways in which parts of it are found."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import partial
from typing import TYPE_CHECKING

from voltage_tui.simulator.moments import MS
from voltage_tui.simulator.schedule import Schedule
from voltage_tui.simulator.state.ids import new_uuid, secret_of

if TYPE_CHECKING:
    import random
    from collections.abc import Callable

    from voltage_tui.simulator.identity import Identity
    from voltage_tui.simulator.options import SimulatorOptions
    from voltage_tui.simulator.state.bill import Bill
    from voltage_tui.simulator.state.bulk import Bulk
    from voltage_tui.simulator.state.keys import ApiKey
    from voltage_tui.simulator.state.line import Line
    from voltage_tui.simulator.state.payment import Payment, Receive
    from voltage_tui.simulator.state.quote import Quote
    from voltage_tui.simulator.state.wallet import Wallet
    from voltage_tui.simulator.state.webhook import Delivery, Webhook


@dataclass(slots=True, eq=False, repr=False)
class State:
    """The whole of it; `now` is the moment being lived, in microseconds since 1970."""

    options: SimulatorOptions
    rng: random.Random
    now: int
    identity: Identity
    lines: dict[str, Line] = field(default_factory=dict)
    wallets: dict[str, Wallet] = field(default_factory=dict)
    payments: dict[str, Payment] = field(default_factory=dict)
    in_order: list[Payment] = field(default_factory=list)
    quotes: dict[str, Quote] = field(default_factory=dict)
    bills: list[Bill] = field(default_factory=list)
    webhooks: dict[str, Webhook] = field(default_factory=dict)
    deliveries: dict[str, Delivery] = field(default_factory=dict)
    keys: dict[str, ApiKey] = field(default_factory=dict)
    schedule: Schedule = field(default_factory=Schedule)
    bulk: Bulk | None = None
    preimages: dict[str, bytes] = field(default_factory=dict)
    quotes_fail: bool = False
    on_event: Callable[[Payment, str], None] = field(default=lambda _payment, _event: None)
    by_hash: dict[bytes, Receive] = field(default_factory=dict)
    indexed: int = 0

    @property
    def seed(self) -> int:
        """The seed everything follows from."""
        return self.options.seed

    def new_id(self) -> str:
        """The next UUID of the seed."""
        return new_uuid(self.rng)

    def after_ms(self, low: int, high: int) -> int:
        """A moment between `low` and `high` milliseconds from now, to the microsecond."""
        return self.now + self.rng.randint(low * MS, high * MS)

    def later(self, due: int, effect: Callable[[], None]) -> None:
        """Have something happen at `due`."""
        self.schedule.at(due, effect)

    def visible_at(self) -> int:
        """When something accepted now can first be read: 50 to 500 ms later (section 20)."""
        return self.after_ms(50, 500)

    def add_payment(self, payment: Payment) -> None:
        """Keep a payment; its place in the order of creation is its `seq`."""
        payment.seq = len(self.in_order)
        self.payments[payment.id] = payment
        self.in_order.append(payment)

    def payment(self, payment_id: str) -> Payment | None:
        """A payment that can be read by now, older history included."""
        payment = self.payments.get(payment_id)
        if payment is None:
            return self.bulk.payment(payment_id) if self.bulk is not None else None
        return payment if payment.visible_at <= self.now else None

    def wallet(self, wallet_id: str) -> Wallet | None:
        """A wallet that can be read by now, deleted ones included."""
        wallet = self.wallets.get(wallet_id)
        return wallet if wallet is not None and wallet.visible_at <= self.now else None

    def allocated(self, line: Line) -> int:
        """The sum of the slices handed out to wallets that are not deleted."""
        return sum(w.limit for w in self.wallets.values() if w.line is line and w.active)

    def secret(self, purpose: str, name: str) -> bytes:
        """32 bytes that follow from the seed, a purpose and a name."""
        return secret_of(self.seed, purpose, name)

    def tell(self, payment: Payment, event: str) -> None:
        """A webhook event happened to a payment."""
        self.on_event(payment, event)

    def soon(self, low: int, high: int, effect: Callable[[], None]) -> None:
        """Have something happen within so many milliseconds."""
        self.later(self.after_ms(low, high), partial(effect))
