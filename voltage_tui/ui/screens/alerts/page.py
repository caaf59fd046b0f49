"""What is raised now, worst first, with what it means; its history and the rules behind keys."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, ClassVar

from voltage_tui.treasury.alerting.words import meaning, seen_words
from voltage_tui.treasury.topics import Topic
from voltage_tui.ui.alerting.said import said, telling
from voltage_tui.ui.commands.command import Command
from voltage_tui.ui.paint import Line, Span, wrap
from voltage_tui.ui.palette import Role
from voltage_tui.ui.screens.alerts.acts import acknowledge, open_subject, opens, snooze
from voltage_tui.ui.screens.alerts.rows import COLUMNS, alert_cells, by_loudness
from voltage_tui.ui.screens.page import Page
from voltage_tui.ui.unread import unread
from voltage_tui.ui.widgets.painted import Painted
from voltage_tui.ui.widgets.table import Table

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import datetime

    from textual.app import ComposeResult

    from voltage_tui.model.alert import Alert
    from voltage_tui.treasury.snapshot import Snapshot
    from voltage_tui.ui.widgets.columns import Cell

_WORDS_HIGH = 5


class AlertsHead(Painted):
    """How many want somebody, and how many somebody has seen."""

    def paint(self, width: int, height: int) -> Sequence[Line]:
        """One line, and air under it."""
        snapshot = self.app.snapshot
        alerts = snapshot.alerts if snapshot is not None else ()
        now = self.app.now()
        seen = sum(alert.acknowledged_at is not None for alert in alerts)
        loud = sum(alert.is_loud(now) for alert in alerts)
        quiet = len(alerts) - seen - loud
        if not alerts:
            return [(), [Span("  Nothing is raised.", Role.MUTED)]]
        word = "1 alert wants you" if loud == 1 else f"{loud:,} alerts want you"
        line = [Span(f"  {word}", Role.WARN_STRONG if loud else Role.MUTED)]
        line += [Span(f"   {quiet:,} snoozed", Role.MUTED)] if quiet else []
        line += [Span(f"   {seen:,} acknowledged", Role.MUTED)] if seen else []
        return [(), line]


class AlertWords(Painted):
    """All that the alert under the cursor says, where its row is too narrow for it."""

    alert: Alert | None = None

    def show(self, alert: Alert | None) -> None:
        """Show this one."""
        self.alert = alert
        self.repaint()

    def paint(self, width: int, height: int) -> Sequence[Line]:
        """What happened, what it means, who has seen it."""
        alert = self.alert
        if alert is None:
            return []
        lines: list[Line] = [()]
        room = max(20, width - 4)
        lines += [[Span(f"  {x}", Role.STRONG)] for x in wrap(f"{said(self.app, alert)}.", room)]
        lines += [[Span(f"  {piece}", Role.MUTED)] for piece in wrap(meaning(alert), room)]
        seen = seen_words(alert, telling(self.app))
        lines += [[Span(f"  {seen[:1].upper()}{seen[1:]}.", Role.MUTED)]] if seen else []
        return lines[:height]


class AlertsPage(Page):
    """Page 6."""

    TOPICS: ClassVar[frozenset[Topic]] = frozenset({Topic.ALERTS, Topic.RATE})

    def __init__(self) -> None:
        super().__init__()
        self._head = AlertsHead()
        self._words = AlertWords()
        self._table: Table[Alert] = Table(
            COLUMNS,
            lambda alert: alert.key,
            self._cells,
            state=lambda _: self._state(),
            id="raised",
        )

    def compose(self) -> ComposeResult:
        """The counts, the alerts, and all the words of one."""
        yield self._head
        yield self._table
        yield self._words

    def on_mount(self) -> None:
        """Make room for the words."""
        self._head.styles.height = 3
        self._words.styles.height = _WORDS_HIGH
        super().on_mount()

    def update(self, snapshot: Snapshot) -> None:
        """Show what is raised now."""
        self._table.empty = self._empty(snapshot)
        self._table.set_rows(by_loudness(snapshot.alerts, self.app.now()))
        self._head.repaint()
        self._words.show(self._table.current)

    def nothing_yet(self) -> None:
        """Say why nothing is known."""
        self._table.empty = unread(self.app, "what the rules are judged by")
        self._table.refresh()

    def tick(self, now: datetime) -> None:
        """Ages change, and a snooze may be over."""
        if self.app.snapshot is not None:
            self.update(self.app.snapshot)

    def _empty(self, snapshot: Snapshot) -> Sequence[Line]:
        if snapshot.wallets.value is None or snapshot.book.value is None:
            problem = snapshot.wallets.problem or snapshot.book.problem
            return unread(self.app, "what the rules are judged by", problem)
        return [
            [
                Span("  No rule is broken. ", Role.MUTED),
                Span("R", Role.ACCENT),
                Span(" shows the rules, ", Role.MUTED),
                Span("H", Role.ACCENT),
                Span(" what was raised before.", Role.MUTED),
            ]
        ]

    def _cells(self, alert: Alert) -> Sequence[Cell]:
        return alert_cells(alert, self.app)

    def _state(self) -> object:
        """What the cells depend on besides the alert: they are made anew once a second at most."""
        return self.app.amounts, self.app.now().replace(microsecond=0)

    def on_table_moved(self) -> None:
        """Another alert's words."""
        self._words.show(self._table.current)

    def on_table_opened(self) -> None:
        """Show what it is about."""
        self._with_current(partial(open_subject, self.app))

    def commands(self) -> Sequence[Command]:
        """What can be done with the alert under the cursor, and what is behind this page."""
        return (
            Command(
                "open",
                ("enter",),
                "open",
                "Open what the alert is about.",
                self._table.action_open,
                lambda: self._table.current is not None and opens(self._table.current),
                footer=10,
            ),
            Command(
                "acknowledge",
                ("a",),
                "seen",
                "Acknowledge the alert, under your name.",
                lambda: self._with_current(partial(acknowledge, self)),
                self._has_current,
                footer=20,
            ),
            Command(
                "snooze",
                ("z",),
                "snooze",
                "Hear nothing of it for a while, or again.",
                lambda: self._with_current(self._snooze),
                self._has_current,
                footer=30,
            ),
            Command(
                "history",
                ("H",),
                "history",
                "What was raised before, who saw it and how it ended.",
                self._history,
                footer=40,
            ),
            Command(
                "rules",
                ("R",),
                "rules",
                "The rules, and how things stand against them.",
                self._rules,
                footer=50,
            ),
        )

    def _has_current(self) -> bool:
        return self._table.current is not None

    def _with_current(self, act: Callable[[Alert], None]) -> None:
        if self._table.current is not None:
            act(self._table.current)

    def _snooze(self, alert: Alert) -> None:
        from voltage_tui.time_zone import zone_of  # noqa: PLC0415 - when asked for

        snooze(self, alert, zone_of(self.app.settings.time_zone))

    def _history(self) -> None:
        from voltage_tui.ui.screens.alerts.history_page import AlertHistoryPage  # noqa: PLC0415

        self.app.pages.open(AlertHistoryPage())

    def _rules(self) -> None:
        from voltage_tui.ui.screens.alerts.rules_page import AlertRulesPage  # noqa: PLC0415

        self.app.pages.open(AlertRulesPage())
