"""How many rows of a period lack a rate, and the key that fetches their prices (S-69)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from voltage_tui.store.mirror.sweeps import Stage
from voltage_tui.trouble import TroubleError
from voltage_tui.ui.commands.command import Command
from voltage_tui.ui.paint import Line, Span, fit
from voltage_tui.ui.palette import Role
from voltage_tui.ui.pricing.open import fetch_missing
from voltage_tui.ui.pricing.words import progress_words

if TYPE_CHECKING:
    from collections.abc import Callable

    from voltage_tui.model.period import Period
    from voltage_tui.treasury.pricing.progress import MissingRates, PricingProgress
    from voltage_tui.treasury.snapshot import Snapshot
    from voltage_tui.ui.app import VoltageApp


class MissingShown:
    """What a page says of the rates that are missing; nothing before `read`."""

    def __init__(self) -> None:
        self._missing: MissingRates | None = None
        self._counted_at: object = None

    async def read(self, app: VoltageApp, period: Period) -> None:
        """Count them again where that can have changed; what cannot be read is not said.

        Not while rows or prices still come in: a long month takes a moment to go through.
        """
        snapshot, treasury = app.snapshot, app.treasury
        if (
            snapshot is None
            or treasury is None
            or snapshot.pricing.running
            or _is_filling(snapshot)
        ):
            return
        now = (period, snapshot.pricing.kept, snapshot.mirrors, snapshot.mirrored_payments)
        if now == self._counted_at:
            return
        try:
            self._missing, self._counted_at = await treasury.pricing.missing(period), now
        except TroubleError:
            self._missing = None

    def forget(self) -> None:
        """Another period is shown."""
        self._missing = self._counted_at = None

    def line(self, progress: PricingProgress, width: int) -> Line:
        """`◌ 12 rows lack a rate  R fetches`, or how fetching goes, in at most so many cells."""
        if progress.running:
            return [Span(fit(f"  ◌ {progress_words(progress)}", width), Role.ACCENT)]
        missing = self._missing
        if missing is None or not missing.count:
            return []
        lack = "1 row lacks a rate" if missing.count == 1 else f"{missing.count:,} rows lack a rate"
        why = progress.problem
        how = "  R fetches prices" if missing.minutes else "  m on a payment sets one"
        said = f"  ◌ {lack}{how}" + (f"  {why.words}" if why is not None else "")
        return [Span(fit(said, width), Role.WARN)]

    def command(self, app: VoltageApp, period: Callable[[], Period]) -> Command:
        """Fetches the prices of the minutes that are missing."""
        return Command(
            "fetch-rates",
            ("R",),
            "fetch rates",
            "Fetch the coin prices of the month's rows that lack a rate.",
            lambda: fetch_missing(app, period()),
            lambda: self._missing is not None and bool(self._missing.minutes),
            footer=35,
        )


def _is_filling(snapshot: Snapshot) -> bool:
    """Whether ledgers or payments are still being read for the first time."""
    progress = (*snapshot.mirrors.values(), snapshot.mirrored_payments)
    return any(p is None or p.stage is Stage.SWEEPING for p in progress)
