"""Exports of a mirror that was filled from the simulator."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from zoneinfo import ZoneInfo

from tests.treasury.mirroring.mirrored import Mirrored, mirrored
from voltage_tui.exports.accounts import AccountMap
from voltage_tui.exports.writers import ExportFormat, formats_there
from voltage_tui.model.ids import EnvironmentId, OrganizationId
from voltage_tui.model.movement import whose
from voltage_tui.model.scope import Scope
from voltage_tui.query import Calendar
from voltage_tui.simulator.options import Payer, SimulatorOptions
from voltage_tui.treasury.exporting.exporter import Exporter, ExportOrder
from voltage_tui.treasury.exporting.scope import ExportScope

BERLIN = ZoneInfo("Europe/Berlin")
EVERY = formats_there()


@dataclass
class Ready:
    """A mirror with everything in it, and what exports it."""

    m: Mirrored
    exporter: Exporter

    def order(
        self,
        folder: Path,
        scope: ExportScope | None = None,
        formats: tuple[ExportFormat, ...] = EVERY,
    ) -> ExportOrder:
        return ExportOrder(scope or ExportScope(), formats, folder, AccountMap())


@asynccontextmanager
async def ready(
    options: SimulatorOptions | None = None, *, whole: bool = True
) -> AsyncIterator[Ready]:
    """A company's history in a mirror in memory."""
    options = options or SimulatorOptions(payer=Payer.MANUAL, history_days=45)
    async with mirrored(options) as m:
        if whole:
            m.run()
            await m.until_whole()
            await m.stop()
        store, identity = m.world.store, m.world.simulator.identity
        scope = Scope(
            OrganizationId(identity.organization_id), EnvironmentId(identity.environment_id)
        )
        wallets = tuple(map(whose, await m.driven(m.world.client.wallets.list())))
        calendar = Calendar(m.world.clock.now(), BERLIN)
        store._mirror = m.store
        try:
            yield Ready(m, Exporter(store, scope, calendar, BERLIN, wallets, demo=True))
        finally:
            store._mirror = None  # closed by its own owner


def manifest_of(folder: Path) -> dict[str, object]:
    """The manifest of a pack."""
    found = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
    assert isinstance(found, dict)
    return found
