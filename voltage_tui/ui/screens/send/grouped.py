"""A destination whole, in groups of four, so that an eye can compare it (S-37)."""

from __future__ import annotations

from typing import Final

from voltage_tui.ui.paint import Line, Span
from voltage_tui.ui.palette import Role

GROUP: Final = 4


def groups_of(text: str) -> list[str]:
    """The text in fours from its beginning; the last may be shorter."""
    return [text[i : i + GROUP] for i in range(0, len(text), GROUP)]


def last_four(text: str) -> str:
    """What the strong confirm asks for: the last four characters, whatever the groups."""
    return text[-GROUP:]


def grouped(text: str, width: int, *, marked: bool = False) -> list[Line]:
    """All of it, in as many lines of `width` cells as it takes; `marked` lights the last four."""
    groups = groups_of(text)
    per_line = max(1, (width + 1) // (GROUP + 1))
    cut = len(text) - GROUP if marked else len(text)
    lines: list[Line] = []
    for start in range(0, len(groups), per_line):
        spans: list[Span] = []
        for index in range(start, min(start + per_line, len(groups))):
            spans.extend(_group(groups[index], cut - index * GROUP))
            spans.append(Span(" "))
        lines.append(spans[:-1])
    return lines


def _group(group: str, plain: int) -> list[Span]:
    """One group, its characters from `plain` on lit."""
    plain = max(0, min(plain, len(group)))
    parts = (Span(group[:plain]), Span(group[plain:], Role.ACCENT_STRONG))
    return [span for span in parts if span.text]
