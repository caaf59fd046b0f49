"""Tells of what was raised: once each, nothing of it while the program is locked (S-49)."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Final

from voltage_tui.ui.palette import Role

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from voltage_tui.alert_rules import AlertRules
    from voltage_tui.model.alert import Alert
    from voltage_tui.treasury.snapshot import Snapshot
    from voltage_tui.ui.alerting.desktop import Desktop
    from voltage_tui.ui.app import VoltageApp

_START: Final = timedelta(seconds=20)


class Teller:
    """The alerts of one app, as far as they are told; `loud` are those that still want somebody.

    What was raised before this start was told then, and what a start finds is on the screen that
    somebody has just opened: no bell rings for it. What is raised while it is locked is counted,
    and said once it is not locked any more.
    """

    def __init__(self, app: VoltageApp) -> None:
        self._app = app
        self._told: set[object] = set()
        self._last: Sequence[Alert] = ()
        self._missed = 0
        self._began: datetime | None = None
        self._desktop: Desktop | None = None

    @property
    def loud(self) -> int:
        """How many are raised that were neither acknowledged nor snoozed."""
        now = self._app.now()
        return sum(alert.is_loud(now) for alert in self._last)

    @property
    def _is_starting(self) -> bool:
        return self._began is None or self._app.now() - self._began < _START

    @property
    def _rules(self) -> AlertRules:
        return self._app.settings.alerts

    def news(self, snapshot: Snapshot) -> None:
        """Tell of what is new in it."""
        if self._began is None:
            self._began = self._app.now()
        if snapshot.alerts is self._last:
            return
        self._last = snapshot.alerts
        known = {(alert.key, alert.raised_at): alert for alert in snapshot.alerts}
        new = [a for mark, a in known.items() if not a.is_old and mark not in self._told]
        self._told = set(known)
        if new:
            self._tell(new)
        self.tick()

    def tick(self) -> None:
        """A second has passed: a snooze may be over."""
        self._app.title_line.count(self.loud if self._rules.title else 0)

    def unlocked(self) -> None:
        """Say how much was raised while nobody could see it."""
        missed, self._missed = self._missed, 0
        if missed:
            alerts = "1 alert was" if missed == 1 else f"{missed} alerts were"
            self._app.say(f"{alerts} raised while this was locked: 6 shows them.", Role.WARN)

    def _tell(self, new: Sequence[Alert]) -> None:
        """One bell and one notice, however many there are."""
        from voltage_tui.ui.alerting.said import said  # noqa: PLC0415 - when there is one

        if self._app.lock.is_on:
            self._missed += len(new)
            return
        more = f", and {len(new) - 1:,} more" if len(new) > 1 else ""
        words = f"{said(self._app, new[0])}{more}"
        if not self._is_starting:
            if self._rules.bell:
                self._app.bell()
            self._app.say(f"{words}: 6", Role.WARN)
        if self._rules.desktop and not self._app.app_focus and not self._app.launch.demo:
            self._notify(words)

    def _notify(self, words: str) -> None:
        from voltage_tui.ui.alerting.desktop import Desktop  # noqa: PLC0415 - when first needed
        from voltage_tui.ui.work import begin  # noqa: PLC0415 - when first needed

        if self._desktop is None:
            self._desktop = Desktop()
        desktop = self._desktop
        begin(self._app.screen_stack[0], lambda: desktop.show(words), "desktop notice")
