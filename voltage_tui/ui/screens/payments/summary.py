"""The lines over the table: what it shows, how much of it, and what could not be read."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from voltage_tui.model.payment import Payment
from voltage_tui.treasury.durations import duration
from voltage_tui.treasury.phrases import counted
from voltage_tui.treasury.reading import Problem
from voltage_tui.ui.paint import Line, Span, width_of
from voltage_tui.ui.palette import Role
from voltage_tui.ui.screens.payments.asked import Request, asked_line
from voltage_tui.ui.widgets.painted import Painted

_MARGINS = 4


@dataclass(frozen=True, slots=True)
class Searched:
    """What a search has found: `count` of the `kept` payments; `looking` while it goes on.

    `whole` says that every payment there is, is kept here; `problem` why it is not, or why nothing
    could be looked for.
    """

    count: int
    kept: int
    looking: bool
    whole: bool
    problem: str | None = None


@dataclass(frozen=True, slots=True)
class Shown:
    """What the summary is about.

    `loaded` counts the payments shown. `complete` says that no older ones exist, `reading_older`
    that they are being asked for. `asked` are requests without a payment.
    """

    loaded: int = 0
    pending: tuple[Payment, ...] = ()
    complete: bool = False
    reading_older: bool = False
    problem: Problem | None = None
    searched: Searched | None = None
    known: bool = False
    asked: tuple[Request, ...] = ()


class Summary(Painted):
    """One line, and others under it for what is wrong and what was asked for here."""

    DEFAULT_CSS = "Summary { height: 1; width: 100%; }"
    shown = Shown()

    def show(self, shown: Shown) -> None:
        """Show this now."""
        self.shown = shown
        self.styles.height = 1 + (shown.problem is not None) + bool(shown.asked)
        self.repaint()

    def paint(self, width: int, height: int) -> Sequence[Line]:
        """The lines."""
        shown = self.shown
        if shown.searched is not None:
            first = _searched(shown.searched)
        elif shown.known:
            first = self._everything(shown, width)
        else:
            first = []
        lines: list[Line] = [[Span("  "), *first]]
        if shown.problem is not None:
            lines.append(self._problem(shown.problem))
        if shown.asked:
            lines.append(asked_line(shown.asked, self.app, width))
        return lines

    def _everything(self, shown: Shown, width: int) -> Line:
        line: list[Span] = []
        if shown.pending:
            oldest = min(p.created_at for p in shown.pending)
            line = [
                Span(f"{len(shown.pending):,} pending", Role.STRONG),
                Span(f" first, oldest {duration(self.app.now() - oldest)}   ", Role.MUTED),
            ]
        many = counted(shown.loaded, "payment")
        if shown.complete:
            return [*line, Span(f"all {many}", Role.MUTED)]
        older = "reading older ones" if shown.reading_older else "older ones not read yet"
        said = Span(f"{many}, {older}", Role.MUTED)
        short = Span(f"{many} read", Role.MUTED)
        return [*line, said if width_of([*line, said]) <= width - _MARGINS else short]

    def _problem(self, problem: Problem) -> Line:
        now = self.app.now()
        line = [
            Span("  ! ", Role.BAD_STRONG),
            Span(f"not read for {duration(now - problem.since)}: ", Role.TEXT),
            Span(problem.words, Role.STRONG),
            Span(f"  {problem.advice}" if problem.advice else "", Role.MUTED),
        ]
        if problem.next_try is not None and problem.next_try > now:
            line.append(Span(f"  next try in {duration(problem.next_try - now)}", Role.MUTED))
        return line


def _searched(searched: Searched) -> Line:
    """How much was found of how much, and whether there may be more than is kept here."""
    found = "Looking" if searched.looking and not searched.count else f"{searched.count:,}"
    so_far = " so far" if searched.looking and searched.count else ""
    line = [
        Span("SEARCH  ", Role.ACCENT_STRONG),
        Span(found, Role.STRONG),
        Span(f"{so_far} of {searched.kept:,} kept here", Role.MUTED),
    ]
    if searched.problem is not None:
        line.append(Span(f"   {searched.problem}", Role.WARN))
    elif not searched.whole:
        line.append(Span("   copy not whole yet", Role.WARN))
    return line
