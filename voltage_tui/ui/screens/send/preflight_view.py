"""The preflight as lines: what each check leaves, what stops it, and what it can cost (S-27)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from typing import Final

from voltage_tui.money import Money
from voltage_tui.treasury.durations import countdown
from voltage_tui.treasury.paying.checks import (
    Check,
    CheckKind,
    Left,
    Passes,
    Stops,
    Unknown,
    first_stop,
    warnings_of,
)
from voltage_tui.ui.bars import used_bar
from voltage_tui.ui.display import Display
from voltage_tui.ui.paint import Line, Span, flow, wrap
from voltage_tui.ui.palette import Role
from voltage_tui.ui.screens.send.cost_lines import sum_in_a_line, sum_lines
from voltage_tui.ui.screens.send.orders import Judged

_NAME: Final = 18
_BARS: Final = ((66, 12), (48, 8))
"""How many cells a bar has from which width on; below there is no room for any."""


def preflight_lines(judged: Judged, display: Display, width: int, height: int) -> list[Line]:
    """Every check on its line and the sum below it, or as much of that as `height` bears.

    What stops it, what warns and the most it can cost never give way; what has nothing to say
    gives way first.
    """
    head = flow([(Span("PREFLIGHT", Role.ACCENT_STRONG),), (_verdict(judged),)], width)
    every = check_lines(judged.checks, display, width)
    telling = _telling_lines(judged, display, width)
    column, sentence = sum_lines(judged, display), sum_in_a_line(judged, display, width)
    for offered in (
        [*head, (), *every, (), *column],
        [*head, (), *telling, (), *column],
        [*head, *telling, (), *column],
        [*head, *telling, *sentence],
        [*head, *check_lines(_urgent(judged), display, width), (), *column],
    ):
        if len(offered) <= height:
            return offered
    return brief_lines(judged, display, width)


def brief_lines(judged: Judged, display: Display, width: int, *, terse: bool = False) -> list[Line]:
    """What stops it, or what does not simply pass; then the sum, as one sentence.

    Where it is `terse`, what does not simply pass is counted and not named, and what is stopped
    has no sum: it costs nothing.
    """
    stop = first_stop(judged.checks)
    if stop is not None and terse:
        return _stop_alone(stop, width)
    if stop is not None:
        return [*check_lines([stop], display, width), *sum_in_a_line(judged, display, width)]
    passing = [c for c in judged.checks if isinstance(c.verdict, Passes) and not c.verdict.warning]
    others = [check for check in judged.checks if check not in passing]
    names: list[Line] = [(Span("✓ ", Role.OK), Span(f"{len(passing)} checks pass", Role.MUTED))]
    if terse:
        marks = [_mark(check) for check in others]
        names += [(mark, Span(str(marks.count(mark)))) for mark in dict.fromkeys(marks)]
    else:
        names += [(_mark(check), Span(_name(check), Role.TEXT)) for check in others]
    # The decode card says more of the network, right above.
    warned = [c for c in judged.checks if c.kind is not CheckKind.NETWORK]
    warnings = " ".join(warnings_of(warned))
    below = [(Span(text, Role.WARN),) for text in wrap(warnings, width)] if warnings else []
    return [*flow(names, width), *below, *sum_in_a_line(judged, display, width)]


def check_lines(checks: Sequence[Check], display: Display, width: int) -> list[Line]:
    """A line for each, with what is left after it; a stop and a warning in words below."""
    lines: list[Line] = []
    for check in checks:
        bar = _bar(check, width)
        indent = _NAME + 2 + sum(len(span.text) for span in bar)
        words, role, more = _said(check, display)
        first, *rest = wrap(words, max(8, width - indent))
        name = Span(f"{check.kind.value:<{_NAME}}", Role.TEXT)
        lines.append((_mark(check), name, *bar, Span(first, role)))
        lines += [(Span(" " * indent), Span(line, role)) for line in rest]
        for text, its_role in more:
            below = wrap(text, max(8, width - _NAME - 2))
            lines += [(Span(" " * (_NAME + 2)), Span(line, its_role)) for line in below]
    return lines


def _telling_lines(judged: Judged, display: Display, width: int) -> list[Line]:
    """The checks that leave something, warn, stop or do not know; the others by name, together."""
    silent = [check for check in judged.checks if _is_silent(check)]
    lines = check_lines([c for c in judged.checks if c not in silent], display, width)
    if silent:
        names = wrap(" · ".join(_name(check) for check in silent), max(8, width - 2))
        marks = [Span("✓ ", Role.OK), *[Span("  ")] * (len(names) - 1)]
        lines += [(mark, Span(text, Role.MUTED)) for mark, text in zip(marks, names, strict=True)]
    return lines


def _stop_alone(stop: Check, width: int) -> list[Line]:
    """What stops it and what to do, in the fewest lines."""
    if not isinstance(stop.verdict, Stops):
        return []
    first, *rest = wrap(f"{stop.kind.value}: {stop.verdict.words}", max(8, width - 2))
    lines: list[Line] = [(_mark(stop), Span(first, Role.BAD))]
    lines += [(Span("  "), Span(text, Role.BAD)) for text in rest]
    next_step = wrap(stop.verdict.next_step, max(8, width - 2))
    return [*lines, *((Span("  "), Span(text, Role.TEXT)) for text in next_step)]


def _urgent(judged: Judged) -> list[Check]:
    """Every check that stops it, or each that warns."""
    stops = [check for check in judged.checks if isinstance(check.verdict, Stops)]
    return stops or [
        c for c in judged.checks if isinstance(c.verdict, Passes) and c.verdict.warning is not None
    ]


def _is_silent(check: Check) -> bool:
    if check.kind is CheckKind.SERVER:
        return False  # it was asked for, so it is answered in words
    verdict = check.verdict
    return isinstance(verdict, Passes) and verdict.left is None and verdict.warning is None


def _name(check: Check) -> str:
    """A check among others; that of earlier payments would read as its opposite."""
    if check.kind is CheckKind.DUPLICATE and isinstance(check.verdict, Passes):
        return f"not {check.kind.value}" if check.verdict.warning is None else check.kind.value
    return check.kind.value


def _bar(check: Check, width: int) -> tuple[Span, ...]:
    """How much of a limit is used once this is paid."""
    verdict = check.verdict
    cells = next((cells for least, cells in _BARS if width >= least), 0)
    if not cells or not isinstance(verdict, Passes) or verdict.used_permille is None:
        return ()
    return (*used_bar(verdict.used_permille, cells), Span(" "))


def _verdict(judged: Judged) -> Span:
    if judged.stop is not None:
        return Span("stopped: nothing can be sent as it stands", Role.BAD)
    return Span("what is left after this payment", Role.MUTED)


def _mark(check: Check) -> Span:
    match check.verdict:
        case Passes(warning=None):
            return Span("✓ ", Role.OK)
        case Passes():
            return Span("! ", Role.WARN_STRONG)
        case Stops():
            return Span("✕ ", Role.BAD_STRONG)
        case Unknown():
            return Span("? ", Role.WARN_STRONG)


def _said(check: Check, display: Display) -> tuple[str, Role, list[tuple[str, Role]]]:
    match check.verdict:
        case Passes(words, left, warning):
            told = words if left is None else _left(left, display)
            if warning is None or check.kind is CheckKind.NETWORK:
                return told, Role.MUTED, []  # the decode card beside says more of the network
            return told, Role.MUTED, [(warning, Role.WARN)]
        case Stops(words, next_step):
            return words, Role.BAD, [(next_step, Role.TEXT)]
        case Unknown(words):
            return words, Role.MUTED, []


def _left(left: Left, display: Display) -> str:
    match left:
        case Money():
            return f"leaves {display.words(left)}"
        case timedelta():
            return f"{countdown(left)} left"
        case int():
            return f"{left} more"
