"""`voltage-tui demo`: the whole program against a simulated Voltage, in one process.

No key, no socket and no file: the simulator is called where the network would be (rules S-62
and S-64). Only the transport differs from a start with a profile.
"""

from __future__ import annotations

import argparse
from dataclasses import replace
from datetime import datetime, timedelta
from random import Random
from typing import TYPE_CHECKING, Final

from voltage_tui.cli.client_import import load_client
from voltage_tui.cli.crash import guard_threads
from voltage_tui.cli.guard import forbid_sockets
from voltage_tui.cli.record import Source, recording
from voltage_tui.cli.screen import need_terminal
from voltage_tui.clock import Clock, ScaledClock, SystemClock
from voltage_tui.launch import CoinPriceService, Launch
from voltage_tui.settings import SettingsStore

if TYPE_CHECKING:
    from voltage_tui.api.client import VoltageClient
    from voltage_tui.api.coin_prices import CoinPrices
    from voltage_tui.cli.record import Keeping
    from voltage_tui.model.look import Looks
    from voltage_tui.simulator.core import Simulator
    from voltage_tui.simulator.handouts import Handout
    from voltage_tui.store.store import Store

HOST: Final = "simulated"
COMPANY: Final = "Meridian Hosting"
"""The simulated organisation's name; known here so that the first paint needs no simulator."""
DEFAULT_SEED: Final = 7
_LATENCY_MS: Final = (5, 25)
"""How long each exchange takes: as in a data centre nearby."""


def run(options: argparse.Namespace) -> int:
    """Run the screen against the simulator until it is left."""
    need_terminal()
    start: datetime = options.start or SystemClock().now()
    clock = ScaledClock(start, options.speed)
    monitor: bool = options.monitor
    source = Source(COMPANY, HOST, SettingsStore(None), demo=True)
    with recording(options, clock, source) as keeping:
        launch = demo_launch(
            clock,
            seed=options.seed,
            read_only=options.read_only or monitor,
            keeping=keeping,
        )
        forbid_sockets()
        guard_threads()
        from voltage_tui.ui.start import run_app  # noqa: PLC0415 - imports textual

        return run_app(replace(launch, monitor=monitor))


def demo_launch(
    clock: Clock,
    *,
    seed: int = DEFAULT_SEED,
    read_only: bool = False,
    keeping: Keeping | None = None,
) -> Launch:
    """A start of the demo on `clock`; the same seed and moment give the same company.

    Whoever runs it for a person forbids sockets first (`voltage_tui.cli.guard`).
    """

    def open_store() -> Store:
        from voltage_tui.store.store import Store  # noqa: PLC0415 - after the first paint

        return Store(None, clock)

    world: list[Simulator] = []

    async def connect(store: Store) -> VoltageClient:
        import asyncio  # noqa: PLC0415

        await load_client(network=False)
        return await asyncio.to_thread(client, store)

    def client(store: Store) -> VoltageClient:
        world[:] = [_world(clock, seed)]
        return _client(world[0], clock, seed, store, keeping, read_only=read_only)

    def handout(turn: int) -> Handout | None:
        from voltage_tui.simulator.handouts import handout  # noqa: PLC0415 - when it is asked for

        return handout(world[0], turn) if world else None

    settings, start = SettingsStore(None), clock.now()
    return Launch(
        profile_name="demo",
        profile_title=COMPANY,
        base_url=HOST,
        base_url_marked=False,
        demo=True,
        read_only=read_only,
        base_level="view" if read_only else "receive",
        key_note=None,
        clock=clock,
        # Not the world's own numbers: it draws IDs from them, and ours must not be one of those.
        random=Random(f"{seed}/program"),
        settings=settings,
        open_store=open_store,
        connect=connect,
        handout=handout,
        last_looks=lambda: _last_looks(world[0], start) if world else None,
        coin_prices=CoinPriceService(
            host="the simulator",
            simulated=True,
            is_on=lambda: settings.load().settings.coin_prices,
            connect=lambda: _coin_prices(world[0], clock, seed),
        ),
        recorder=None if keeping is None else keeping.recorder,
    )


def _last_looks(simulator: Simulator, start: datetime) -> Looks:
    """Somebody looked yesterday, before going home."""
    from voltage_tui.model.look import Look, Looks, Standing  # noqa: PLC0415 - when it is asked for
    from voltage_tui.money import Currency, Money  # noqa: PLC0415

    at = (start - timedelta(days=1)).replace(hour=17, minute=42, second=0, microsecond=0)
    standings: dict[Currency, Standing] = {}
    for had in simulator.had_at(at):
        currency = Currency(had.currency)
        one = Standing(*(Money(currency, n) for n in (had.available, had.used, had.limit)))
        before = standings.get(currency)
        standings[currency] = one if before is None else before + one
    return Looks(None, Look(at, tuple(standings[currency] for currency in sorted(standings))))


def _coin_prices(simulator: Simulator, clock: Clock, seed: int) -> CoinPrices:
    from voltage_tui.api.connect import connect_coin_prices  # noqa: PLC0415 - when it is asked for
    from voltage_tui.api.in_process import HandlerTransport  # noqa: PLC0415
    from voltage_tui.simulator.in_process import InProcess  # noqa: PLC0415

    far_end = InProcess(simulator, clock, latency_ms=_LATENCY_MS, seed=seed)
    return connect_coin_prices(HandlerTransport(far_end, clock, base_path=""), clock)


def _world(clock: Clock, seed: int) -> Simulator:
    """Making it takes a while."""
    from voltage_tui.simulator.core import Simulator  # noqa: PLC0415 - after the first paint
    from voltage_tui.simulator.options import SimulatorOptions  # noqa: PLC0415

    return Simulator(clock, SimulatorOptions(seed=seed, activity=True))


def _client(
    simulator: Simulator,
    clock: Clock,
    seed: int,
    store: Store,
    keeping: Keeping | None,
    *,
    read_only: bool,
) -> VoltageClient:
    from voltage_tui.api.connect import connect  # noqa: PLC0415 - all after the first paint
    from voltage_tui.api.in_process import HandlerTransport  # noqa: PLC0415
    from voltage_tui.api.power import Level, Power  # noqa: PLC0415
    from voltage_tui.model.ids import EnvironmentId, OrganizationId  # noqa: PLC0415
    from voltage_tui.model.scope import Scope  # noqa: PLC0415
    from voltage_tui.secret import Secret  # noqa: PLC0415
    from voltage_tui.simulator.in_process import InProcess  # noqa: PLC0415
    from voltage_tui.treasury.patience import POLLING  # noqa: PLC0415

    identity = simulator.identity
    scope = Scope(OrganizationId(identity.organization_id), EnvironmentId(identity.environment_id))
    far_end = InProcess(simulator, clock, latency_ms=_LATENCY_MS, seed=seed)
    where = HandlerTransport(far_end, clock)
    return connect(
        Secret(identity.api_key),
        scope,
        where=where if keeping is None else keeping.around(where, scope),
        power=Power(clock, Level.RECEIVE, read_only=read_only),
        clock=clock,
        random=Random(seed),
        patience=POLLING,
        write_log=store,
    )
