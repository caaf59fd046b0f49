"""The rules: what raises, how things stand now, and how it is told. Changed here, kept in the
settings."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, ClassVar

from voltage_tui.treasury.topics import Topic
from voltage_tui.ui.alerting.rule_dialog import change_own_rule, change_rule, keep_rules
from voltage_tui.ui.alerting.said import telling
from voltage_tui.ui.commands.command import Command
from voltage_tui.ui.paint import Line, Span, flow
from voltage_tui.ui.palette import Role
from voltage_tui.ui.screens.alerts.rule_rows import RuleRow, editable, rule_rows
from voltage_tui.ui.screens.page import Page
from voltage_tui.ui.widgets.columns import Cell, Column
from voltage_tui.ui.widgets.painted import Painted
from voltage_tui.ui.widgets.table import Table

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import datetime

    from textual.app import ComposeResult

    from voltage_tui.alert_rules import AlertRules
    from voltage_tui.treasury.snapshot import Snapshot

_COLUMNS = (
    Column("RULE", least=12, most=36),
    Column(""),
    Column("NOW", flex=True, least=16, most=60, drop=2),
    Column("RAISED", flex=True, least=20, most=70),
    Column("", drop=1, optional=True),
)


class RulesHead(Painted):
    """How alerts are told."""

    def paint(self, width: int, height: int) -> Sequence[Line]:
        """The title and the three ways, with their keys."""
        rules = self.app.settings.alerts
        ways: list[Line] = [
            [
                Span(key, Role.ACCENT),
                Span(f" {name} ", Role.MUTED),
                Span("on" if on else "off", Role.TEXT if on else Role.WARN),
            ]
            for key, name, on in (
                ("b", "bell", rules.bell),
                ("t", "terminal's title", rules.title),
                ("n", "desktop notice", rules.desktop),
            )
        ]
        head: Line = [Span("Rules of alerts", Role.STRONG)]
        return [(), *([Span("  "), *line] for line in flow([head, *ways], width - 4))]


class AlertRulesPage(Page):
    """Opened on top of page 6."""

    TOPICS: ClassVar[frozenset[Topic]] = frozenset(
        {Topic.ALERTS, Topic.WALLETS, Topic.LINES, Topic.PAYMENTS, Topic.RATE}
    )

    def __init__(self) -> None:
        super().__init__()
        self._head = RulesHead()
        self._table: Table[RuleRow] = Table(_COLUMNS, lambda row: row.key, _cells)

    def compose(self) -> ComposeResult:
        """The head and the rules."""
        yield self._head
        yield self._table

    def on_mount(self) -> None:
        """Room for the head."""
        self._head.styles.height = 4
        super().on_mount()

    def update(self, snapshot: Snapshot) -> None:
        """Show the rules, and how things stand."""
        treasury = self.app.treasury
        if treasury is None:
            return
        facts = treasury.alerting.facts
        self._table.set_rows(rule_rows(self.app.settings.alerts, facts, telling(self.app)))
        self._head.repaint()

    def tick(self, now: datetime) -> None:
        """Ages change, which are told in tens of seconds."""
        if not now.second % 10 and self.app.snapshot is not None:
            self.update(self.app.snapshot)

    def commands(self) -> Sequence[Command]:
        """What can be changed."""
        return (
            Command(
                "change",
                ("enter",),
                "change",
                "Change the threshold of the rule.",
                self._table.action_open,
                lambda: self._table.current is not None and editable(self._table.current),
                footer=10,
            ),
            Command(
                "switch-rule",
                (" ", "space"),
                "on or off",
                "Watch the rule, or do not.",
                self._switch,
                lambda: self._table.current is not None,
                footer=20,
            ),
            Command(
                "remove-rule",
                ("D",),
                "as for all",
                "Take away what a wallet or line has of its own.",
                self._remove,
                lambda: self._table.current is not None and self._table.current.subject is not None,
                footer=30,
            ),
            *(
                Command(name, (key,), name, words, partial(self._way, name), footer=40)
                for name, key, words in (
                    ("bell", "b", "Ring the bell for an alert, or do not."),
                    ("title", "t", "Count alerts in the terminal's title, or do not."),
                    (
                        "desktop",
                        "n",
                        "Show desktop notices while another window is in use, or not.",
                    ),
                )
            ),
        )

    def on_table_opened(self) -> None:
        """Change it."""
        row = self._table.current
        if row is None or not editable(row):
            return
        if row.subject is not None:
            change_own_rule(self.app, row.subject)
        else:
            change_rule(self.app, row.kind)

    def _switch(self) -> None:
        row, rules = self._table.current, self.app.settings.alerts
        if row is None:
            return
        if row.subject is None:
            self._keep(rules.switched(row.kind))
        else:
            own = rules.own_of(row.subject.id)
            self._keep(rules.with_own(row.subject.id, replace(own, on=not own.on)))

    def _remove(self) -> None:
        row = self._table.current
        if row is not None and row.subject is not None:
            self._keep(self.app.settings.alerts.with_own(row.subject.id, None))

    def _way(self, name: str) -> None:
        ways: dict[str, Callable[[AlertRules], AlertRules]] = {
            "bell": lambda rules: replace(rules, bell=not rules.bell),
            "title": lambda rules: replace(rules, title=not rules.title),
            "desktop": lambda rules: replace(rules, desktop=not rules.desktop),
        }
        self._keep(ways[name](self.app.settings.alerts))

    def _keep(self, rules: AlertRules) -> None:
        keep_rules(self.app, rules)
        if self.app.snapshot is not None:
            self.update(self.app.snapshot)


def _cells(row: RuleRow) -> Sequence[Cell]:
    role = Role.TEXT if row.on else Role.MUTED
    raised = f"! {row.raised:,} raised" if row.raised else ""
    return (
        (Span(row.title, Role.STRONG if row.on else Role.MUTED),),
        (Span("on" if row.on else "off", Role.OK if row.on else Role.WARN),),
        (Span(row.now, Role.MUTED),),
        (Span(row.raises, role),),
        (Span(raised, Role.WARN),),
    )
