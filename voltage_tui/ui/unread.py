"""What stands where rows will be as long as nothing could be read: that it is being read, or why
it cannot be, and what to do. Never a 0 and never silence (safety rule S-19)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from voltage_tui.treasury.phrases import as_sentence
from voltage_tui.ui.paint import Line, Span, wrap
from voltage_tui.ui.palette import Role

if TYPE_CHECKING:
    from voltage_tui.treasury.reading import Problem
    from voltage_tui.ui.app import VoltageApp

__all__ = ["as_sentence", "unread"]
_MARGIN = 6


def unread(app: VoltageApp, what: str, problem: Problem | None = None) -> list[Line]:
    """The lines for `what` (such as "the wallets"), of which nothing has been read yet."""
    trouble = app.trouble
    if trouble is not None:
        return _why(app, trouble.what, trouble.advice, "tries again.")
    if problem is None and app.connection is not None:
        problem = app.connection.problem  # what all reads run into, this one before long too
    if problem is not None:
        head = f"{as_sentence(what)[:-1]} could not be read."
        words = f"{as_sentence(problem.words)} {as_sentence(problem.advice)}".strip()
        return _why(app, head, words, "asks again now.")
    return [[Span(f"  Reading {what}", Role.MUTED)]]


def _why(app: VoltageApp, head: str, advice: str, again: str) -> list[Line]:
    room = max(20, app.size.width - _MARGIN)
    first, *rest = wrap(head, room)
    return [
        [Span("  ! ", Role.BAD_STRONG), Span(first, Role.STRONG)],
        *([Span(f"    {piece}", Role.STRONG)] for piece in rest),
        *([Span(f"    {piece}", Role.MUTED)] for piece in wrap(advice, room)),
        [Span("    "), Span("R", Role.ACCENT), Span(f" {again}", Role.MUTED)],
    ]
