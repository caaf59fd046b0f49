"""What a program sent to its terminal, judged against what Textual is known to send."""

from __future__ import annotations

import base64
import re
import unicodedata
from dataclasses import dataclass
from typing import Final

_KNOWN: Final = re.compile(
    rb"\x1b\[(?:0|(?:[1-9];)*(?:38;5;[0-9]+)?;?(?:48;5;[0-9]+)?)m"  # a theme's colours, weights
    rb"|\x1b\[[0-9]+;[0-9]+H"  # to a place on the screen
    rb"|\x1b\[\?(?:7|25|1000|1003|1004|1006|1015|1049|2004|2026)[hl]"  # modes of the whole screen
    rb"|\x1b\[\?(?:2026|2048)\$p"  # asking what the terminal can do
    rb"|\x1b\[>[0-9]+u|\x1b\[<u"  # the keyboard's protocol
    rb"|\x1b\]22;[a-z-]+\x07"  # the shape of the mouse pointer
    rb"|\x1b\[2[23];2t"  # the terminal's own title, put aside and taken back
    rb"|\x1b\]2;(?:\([0-9]+\) )?voltage-tui(?:: alerts?|, locked)?\x07"  # ours in its place
    rb"|\r\n"
)
_COPY: Final = re.compile(rb"\x1b\]52;c;([A-Za-z0-9+/=]*)\x07")
_HIDDEN: Final = frozenset(
    {0x034F, 0x115F, 0x1160, 0x17B4, 0x17B5, 0x3164, 0xFFA0}
    | set(range(0xFE00, 0xFE10))
    | set(range(0xE0100, 0xE01F0))
)
"""Characters without a picture that Unicode does not count among its controls."""
_SHOWN_CATEGORIES: Final = frozenset("LMNPS")


@dataclass(frozen=True)
class Sent:
    """`copies` are the texts put on the clipboard, `foreign` whatever should not have been sent."""

    copies: tuple[str, ...]
    foreign: tuple[str, ...]


def judge(raw: bytes) -> Sent:
    """Sort out everything that was sent."""
    copies = tuple(
        base64.b64decode(found).decode("utf-8", "replace") for found in _COPY.findall(raw)
    )
    rest = _KNOWN.sub(b"", _COPY.sub(b"", raw))
    text = rest.decode("utf-8", "surrogateescape")
    return Sent(copies, tuple(f"{c!a} in {_around(text, c)!a}" for c in _foreign_in(text)))


def _foreign_in(text: str) -> list[str]:
    return [c for c in dict.fromkeys(text) if not is_shown(c)]


def is_shown(character: str) -> bool:
    """Whether a character has a picture and does nothing else; judged by Unicode, not by us."""
    category = unicodedata.category(character)
    shown = category == "Zs" or category[0] in _SHOWN_CATEGORIES
    return shown and ord(character) not in _HIDDEN


def _around(text: str, character: str) -> str:
    at = text.index(character)
    return text[max(0, at - 20) : at + 30]
