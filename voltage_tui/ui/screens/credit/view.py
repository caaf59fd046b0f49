"""What the ladder of the chosen line shows: gathered once for each change, not for each paint."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from voltage_tui.treasury.credit.ladder import Outlook, Peaks
from voltage_tui.treasury.credit.times import Stretch

if TYPE_CHECKING:
    from datetime import datetime, tzinfo

    from voltage_tui.model.ids import LineId
    from voltage_tui.treasury.credit.history import Point


@dataclass(frozen=True, slots=True)
class LadderView:
    """The chosen line's pace and past; `words` say why there is none, where there is none."""

    chosen: LineId | None
    now: datetime
    zone: tzinfo
    stretch: Stretch = Stretch.HOURS
    outlooks: tuple[Outlook, ...] = ()
    points: tuple[Point, ...] = ()
    peaks: Peaks | None = None
    words: str | None = None
