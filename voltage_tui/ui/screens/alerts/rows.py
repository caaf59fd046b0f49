"""Alerts as table rows."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from voltage_tui.model.alert import Alert, PastAlert, Severity
from voltage_tui.treasury.alerting.words import seen_words
from voltage_tui.treasury.durations import duration
from voltage_tui.ui.alerting.said import said, telling
from voltage_tui.ui.paint import Align, Span
from voltage_tui.ui.palette import Role
from voltage_tui.ui.widgets.columns import Cell, Column

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import datetime

    from voltage_tui.ui.app import VoltageApp

COLUMNS: Final = (
    Column("STATE"),
    Column("ALERT", flex=True, least=30, most=150),
    Column("RAISED", Align.RIGHT),
    Column("SEEN", drop=1, most=40, optional=True),
)
PAST_COLUMNS: Final = (
    Column("RAISED"),
    Column("ALERT", flex=True, least=24, most=150),
    Column("STOOD", Align.RIGHT, drop=3),
    Column("ENDED", drop=2, most=28),
    Column("SEEN", drop=1, most=40, optional=True),
)
_MARKS: Final = {
    Severity.NOW: Span("! now", Role.BAD_STRONG),
    Severity.SOON: Span("! soon", Role.WARN_STRONG),
    Severity.GOOD_TO_KNOW: Span("· note", Role.TEXT),
}


def by_loudness(alerts: Iterable[Alert], now: datetime) -> list[Alert]:
    """Those that want somebody first, then the snoozed, then the acknowledged; each as it came."""
    return sorted(alerts, key=lambda a: (a.acknowledged_at is not None, a.is_snoozed(now)))


def state_of(alert: Alert, now: datetime) -> Span:
    """Its mark and word."""
    if alert.acknowledged_at is not None:
        return Span("● seen", Role.MUTED)
    if alert.is_snoozed(now):
        return Span("◌ snoozed", Role.MUTED)
    return _MARKS[alert.severity]


def alert_cells(alert: Alert, app: VoltageApp) -> Sequence[Cell]:
    """One that is raised."""
    now = app.now()
    loud = alert.is_loud(now)
    return (
        (state_of(alert, now),),
        (Span(said(app, alert), Role.STRONG if loud else Role.MUTED),),
        (Span(duration(now - alert.raised_at), Role.MUTED),),
        (Span(seen_words(alert, telling(app)), Role.MUTED),),
    )


def past_cells(past: PastAlert, app: VoltageApp) -> Sequence[Cell]:
    """One of the history."""
    alert, end = past.alert, past.cleared_at
    stood = (end or app.now()) - alert.raised_at
    by = alert.acknowledged_by
    return (
        (Span(f"{alert.raised_at:%Y-%m-%d %H:%M}", Role.MUTED),),
        (Span(said(app, alert, end), Role.TEXT if end is None else Role.MUTED),),
        (Span(duration(stood), Role.MUTED),),
        (Span("raised", Role.WARN) if past.why is None else Span(past.why.value, Role.MUTED),),
        (Span(f"by {by}" if by else "", Role.MUTED),),
    )
