"""Everything of the treasury that is about payments, and the ledgers they lead to.

It stands apart because the first balances need none of it: what it takes is imported, and read,
once they are there.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

# Loaded with the desk, so that its first reads find them there.
import voltage_tui.api.ledger
import voltage_tui.api.payments
import voltage_tui.api.quotes  # noqa: F401
from voltage_tui.api.errors import ApiError
from voltage_tui.treasury.alerting.watch import Alerting
from voltage_tui.treasury.bookkeeper import Bookkeeper
from voltage_tui.treasury.closing.closing import Closing
from voltage_tui.treasury.jobs.in_flight import Follower
from voltage_tui.treasury.jobs.payments import PaymentLists
from voltage_tui.treasury.jobs.rate import RateJob
from voltage_tui.treasury.mirroring.keeper import MirrorKeeper
from voltage_tui.treasury.paying.cashier import Cashier
from voltage_tui.treasury.paying.payee_book import PayeeBook
from voltage_tui.treasury.paying.sendings import Sendings
from voltage_tui.treasury.pricing.pricing import Pricing
from voltage_tui.treasury.problems import problem_of
from voltage_tui.treasury.rates import RateKeeper
from voltage_tui.treasury.receive_flow import ReceiveFlow
from voltage_tui.treasury.receivings import Receivings
from voltage_tui.treasury.watching import Watching

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from voltage_tui.alert_rules import AlertRules
    from voltage_tui.model.ids import PaymentId
    from voltage_tui.model.payment import Payment
    from voltage_tui.treasury.background import Background
    from voltage_tui.treasury.receiving import ReceiveOrder
    from voltage_tui.treasury.scheduler import Job, Task
    from voltage_tui.treasury.tools import Tools


class Desk:
    """The lists of payments, what follows and watches single ones, the orders to receive and
    those to pay (`cashier`).

    `ended` is called when a payment has ended, and so moved money. Nothing is read before `open`,
    but for what is watched or asked for.
    """

    def __init__(
        self, tools: Tools, background: Background, ended: Callable[[], None], rules: AlertRules
    ) -> None:
        self._tools = tools
        self._background = background
        self._ended = ended
        self._is_open = False
        self._rates = RateKeeper(tools.board, tools.server_now)
        receivings = Receivings(tools)
        sendings = Sendings(tools)
        books = Bookkeeper(tools.board, self._rates, receivings, sendings)
        self._lists = PaymentLists(tools, books)
        self.watching = Watching(tools, books, background)
        self._follower = Follower(tools, books, self._lists.sweep)
        self._flow = ReceiveFlow(tools, books, receivings, self._follower)
        self.cashier = Cashier(tools, books, sendings, self._follower, background)
        self.payees = PayeeBook(tools, books, sendings, background)
        self.mirror = MirrorKeeper(tools, background)
        self.pricing = Pricing(tools, background)
        self.closing = Closing(tools, background)
        self.alerting = Alerting(tools, background, rules)
        self._follower.when_missing.append(receivings.missed)
        self._follower.start()
        books.when_changed.append(self.mirror.payments_changed)
        books.when_changed.append(self._payments_changed)

    def open(self, add_core: Callable[[Task], Job]) -> None:
        """Begin to read; `add_core` adds the job by whose outcomes the connection is judged.

        Again it does nothing: jobs stay with their scheduler.
        """
        if self._is_open:
            return
        self._is_open = True
        add_core(self._lists.newest_task())
        self._tools.scheduler.add(self._lists.sweep_task())
        self._tools.scheduler.add(RateJob(self._tools, self._rates).task())
        self.cashier.resume()

    async def read_older(self) -> None:
        """The next page of the book; what goes wrong is told as the book's problem."""
        try:
            await self._lists.read_older()
        except ApiError as error:
            self._lists.report(problem_of(error, self._tools.clock.now()))

    def start_receive(self, order: ReceiveOrder) -> PaymentId:
        """Enter an order and have it carried out; its payment's ID."""
        payment_id = self._flow.begin(order)
        work = self._flow.carry_out(payment_id, order)
        self._background.spawn(f"receive {payment_id}", work)
        return payment_id

    def _payments_changed(self, changed: Sequence[Payment]) -> None:
        if any(p.is_terminal for p in changed):
            self._ended()
