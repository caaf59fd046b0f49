"""By which moments a replay comes to the one that is looked at.

Whoever looked at the screen in the middle of an outage saw the last good figures, getting older. A
worker that is started there has never had them: so it begins where they were read last, and meets
the trouble when that began.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from voltage_tui.api.recording.recording import CORE

if TYPE_CHECKING:
    from datetime import datetime

    from voltage_tui.api.recording.recording import Recording


def approach(recording: Recording, moment: datetime) -> list[datetime]:
    """The moments in their order, the last of them `moment`."""
    line = recording.line_at(moment)
    good: list[datetime] = []
    bad: list[datetime] = []
    for name in CORE:
        for family in recording.family(name):
            last_good, first_bad = recording.last_good(family, line)
            if first_bad is not None:
                bad.append(recording.moment_of(first_bad))
                if last_good is not None:
                    good.append(recording.moment_of(last_good))
    if not good:
        return [moment]
    begin = min(good)
    return [begin, *sorted({each for each in bad if begin < each < moment}), moment]
