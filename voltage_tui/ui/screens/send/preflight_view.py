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
from voltage_tui.treasury.paying.worst_case import WorstCase
from voltage_tui.ui.display import Display
from voltage_tui.ui.paint import Align, Line, Span, join, pad, wrap
from voltage_tui.ui.palette import Role
from voltage_tui.ui.rate_age import is_stale
from voltage_tui.ui.screens.send.orders import Judged

_NAME: Final = 20
_NOT_KNOWN: Final = "not known"


def preflight_lines(judged: Judged, display: Display, width: int, height: int) -> list[Line]:
    """Every check on its line and the sum below it, or as much of that as `height` bears.

    What stops it, what warns and the most it can cost never give way.
    """
    head: Line = (Span("PREFLIGHT", Role.ACCENT_STRONG), _verdict(judged))
    checks = check_lines(judged.checks, display, width)
    full = [head, (), *checks, (), *sum_lines(judged, display)]
    if len(full) <= height:
        return full
    closer = [head, *checks, *sum_in_a_line(judged, display, width)]
    if len(closer) <= height:
        return closer
    return brief_lines(judged, display, width)


def brief_lines(judged: Judged, display: Display, width: int) -> list[Line]:
    """What stops it, or the names of all that pass; then the sum, as one sentence."""
    stop = first_stop(judged.checks)
    if stop is not None:
        return [*check_lines([stop], display, width), *sum_in_a_line(judged, display, width)]
    passing = [c for c in judged.checks if isinstance(c.verdict, Passes) and not c.verdict.warning]
    line: Line = (Span("✓ ", Role.OK), Span(f"{len(passing)} checks pass", Role.MUTED))
    for check in judged.checks:
        if check not in passing:
            line = join([line, (_mark(check), Span(check.kind.value, Role.TEXT))], 3)
    # The decode card says more of the network, right above.
    warned = [c for c in judged.checks if c.kind is not CheckKind.NETWORK]
    warnings = " ".join(warnings_of(warned))
    below = [(Span(text, Role.WARN),) for text in wrap(warnings, width)] if warnings else []
    return [line, *below, *sum_in_a_line(judged, display, width)]


def check_lines(checks: Sequence[Check], display: Display, width: int) -> list[Line]:
    """A line for each, with what is left after it; a stop and a warning in words below."""
    lines: list[Line] = []
    for check in checks:
        name = Span(f"{check.kind.value:<{_NAME}}", Role.TEXT)
        words, role, more = _said(check, display)
        first, *rest = wrap(words, max(8, width - _NAME - 2))
        lines.append((_mark(check), name, Span(first, role)))
        indent = Span(" " * (_NAME + 2))
        lines += [(indent, Span(line, role)) for line in rest]
        for text, its_role in more:
            below = wrap(text, max(8, width - _NAME - 2))
            lines += [(indent, Span(line, its_role)) for line in below]
    return lines


def sum_lines(judged: Judged, display: Display) -> list[Line]:
    """What can leave, part by part, a column of figures that adds up."""
    worst = judged.worst
    if worst is None:
        return [(Span("what it costs is known once there is a rate", Role.MUTED),)]
    rows = [(name, amount) for name, amount in _parts(worst)]
    figures = [display.words(amount) if amount is not None else _NOT_KNOWN for _, amount in rows]
    cells = max(len(figure) for figure in figures)
    lines: list[Line] = []
    for (name, _), figure in zip(rows, figures, strict=True):
        last = name.startswith("at most")
        role = Role.STRONG if last else Role.TEXT
        line = (Span(f"  {name:<{_NAME}}", role if last else Role.MUTED),)
        lines.append((*line, Span(pad(figure, cells, Align.RIGHT), role)))
    worth = _worth(judged, display)
    if worth:
        lines[-1] = (*lines[-1], Span("  "), *worth)
    return [
        *lines,
        (Span(f"  {'after: available':<{_NAME}}", Role.MUTED), *_after(judged, display)),
    ]


def sum_in_a_line(judged: Judged, display: Display, width: int) -> list[Line]:
    """The same as a sentence, wrapped."""
    worst = judged.worst
    if worst is None:
        return [(Span("what it costs is known once there is a rate", Role.MUTED),)]
    said = [f"{name} {_words(amount, display)}" for name, amount in _parts(worst)]
    worth = "".join(span.text for span in _worth(judged, display))
    if worth:
        said[-1] += f" {worth}"
    after = judged.after
    said.append(f"after: available {_words(after, display)}")
    return [(Span(line, Role.STRONG),) for line in wrap(" · ".join(said), width)]


def _parts(worst: WorstCase) -> tuple[tuple[str, Money | None], ...]:
    fee = "processing fee" if worst.rate is None else f"processing {worst.rate}"
    if worst.total is None:
        most: tuple[str, Money] = ("at most, before fee", worst.known)
    else:
        most = ("at most", worst.total)
    return (
        ("principal", worst.principal),
        ("fee cap", worst.cap),
        (fee, worst.processing_fee),
        most,
    )


def _after(judged: Judged, display: Display) -> Line:
    after = judged.after
    if after is None:
        return (Span(_NOT_KNOWN, Role.MUTED),)
    return tuple(display.spans(after))


def _worth(judged: Judged, display: Display) -> tuple[Span, ...]:
    """The most it can cost in dollars, marked where the rate is old (S-18)."""
    worth = display.worth(judged.worst.total if judged.worst is not None else None)
    if worth and display.rate is not None and is_stale(display.rate, judged.facts.now):
        return (*worth, Span(" stale", Role.MUTED))
    return worth


def _words(amount: Money | None, display: Display) -> str:
    return _NOT_KNOWN if amount is None else display.words(amount)


def _verdict(judged: Judged) -> Span:
    if judged.stop is not None:
        return Span("   stopped: nothing can be sent as it stands", Role.BAD)
    return Span("   what is left after this payment", Role.MUTED)


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
            return told, Role.MUTED, [] if warning is None else [(warning, Role.WARN)]
        case Stops(words, next_step):
            return words, Role.BAD, [(next_step, Role.TEXT)]
        case Unknown(words):
            return words, Role.WARN, []


def _left(left: Left, display: Display) -> str:
    match left:
        case Money():
            return f"leaves {display.words(left)}"
        case timedelta():
            return f"{countdown(left)} left"
        case int():
            return f"{left} more"
