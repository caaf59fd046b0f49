"""What wants the treasurer: a head and a few sentences, or one line that says nothing does."""

from __future__ import annotations

from typing import TYPE_CHECKING

from voltage_tui.ui.paint import Line, Span
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

    def wanted(self, width: int, height: int) -> int:
        """Rows wanted on a page of this size."""
        count = len(self._sentences(width))
        if height < _AIRY or not count:
            return min(max(1, count), MOST_SHORT) + 2
        return 1 + 1 + min(count, MOST) + 1

    def _sentences(self, width: int) -> Sequence[Line]:
        trouble = self.app.trouble
        if trouble is not None:
            return [
                [Span("  ! ", Role.BAD_STRONG), Span(trouble.what, Role.STRONG)],
                [Span("    "), Span(trouble.advice, Role.MUTED), Span("  R", Role.ACCENT)],
            ]
        snapshot = self.app.snapshot
        if snapshot is None:
            return []
        from voltage_tui.ui.screens.balances.sentences import sentences  # noqa: PLC0415

        return sentences(self.app, snapshot, width)

    def paint(self, width: int, height: int) -> Sequence[Line]:
        """The lines."""
        found = self._sentences(width)
        if not found:
            quiet = self.app.snapshot is not None
            return [(), [Span("  Nothing needs you.", Role.MUTED)]] if quiet else []
        room = height - 2
        head: list[Line] = []
        if room > MOST_SHORT:
            head = [[_HEAD]]
            room -= 1
        shown = list(found[: max(1, room)])
        if len(shown) < len(found):
            more = Span(f"  and {len(found) - len(shown)} more", Role.MUTED)
            shown[-1] = [*shown[-1], more]
        return [(), *head, *shown]
