"""What is raised and what is cleared, of what was raised before and what is found now. Pure.

Between the value that raises and the one that clears nothing happens; what could not be read is
not found at all, and so neither raises nor clears (S-19).
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import Enum
from typing import TYPE_CHECKING

from voltage_tui.model.alert import Alert, Cleared

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import datetime


class Level(Enum):
    """Where a figure stands against its rule."""

    RAISE = "raise"
    KEEP = "keep"
    """Between the two: as it was before."""
    CLEAR = "clear"


@dataclass(frozen=True, slots=True)
class Finding:
    """A figure against its rule; `alert` is what would be raised of it, `why` what clears it."""

    level: Level
    alert: Alert
    why: Cleared = Cleared.OVER


@dataclass(frozen=True, slots=True)
class Judgement:
    """What was raised and cleared just now, and all that is raised after it, worst first."""

    raised: tuple[Alert, ...]
    cleared: tuple[tuple[Alert, Cleared], ...]
    standing: tuple[Alert, ...]


def judge(
    before: Sequence[Alert], findings: Iterable[Finding], now: datetime, *, raised_at: datetime
) -> Judgement:
    """Take the findings of now into account; of two with the same key the last one counts.

    `now` is by the server's clock, as `until` is, `raised_at` by this machine's.
    """
    standing = {alert.key: alert for alert in before}
    raised: dict[str, Alert] = {}
    cleared: list[tuple[Alert, Cleared]] = []
    for finding in findings:
        key, known = finding.alert.key, standing.get(finding.alert.key)
        if known is None:
            if finding.level is Level.RAISE and not _has_passed(finding.alert, now):
                standing[key] = raised[key] = replace(finding.alert, raised_at=raised_at)
        elif finding.level is Level.CLEAR:
            del standing[key]
            if raised.pop(key, None) is None:
                cleared.append((known, finding.why))
        else:
            standing[key] = _brought_up_to_date(known, finding.alert)
            if key in raised:
                raised[key] = standing[key]
    for alert in [one for one in standing.values() if _has_passed(one, now)]:
        del standing[alert.key]
        cleared.append((alert, Cleared.PASSED))
    return Judgement(tuple(raised.values()), tuple(cleared), in_order(standing.values()))


def in_order(alerts: Iterable[Alert]) -> tuple[Alert, ...]:
    """The worst first, of those the newest."""
    return tuple(sorted(alerts, key=lambda a: (a.severity, -a.raised_at.timestamp(), a.key)))


def _has_passed(alert: Alert, now: datetime) -> bool:
    return alert.until is not None and alert.until <= now


def _brought_up_to_date(known: Alert, found: Alert) -> Alert:
    """The figures of now; when it was raised, and who has seen it, stays."""
    return replace(
        found,
        raised_at=known.raised_at,
        number=known.number,
        acknowledged_at=known.acknowledged_at,
        acknowledged_by=known.acknowledged_by,
        snoozed_until=known.snoozed_until,
        is_old=known.is_old,
    )
