"""A day of the whole program: somebody looks at its pages, asks for payments and makes some."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field, replace
from pathlib import Path
from random import Random
from typing import Final

import pytest

from tests.soak.weather import Weather
from tests.treasury.harness import _store_at
from tests.treasury.paying.orders import destination
from tests.ui.stage import PAGE_KEYS, START, Stage, stage
from voltage_tui.clock import ManualClock
from voltage_tui.launch import Launch
from voltage_tui.model.ids import PaymentId, WalletId, new_id
from voltage_tui.model.payment import PaymentKind
from voltage_tui.money import BTC, sats
from voltage_tui.settings import Settings
from voltage_tui.simulator.flows import activity
from voltage_tui.simulator.options import SimulatorOptions
from voltage_tui.store.places import Places
from voltage_tui.treasury.paying.order import PayOrder
from voltage_tui.treasury.paying.sending import PayRefused, SendStage
from voltage_tui.treasury.receiving import ReceiveOrder
from voltage_tui.treasury.treasury import Treasury

MINUTE_S: Final = 60.0
EVENING_S: Final = 13 * MINUTE_S
"""More than what is asked for can be paid, and than Voltage must not have known something."""
_SETTINGS: Final = Settings(lock_after_minutes=0)


@dataclass
class Day:
    """The program in its weather, and what was asked of it."""

    shown: Stage
    weather: Weather
    random: Random
    monkeypatch: pytest.MonkeyPatch
    sent: list[PaymentId] = field(default_factory=list)
    refused: list[PaymentId] = field(default_factory=list)
    asked: list[PaymentId] = field(default_factory=list)

    @property
    def treasury(self) -> Treasury:
        """The worker."""
        assert self.shown.app.treasury is not None
        return self.shown.app.treasury

    async def minutes(self, many: int) -> None:
        """So many minutes of work."""
        for _ in range(many):
            await self.minute()

    async def minute(self) -> None:
        """Somebody looks at a page, and now and then is paid or pays."""
        await self.shown.press(self.random.choice(PAGE_KEYS))
        match self.random.randrange(6):
            case 0:
                self._receive()
            case 1:
                await self._send()
            case _:
                pass
        await self.shown.pass_time(MINUTE_S)
        self.shown.asked.clear()
        self.shown.posts.clear()

    async def evening(self) -> None:
        """All works again and nobody buys: let everything come to its end."""
        self.weather.bad = False
        for happens in ("_happen", "_ask_price"):
            self.monkeypatch.setattr(activity, happens, lambda *_: None)
        await self.shown.pass_time(EVENING_S)
        reread = self.treasury.refresh()
        await self.shown.until(reread.done)

    async def say_what_was_never_sent(self) -> None:
        """Somebody ends what has long been unknown; of what has not, that is not taken."""
        for one in self.shown.snapshot.sendings:
            if one.stage is SendStage.UNKNOWN:
                # It asks Voltage, which may want quiet just then.
                said = asyncio.ensure_future(self.treasury.declare_never_sent(one.payment_id))
                await self.shown.until(said.done, 600)
                with suppress(PayRefused):
                    await said

    def _wallet(self) -> WalletId | None:
        accounts = self.shown.snapshot.accounts
        return next((a.wallet.id for a in accounts if a.currency == BTC), None)

    def _receive(self) -> None:
        wallet_id = self._wallet()
        if wallet_id is not None:
            amount = sats(self.random.randint(1_000, 50_000))
            order = ReceiveOrder(wallet_id, PaymentKind.BOLT11, amount, "Table 4", 600)
            self.asked.append(self.treasury.start_receive(order))

    async def _send(self) -> None:
        wallet_id, client = self._wallet(), self.shown.app.link.client
        if wallet_id is None or client is None:
            return
        amount = sats(self.random.randint(1_000, 20_000))
        text = self.shown.simulator.invoice_to_pay(amount.units, "Invoice 8841", 600)
        payment_id = PaymentId(new_id())
        order = PayOrder(payment_id, wallet_id, destination(text), amount, sats(500), BTC)
        client.power.arm()
        try:
            await self.treasury.start_send(order, order.digest)
        except PayRefused:
            self.refused.append(payment_id)
        else:
            self.sent.append(payment_id)


@asynccontextmanager
async def day(
    folder: Path, monkeypatch: pytest.MonkeyPatch, options: SimulatorOptions, *, seed: int = 5
) -> AsyncIterator[Day]:
    """The program started, in fair weather, its files in `folder`."""

    def with_files(launch: Launch) -> Launch:
        clock = launch.clock
        assert isinstance(clock, ManualClock)
        return replace(launch, open_store=lambda: _store_at(Places(folder), clock))

    weather = Weather(ManualClock(START), Random(seed))
    async with stage(
        options=options,
        settings=_SETTINGS,
        wrap=weather.over,
        faults=weather.faults,
        change=with_files,
        started=False,
    ) as shown:
        weather.clock = shown.clock
        made = Day(shown, weather, Random(seed + 1), monkeypatch)
        await shown.until(lambda: shown.app.treasury is not None and shown.snapshot.accounts)
        yield made
