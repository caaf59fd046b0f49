"""What is said under a search: what it shows, what may come next, or what is wrong with it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from voltage_tui.query.brief import brief
from voltage_tui.ui.paint import Line, Span, spread, width_of
from voltage_tui.ui.palette import Role

if TYPE_CHECKING:
    from voltage_tui.query import Calendar, QueryError
    from voltage_tui.query.typed import Typed

_MARGIN: Final = Span("   ")
_MOST_OFFERED: Final = 8


def hint_line(
    typed: Typed, calendar: Calendar, width: int, *, typing: bool, things: str = "movements"
) -> Line:
    """One line of `width` cells about what is typed, a search of `things`; `typing` while the
    cursor is in it."""
    if typed.wrong is not None or (typed.error is not None and not typing):
        return _fault(typed.error)
    if typed.error is not None:
        offered = _offered(typed, width)
        return offered or [_MARGIN, Span(typed.error.words, Role.MUTED)]
    if not typed.text.strip():
        return _offered(typed, width) if typing else ()
    words = brief(typed.query, calendar, things) if typed.query is not None else ""
    said: Line = [_MARGIN, Span(words, Role.MUTED)]
    if not typing:
        return said
    return spread(said, _offered(typed, max(0, width - width_of(said) - 1)), width)


def _fault(error: QueryError | None) -> Line:
    """What is wrong, and the search as it was probably meant."""
    if error is None:
        return ()
    meant = error.suggestion
    line = [Span(" ! ", Role.WARN_STRONG)]
    if meant is not None:
        line += [
            Span("tab ", Role.ACCENT),
            Span(f"{meant.strip() or 'leaves it out'}   ", Role.STRONG),
        ]
    return [*line, Span(error.words, Role.WARN)]


def _offered(typed: Typed, width: int) -> Line:
    """What tab puts in, as many as there is room for."""
    line: list[Span] = []
    for at, one in enumerate(typed.offered[:_MOST_OFFERED]):
        span = Span(f"{one.text}  ", Role.TEXT if not at else Role.MUTED)
        head = [_MARGIN, Span("tab ", Role.ACCENT)] if not line else []
        if width_of([*line, *head, span]) > width:
            break
        line += [*head, span]
    return line
