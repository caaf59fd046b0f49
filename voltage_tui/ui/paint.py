"""Text into terminal cells: the only place where strips are made.

Nothing here knows markup, so remote text is shown as it is (safety rule S-52); every piece is
cleaned once more before it is painted (S-51), and widths are counted in cells (S-53).
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from enum import Enum
from functools import lru_cache
from itertools import zip_longest
from typing import NamedTuple, TypeAlias

from rich.cells import cell_len, set_cell_size
from rich.segment import Segment
from textual.strip import Strip

from voltage_tui.text import ELLIPSIS, clean, is_clean
from voltage_tui.ui.palette import Ground, Palette, Role

_USUAL = re.compile("[ -~·×–—•…←→−≈─━▁-█▀▄●○◌◐✕›]*")
_FLAG_LETTERS = {0x1F1E6 + n: chr(ord("A") + n) for n in range(26)}
_SKIN_TONES = dict.fromkeys(range(0x1F3FB, 0x1F400), "")
_UNSTEADY = _FLAG_LETTERS | _SKIN_TONES


class Span(NamedTuple):
    """A piece of text with a meaning; `ground` None keeps the line's."""

    text: str
    role: Role = Role.TEXT
    ground: Ground | None = None


Line: TypeAlias = Sequence[Span]
"""A line before it is painted, left to right."""


class Align(Enum):
    """Where a text stands in its width."""

    LEFT = "left"
    RIGHT = "right"


def steady(text: str) -> str:
    """`text` without characters that terminals give different widths, as wide as before (S-53).

    A flag becomes its two letters, a skin tone goes; what no Unicode of this Python knows, and
    what every font draws as it likes (private use), becomes a question mark.
    """
    return text if _USUAL.fullmatch(text) else _steadied(text)


@lru_cache(maxsize=2_048)
def _steadied(text: str) -> str:
    known = (c if unicodedata.category(c) not in ("Cn", "Co") else "?" * cell_len(c) for c in text)
    return "".join(known).translate(_UNSTEADY)


def fit(text: str, width: int) -> str:
    """`text` in at most `width` cells, its end replaced by an ellipsis when it is longer."""
    if not is_clean(text):
        text = clean(text)
    if cell_len(text) <= width:
        return text
    if width <= 1:
        return ELLIPSIS[:width]
    return set_cell_size(text, width - 1).rstrip() + ELLIPSIS


def pad(text: str, width: int, align: Align = Align.LEFT) -> str:
    """`text` in exactly `width` cells."""
    text = fit(text, width)
    space = " " * (width - cell_len(text))
    return text + space if align is Align.LEFT else space + text


def width_of(line: Line) -> int:
    """The cells a line takes."""
    cells = 0
    for span in line:
        text = span.text
        cells += len(text) if text.isascii() and text.isprintable() else cell_len(text)
    return cells


def spread(left: Line, right: Line, width: int) -> list[Span]:
    """`left` at the start and `right` at the end of `width` cells; `right` gives way first."""
    gap = width - width_of(left) - width_of(right)
    if gap < 1:
        return list(left)
    return [*left, Span(" " * gap), *right]


def join(lines: Iterable[Line], gap: int = 2) -> list[Span]:
    """Lines side by side with `gap` spaces between those that are not empty."""
    joined: list[Span] = []
    for line in lines:
        if joined and line:
            joined.append(Span(" " * gap))
        joined.extend(line)
    return joined


def flow(lines: Iterable[Line], width: int, gap: int = 3) -> list[Line]:
    """Short lines one after the other, `gap` cells apart, in as many lines as it takes."""
    flowed: list[Line] = []
    for line in lines:
        together = join([flowed[-1], line], gap) if flowed else line
        if flowed and width_of(together) <= width:
            flowed[-1] = together
        else:
            flowed.append(line)
    return flowed


def beside(left: Sequence[Line], right: Sequence[Line], cells: int) -> list[Line]:
    """Two columns: `left` in the first `cells`, which it must not pass, and `right` after them."""
    lines: list[Line] = []
    for first, second in zip_longest(left, right, fillvalue=()):
        gap = Span(" " * max(0, cells - width_of(first)))
        lines.append([*first, gap, *second] if second else first)
    return lines


def wrap(text: str, width: int) -> list[str]:
    """`text` broken into lines of at most `width` cells, at spaces where there are any."""
    width = max(1, width)
    lines: list[str] = []
    line = ""
    for word in clean(text).split(" "):
        candidate = f"{line} {word}" if line else word
        if cell_len(candidate) <= width:
            line = candidate
            continue
        if line:
            lines.append(line)
        *whole, line = _chop(word, width)
        lines.extend(whole)
    return [*lines, line] if line or not lines else lines


def _chop(word: str, width: int) -> list[str]:
    pieces = [""]
    for character in word:
        if cell_len(pieces[-1] + character) > width:
            pieces.append("")
        pieces[-1] += character
    return pieces


def to_strip(line: Line, width: int, palette: Palette, ground: Ground = Ground.PAGE) -> Strip:
    """The cells of `line`, cut or filled to exactly `width`."""
    segments: list[Segment] = []
    left = width
    said, style = "", palette.style(Role.TEXT, ground)
    for span in line:
        text, cells = _safe(span.text)
        if not cells:
            continue
        if left <= 0:
            break
        if cells > left:
            text, cells = pad(fit(text, left), left), left
        left -= cells
        other = palette.style(span.role, span.ground or ground)
        if other is not style:
            if said:
                segments.append(Segment(said, style))
            said, style = text, other
        else:
            said += text
    if said:
        segments.append(Segment(said, style))
    if left > 0:
        segments.append(Segment(" " * left, palette.style(Role.TEXT, ground)))
    return Strip(segments, width)


@lru_cache(maxsize=4_096)
def _safe(text: str) -> tuple[str, int]:
    """`text` as it may be painted, and its cells; most of what is painted was painted before."""
    text = steady(text if is_clean(text) else clean(text))
    return text, cell_len(text)
