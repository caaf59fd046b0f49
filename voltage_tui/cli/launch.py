"""From a profile to a `Launch`."""

from __future__ import annotations

from random import Random
from typing import TYPE_CHECKING

from voltage_tui.api.coin_price_host import coin_price_url
from voltage_tui.cli.client_import import load_client
from voltage_tui.clock import Clock, SystemClock
from voltage_tui.launch import CoinPriceService, Launch
from voltage_tui.profiles import Profile
from voltage_tui.profiles.profile import key_note
from voltage_tui.settings import SettingsStore

if TYPE_CHECKING:
    from pathlib import Path

    from voltage_tui.api.base_url import BaseUrl
    from voltage_tui.api.client import VoltageClient
    from voltage_tui.api.coin_prices import CoinPrices
    from voltage_tui.api.transport import Transport
    from voltage_tui.cli.record import Keeping
    from voltage_tui.store.store import Store


def profile_launch(
    profile: Profile,
    folder: Path,
    *,
    read_only: bool,
    monitor: bool = False,
    clock: Clock | None = None,
    keeping: Keeping | None = None,
) -> Launch:
    """A start with a person's profile; nothing is read or connected before it is asked for.

    A `monitor` leaves writing, and the lock for it, to whoever works beside it (S-11).
    """
    clock = clock or SystemClock()
    level = "view" if read_only else profile.level

    def open_store() -> Store:
        from voltage_tui.store.places import places_for  # noqa: PLC0415 - after the first paint
        from voltage_tui.store.store import Store  # noqa: PLC0415

        places = places_for(profile)
        return Store(places, clock, only_looks=monitor)

    async def connect(store: Store) -> VoltageClient:
        return await _connect(profile, clock, store, keeping, read_only=read_only)

    settings = SettingsStore(folder)
    return Launch(
        profile_name=profile.name,
        profile_title=profile.title,
        base_url=profile.base_url,
        base_url_marked=profile.marked,
        demo=False,
        read_only=read_only,
        base_level=level,
        key_note=key_note(profile.key),
        clock=clock,
        random=Random(),
        settings=settings,
        open_store=open_store,
        connect=connect,
        coin_prices=_coin_prices(profile, clock, settings),
        monitor=monitor,
        recorder=None if keeping is None else keeping.recorder,
    )


def _coin_prices(profile: Profile, clock: Clock, settings: SettingsStore) -> CoinPriceService:
    url = coin_price_url(profile.base_url)

    def connect() -> CoinPrices:
        from voltage_tui.api.base_url import parse_base_url  # noqa: PLC0415 - after the first paint
        from voltage_tui.api.connect import connect_coin_prices  # noqa: PLC0415

        return connect_coin_prices(parse_base_url(url), clock)

    return CoinPriceService(
        host=url.partition("//")[2],
        simulated=False,
        is_on=lambda: settings.load().settings.coin_prices,
        connect=connect,
    )


async def _connect(
    profile: Profile, clock: Clock, store: Store, keeping: Keeping | None, *, read_only: bool
) -> VoltageClient:
    from voltage_tui.credentials import KeyStore  # noqa: PLC0415 - after the first paint

    key = await KeyStore(clock).read(profile)
    await load_client(network=True)
    from voltage_tui.api.base_url import parse_base_url  # noqa: PLC0415
    from voltage_tui.api.connect import connect  # noqa: PLC0415
    from voltage_tui.api.http import HttpTransport  # noqa: PLC0415
    from voltage_tui.api.power import Level, Power  # noqa: PLC0415
    from voltage_tui.model.scope import Scope  # noqa: PLC0415
    from voltage_tui.treasury.patience import POLLING  # noqa: PLC0415

    level = Level.VIEW if profile.level == "view" else Level.RECEIVE
    scope, base = Scope(profile.organization_id, profile.environment_id), profile.base_url
    where: BaseUrl | Transport = parse_base_url(base)
    if keeping is not None:
        where = keeping.around(HttpTransport(parse_base_url(base), clock), scope)
    return connect(
        key,
        scope,
        where=where,
        # One program writes for an environment; a second one only looks (S-11).
        power=Power(clock, level, read_only=read_only, held=store.held),
        clock=clock,
        patience=POLLING,
        write_log=store,
    )
