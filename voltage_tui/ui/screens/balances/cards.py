"""The four cards at the top: available, credit used, in flight, the last day."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from voltage_tui.money import BTC, DASH
from voltage_tui.treasury.account import Totals, totals_of
from voltage_tui.treasury.durations import duration
from voltage_tui.treasury.movements import Movement, movements_since
from voltage_tui.treasury.reading import Freshness
from voltage_tui.ui.bars import level_role, percent, used_bar
from voltage_tui.ui.paint import Line, Span, join, pad, width_of
from voltage_tui.ui.palette import Ground, Role
from voltage_tui.ui.widgets.painted import Painted

if TYPE_CHECKING:
    from collections.abc import Sequence

    from voltage_tui.treasury.snapshot import Snapshot

_DAY = timedelta(hours=24)
STALE_AFTER = timedelta(minutes=15)
"""A rate older than this is said to be stale (safety rule S-18)."""
_GAP = 1
_TALL = 30
_WIDE = 116
_PADDING = 3


class Cards(Painted):
    """Four cards side by side on panels, or four plain columns when there is little room."""

    def wanted(self, width: int, height: int) -> int:
        """Rows wanted: content, and lines of air when there is room."""
        airy = height + 4 >= _TALL
        return len(self._content(width, airy=airy)) + 1

    def paint(self, width: int, height: int) -> Sequence[Line]:
        """The cards' lines joined."""
        content = self._content(width, airy=True)
        airy = height > len(content)
        return content if airy else self._content(width, airy=False)

    def _content(self, width: int, *, airy: bool) -> list[Line]:
        snapshot = self.app.snapshot
        tight = width < _WIDE
        cards = [
            self._available(snapshot, tight=tight),
            self._credit(snapshot, tight=tight, airy=airy),
            self._in_flight(snapshot, tight=tight),
            self._last_day(snapshot, tight=tight),
        ]
        widths = _shares(cards, width)
        rows = max(len(card) for card in cards)
        lines = [self._row(cards, widths, y) for y in range(rows)]
        blank = self._row(cards, widths, -1)
        return [blank, *lines, blank] if airy else lines

    def _row(self, cards: Sequence[Sequence[Line]], widths: Sequence[int], y: int) -> Line:
        line: list[Span] = [Span(" ")]
        for n, (card, width) in enumerate(zip(cards, widths, strict=True)):
            if n:
                line.append(Span(" " * _GAP))
            spans = list(card[y]) if 0 <= y < len(card) else []
            line.extend(_on_panel(spans, width))
        return line

    def _available(self, snapshot: Snapshot | None, *, tight: bool) -> list[Line]:
        display = self.app.amounts
        lines: list[Line] = [[Span("AVAILABLE", Role.MUTED)]]
        totals = _totals(snapshot)
        if not totals:
            return [*lines, [Span(DASH, Role.FAINT)], []]
        role = _trust(self.app.wallets_freshness(), Role.STRONG)
        for one in totals:
            negative = one.available.is_negative and role is Role.STRONG
            line = list(display.spans(one.available, Role.BAD_STRONG if negative else role))
            lines.append(line)
        bitcoin = next((t for t in totals if t.currency == BTC), None)
        worth = display.worth(bitcoin.available) if bitcoin else ()
        if worth and display.rate is not None:
            age = self.app.now() - display.rate.quoted_at
            stale = " stale" if age > STALE_AFTER and not tight else ""
            lines.append([*worth, Span(f"  {duration(age)}{stale}", Role.FAINT)])
        return lines

    def _credit(self, snapshot: Snapshot | None, *, tight: bool, airy: bool) -> list[Line]:
        lines: list[Line] = [[Span("CREDIT USED", Role.MUTED)]]
        totals = [t for t in _totals(snapshot) if t.limit.units > 0]
        if not totals:
            return [*lines, [Span("no credit" if snapshot else DASH, Role.FAINT)], []]
        display = self.app.amounts
        for one in totals:
            used = one.used_permille
            limit = display.short(one.limit) if tight else display.words(one.limit)
            strong = Role.STRONG if (used or 0) < 500 else level_role(used)
            percents = "" if display.hidden else percent(used)
            lines.append([Span(percents, strong), Span(f" of {limit}", Role.MUTED)])
        if airy or len(totals) == 1:
            worst = max(totals, key=lambda t: t.used_permille or 0)
            bar = None if display.hidden else worst.used_permille
            lines.append(used_bar(bar, 12 if tight else 26))
        left = " · ".join(
            display.short(t.headroom) if tight else display.words(t.headroom) for t in totals
        )
        lines.append([Span("left " if tight else "can spend ", Role.MUTED), Span(left)])
        return lines

    def _in_flight(self, snapshot: Snapshot | None, *, tight: bool) -> list[Line]:
        lines: list[Line] = [[Span("IN FLIGHT", Role.MUTED)]]
        if snapshot is None or snapshot.book.value is None:
            return [*lines, [Span(DASH, Role.FAINT)], []]
        pending = snapshot.pending
        if not pending:
            return [*lines, [Span("0", Role.STRONG), Span("  nothing pending", Role.MUTED)], []]
        oldest = min(p.created_at for p in pending)
        lines.append(
            [
                Span(f"{len(pending)}", Role.STRONG),
                Span("  oldest ", Role.MUTED),
                Span(duration(self.app.now() - oldest), Role.TEXT),
            ]
        )
        sending = sum(p.direction.value == "send" for p in pending)
        parts = [(sending, "sending", Role.WARN), (len(pending) - sending, "receiving", Role.MUTED)]
        shown = [Span(f"{n} {word}", role) for n, word, role in parts if n]
        lines.append(_joined(shown[:1] if tight else shown))
        return lines

    def _last_day(self, snapshot: Snapshot | None, *, tight: bool) -> list[Line]:
        lines: list[Line] = [[Span("LAST 24 H", Role.MUTED)]]
        if snapshot is None or snapshot.book.value is None:
            return [*lines, [Span(DASH, Role.FAINT)], []]
        moved = movements_since(snapshot.book.value.payments, self.app.now() - _DAY)
        lines.extend(self._moved(m, tight=tight) for m in moved.by_currency)
        if not moved.by_currency:
            lines.append([Span("nothing moved", Role.MUTED)])
        outcome = [(moved.failed, "failed", Role.BAD), (moved.expired, "expired", Role.MUTED)]
        lines.append(_joined([Span(f"{n} {word}", role) for n, word, role in outcome if n]))
        return lines

    def _moved(self, movement: Movement, *, tight: bool) -> Line:
        display = self.app.amounts
        sums = (movement.money_in, movement.money_out)
        into, out = (() if tight else (Span(" "), *display.number(m).spans) for m in sums)
        return [
            Span(f"+{movement.received}", Role.OK_STRONG),
            *into,
            Span(f"  −{movement.sent}", Role.STRONG),
            *out,
        ]


