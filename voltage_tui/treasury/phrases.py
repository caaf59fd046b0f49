"""Small pieces of sentences that the screen and the reports share."""

from __future__ import annotations


def counted(number: int, one: str, many: str | None = None) -> str:
    """`1 row`, `1,204 rows`; `many` is said where an s is not all that is added."""
    return f"{number:,} {one if number == 1 else many or f'{one}s'}"


def as_sentence(words: str) -> str:
    """`words` with a capital and a full stop; nothing stays nothing."""
    words = words.strip().rstrip(".")
    return f"{words[0].upper()}{words[1:]}." if words else ""


def percent(permille: int | None) -> str:
    """`61 %`, `<1 %` for a trace, `>999 %` for many limits, `—` for none."""
    if permille is None:
        return "—"
    if 0 < permille < 10:
        return "<1 %"
    if permille >= 9_995:
        return ">999 %"
    return f"{(permille + 5) // 10} %"
