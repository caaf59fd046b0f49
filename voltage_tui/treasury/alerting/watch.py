"""Alerts, kept true while the treasury runs: judged when something changed or its time has come."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from voltage_tui.alert_rules import AlertRules
from voltage_tui.model.alert import Alert, AlertKind, Cleared
from voltage_tui.store.alerts import AlertNews
from voltage_tui.treasury.alarm import Alarm
from voltage_tui.treasury.alerting.changes import Changes
from voltage_tui.treasury.alerting.judge import Finding, Level, in_order, judge
from voltage_tui.treasury.alerting.payments import next_late
from voltage_tui.treasury.alerting.reading import SeldomReader
from voltage_tui.treasury.alerting.rules import Facts, findings, is_broken
from voltage_tui.treasury.person import person
from voltage_tui.treasury.problems import log_unexpected
from voltage_tui.treasury.topics import Topic
from voltage_tui.trouble import TroubleError

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from datetime import datetime

    from voltage_tui.model.alert import PastAlert
    from voltage_tui.model.ids import WalletId
    from voltage_tui.treasury.background import Background
    from voltage_tui.treasury.tools import Tools

_WATCHED: Final = frozenset(
    {Topic.WALLETS, Topic.LINES, Topic.PAYMENTS, Topic.MIRROR, Topic.SEALS, Topic.POLICIES}
)
_APART_S: Final = 1.0
"""Least seconds from one judgement to the next, however much changes."""


class Alerting:
    """Keeps `snapshot.alerts` true, and the history of it in the journal's database.

    Where another program writes (S-11), what is raised here is raised here only, and nothing of
    it can be acknowledged. `rules` are those judged by.
    """

    def __init__(self, tools: Tools, background: Background, rules: AlertRules) -> None:
        self._tools = tools
        self._background = background
        self._alarm = Alarm(tools.clock)
        self._changes = Changes()
        self._reader = SeldomReader(tools, self._changes, self._news_came)
        self._standing: tuple[Alert, ...] = ()
        self._turn = asyncio.Lock()
        self._news = self._due = True
        self._seen: tuple[object, ...] = ()
        self._running = False
        self.rules = rules

    def open(self) -> None:
        """Begin to judge. Again it does nothing."""
        if not self._running:
            self._running = True
            self._background.spawn("alerts", self._run())

    def use_rules(self, rules: AlertRules) -> None:
        """Judge by these from now on."""
        self.rules = rules
        self._look_again()

    @property
    def facts(self) -> Facts:
        """What the rules are judged by now."""
        snapshot = self._tools.board.snapshot
        standing = {alert.key: alert for alert in self._standing}
        return Facts(snapshot, self._tools.server_now(), self._reader.webhooks, standing)

    async def acknowledge(self, key: str) -> None:
        """Note that the person at this machine has seen what is raised under `key`.

        A change is over with that; everything else stays raised until it is. Raises `StoreError`
        and `WriteForbiddenError`.
        """
        async with self._turn:
            alert = self._raised(key)
            if alert is None or alert.acknowledged_at is not None:
                return
            now, by = self._tools.clock.now(), person()
            if alert.number is not None:
                await self._tools.store.acknowledge_alert(alert.number, alert, by, now)
            self._replace(key, lambda one: replace(one, acknowledged_at=now, acknowledged_by=by))
        if alert.kind is AlertKind.CHANGED:
            self._look_again()

    async def snooze(self, key: str, until: datetime | None) -> None:
        """Say nothing of it until then, or again from now on (None).

        Raises `StoreError` and `WriteForbiddenError`.
        """
        async with self._turn:
            alert = self._raised(key)
            if alert is None:
                return
            if alert.number is not None:
                await self._tools.store.snooze_alert(alert.number, until)
            self._replace(key, lambda one: replace(one, snoozed_until=until))
        self._look_again()

    async def history(self, most: int) -> tuple[PastAlert, ...]:
        """The newest alerts, raised and cleared, the newest first. Raises `StoreError`."""
        return await self._tools.store.alert_history(most)

    # --- judging -------------------------------------------------------------------------------

    async def _run(self) -> None:
        await self._load()
        stop = self._tools.board.subscribe(self._told)
        self._background.spawn("rules that others set", self._reader.run())
        clock = self._tools.clock
        try:
            while not self._is_read():
                await self._alarm.wait()
            while True:
                if self._news:
                    self._news = False
                    async with self._turn:
                        await self._look()
                    await clock.sleep(_APART_S)
                    continue
                left = self._next_s()
                if left is None:
                    await self._alarm.wait()
                else:
                    await self._alarm.sleep(left)
                    self._news = self._due = True
        finally:
            stop()

    def _is_read(self) -> bool:
        """Whether all has been read once, or could not be: a start is told of in one go."""
        known = self._tools.board.snapshot
        readings = (known.wallets, known.lines, known.book)
        return all(r.value is not None or r.problem is not None for r in readings)

    async def _load(self) -> None:
        """Begin with what was raised before this start; it has been told."""
        try:
            kept = await self._tools.store.alerts()
        except TroubleError as error:
            log_unexpected("the alerts", error)
            return
        self._changes.learn(kept.known)
        self._set(in_order(kept.raised))

    async def _look(self) -> None:
        """Judge, unless all that is judged is equal to what it was, and no time has come."""
        seen, due = self._judged_by(), self._due
        if seen == self._seen and not due and not self._changes.has_alerts:
            _, learnt = self._changes.taken()
            await self._keep(AlertNews((), (), learnt))
            return
        self._seen, self._due = seen, False
        facts, now = self.facts, self._tools.clock.now()
        self._changes.of_snapshot(facts.snapshot, now)
        changed, known = self._changes.taken()
        found = list(findings(facts, self.rules))
        if self.rules.watches(AlertKind.CHANGED):
            found += [Finding(Level.RAISE, alert) for alert in changed]
        found += [Finding(Level.CLEAR, one, Cleared.SEEN) for one in self._standing if _over(one)]
        judged = judge(self._standing, found, facts.now, raised_at=now)
        self._set(judged.standing)
        await self._keep(AlertNews(judged.raised, judged.cleared, known))

    def _judged_by(self) -> tuple[object, ...]:
        """What the rules look at; most readings bring the same again."""
        known = self._tools.board.snapshot
        payments = None if known.book.value is None else known.book.value.payments
        return (
            known.accounts,
            known.lines.value,
            payments,
            known.pending,
            known.sealed,
            self._proofs(),
            self._reader.webhooks,
            self._standing,
        )

    def _proofs(self) -> Mapping[WalletId, object]:
        """The proofs that raise something or may clear it; all others of the mirror change nothing.

        While it is filled they come by the hundred.
        """
        raised = {one.about.id for one in self._standing if one.kind is AlertKind.PROOF}
        return {
            wallet_id: progress.proofs
            for wallet_id, progress in self._tools.board.snapshot.mirrors.items()
            if wallet_id in raised or is_broken(progress.proofs)
        }

    async def _keep(self, news: AlertNews) -> None:
        if news.is_empty or self._tools.store.holder is not None:
            return
        try:
            numbers = await self._tools.store.keep_alerts(news)
        except TroubleError as error:
            log_unexpected("the alerts", error)
            return
        given = {alert.key: n for alert, n in zip(news.raised, numbers, strict=True)}
        if given:
            self._set(tuple(replace(a, number=given.get(a.key, a.number)) for a in self._standing))

    def _next_s(self) -> float | None:
        """Seconds until time alone may change what is raised; None while it cannot."""
        facts, now = self.facts, self._tools.server_now()
        ends = [alert.until for alert in self._standing]
        ends += [a.snoozed_until for a in self._standing if a.is_snoozed(now)]
        ends.append(next_late(facts, self.rules))
        moments = [(end - now).total_seconds() for end in ends if end is not None]
        return max(_APART_S, min(moments)) if moments else None

    def _told(self, topics: frozenset[Topic]) -> None:
        if _WATCHED & topics:
            self._news_came()

    def _news_came(self) -> None:
        self._news = True
        self._alarm.ring()

    def _look_again(self) -> None:
        self._due = True
        self._news_came()

    def _raised(self, key: str) -> Alert | None:
        return next((alert for alert in self._standing if alert.key == key), None)

    def _replace(self, key: str, change: Callable[[Alert], Alert]) -> None:
        self._set(tuple(change(one) if one.key == key else one for one in self._standing))

    def _set(self, standing: Sequence[Alert]) -> None:
        self._standing = tuple(standing)
        board = self._tools.board
        if board.snapshot.alerts != self._standing:
            board.post(replace(board.snapshot, alerts=self._standing), Topic.ALERTS)


def _over(alert: Alert) -> bool:
    """A change is over once somebody has seen it."""
    return alert.kind is AlertKind.CHANGED and alert.acknowledged_at is not None
