"""What may be a key at all."""

from __future__ import annotations

import re
from typing import Final

from voltage_tui.credentials.errors import UnusableKeyError
from voltage_tui.secret import Secret

LONGEST: Final = 1_000
"""Characters; far more than any key, far less than a file given by mistake."""
_VISIBLE: Final = re.compile(r"[!-~]+")


def usable_key(text: str) -> Secret:
    """The key in `text`, blanks around it taken off.

    Raises `UnusableKeyError` when nothing is left, when it is too long for a key, or when it holds
    blanks or characters that a request header cannot carry.
    """
    stripped = text.strip()
    if not stripped:
        raise UnusableKeyError("it is empty")
    if len(stripped) > LONGEST:
        raise UnusableKeyError("it is too long")
    if not _VISIBLE.fullmatch(stripped):
        raise UnusableKeyError("it holds blanks, line breaks or unusual characters")
    return Secret(stripped)
