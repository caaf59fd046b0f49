"""The frame's first line: who, which world, how fresh, with what power."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from voltage_tui.model.network import AnyNetwork, Network, is_real_money
from voltage_tui.model.open_enum import Unrecognised
from voltage_tui.treasury.durations import duration, rough_age
from voltage_tui.treasury.topics import ConnectionState
from voltage_tui.ui.paint import Line, Span, fit, join, spread, width_of
from voltage_tui.ui.palette import Ground, Role
from voltage_tui.ui.widgets.painted import Painted

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from voltage_tui.treasury.snapshot import Connection, Snapshot


_LEVELS: Final = 6
"""How often something of the line leaves before its right end does."""


class TopLine(Painted):
    """One line, always there (safety rules S-44, S-46 and S-50)."""

    GROUND = Ground.PANEL

    def paint(self, width: int, height: int) -> Sequence[Line]:
        """The line, its less needed parts leaving as the terminal narrows."""
        app = self.app
        name = [Span(" "), Span("voltage", Role.ACCENT_STRONG)]
        note = app.launch.key_note
        for level in range(_LEVELS):
            title = fit(app.launch.profile_title, max(12, width // (3 if level < 3 else 5)))
            who = [Span(title, Role.STRONG)]
            named = app.launch.profile_name != app.launch.profile_title and not app.launch.demo
            profile = (Span(app.launch.profile_name, Role.MUTED),) if named and not level else ()
            marks = join([self._recorded(), self._marks(note if level < 2 else None)], 1)
            world = world_band(networks_of(app.snapshot), short=level >= 2)
            shown = [who, profile, marks, world]
            left = join([name, *shown]) if level < 4 else [name[0], *join(shown)]
            fresh = self._freshness(level)
            rights = [join([fresh, power], 3) for power in self._powers(level)]
            room = width - width_of(left) - (3 if level < 4 else 2)
            right = next((r for r in rights if width_of(r) <= room), rights[-1])
            if width_of(right) <= room:
                break
        return [spread(left, [*right, Span(" ")], width)]

    def _recorded(self) -> Line:
        """Whether this is a recording that is played, or one that is made."""
        if self.app.launch.replay is not None:
            return (Span(" REPLAY ", Role.STRONG, Ground.WARN_BAND),)
        return self.app.recorded.line()

    def _marks(self, note: str | None) -> Line:
        launch = self.app.launch
        spans: list[Span] = []
        if launch.demo:
            spans.append(Span(" DEMO ", Role.STRONG, Ground.ACCENT_BAND))
        if launch.base_url_marked:
            spans.append(Span(" OTHER HOST ", Role.STRONG, Ground.BAD_BAND))
        if note:
            spans.append(Span(note, Role.WARN))
        return join([(s,) for s in spans], 1)

    def _freshness(self, level: int) -> Line:
        connection = self.app.connection
        if connection is None:
            return (Span("○ ", Role.MUTED), Span(self.app.news.starting_words, Role.MUTED))
        if self.app.launch.replay is not None and connection.state is ConnectionState.LIVE:
            return (Span("● ", Role.OK), Span("was live", Role.OK))[: 2 if level < 5 else 1]
        return connection_line(connection, self.app.now(), level)

    def _powers(self, level: int) -> list[Line]:
        """What may be done, in as many words as there may be room for, the fewest last."""
        power, store = self.app.power, self.app.link.store
        if power is None or store is None or power.held is None or store.holder is None:
            return [self._power(level)]
        told = store.holder.told(self.app.now())
        # Who it is comes before the profile's name, and after where the key is from.
        offered = told if level < 2 else (*told[-1:], "only looks")
        return [(Span(words, Role.WARN),) for words in offered]

    def _power(self, level: int) -> Line:
        power = self.app.power
        if power is None or self.app.launch.read_only:
            word = "read only" if self.app.launch.read_only else self.app.launch.base_level
            return (Span(word, Role.MUTED),)
        left = power.armed_left_s
        if left:
            minutes, seconds = divmod(int(left), 60)
            return (Span(f" SEND ARMED {minutes}:{seconds:02} ", Role.STRONG, Ground.WARN_BAND),)
        now = Span(power.level.word, Role.TEXT)
        return (now,) if level else (now, Span("  A to arm send", Role.MUTED))


def connection_line(connection: Connection, now: datetime, level: int) -> Line:
    """How fresh what is shown is, and what is wrong if anything, in words."""
    match connection.state:
        case ConnectionState.STARTING:
            return (Span("○ ", Role.MUTED), Span("connecting", Role.MUTED))
        case ConnectionState.LIVE:
            last = connection.last_answer
            age = "" if last is None else f"  {rough_age(now - last)} ago"
            line = [Span("● ", Role.OK), Span("live", Role.OK), Span(age, Role.MUTED)]
            return line[: 3 if level < 3 else 2 if level < 5 else 1]
        case ConnectionState.RETRYING | ConnectionState.REFUSED:
            problem = connection.problem
            what = problem.kind.value if problem else "no answer"
            role = Role.WARN if connection.state is ConnectionState.RETRYING else Role.BAD
            line = [Span("! ", role), Span(f"{what} {duration(now - connection.since)}", role)]
            if connection.next_try and level < 2:
                wait = duration(connection.next_try - now)
                line.append(Span(f"  next try {wait}", Role.MUTED))
            return line


def networks_of(snapshot: Snapshot | None) -> list[AnyNetwork]:
    """Every network that a wallet or line of this environment is on (S-46)."""
    if snapshot is None:
        return []
    found = {wallet.network for wallet in snapshot.wallets.value or ()}
    found |= {line.network for line in snapshot.lines.value or ()}
    return sorted(found, key=lambda network: str(network.value))


def world_band(networks: Sequence[AnyNetwork], *, short: bool = False) -> Line:
    """The filled band that says which world this is; one mainnet wallet makes it mainnet."""
    if not networks:
        return (Span(" … ", Role.STRONG, Ground.KEYCAP),)
    names = sorted({_name(n) for n in networks})
    real = any(is_real_money(n) for n in networks)
    word, ground = ("MAINNET", Ground.MAINNET_BAND) if real else ("SANDBOX", Ground.SANDBOX_BAND)
    others = [n for n in names if n.upper() != word]
    tail = f" {' '.join(others)}" if others and not short else ""
    return (Span(f" {word}{tail} ", Role.STRONG, ground),)


def _name(network: AnyNetwork) -> str:
    match network:
        case Unrecognised(value):
            return value
        case Network():
            return network.value
