"""The treasury: everything a treasurer relies on, without a screen.

It keeps one frozen `Snapshot` current by itself and does what is asked of it in the background,
so that closing a dialog or cancelling a caller never loses anything.
"""

from __future__ import annotations

import asyncio
import sys
from contextlib import suppress
from dataclasses import replace
from importlib import import_module
from random import Random, SystemRandom
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from voltage_tui.alert_rules import AlertRules
from voltage_tui.api.deadline import Expired, within
from voltage_tui.treasury.background import Background
from voltage_tui.treasury.board import Board, Listener
from voltage_tui.treasury.cadence import Cadence
from voltage_tui.treasury.connection import ConnectionKeeper
from voltage_tui.treasury.gate import Gate
from voltage_tui.treasury.jobs.lines import LinesJob
from voltage_tui.treasury.jobs.wallets import WalletsJob
from voltage_tui.treasury.scheduler import Job, Scheduler, Task
from voltage_tui.treasury.tools import Tools
from voltage_tui.treasury.topics import Topic

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Coroutine, Mapping

    from voltage_tui.api.client import VoltageClient
    from voltage_tui.clock import Clock
    from voltage_tui.launch import CoinPriceService
    from voltage_tui.model.bill import Bill
    from voltage_tui.model.ids import LineId, PaymentId, WalletId
    from voltage_tui.model.quote import Quote
    from voltage_tui.money import Money
    from voltage_tui.store.mirror.store import MirrorStore
    from voltage_tui.store.store import Store
    from voltage_tui.treasury.acts import Act
    from voltage_tui.treasury.alerting.watch import Alerting
    from voltage_tui.treasury.closing.closing import Closing
    from voltage_tui.treasury.desk import Desk
    from voltage_tui.treasury.paying.noted import Noted
    from voltage_tui.treasury.paying.order import PayOrder
    from voltage_tui.treasury.paying.server_check import ServerWord
    from voltage_tui.treasury.pricing.pricing import Pricing
    from voltage_tui.treasury.reading import Problem
    from voltage_tui.treasury.receiving import ReceiveOrder
    from voltage_tui.treasury.snapshot import Snapshot
    from voltage_tui.treasury.wallet_acts import Change, WalletActs

_DESK: Final = "voltage_tui.treasury.desk"


