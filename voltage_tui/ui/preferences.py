"""How a person has things shown: the unit, whether amounts are hidden, and the theme.

Each choice is kept in the settings, for the next start.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from voltage_tui.ui.display import UNIT_CHOICES, Display
from voltage_tui.ui.palette import Palette, Role
from voltage_tui.ui.themes import find_themes, for_textual

if TYPE_CHECKING:
    from voltage_tui.alert_rules import AlertRules
    from voltage_tui.named_entries import SavedSearch
    from voltage_tui.settings import UnitChoice
    from voltage_tui.treasury.snapshot import KnownRate
    from voltage_tui.ui.app import VoltageApp


class Preferences:
    """The choices of one app.

    `amounts` is how figures are shown now, `palette` the colours of `theme`, `settings` all that is
    kept. `problems` are sentences about settings and theme files that could not be used.
    """

    def __init__(self, app: VoltageApp) -> None:
        self._app = app
        self._store = app.launch.settings
        loaded = self._store.load()
        self.settings = loaded.settings
        self._themes = find_themes(self._store.themes_folder)
        self.theme = self._themes.pick(loaded.settings.theme)
        self.palette = Palette(self.theme)
        self.amounts = Display(unit=loaded.settings.unit, hidden=loaded.settings.hide_amounts)
        self.problems = tuple(p for p in (loaded.notice, *self._themes.problems) if p)

    @property
    def theme_choices(self) -> list[tuple[str, str]]:
        """Every theme's name and title."""
        return [(theme.name, theme.title) for theme in self._themes.by_name.values()]

    def rate_read(self, rate: KnownRate | None) -> None:
        """From now on a bitcoin is worth this."""
        if rate != self.amounts.rate:
            self.amounts = replace(self.amounts, rate=rate)

    def next_unit(self) -> None:
        """Show amounts in the next unit."""
        at = UNIT_CHOICES.index(self.amounts.unit)
        unit = UNIT_CHOICES[(at + 1) % len(UNIT_CHOICES)]
        self.amounts = replace(self.amounts, unit=unit)
        words = {"sats": "sats", "btc": "BTC", "usd": "USD", "both": "sats and USD"}[unit]
        self._app.say(f"Units: {words}{self._but(unit)}")
        self._keep()

    def _but(self, unit: UnitChoice) -> str:
        """What keeps dollars from being shown."""
        front = self._app.pages.front
        if unit not in ("usd", "both"):
            return ""
        if front is not None and not front.CONVERTS:
            return " elsewhere; a close stays in each wallet's own currency"
        return ", but no rate is known yet" if self.amounts.rate is None else ""

    def toggle_hidden(self) -> None:
        """Hide or show every amount."""
        self.amounts = replace(self.amounts, hidden=not self.amounts.hidden)
        self._app.say("Amounts are hidden" if self.amounts.hidden else "Amounts are shown")
        self._keep()

    def use_theme(self, name: str) -> None:
        """Change every colour at once."""
        self._paint_in(name)
        self._keep()

    def preview_theme(self, name: str) -> None:
        """The same without keeping it."""
        self._paint_in(name)
        self._app.recolour()

    def remember_export(self, folder: str | None, formats: str) -> None:
        """Keep where the last export went, and its formats."""
        self.settings = replace(self.settings, export_folder=folder, export_formats=formats)
        self._save()

    def remember_ledger(self, *, columns: str | None = None, order: str | None = None) -> None:
        """Keep which columns the ledger shows, or the order of its rows; None keeps it as it is."""
        self.settings = replace(
            self.settings,
            ledger_columns=columns or self.settings.ledger_columns,
            ledger_order=order or self.settings.ledger_order,
        )
        self._save()

    def remember_payments(self, *, columns: str) -> None:
        """Keep which columns the payments show."""
        self.settings = replace(self.settings, payments_columns=columns)
        self._save()

    def remember_searches(self, searches: tuple[SavedSearch, ...]) -> None:
        """Keep these searches under their names, and no others."""
        self.settings = replace(self.settings, searches=searches)
        self._save()

    def remember_alerts(self, rules: AlertRules) -> None:
        """Keep what raises alerts, and how they are told."""
        self.settings = replace(self.settings, alerts=rules)
        self._save()

    def allow_coin_prices(self, *, on: bool) -> None:
        """Whether the coin price service may be asked (S-64)."""
        self.settings = replace(self.settings, coin_prices=on)
        self._save()

    def _save(self) -> None:
        problem = self._store.save(self.settings)
        if problem:
            self._app.say(problem, Role.WARN)

    def _paint_in(self, name: str) -> None:
        self.theme = self._themes.pick(name)
        self.palette = Palette(self.theme)
        self._app.register_theme(for_textual(self.theme))
        self._app.theme = self.theme.name

    def _keep(self) -> None:
        self.settings = replace(
            self.settings,
            theme=self.theme.name,
            unit=self.amounts.unit,
            hide_amounts=self.amounts.hidden,
        )
        self._save()
        self._app.recolour()
