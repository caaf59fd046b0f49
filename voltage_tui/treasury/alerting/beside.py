"""Alerts beside what wants a person anyway, so that nothing is said twice in two wordings. Pure."""

from __future__ import annotations

from typing import TYPE_CHECKING

from voltage_tui.model.alert import Alert, AlertKind, SubjectKind
from voltage_tui.treasury.attention import Attention, Matter

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import datetime


def beside(alerts: Iterable[Alert], said: Sequence[Attention], now: datetime) -> list[Alert]:
    """The alerts that still want somebody and of which `said` has nothing, in their order."""
    told = {key for item in said if (key := _key(item)) is not None}
    return [a for a in alerts if a.is_loud(now) and _same(a) not in told]


def _key(item: Attention) -> tuple[AlertKind, str] | None:
    """Which alert would say the same; None for what no rule watches."""
    match item.matter:
        case Matter.STUCK_SEND if item.payment is not None:
            return AlertKind.PENDING, item.payment.id
        case Matter.FAILED_SEND if item.payment is not None:
            return AlertKind.FAILED, item.payment.id
        case Matter.CREDIT_HIGH if item.account is not None:
            return AlertKind.CREDIT, item.account.wallet.id
        case Matter.LINE_DISABLED if item.line is not None:
            return AlertKind.CHANGED, item.line.id
        case Matter.SEAL_BROKEN if item.sealed is not None:
            return AlertKind.SEALED, str(item.sealed.seal.n)
        case _:
            return None


def _same(alert: Alert) -> tuple[AlertKind, str] | None:
    """What it is matched by; of a line only its disabling is said elsewhere."""
    if alert.kind is AlertKind.CHANGED:
        line = alert.about.kind is SubjectKind.LINE and alert.value == "disabled"
        return (alert.kind, alert.about.id) if line else None
    return alert.kind, alert.about.id
