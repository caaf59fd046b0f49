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
_SEQUENCE: Final = re.compile(
    r"\x1b\[[0-?]*[ -/]*[@-~]"  # CSI
    r"|\x1b[\]PX^_][^\x07\x1b\x9c]*(?:\x07|\x1b\\|\x9c)?"  # OSC, DCS, SOS, PM, APC
    r"|\x9b[0-?]*[ -/]*[@-~]"
    r"|[\x90\x98\x9d\x9e\x9f][^\x07\x1b\x9c]*(?:\x07|\x1b\\|\x9c)?"
    r"|\x1b[ -/]*[0-~]?"
)
_BREAK: Final = re.compile(r"[\t\n\v\f\r\x85\u2028\u2029]+")
# Controls, surrogates, noncharacters; bidi; zero-width; fillers; variation and tag characters.
_FORBIDDEN: Final = re.compile(
    "[\x00-\x1f\x7f-\x9f\xad"
    "\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f"
    "\u200b-\u200f\u202a-\u202e\u2060-\u206f\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff0-\uffff"
    "\ud800-\udfff"
    "\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0000-\U000e0fff"
    "\U000f0000-\U0010ffff]"
)
_PLAIN: Final = re.compile(r"[ -~]*")
_MAX_MARKS: Final = 4


def clean(text: str, limit: int = MAX_LENGTH) -> str:
    """Return `text` as one line of visible characters, at most `limit` of them.

    Escape sequences, C0 and C1 controls, bidirectional controls, zero-width and tag characters
    and lone surrogates are removed; line breaks and tabs become single spaces; stacks of
    combining marks are cut to four. Cleaning twice gives the same as once.
    """
    if len(text) <= limit and _PLAIN.fullmatch(text):
        return text
    text = text[: limit * 8]
    text = _SEQUENCE.sub("", text)
    text = _BREAK.sub(" ", text)
    text = _FORBIDDEN.sub("", text)
    text = _thin_marks(text)
    return text if len(text) <= limit else text[: limit - 1] + ELLIPSIS


def is_clean(text: str) -> bool:
    """Whether painting `text` is safe as it stands (the length aside)."""
    return _PLAIN.fullmatch(text) is not None or (
        _FORBIDDEN.search(text) is None and _BREAK.search(text) is None
    )


def _thin_marks(text: str) -> str:
    """Keep at most four combining marks in a row, so that none can paint over its neighbours."""
    if text.isascii():
        return text
    kept: list[str] = []
    marks = 0
    for character in text:
        marks = marks + 1 if unicodedata.category(character) in ("Mn", "Me") else 0
        if marks <= _MAX_MARKS:
            kept.append(character)
    return "".join(kept)
