"""The one door through which untrusted text passes (safety rules S-51 and S-52).

Anything that came from the API, a file, the clipboard or the keyboard is cleaned here before it
is kept, and once more where it is painted. What is left cannot move the cursor, change the
clipboard, reverse the reading order or hide characters; it is still the person's text.
"""

from __future__ import annotations

import re
import unicodedata
from typing import Final

MAX_LENGTH: Final = 2_000
"""Characters kept of one text; the rest is replaced by an ellipsis."""
ELLIPSIS: Final = "…"

# A terminal that was sent these would act on them, so the whole sequence goes, not its first byte.
# A string that is never ended keeps its text: only what opens it goes.
_SEQUENCE: Final = re.compile(
    r"(?:\x1b\[|\x9b)[0-?]*[ -/]*[@-~]"  # CSI
    r"|(?:\x1b[\]PX^_]|[\x90\x98\x9d-\x9f])"  # OSC, DCS, SOS, PM, APC
    r"[^\x07\x1b\x80-\x9f]*(?:\x07|\x1b\\|\x9c)"
    r"|\x1b[ -/]*[0-~]?"
)
_BREAK: Final = re.compile(r"[\t\n\v\f\r\x85\u2028\u2029]+")
# Controls, surrogates, noncharacters; bidi and other format controls; zero-width; fillers;
# variation and tag characters.
_FORBIDDEN: Final = re.compile(
    "[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\xad"
    "\u034f\u0600-\u0605\u061c\u06dd\u070f\u0890\u0891\u08e2"
    "\u115f\u1160\u17b4\u17b5\u180b-\u180f"
    "\u200b-\u200f\u202a-\u202e\u2060-\u206f\u3164\ufdd0-\ufdef\ufe00-\ufe0f\ufeff\uffa0"
    "\ufff0-\uffff\ud800-\udfff"
    "\U000110bd\U000110cd\U00013430-\U00013440\U00016fe4"
    "\U0001bca0-\U0001bca3\U0001d159\U0001d173-\U0001d17a"
    "\U0001fffe\U0001ffff\U0002fffe\U0002ffff\U0003fffe\U0003ffff"
    "\U000e0000-\U000e0fff\U000f0000-\U0010ffff]"
)
_PLAIN: Final = re.compile(r"[ -~]*")
_MAX_MARKS: Final = 4
_READ_PER_KEPT: Final = 8
"""Characters looked at for each one kept, so that a huge text costs no more than a long one."""


def clean(text: str, limit: int = MAX_LENGTH) -> str:
    """Return `text` as one line of visible characters, at most `limit` of them.

    Escape sequences, C0 and C1 controls, bidirectional controls, zero-width and tag characters
    and lone surrogates are removed; line breaks and tabs become single spaces; stacks of
    combining marks are cut to four. Cleaning twice gives the same as once.
    """
    if len(text) <= limit and _PLAIN.fullmatch(text):
        return text
    if limit <= 0:
        return ""
    read = text[: limit * _READ_PER_KEPT]
    kept = _FORBIDDEN.sub("", _SEQUENCE.sub("", read))
    kept = _thin_marks(_BREAK.sub(" ", kept))
    if len(kept) <= limit and len(read) == len(text):
        return kept
    return kept[: limit - 1] + ELLIPSIS


def is_clean(text: str) -> bool:
    """Whether painting `text` is safe as it stands (the length aside)."""
    return _PLAIN.fullmatch(text) is not None or (
        _FORBIDDEN.search(text) is None
        and _BREAK.search(text) is None
        and _thin_marks(text) == text
    )


def _thin_marks(text: str) -> str:
    """Keep at most four combining marks in a row, so that none can paint over its neighbours.

    A text that begins with marks loses them: they would stand on what is painted before it.
    """
    if text.isascii():
        return text
    kept: list[str] = []
    marks = _MAX_MARKS
    for character in text:
        marks = marks + 1 if unicodedata.category(character) in ("Mn", "Me") else 0
        if marks <= _MAX_MARKS:
            kept.append(character)
    return "".join(kept)
