"""The terminal's own title, which is seen in lists of windows and on a locked screen too (S-49).

The program gives its terminal no title but while it is locked; then the one that was there is put
aside, where the terminal can, and taken back.
"""

from __future__ import annotations

from typing import Final

LOCKED_TITLE: Final = "voltage-tui, locked"
_PUT_ASIDE: Final = "\x1b[22;2t"
_TAKE_BACK: Final = "\x1b[23;2t"


def locked_title() -> str:
    """What to write to the terminal for its title to say that the program is locked."""
    return f"{_PUT_ASIDE}{_title(LOCKED_TITLE)}"


def former_title() -> str:
    """What to write for the former title; a terminal that kept none is left with the name."""
    return f"{_title('voltage-tui')}{_TAKE_BACK}"


def _title(words: str) -> str:
    return f"\x1b]2;{words}\x07"
