"""What wants the treasurer, as sentences: what happened, what it means, which key leads on."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from rich.cells import cell_len

from voltage_tui.model.alert import Alert, Severity
from voltage_tui.treasury.alerting.beside import beside
from voltage_tui.treasury.attention import Attention, Matter, Urgency, attention
from voltage_tui.treasury.attention_words import Telling, brief, told
from voltage_tui.ui.alerting.said import said
from voltage_tui.ui.paint import Line, Span, fit, width_of
from voltage_tui.ui.palette import Role

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from voltage_tui.treasury.snapshot import Snapshot
    from voltage_tui.ui.app import VoltageApp

_LEAST_MEMO = 5
"""A memo with fewer cells says nothing."""
_KEYS: Final = {
    Matter.UNREAD: "R",
    Matter.UNKNOWN_SEND: "3 o",
    Matter.UNKNOWN_OUTCOME: "3",
    Matter.STUCK_SEND: "3",
    Matter.FROZEN: "3",
    Matter.FAILED_SEND: "3",
    Matter.CREDIT_HIGH: "5",
    Matter.LINE_DISABLED: "5",
    Matter.LINE_NOT_SECURED: "5",
    Matter.WALLET_TROUBLE: "2",
    Matter.SEAL_BROKEN: "8",
}
"""The key that leads on from each."""


def sentences(app: VoltageApp, snapshot: Snapshot, width: int) -> list[Line]:
    """One line for everything that wants a person, worst first, and for alerts beside those."""
    found = attention(snapshot, app.now())
    lines = [_line(item, app, width) for item in found if item.matter is not Matter.UNREAD]
    unread = [item for item in found if item.matter is Matter.UNREAD]
    alerts = [_alert_line(one, app, width) for one in beside(snapshot.alerts, found, app.now())]
    return [*_unread_lines(unread, app, width), *lines, *alerts]


def _alert_line(alert: Alert, app: VoltageApp, width: int) -> Line:
    """An alert that nothing else says; its key is never cut."""
    mark = Role.BAD_STRONG if alert.severity is Severity.NOW else Role.WARN_STRONG
    words = fit(said(app, alert), max(8, width - len("  !   6")))
    return [Span("  "), Span("! ", mark), Span(words, Role.TEXT), Span("  6", Role.ACCENT)]


def _unread_lines(items: Sequence[Attention], app: VoltageApp, width: int) -> list[Line]:
    """One sentence for all that one cause kept from being read, so that the rest stays in view."""
    lines = []
    causes = dict.fromkeys(item.problem.words if item.problem else "" for item in items)
    for cause in causes:
        same = [i for i in items if (i.problem.words if i.problem else "") == cause]
        what = [i.what for i in same[:1]] + [i.what[:1].lower() + i.what[1:] for i in same[1:]]
        words = " and ".join(part for part in (", ".join(what[:-1]), what[-1]) if part)
        first = min(same, key=lambda item: item.since)
        lines.append(_line(replace(first, what=words), app, width))
    return lines


def _line(item: Attention, app: VoltageApp, width: int) -> Line:
    """The meaning leaves when there is no room for it; the key and "do not pay again" never do."""
    mark = Role.BAD_STRONG if item.urgency is Urgency.NOW else Role.WARN_STRONG
    line: list[Span] = []
    for head, meaning, key in _forms(item, app, width):
        line = [Span("  "), Span("! ", mark), Span(head, Role.TEXT)]
        line += [Span(f"  {meaning}", Role.MUTED)] if meaning else []
        line += [Span(f"  {key}", Role.ACCENT)] if key else []
        if width_of(line) <= width:
            break
    return line


def _forms(item: Attention, app: VoltageApp, width: int) -> Iterator[tuple[str, str, str]]:
    """A sentence whole, then shorter: without its meaning, the memo's end, the memo."""
    head, meaning, key = sentence(item, app)
    yield head, meaning, key
    yield _short(item, app), "", key
    bare = _short(item, app, 0)
    room = width - cell_len(f"  ! {bare} ()  {key}")
    if room >= _LEAST_MEMO:
        yield _short(item, app, room), "", key
    yield bare, "", key


def _short(item: Attention, app: VoltageApp, memo_cells: int | None = None) -> str:
    """What has to be said where there is little room; the memo in so many cells, 0 without it."""
    memo = item.payment.memo if item.payment else None
    fitted = memo if memo_cells is None else fit(memo, memo_cells) if memo and memo_cells else ""
    return brief(item, _by(app), fitted)


def sentence(item: Attention, app: VoltageApp) -> tuple[str, str, str]:
    """What happened, what it means, and the key that leads on (may be empty)."""
    head, meaning = told(item, _by(app))
    return head, meaning, _KEYS[item.matter]


def _by(app: VoltageApp) -> Telling:
    return Telling(app.now(), app.amounts.words, app.amounts.hidden)