class Treasury:
    """Reads, follows and asks, for one environment with one client.

    Nothing is read before `run`. Everything here belongs to the event loop it was made in. What
    fails is told by the snapshot (`Reading.problem`, `Act.problem`, `Receiving.problem`) and not
    raised; only what is to be paid is answered at once (`PayRefused`). `client` and `store`, the
    journal its writes are noted in, stay their owner's, who closes them after `aclose`. The mirror
    is only filled where `fills_mirror` says so: that asks for every page there is. Alerts are
    raised only by the `alert_rules` given: that asks for policies and webhooks now and then.
    """

    def __init__(
        self,
        client: VoltageClient,
        store: Store,
        clock: Clock,
        *,
        random: Random | None = None,
        cadence: Cadence | None = None,
        fills_mirror: bool = False,
        coin_prices: CoinPriceService | None = None,
        alert_rules: AlertRules | None = None,
    ) -> None:
        random, cadence = random or SystemRandom(), cadence or Cadence()
        gate, board = Gate(clock, cadence), Board(clock, cadence)
        client.traffic.may_ask_again = gate.lets_again
        scheduler = Scheduler(clock, gate, cadence, random)
        tools = Tools(client, store, clock, random, cadence, gate, board, scheduler, coin_prices)
        self._tools, self._background = tools, Background()
        self._connection = ConnectionKeeper(client, clock, gate, board)
        gate.when_shut = self._connection.gate_shut
        self._wallets_job = WalletsJob(tools, self._wallet_moved)
        self._wallets = self._add_core(self._wallets_job.task())
        self._lines = self._add_core(LinesJob(tools).task())
        self._desk: Desk | None = None
        self._acts: WalletActs | None = None
        self._fills_mirror = fills_mirror
        self._alert_rules = alert_rules
        self._asked: dict[str, asyncio.Task[None]] = {}

    @property
    def snapshot(self) -> Snapshot:
        """Everything known now."""
        return self._tools.board.snapshot

    @property
    def mirror(self) -> MirrorStore:
        """The local copy of ledgers and payments, to be asked for any row (`MirrorStore.read`)."""
        return self._tools.store.mirror

    @property
    def pricing(self) -> Pricing:
        """What bitcoin was worth at each payment's moment: missing, fetched, or given by hand."""
        return self._at_desk().pricing

    @property
    def closing(self) -> Closing:
        """The close of months, and the months that are sealed."""
        return self._at_desk().closing

    @property
    def alerting(self) -> Alerting:
        """The rules of alerts, what is raised by them, and their history."""
        return self._at_desk().alerting

    def notice_time(self) -> None:
        """Have it noticed now, and told, if the calendar was set back (S-17)."""
        _ = self._tools.board.snapshot

    def subscribe(self, listener: Listener) -> Callable[[], None]:
        """Have `listener` called with the topics of every change, on the loop, as it is made.

        Returns how to stop that. What a listener raises is logged and goes no further.
        """
        return self._tools.board.subscribe(listener)

    async def run(self) -> None:
        """Keep the snapshot current until cancelled: the balances at once, payments after them."""
        self._tools.scheduler.start()
        try:
            await self._first_balances()
            if _DESK not in sys.modules:
                # In a thread, because it takes tens of milliseconds and the screen is in use.
                await asyncio.to_thread(import_module, _DESK)
            self._at_desk().open(self._add_core)
            if self._fills_mirror:
                self._at_desk().mirror.open()
                self._at_desk().closing.open()
            if self._alert_rules is not None:
                self._at_desk().alerting.open()
            await asyncio.get_running_loop().create_future()
        finally:
            await self._tools.scheduler.stop()

    async def read_once(self) -> None:
        """Read everything once, in the place of `run`; return when all of it has been tried.

        What could not be read is told by the snapshot.
        """
        self._at_desk().open(self._add_core)
        self._tools.scheduler.start()
        try:
            await self._tools.scheduler.run_all_now()
        finally:
            await self._tools.scheduler.stop()

    async def aclose(self) -> None:
        """End everything, also what is under way; what was sent has been sent."""
        await self._tools.scheduler.stop()
        await self._background.aclose()
        asked = tuple(self._asked.values())
        for task in asked:
            task.cancel()
        await asyncio.gather(*asked, return_exceptions=True)

    def refresh(self) -> asyncio.Task[None]:
        """Read everything now; the task ends when it has been tried. Also tries a refused key."""
        self._tools.gate.try_again()
        if self._desk is not None:
            self._desk.cashier.resume()
        return self._once("refresh", self._tools.scheduler.run_all_now)

    def include_inactive(self, wanted: bool) -> None:  # noqa: FBT001 - what a switch says
        """Whether deleted wallets are listed too."""
        self._wallets_job.include_inactive = wanted
        self._wallets.kick()

    def pause(self) -> None:
        """Slow everything down, as nobody is looking."""
        self._tools.scheduler.slow_down()
        self._set_intervals()

    def resume(self) -> None:
        """Back to the usual pace, beginning with a read of everything."""
        self._tools.scheduler.speed_up()
        self._set_intervals()

    def show_ledgers(self, wallet_ids: Collection[WalletId]) -> None:
        """These ledgers, and no others, are on the screen (none: no ledger is).

        Their newest rows are put into the mirror before anything else, and again within seconds
        of each movement of their wallets; `Topic.MIRROR` then tells.
        """
        self._at_desk().mirror.show_ledgers(wallet_ids)

    def watch_ledger(self, wallet_id: WalletId) -> None:
        """Keep `snapshot.statements` of this wallet current, until unwatched as often."""
        self._at_desk().watching.watch_ledger(wallet_id)

    def unwatch_ledger(self, wallet_id: WalletId) -> None:
        """Let go of a ledger; its last reading stays for a while."""
        self._at_desk().watching.unwatch_ledger(wallet_id)

    def watch_case(self, payment_id: PaymentId) -> None:
        """Keep `snapshot.cases` of this payment current, until unwatched as often."""
        self._at_desk().watching.watch_case(payment_id)

    def unwatch_case(self, payment_id: PaymentId) -> None:
        """Let go of a payment; its last reading stays for a while."""
        self._at_desk().watching.unwatch_case(payment_id)

    def read_case(self, payment_id: PaymentId) -> None:
        """Read a watched payment and its history again now."""
        self._at_desk().watching.read_case(payment_id)

    def older_payments(self) -> asyncio.Task[None]:
        """Add the next page to the book; the task ends when it is there or has failed."""
        return self._once("older payments", self._at_desk().read_older)

    def create_wallet(
        self, name: str, line_id: LineId, limit: Money, metadata: Mapping[str, str]
    ) -> WalletId:
        """Ask for a wallet with `limit` of its line's credit, and return at once.

        The act in `snapshot.acts` tells how it goes; this holds for the two below too.
        """
        act, change = self._wallet_acts().creation(name, line_id, limit, metadata)
        self._carry_out(act, change)
        return act.wallet_id

    def rename_wallet(self, wallet_id: WalletId, name: str) -> None:
        """Ask for another name."""
        self._carry_out(*self._wallet_acts().renaming(wallet_id, name))

    def delete_wallet(self, wallet_id: WalletId) -> None:
        """Ask for an empty wallet to be deleted."""
        self._carry_out(*self._wallet_acts().deletion(wallet_id))

    def start_receive(self, order: ReceiveOrder) -> PaymentId:
        """Ask for a payment, and return its ID at once; `snapshot.receivings` tells the rest."""
        return self._at_desk().start_receive(order)

    async def open_bills(self, line_id: LineId) -> tuple[Bill, ...] | Problem:
        """The bills of a line that are not settled, read now, or why they cannot be read."""
        from voltage_tui.treasury.credit.bills import open_bills  # noqa: PLC0415 - looked at seldom

        return await open_bills(self._tools, line_id)

    def read_policies(self, wallet_id: WalletId) -> asyncio.Task[None]:
        """Read what sends from this wallet are held to; the task ends when it has been tried."""
        from voltage_tui.treasury.jobs.policies import read_policies  # noqa: PLC0415 - for a send

        return self._once(f"policies {wallet_id}", lambda: read_policies(self._tools, wallet_id))

    def learn_payees(self) -> asyncio.Task[None]:
        """Look through the payments that were made for who was paid; the task ends with that."""
        return self._once("payees", self._at_desk().payees.learn)

    async def name_payee(self, key: str, name: str) -> None:
        """Call the payee with this node key or address by a name; an empty one takes it away.

        Raises `PayRefused` when that cannot be kept.
        """
        await self._at_desk().payees.name(key, name)

    async def request_quote(self, wallet_id: WalletId, amount: Money) -> Quote:
        """Lock a rate to pay `amount` of bitcoin from a dollar wallet, for one order.

        Raises `PayRefused` when there is none.
        """
        return await self._at_desk().cashier.request_quote(wallet_id, amount)

    async def check_with_server(self, order: PayOrder) -> ServerWord:
        """Ask Voltage whether its policies would let this pass; nothing is paid or held.

        The answer is in `snapshot.server_words` too; what goes wrong is an answer as well.
        """
        return await self._at_desk().cashier.check_with_server(order)

    async def noted_of(self, order: PayOrder) -> Noted:
        """What the journal has of the very thing this would pay, from before a start too (S-7)."""
        from voltage_tui.treasury.paying.noted import noted_of  # noqa: PLC0415 - for a send

        return await noted_of(order, self._tools.store)

    async def start_send(self, order: PayOrder, digest: str) -> PaymentId:
        """Send what was confirmed, once; `snapshot.sendings` tells the rest.

        `digest` is that of the order as it was shown (S-38). Returns once the payment is reserved
        and on its way; it goes on when the caller is cancelled. Raises `PayRefused`.
        """
        return await self._at_desk().cashier.start_send(order, digest)

    async def declare_never_sent(self, payment_id: PaymentId) -> None:
        """A person says that an unknown payment was never sent: it guards nothing any more.

        Raises `PayRefused` until the API has long answered that it does not know it.
        """
        await self._at_desk().cashier.declare_never_sent(payment_id)

    def _carry_out(self, act: Act, change: Change) -> None:
        self._background.spawn(act.kind.value, self._wallet_acts().carry_out(act, change))

    def _once(
        self, name: str, work: Callable[[], Coroutine[None, None, None]]
    ) -> asyncio.Task[None]:
        """The task that does `work`: the one under way under this name, or else a new one."""
        task = self._asked.get(name)
        if task is None:
            task = self._asked[name] = asyncio.create_task(work(), name=f"treasury {name}")
            task.add_done_callback(lambda _: self._asked.pop(name, None))
        return task

    def _add_core(self, task: Task) -> Job:
        """A job whose outcomes say where we stand with the API."""

        def report(problem: Problem | None) -> None:
            task.report(problem)
            self._connection.note(task.name, problem)

        return self._tools.scheduler.add(replace(task, report=report, proves=True))

    async def _first_balances(self) -> None:
        """Return when the balances can be on the screen, or are long in coming."""
        cadence, clock = self._tools.cadence, self._tools.clock
        with suppress(Expired):
            await within(clock, cadence.head_start, self._tried_balances())
        await clock.sleep(cadence.payments_after)

    async def _tried_balances(self) -> None:
        await asyncio.gather(self._wallets.run_now(), self._lines.run_now())

    def _at_desk(self) -> Desk:
        """What has to do with payments, made when it is first needed."""
        if self._desk is None:
            from voltage_tui.treasury.desk import Desk  # noqa: PLC0415 - after the first balances

            rules = self._alert_rules or AlertRules()
            self._desk = Desk(self._tools, self._background, self._payment_ended, rules)
        return self._desk

    def _wallet_acts(self) -> WalletActs:
        """What changes wallets, made when it is first needed."""
        if self._acts is None:
            from voltage_tui.treasury.wallet_acts import WalletActs  # noqa: PLC0415

            self._acts = WalletActs(self._tools, self._wallets_changed)
        return self._acts

    def _wallet_moved(self, wallet_id: WalletId) -> None:
        """The money of a wallet has changed, and with it its ledger."""
        if self._desk is not None:
            self._desk.watching.wallet_moved(wallet_id)
            self._desk.mirror.wallet_moved(wallet_id)

    def _wallets_changed(self) -> None:
        """A wallet came or went, and with it a slice of its line."""
        self._wallets.kick()
        self._lines.kick()

    def _payment_ended(self) -> None:
        """Money has moved with a payment's end, so the balances are read at once."""
        self._wallets.kick(1.0)

    def _set_intervals(self) -> None:
        """A figure's age is judged by how often it is read now (S-17)."""
        snapshot, cadence = self.snapshot, self._tools.cadence
        stretch = self._tools.scheduler.stretch
        statements = {
            wallet_id: replace(reading, interval_s=cadence.ledger_quiet * stretch)
            for wallet_id, reading in snapshot.statements.items()
        }
        self._tools.board.post(
            replace(
                snapshot,
                wallets=replace(snapshot.wallets, interval_s=cadence.wallets * stretch),
                lines=replace(snapshot.lines, interval_s=cadence.lines * stretch),
                book=replace(snapshot.book, interval_s=cadence.payments * stretch),
                statements=MappingProxyType(statements),
            ),
            Topic.WALLETS,
            Topic.LINES,
            Topic.PAYMENTS,
            Topic.LEDGER,
        )
