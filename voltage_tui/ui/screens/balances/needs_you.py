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

            if len(self._said) > 1:  # one width for all but the last, and one for that
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
            more = Span(f"  and {len(found) - len(shown)} more", Role.MUTED)
            shorter = self._sentences(width - width_of((more,)))
            shown[-1] = [*shorter[len(shown) - 1], more]
        return [(), *head, *shown]
