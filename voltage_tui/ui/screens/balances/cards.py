"""The four cards at the top: available, credit used, in flight, the last day."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from typing import TYPE_CHECKING

from voltage_tui.money import BTC, DASH
from voltage_tui.treasury.account import Totals, totals_of
from voltage_tui.treasury.durations import duration
from voltage_tui.treasury.movements import Movement, movements_since
from voltage_tui.treasury.reading import Freshness
from voltage_tui.ui.bars import level_role, percent, used_bar
from voltage_tui.ui.paint import Line, Span, width_of
from voltage_tui.ui.palette import Ground, Role
from voltage_tui.ui.widgets.painted import Painted

if TYPE_CHECKING:
    from voltage_tui.treasury.snapshot import Snapshot

_DAY = timedelta(hours=24)
_GAP = 1
_TALL = 30
_WIDE = 100


class Cards(Painted):
    """Four cards side by side on panels, or four plain columns when there is little room."""

    def wanted(self, width: int, height: int) -> int:
        """Rows wanted: content, and a line of air when there is room."""
        content = 1 + max(2, self._currencies() + 1)
        return content + 3 if height + 3 >= _TALL else content + 1

    def paint(self, width: int, height: int) -> Sequence[Line]:
        """The cards' lines joined."""
        snapshot = self.app.snapshot
        airy = height > 1 + max(2, self._currencies() + 1) + 1
        cards = [
            self._available(snapshot),
            self._credit(snapshot, width),
            self._in_flight(snapshot),
            self._last_day(snapshot),
        ]
        widths = _shares(cards, width)
        rows = max(len(card) for card in cards)
        lines = [self._row(cards, widths, y) for y in range(rows)]
        if not airy:
            return lines
        blank = self._row(cards, widths, -1)
        return [blank, *lines, blank]

    def _row(self, cards: Sequence[Sequence[Line]], widths: Sequence[int], y: int) -> Line:
        line: list[Span] = [Span(" ")]
        for n, (card, width) in enumerate(zip(cards, widths, strict=True)):
            if n:
                line.append(Span(" " * _GAP))
            spans = list(card[y]) if 0 <= y < len(card) else []
            line.extend(_on_panel(spans, width))
        return line

    def _currencies(self) -> int:
        snapshot = self.app.snapshot
        if snapshot is None:
            return 1
        return max(1, len({a.currency for a in snapshot.accounts if a.currency is not None}))

    def _available(self, snapshot: Snapshot | None) -> list[Line]:
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
            stale = "  stale rate" if age > timedelta(minutes=15) else ""
            lines.append([*worth, Span(f"  {duration(age)}{stale}", Role.FAINT)])
        return lines

    def _credit(self, snapshot: Snapshot | None, width: int) -> list[Line]:
        lines: list[Line] = [[Span("CREDIT USED", Role.MUTED)]]
        totals = [t for t in _totals(snapshot) if t.limit.units > 0]
        if not totals:
            return [*lines, [Span("no credit" if snapshot else DASH, Role.FAINT)], []]
        bar = 24 if width >= _WIDE else 10
        for one in totals:
            used = one.used_permille
            words = (
                []
                if self.app.amounts.hidden
                else [Span(f" of {self.app.amounts.words(one.limit)}", Role.MUTED)]
            )
            strong = Role.STRONG if (used or 0) < 500 else level_role(used)
            lines.append([Span(percent(used), strong), *words])
        if len(totals) == 1:
            lines.append(used_bar(totals[0].used_permille, bar))
        elif width >= _WIDE:
            worst = max(totals, key=lambda t: t.used_permille or 0)
            lines.append(used_bar(worst.used_permille, bar))
        return lines

    def _in_flight(self, snapshot: Snapshot | None) -> list[Line]:
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
        lines.append(_joined([Span(f"{n} {word}", role) for n, word, role in parts if n]))
        return lines

    def _last_day(self, snapshot: Snapshot | None) -> list[Line]:
        lines: list[Line] = [[Span("LAST 24 H", Role.MUTED)]]
        if snapshot is None or snapshot.book.value is None:
            return [*lines, [Span(DASH, Role.FAINT)], []]
        moved = movements_since(snapshot.book.value.payments, self.app.now() - _DAY)
        lines.extend(self._moved(m) for m in moved.by_currency)
        if not moved.by_currency:
            lines.append([Span("nothing moved", Role.MUTED)])
        outcome = [(moved.failed, "failed", Role.BAD), (moved.expired, "expired", Role.MUTED)]
        lines.append(_joined([Span(f"{n} {word}", role) for n, word, role in outcome if n]))
        return lines

    def _moved(self, movement: Movement) -> Line:
        display = self.app.amounts
        return _joined(
            [
                Span(f"+{movement.received}", Role.OK_STRONG),
                *display.number(movement.money_in).spans,
                Span(f"−{movement.sent}", Role.STRONG),
                *display.number(movement.money_out).spans,
            ]
        )


def _joined(spans: Sequence[Span]) -> list[Span]:
    line: list[Span] = []
    for span in spans:
        if line and not span.text.startswith("."):
            line.append(Span("  "))
        line.append(span)
    return line


def _trust(freshness: Freshness, role: Role) -> Role:
    return {Freshness.OLD: Role.MUTED, Freshness.DEAD: Role.STRUCK}.get(freshness, role)


def _totals(snapshot: Snapshot | None) -> tuple[Totals, ...]:
    return totals_of(a for a in snapshot.accounts if a.wallet.active) if snapshot else ()


def _shares(cards: Sequence[Sequence[Line]], width: int) -> list[int]:
    """Widths that fill the line: what each card needs, and the rest shared out evenly."""
    room = width - 2 - _GAP * (len(cards) - 1)
    needs = [max(width_of(line) for line in card) + 3 for card in cards]
    if sum(needs) > room:
        return [room // len(cards)] * len(cards)
    spare = room - sum(needs)
    return [n + spare // len(cards) + (i < spare % len(cards)) for i, n in enumerate(needs)]


def _on_panel(spans: list[Span], width: int) -> list[Span]:
    kept: list[Span] = [Span("  ", Role.TEXT, Ground.PANEL)]
    left = width - 2
    for span in spans:
        cells = width_of((span,))
        if cells > left:
            break
        kept.append(span._replace(ground=span.ground or Ground.PANEL))
        left -= cells
    return [*kept, Span(" " * max(0, left), Role.TEXT, Ground.PANEL)]
