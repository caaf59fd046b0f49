"""What the four cards say, once something is known."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from voltage_tui.model.payment_words import Direction
from voltage_tui.money import BTC, DASH, USD
from voltage_tui.treasury.account import totals_in_use
from voltage_tui.treasury.durations import duration, rough_age
from voltage_tui.treasury.looking import changes_since
from voltage_tui.treasury.movements import Movement, Movements, movements_since
from voltage_tui.treasury.overview import UnderWay, under_way
from voltage_tui.treasury.reading import Freshness
from voltage_tui.treasury.usual import usual_for
from voltage_tui.ui.bars import percent, strong_role, used_bar
from voltage_tui.ui.display import MASK
from voltage_tui.ui.paint import Align, Line, Span, join, pad
from voltage_tui.ui.palette import Role
from voltage_tui.ui.rate_age import age_of, is_stale, worth_mark
from voltage_tui.ui.screens.balances.since import credit_change, reach_words, since_head

if TYPE_CHECKING:
    from collections.abc import Sequence

    from voltage_tui.model.look import Look
    from voltage_tui.model.payment import Payment
    from voltage_tui.money import Money
    from voltage_tui.treasury.account import Totals
    from voltage_tui.treasury.snapshot import Snapshot
    from voltage_tui.ui.app import VoltageApp

_DAY = timedelta(hours=24)
LAST_HEAD = "LAST 24 H"
_UNREAD: Line = (Span(DASH, Role.FAINT),)


class CardContent:
    """The lines of each card for one snapshot.

    `tight` leaves words out, `brief` the last card's amounts; `bar` is how many cells a bar beside
    a percentage has, 0 for none.
    """

    def __init__(
        self, app: VoltageApp, snapshot: Snapshot, *, tight: bool, brief: bool, bar: int
    ) -> None:
        self._app = app
        self._snapshot = snapshot
        self._tight = tight
        self._brief = brief
        self._bar = bar
        self._totals = totals_in_use(snapshot.accounts)

    def cards(self) -> list[list[Line]]:
        """Each card's lines, under its head; a dash for what has not been read (S-19)."""
        known = self._snapshot.wallets.value is not None
        money = [self._available(), self._credit()] if known else [[_UNREAD], [_UNREAD]]
        book = self._snapshot.book.value
        if book is None:
            return [*money, [_UNREAD], [_UNREAD]]
        since = self._app.looking.since
        moved = self._last_day(book.payments) if since is None else self._since(since)
        return [*money, self._in_flight(), moved]

    def last_head(self) -> str:
        """The last card's head: how far back it goes, as the payments read may not be a day's."""
        book, now = self._snapshot.book.value, self._app.now()
        look = self._app.looking.since
        if look is not None:
            return since_head(look.at, now, tight=self._brief)
        if book is None or book.reaches is None or book.covers(now - _DAY):
            return LAST_HEAD
        return f"LAST {duration(now - book.reaches).upper()}"

    def _available(self) -> list[Line]:
        display = self._app.amounts
        if not self._totals:
            # Wallets without a known currency: their line could not be read.
            return [_UNREAD if self._snapshot.accounts else (Span("no wallets", Role.MUTED),)]
        role = _trust(self._app.news.wallets_freshness())
        lines: list[Line] = []
        for one in self._totals:
            negative = one.available.is_negative and role is Role.STRONG
            lines.append(display.spans(one.available, Role.BAD_STRONG if negative else role))
        worth = self._worth()
        if worth and display.rate is not None:
            now = self._app.now()
            mark = worth_mark(display.rate, now)
            if self._tight and is_stale(display.rate, now):
                mark = (Span(" stale", Role.FAINT),)  # no room for its age, which matters less
            elif not mark and not self._tight:
                mark = (Span(f"  {rough_age(age_of(display.rate, now))}", Role.FAINT),)
            lines.append([*worth, *mark])
        return lines

    def _worth(self) -> Line:
        """What bitcoin is worth; with dollars beside it, both together: none is left out."""
        display = self._app.amounts
        bitcoin = next((t for t in self._totals if t.currency == BTC), None)
        if bitcoin is None:
            return ()
        others = [t for t in self._totals if t.currency != BTC]
        if not others:
            return display.worth(bitcoin.available)
        if len(others) == 1 and others[0].currency == USD:
            return display.worth(bitcoin.available, beside=others[0].available)
        worth = display.worth(bitcoin.available)
        return (Span("bitcoin ", Role.MUTED), *worth) if worth else ()

    def _credit(self) -> list[Line]:
        display = self._app.amounts
        totals = [t for t in self._totals if t.limit.units > 0]
        if not totals:
            read = self._snapshot.lines.value is not None
            return [(Span("no credit", Role.MUTED),) if read else _UNREAD]
        alone = len(totals) == 1
        room = max(len(percent(t.used_permille)) for t in totals)
        lines = [self._used(one, room, 0 if alone else self._bar) for one in totals]
        if alone:
            bar = None if display.hidden else totals[0].used_permille
            lines.append(used_bar(bar, 12 if self._tight else 26))
        left = " · ".join(self._left(t.headroom, alone=alone) for t in totals)
        lines.append([Span("left " if self._tight else "can spend ", Role.MUTED), Span(left)])
        return lines

    def _used(self, one: Totals, room: int, bar: int) -> Line:
        """How much of a currency's credit; its bar in the same line, so that none is mistaken."""
        display = self._app.amounts
        used = one.used_permille
        limit = display.short(one.limit) if self._tight else display.words(one.limit)
        strong = strong_role(used)
        if display.hidden:
            return [Span(f"{MASK} % of {limit}", Role.MUTED)]
        if not bar:
            return [Span(percent(used), strong), Span(f" of {limit}", Role.MUTED)]
        shown = Span(pad(percent(used), room, Align.RIGHT), strong)
        return [shown, Span(" "), *used_bar(used, bar), Span(f" of {limit}", Role.MUTED)]

    def _left(self, headroom: Money, *, alone: bool) -> str:
        """What can be spent; about how much where two of them would be cut in a figure."""
        display = self._app.amounts
        if self._tight:
            return display.short(headroom)
        short = f"{display.short(headroom)} {display.unit_word(headroom)}"
        return display.words(headroom) if alone else short

    def _in_flight(self) -> list[Line]:
        found = under_way(self._snapshot)
        age = found.oldest_age(self._app.now(), self._snapshot.connection.server_offset)
        if age is None:
            return [[Span("0", Role.STRONG), Span("  nothing pending", Role.MUTED)]]
        count = Span(f"{found.count}", Role.STRONG)
        parts = [
            *([Span(f"{found.sends} sending", Role.WARN)] if found.sends else []),
            *([Span(f"{found.receives} receiving", Role.MUTED)] if found.receives else []),
        ]
        usual = self._usual(found)
        oldest = [count, Span("  oldest ", Role.MUTED), Span(duration(age))]
        if self._tight:
            return [oldest, _joined(parts[:1])]
        usually = [] if usual is None else [[Span(f"usually {duration(usual)}", Role.MUTED)]]
        return [oldest, *usually, _joined(parts)]

    def _usual(self, found: UnderWay) -> timedelta | None:
        """What is usual for the oldest, where it is a send: when a receive is paid is not ours."""
        book, oldest = self._snapshot.book.value, found.oldest
        if book is None or oldest is None or oldest.direction is not Direction.SEND:
            return None
        usual = usual_for(oldest, book.payments)
        return None if usual is None else usual.span

    def _last_day(self, payments: Sequence[Payment]) -> list[Line]:
        return self._movements(movements_since(payments, self._app.now() - _DAY))

    def _since(self, look: Look) -> list[Line]:
        """What changed since somebody last looked: the money, what failed, and the credit."""
        since = changes_since(look, self._snapshot, self._app.now())
        if since.moved is None:
            return [_UNREAD]
        *moved, outcome = self._movements(since.moved)
        credit = credit_change(since, hidden=self._app.amounts.hidden)
        last: list[Line] = [join([line for line in (outcome, credit) if line])]
        if self._brief and outcome and credit:
            last = [outcome, credit]
        reach = reach_words(since)
        return [*moved, *last, *([[Span(reach, Role.WARN)]] if reach else [])]

    def _movements(self, moved: Movements) -> list[Line]:
        """How many and how much each way; the last line is what came to nothing."""
        if not moved.by_currency:
            words = "nothing in or out" if moved.between_own else "nothing moved"
            lines: list[Line] = [[Span(words, Role.MUTED)]]
        elif self._brief:
            lines = [self._counts(moved.by_currency)]
        else:
            lines = [self._moved(m, alone=len(moved.by_currency) == 1) for m in moved.by_currency]
        outcome = [
            *([Span(f"{moved.failed} failed", Role.BAD)] if moved.failed else []),
            *([Span(f"{moved.expired} expired", Role.MUTED)] if moved.expired else []),
        ]
        own = "internal" if self._brief else "between own wallets"
        if moved.between_own:
            lines.append([Span(f"{moved.between_own} {own}", Role.MUTED)])
        return [*lines, _joined(outcome[:1] if self._brief else outcome)]

    def _counts(self, movements: Sequence[Movement]) -> Line:
        received = sum(m.received for m in movements)
        sent = sum(m.sent for m in movements)
        return [*_count(received, "in"), Span("  "), *_count(sent, "out")]

    def _moved(self, movement: Movement, *, alone: bool) -> Line:
        """How many and how much each way; the unit where there is more than one."""
        display = self._app.amounts
        parts: list[Line] = []
        if movement.received:
            figure = display.number(movement.money_in, Role.OK_STRONG, signed=True)
            parts.append([*_count(movement.received, "in"), Span(" "), *figure.spans])
        if movement.sent:
            figure = display.number(-movement.money_out, signed=True)
            parts.append([*_count(movement.sent, "out"), Span(" "), *figure.spans])
        unit = "" if alone else f" {display.unit_word(movement.money_in)}"
        return [*join(parts), Span(unit, Role.MUTED)]


def _count(count: int, way: str) -> Line:
    """How many, apart from every sign: `3 in` is never read as a figure of the amount behind it."""
    return (Span(f"{count:,}", Role.STRONG), Span(f" {way}", Role.MUTED))


def _joined(spans: Sequence[Span]) -> list[Span]:
    return join([(span,) for span in spans])


def _trust(freshness: Freshness) -> Role:
    """Bold while fresh; muted, then struck, as it ages (S-17)."""
    return {Freshness.OLD: Role.MUTED, Freshness.DEAD: Role.STRUCK}.get(freshness, Role.STRONG)