def _joined(spans: Sequence[Span]) -> list[Span]:
    return join([(span,) for span in spans])


def _trust(freshness: Freshness, role: Role) -> Role:
    return {Freshness.OLD: Role.MUTED, Freshness.DEAD: Role.STRUCK}.get(freshness, role)


def _totals(snapshot: Snapshot | None) -> tuple[Totals, ...]:
    return totals_of(a for a in snapshot.accounts if a.wallet.active) if snapshot else ()


def _shares(cards: Sequence[Sequence[Line]], width: int) -> list[int]:
    """Widths that fill the line: what each card needs, and the rest shared out evenly.

    Where there is not enough for all, the widest give first.
    """
    room = width - 2 - _GAP * (len(cards) - 1)
    shares = [max(width_of(line) for line in card) + _PADDING for card in cards]
    while sum(shares) > room:
        shares[shares.index(max(shares))] -= 1
    spare = room - sum(shares)
    return [n + spare // len(cards) + (i < spare % len(cards)) for i, n in enumerate(shares)]


def _on_panel(spans: list[Span], width: int) -> list[Span]:
    kept: list[Span] = [Span("  ", Role.TEXT, Ground.PANEL)]
    left = width - 2
    for span in spans:
        cells = width_of((span,))
        if cells > left:
            kept.append(span._replace(text=pad(span.text, left), ground=Ground.PANEL))
            left = 0
            break
        kept.append(span._replace(ground=span.ground or Ground.PANEL))
        left -= cells
    return [*kept, Span(" " * max(0, left), Role.TEXT, Ground.PANEL)]
