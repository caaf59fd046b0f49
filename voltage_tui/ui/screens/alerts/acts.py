"""What can be done with an alert: open what it is about, acknowledge it, snooze it."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from typing import TYPE_CHECKING, Final

from voltage_tui.model.alert import Alert, AlertKind, SubjectKind
from voltage_tui.model.ids import PaymentId, WalletId
from voltage_tui.treasury.durations import duration
from voltage_tui.trouble import TroubleError
from voltage_tui.ui.palette import Role
from voltage_tui.ui.widgets.chooser import Chooser
from voltage_tui.ui.work import begin

if TYPE_CHECKING:
    from collections.abc import Callable, Coroutine
    from zoneinfo import ZoneInfo

    from voltage_tui.treasury.alerting.watch import Alerting
    from voltage_tui.ui.app import VoltageApp
    from voltage_tui.ui.screens.page import Page

MORNING: Final = time(8)
_CREDIT, _CLOSE = 5, 8


def opens(alert: Alert) -> bool:
    """Whether there is anything to open: no page shows webhooks."""
    return alert.about.kind is not SubjectKind.WEBHOOK


def open_subject(app: VoltageApp, alert: Alert) -> None:
    """Show what it is about."""
    from voltage_tui.ui.screens.payments.case import CasePage  # noqa: PLC0415
    from voltage_tui.ui.screens.wallets.detail import WalletDetailPage  # noqa: PLC0415

    match alert.about.kind:
        case SubjectKind.PAYMENT:
            app.pages.open(CasePage(PaymentId(alert.about.id)))
        case SubjectKind.WALLET if alert.kind is AlertKind.PROOF:
            app.pages.ledger_of(WalletId(alert.about.id))
        case SubjectKind.WALLET:
            app.pages.open(WalletDetailPage(WalletId(alert.about.id)))
        case SubjectKind.LINE:
            app.go(_CREDIT)
        case SubjectKind.MONTH:
            app.go(_CLOSE)
        case SubjectKind.WEBHOOK:
            pass


def acknowledge(page: Page, alert: Alert) -> None:
    """Note that this person has seen it."""
    if alert.acknowledged_at is not None:
        page.app.say(f"Acknowledged by {alert.acknowledged_by} already.")
        return
    _do(page, lambda alerting: alerting.acknowledge(alert.key), "Acknowledged.")


def snooze(page: Page, alert: Alert, zone: ZoneInfo) -> None:
    """Ask for how long nobody wants to hear of it."""
    now = page.app.now()
    ends = {
        "15 m": ("15 minutes", now + timedelta(minutes=15)),
        "1 h": ("an hour", now + timedelta(hours=1)),
        "morning": (f"until tomorrow, {MORNING:%H:%M} {zone.key}", next_morning(now, zone)),
    }
    choices = [(key, words) for key, (words, _) in ends.items()]
    if alert.is_snoozed(now):
        choices.append(("", "tell of it again"))

    def chosen(pair: tuple[str, str] | None) -> None:
        if pair is None:
            return
        _, until = ends.get(pair[0], ("", None))
        words = "It is told of again."
        if until is not None:
            words = f"Snoozed for {duration(until - now)}."
        _do(page, lambda alerting: alerting.snooze(alert.key, until), words)

    page.app.push_screen(Chooser("Snooze for", choices, "15 m"), chosen)


def next_morning(now: datetime, zone: ZoneInfo) -> datetime:
    """Eight o'clock of the day after this one, on the clocks of `zone`."""
    tomorrow = now.astimezone(zone).date() + timedelta(days=1)
    return datetime.combine(tomorrow, MORNING, zone)


def _do(page: Page, act: Callable[[Alerting], Coroutine[None, None, None]], words: str) -> None:
    treasury = page.app.treasury
    if treasury is None:
        return
    alerting = treasury.alerting

    async def work() -> None:
        try:
            await act(alerting)
        except TroubleError as error:
            page.app.say(f"Not kept: {error}", Role.BAD)
        else:
            page.app.say(words)

    begin(page, work, "alert")
