"""What wants the treasurer: a head and a few sentences, or one line that says nothing does."""

from __future__ import annotations

from typing import TYPE_CHECKING

from voltage_tui.ui.paint import Line, Span, width_of, wrap
from voltage_tui.ui.palette import Role
from voltage_tui.ui.widgets.painted import Painted

if TYPE_CHECKING:
    from collections.abc import Sequence

MOST = 5
MOST_SHORT = 2
_AIRY = 27
"""From here, in rows of the page, there is room for a head."""
_WIDTHS = 3
"""Widths asked for in one painting: one for all sentences, and what "more" leaves of the last."""
_HEAD = Span("  NEEDS YOU", Role.WARN_STRONG)


class NeedsYou(Painted):
    """Sentences with a blank line above and below."""

    def __init__(self, *, id: str) -> None:  # noqa: A002 - Textual's name
        super().__init__(id=id)
        self._said: dict[int, tuple[object, Sequence[Line]]] = {}

    def wanted(self, width: int, height: int) -> int:
        """Rows wanted on a page of this size."""
        count = len(self._sentences(width))
        if self.app.trouble is not None:
            return count + 2
        if height < _AIRY or not count:
            return min(max(1, count), MOST_SHORT) + 2
        return 1 + 1 + min(count, MOST) + 1

    def _sentences(self, width: int) -> Sequence[Line]:
        trouble = self.app.trouble
        if trouble is not None:
            advice = wrap(trouble.advice, max(20, width - 8))
            lines: list[Line] = [[Span("  ! ", Role.BAD_STRONG), Span(trouble.what, Role.STRONG)]]
            lines += [[Span("    "), Span(words, Role.MUTED)] for words in advice]
            return [*lines[:-1], [*lines[-1], Span("  R", Role.ACCENT)]]
        snapshot = self.app.snapshot
        if snapshot is None:
            return []
        as_of = self.app.news.as_of
        said = self._said.get(width)
        if said is None or said[0] != as_of:
            from voltage_tui.ui.screens.balances.sentences import sentences  # noqa: PLC0415

            if len(self._said) > _WIDTHS:
                self._said.clear()
            said = self._said[width] = (as_of, sentences(self.app, snapshot, width))
        return said[1]

    def _all_read(self) -> bool:
        """Whether enough is known to say that nothing needs a person (S-19)."""
        known = self.app.snapshot
        readings = (known.wallets, known.book, known.lines) if known is not None else ()
        return bool(readings) and all(r.value is not None for r in readings)

    def paint(self, width: int, height: int) -> Sequence[Line]:
        """The lines."""
        found = self._sentences(width)
        if not found:
            words = "  Nothing needs you." if self._all_read() else ""
            return [(), [Span(words, Role.MUTED)]]
        room = height - 2
        head: list[Line] = []
        if room > MOST_SHORT and self.app.trouble is None:
            head = [[_HEAD]]
            room -= 1
        shown = list(found[: max(1, room)])
        if len(shown) < len(found):
            shown[-1] = self._with_more(len(shown) - 1, len(found) - len(shown), width)
        return [(), *head, *shown]

    def _with_more(self, at: int, count: int, width: int) -> Line:
        """The sentence at this place, and how many others there are, in words that leave it whole.

        The last of them are said whether it fits or not.
        """
        line: Line = ()
        for words in (f"  and {count} more", f"  +{count} more", f"  +{count}"):
            more = Span(words, Role.MUTED)
            line = [*self._sentences(width - width_of((more,)))[at], more]
            if width_of(line) <= width:
                break
        return line
