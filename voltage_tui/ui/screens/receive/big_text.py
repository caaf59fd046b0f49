"""Words and figures large enough to be read from across a counter."""

from __future__ import annotations

from typing import Final

_ROWS: Final = 5
_FONT: Final = {
    "0": "### # # # # # # ###",
    "1": " #  ##   #   #  ###",
    "2": "###   # ### #   ###",
    "3": "###   # ###   # ###",
    "4": "# # # # ###   #   #",
    "5": "### #   ###   # ###",
    "6": "### #   ### # # ###",
    "7": "###   #   #   #   #",
    "8": "### # # ### # # ###",
    "9": "### # # ###   # ###",
    "A": "### # # ### # # # #",
    "B": "##  # # ##  # # ## ",
    "C": "### #   #   #   ###",
    "D": "##  # # # # # # ## ",
    "I": "###  #   #   #  ###",
    "P": "### # # ### #   #  ",
    "S": "### #   ###   # ###",
    "T": "###  #   #   #   # ",
    "U": "# # # # # # # # ###",
    "$": " ## ##   #   ## ## ",
}
"""Five rows of three dots, a space between the rows."""
_NARROW: Final = {
    ".": "    #",
    ",": "     ",
    " ": "     ",
}
"""Marks one dot wide. Thousands are set apart by a gap: so low, a comma would look like a point."""
_HALVES: Final = {
    (False, False): " ",
    (True, False): "▀",
    (False, True): "▄",
    (True, True): "█",
}


def big(text: str, width: int, height: int) -> list[str] | None:
    """`text` in large letters, as large as fit; None when none do or a letter has no picture."""
    try:
        dots = _dots(text.upper())
    except KeyError:
        return None
    columns = len(dots[0])
    if 2 * columns <= width and height >= _ROWS:
        return ["".join("██" if dot else "  " for dot in row) for row in dots]
    if columns <= width and height >= (_ROWS + 1) // 2:
        padded = [*dots, [False] * columns]
        return [
            "".join(_HALVES[pair] for pair in zip(padded[y], padded[y + 1], strict=True))
            for y in range(0, _ROWS, 2)
        ]
    return None


def _dots(text: str) -> list[list[bool]]:
    """The dots of a text, row by row, with one empty column between letters."""
    rows: list[list[bool]] = [[] for _ in range(_ROWS)]
    for character in text:
        for y, row in enumerate(_glyph(character)):
            rows[y].extend([*([False] if rows[y] else []), *(dot == "#" for dot in row)])
    return rows


def _glyph(character: str) -> list[str]:
    if character in _NARROW:
        return [*_NARROW[character]]
    dots = _FONT[character].ljust(4 * _ROWS)
    return [dots[4 * y : 4 * y + 3] for y in range(_ROWS)]
