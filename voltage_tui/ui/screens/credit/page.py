"""The lines of credit and the wallets on each."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, ClassVar

from voltage_tui.model.ids import LineId, WalletId
from voltage_tui.time_zone import zone_of
from voltage_tui.treasury.credit.history import Point
from voltage_tui.treasury.credit.ladder import line_outlooks, peaks_of
from voltage_tui.treasury.credit.times import Stretch
from voltage_tui.treasury.facility import Facility, facilities_of
from voltage_tui.treasury.topics import Topic
from voltage_tui.ui.account_rows import account_key
from voltage_tui.ui.commands.command import Command
from voltage_tui.ui.paint import Line, Span
from voltage_tui.ui.palette import Role
from voltage_tui.ui.screens.credit.lines import LinesOfCredit
from voltage_tui.ui.screens.credit.past import Pasts
from voltage_tui.ui.screens.credit.rows import credit_cells, credit_columns
from voltage_tui.ui.screens.credit.stretch_keys import stretch_keys
from voltage_tui.ui.screens.credit.view import LadderView
from voltage_tui.ui.screens.page import Page
from voltage_tui.ui.unread import as_sentence, unread
from voltage_tui.ui.widgets.painted import Painted
from voltage_tui.ui.widgets.table import Table

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime
    from zoneinfo import ZoneInfo

    from textual.app import ComposeResult

    from voltage_tui.treasury.account import Account
    from voltage_tui.treasury.credit.history import Past
    from voltage_tui.treasury.snapshot import Snapshot
    from voltage_tui.ui.widgets.columns import Cell


class CreditState(Painted):
    """What is wrong with the reading, if anything."""

    def paint(self, width: int, height: int) -> Sequence[Line]:
        """One line or none."""
        return self.lines_now()

    def lines_now(self) -> Sequence[Line]:
        """What there is to say; nothing before the first reading, when the table says it."""
        snapshot = self.app.snapshot
        problem = snapshot.lines.problem if snapshot is not None else None
        if snapshot is None or problem is None or snapshot.lines.value is None:
            return []
        words = f"{as_sentence(problem.words)} {as_sentence(problem.advice)}"
        return [[Span(f"  ! {words} Old figures stay.", Role.WARN)]]


class CreditPage(Page):
    """Page 5: the lines above, the wallets of the chosen one below."""

    TOPICS: ClassVar[frozenset[Topic]] = frozenset(
        {Topic.LINES, Topic.WALLETS, Topic.RATE, Topic.MIRROR}
    )

    def __init__(self) -> None:
        super().__init__()
        self._chosen: LineId | None = None
        self._facilities: tuple[Facility, ...] = ()
        self._stretch = Stretch.HOURS
        self._lines = LinesOfCredit()
        self._state = CreditState(id="credit-state")
        self._pasts = Pasts(self, self._now, self._past_read)
        self._points: tuple[tuple[object, ...], tuple[Point, ...]] = ((), ())
        self._minute: datetime | None = None
        self._table: Table[Account] = Table(
            credit_columns(), account_key, self._cells, state=lambda _: self._cell_state()
        )

    def compose(self) -> ComposeResult:
        """State, lines, wallets."""
        yield self._state
        yield self._lines
        self._table.empty = [[Span("  Reading the lines of credit", Role.MUTED)]]
        yield self._table

    @property
    def current_wallet(self) -> WalletId | None:
        """The wallet under the cursor."""
        return self._table.current.wallet.id if self._table.current is not None else None

    @property
    def _facility(self) -> Facility | None:
        return next((f for f in self._facilities if f.line.id == self._chosen), None)

    @property
    def _past(self) -> Past | None:
        return self._pasts.of(self._chosen)

    @property
    def _zone(self) -> ZoneInfo:
        return zone_of(self.app.settings.time_zone)

    def update(self, snapshot: Snapshot) -> None:
        """Show what is known now."""
        self._facilities = facilities_of(snapshot.lines.value or (), snapshot.accounts)
        ids = [f.line.id for f in self._facilities]
        if self._chosen not in ids:
            self._chosen = ids[0] if ids else None
        self._state.styles.height = len(self._state.lines_now())
        self._state.repaint()
        chosen = self._facility
        self._show_lines()
        self._table.empty = self._empty(snapshot, chosen)
        self._table.set_rows(chosen.accounts if chosen is not None else ())
        if chosen is not None:
            self._pasts.want(chosen, snapshot, self._zone)

    def on_resize(self) -> None:
        """Share the height again."""
        self._lines.styles.height = self._lines.wanted(self.size.width, self.size.height)

    def nothing_yet(self) -> None:
        """Say why there are no lines."""
        self._table.empty = unread(self.app, "the lines of credit")
        self._table.refresh()

    def tick(self, now: datetime) -> None:
        """Ages change, and by the minute what is to come."""
        self._pasts.go_on()
        minute = now.replace(second=0, microsecond=0)
        if minute != self._minute:
            self._minute = minute
            self._show_lines()
            self._table.ages_changed()

    def _past_read(self) -> None:
        self._show_lines()
        self._table.ages_changed()
        self._pasts.go_on()

    def _show_lines(self) -> None:
        self._lines.show(self._facilities, self._view())
        if self.size.width:
            self.on_resize()

    def _view(self) -> LadderView:
        now, zone, facility, past = self._now(), self._zone, self._facility, self._past
        if facility is None:
            return LadderView(None, now, zone)
        outlooks = line_outlooks(facility, past, now)
        if past is None:
            words = self._pasts.problem(self._chosen) or "Reading the copy of the ledger"
            return LadderView(self._chosen, now, zone, self._stretch, outlooks, words=words)
        points = (*self._line_points(facility, past), Point(now, facility.used))
        known = any(point.used is not None for point in points[:-1])
        return LadderView(
            self._chosen,
            now,
            zone,
            self._stretch,
            outlooks,
            points,
            peaks_of(points),
            None if known else "The copy of the ledger does not reach back that far yet.",
        )

    def _line_points(self, facility: Facility, past: Past) -> tuple[Point, ...]:
        """Those that are over, counted once for each read."""
        ids = tuple(account.wallet.id for account in facility.accounts)
        key = (past, self._stretch, ids)
        if self._points[0] != key:
            self._points = (key, past.points(self._stretch, ids))
        return self._points[1]

    def _now(self) -> datetime:
        """The server's clock, to the minute: the ledger's rows go by it, and a pace holds still."""
        return self.server_now().replace(second=0, microsecond=0)

    def _empty(self, snapshot: Snapshot, chosen: Facility | None) -> Sequence[Line]:
        if snapshot.lines.value is None:
            return unread(self.app, "the lines of credit", snapshot.lines.problem)
        if chosen is None:
            return [[Span("  No lines of credit.", Role.MUTED)]]
        if snapshot.wallets.value is None:
            return unread(self.app, "the wallets", snapshot.wallets.problem)
        return [[Span("  No wallet is on this line.", Role.MUTED)]]

    def _cells(self, account: Account) -> Sequence[Cell]:
        return credit_cells(account, self.app, self._past, self._now(), self._zone)

    def _cell_state(self) -> object:
        return (self.app.amounts, id(self._past), self._minute)

    def commands(self) -> Sequence[Command]:
        """Which line, its wallets, and what used it."""
        return (*self._opening(), *self._looking())

    def _opening(self) -> Sequence[Command]:
        return (
            Command(
                "open",
                ("enter",),
                "what used it",
                "Show what used the credit of the wallet under the cursor, and what would free it.",
                self._table.action_open,
                lambda: self._table.current is not None,
                footer=10,
            ),
            Command(
                "line-uses",
                ("i",),
                "whole line",
                "Show what used the credit of the whole line, and what would free it.",
                self._open_line,
                lambda: self._chosen is not None,
                footer=12,
            ),
            Command(
                "wallet",
                ("o",),
                "wallet",
                "Open the wallet under the cursor.",
                self._open_wallet,
                lambda: self._table.current is not None,
            ),
            Command(
                "line-alert",
                ("a",),
                "alert",
                "Change what raises an alert of this line.",
                self._change_alert,
                lambda: self._chosen is not None,
            ),
            Command("copy", ("y",), "copy id", "Copy the id of the line.", self._copy, footer=40),
        )

    def _looking(self) -> Sequence[Command]:
        several = len(self._facilities) > 1
        return (
            *stretch_keys(self._look_back, lambda: self._stretch),
            Command(
                "next-line",
                ("l", "right"),
                "next line",
                "Show the next line and its wallets.",
                partial(self._step, 1),
                lambda: several,
                footer=20,
            ),
            Command(
                "previous-line",
                ("h", "left"),
                "previous line",
                "Show the line before and its wallets.",
                partial(self._step, -1),
                lambda: several,
            ),
        )

    def _look_back(self, stretch: Stretch) -> None:
        self._stretch = stretch
        self._show_lines()
        self.app.frame_changed()

    def _step(self, by: int) -> None:
        ids = [f.line.id for f in self._facilities]
        if self._chosen in ids and self.app.snapshot is not None:
            self._chosen = ids[(ids.index(self._chosen) + by) % len(ids)]
            self.update(self.app.snapshot)

    def _change_alert(self) -> None:
        from voltage_tui.ui.alerting.rule_dialog import change_alerts_of  # noqa: PLC0415

        if self._chosen is not None:
            change_alerts_of(self.app, self._chosen)

    def _copy(self) -> None:
        if self._chosen is not None:
            self.app.copy(self._chosen, "the line's id")

    def _open_line(self) -> None:
        from voltage_tui.ui.screens.credit.uses_page import UsesPage  # noqa: PLC0415

        if self._chosen is not None:
            self.app.pages.open(UsesPage(self._chosen, None))

    def _open_wallet(self) -> None:
        from voltage_tui.ui.screens.wallets.detail import WalletDetailPage  # noqa: PLC0415

        if self.current_wallet is not None:
            self.app.pages.open(WalletDetailPage(self.current_wallet))

    def on_table_opened(self, event: Table.Opened) -> None:
        """What used the credit of one wallet."""
        from voltage_tui.ui.screens.credit.uses_page import UsesPage  # noqa: PLC0415

        if self._chosen is not None:
            self.app.pages.open(UsesPage(self._chosen, WalletId(event.key)))
