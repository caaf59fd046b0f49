"""By which moments a replay comes to the one that is looked at.

Whoever looked at the screen in the middle of an outage saw the last good figures, getting older. A
worker that is started there has never had them: so it begins right before the trouble, and meets it
when that began.
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
    bad: list[int] = []
    lost: list[int] = []
    for name in CORE:
        for family in recording.family(name):
            last_good, first_bad = recording.last_good(family, line)
            if first_bad is not None:
                bad.append(first_bad)
                if last_good is not None:
                    lost.append(first_bad)
    if not lost:
        return [moment]
    begin = recording.moment_of(min(lost) - 1)
    troubles = {recording.moment_of(each) for each in bad}
    return [begin, *sorted(each for each in troubles if begin < each < moment), moment]
