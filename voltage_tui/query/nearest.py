"""Did you mean: the known word nearest to a mistyped one."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

_LONGEST = 24


def nearest(word: str, known: Iterable[str]) -> str | None:
    """The known word one slip away (two in a long one), or None; the first of equals.

    A slip is a letter too many, too few, another, or two changed about.
    """
    word = word.casefold()
    if not 2 < len(word) <= _LONGEST:
        return None
    allowed = 1 if len(word) < 7 else 2
    slips, best = min(((_distance(word, one), one) for one in known), default=(_LONGEST, ""))
    return best if slips <= allowed else None


def _distance(left: str, right: str) -> int:
    """How many slips apart two words are."""
    before: list[int] = []
    row = list(range(len(right) + 1))
    for i, a in enumerate(left, start=1):
        above, row = row, [i]
        for j, b in enumerate(right, start=1):
            best = min(above[j] + 1, row[j - 1] + 1, above[j - 1] + (a != b))
            if i > 1 and j > 1 and a == right[j - 2] and left[i - 2] == b:
                best = min(best, before[j - 2] + 1)
            row.append(best)
        before = above
    return row[-1]
