"""Lines about several subjects, in as much room as there is."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final, TypeAlias

from voltage_tui.text import ELLIPSIS
from voltage_tui.ui.paint import Line, Span
from voltage_tui.ui.palette import Role

ALWAYS: Final = 0

Section: TypeAlias = tuple[int, list[Line]]
"""Lines about one subject, and how dispensable they are: 3 leaves first, `ALWAYS` never does."""


def fitted(sections: Sequence[Section], height: int) -> list[Line]:
    """With a blank line between subjects where there is room, less the dispensable where not."""
    kept = [section for section in sections if section[1]]
    lines = joined(kept, gap=True)
    for leaving in (None, 3, 2, 1):
        kept = [section for section in kept if leaving is None or section[0] != leaving]
        for gap in (True, False):
            lines = joined(kept, gap=gap)
            if len(lines) <= height:
                return lines
    return lines


def joined(sections: Sequence[Section], *, gap: bool) -> list[Line]:
    """The lines of all, with a blank one between two where a gap is wanted."""
    lines: list[Line] = []
    for _, section in sections:
        if lines and gap:
            lines.append(())
        lines.extend(section)
    return lines


def cut(lines: list[Line], most: int | None) -> list[Line]:
    """The first `most` lines, the last of them marked where others follow; None takes all."""
    if most is None or len(lines) <= most:
        return lines
    *kept, last = lines[:most]
    return [*kept, (*last, Span(ELLIPSIS, Role.MUTED))]
