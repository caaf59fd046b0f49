"""Figures in large cells: five rows high, or a multiple of that."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from voltage_tui.ui.paint import Line, Span

if TYPE_CHECKING:
    from collections.abc import Mapping

    from voltage_tui.ui.palette import Role

HEIGHT: Final = 5
_GAP: Final = 1
_CELL: Final = "█"
_SHAPES: Final[Mapping[str, tuple[str, ...]]] = MappingProxyType(
    {
        "0": ("####", "#  #", "#  #", "#  #", "####"),
        "1": (" ## ", "  # ", "  # ", "  # ", " ###"),
        "2": ("####", "   #", "####", "#   ", "####"),
        "3": ("####", "   #", " ###", "   #", "####"),
        "4": ("#  #", "#  #", "####", "   #", "   #"),
        "5": ("####", "#   ", "####", "   #", "####"),
        "6": ("####", "#   ", "####", "#  #", "####"),
        "7": ("####", "   #", "  # ", " #  ", " #  "),
        "8": ("####", "#  #", "####", "#  #", "####"),
        "9": ("####", "#  #", "####", "   #", "####"),
        ",": (" ", " ", " ", "#", "#"),
        ".": (" ", " ", " ", " ", "#"),
        "−": ("   ", "   ", "###", "   ", "   "),
        "—": ("    ", "    ", "####", "    ", "    "),
        "%": ("#  #", "  # ", " ## ", " #  ", "#  #"),
        "<": ("  #", " # ", "#  ", " # ", "  #"),
        "k": ("#  ", "# #", "## ", "# #", "# #"),
        "M": ("#   #", "## ##", "# # #", "#   #", "#   #"),
        "•": ("  ", "  ", "##", "##", "  "),
        " ": (" ", " ", " ", " ", " "),
    }
)


def is_drawable(text: str) -> bool:
    """Whether every character has a shape."""
    return all(character in _SHAPES for character in text)


def width_of_big(text: str, scale: int = 1) -> int:
    """Cells that `text` takes, drawn `scale` times as large."""
    return scale * (sum(len(_SHAPES[c][0]) for c in text) + _GAP * max(0, len(text) - 1))


def big(text: str, role: Role, scale: int = 1) -> list[Line]:
    """`text` as `HEIGHT * scale` lines. Raises `KeyError` for what has no shape."""
    rows = [(" " * _GAP).join(_SHAPES[c][y] for c in text) for y in range(HEIGHT)]
    lines: list[Line] = []
    for row in rows:
        cells = "".join(c.replace("#", _CELL) * scale for c in row)
        lines.extend([(Span(cells, role),)] * scale)
    return lines
