"""The lines of credit, one above the other, each with its bar and its facts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from voltage_tui.treasury.words import collateral_words
from voltage_tui.ui.bars import percent, strong_role, used_bar
from voltage_tui.ui.network_word import network_word
from voltage_tui.ui.paint import Line, Span, pad, spread
from voltage_tui.ui.palette import Ground, Role
from voltage_tui.ui.widgets.painted import Painted

if TYPE_CHECKING:
    from collections.abc import Sequence

    from voltage_tui.model.ids import LineId
    from voltage_tui.money import Money
    from voltage_tui.treasury.facility import Facility

_TALL = 6
_SHORT = 3
_WIDE = 72
"""From here a line's limit is written whole beside its bar."""


class LinesOfCredit(Painted):
    """Every line; the chosen one stands on a panel."""

    def __init__(self) -> None:
        super().__init__()
        self._facilities: tuple[Facility, ...] = ()
        self._chosen: LineId | None = None

    def show(self, facilities: tuple[Facility, ...], chosen: LineId | None) -> None:
        """Show these."""
        self._facilities, self._chosen = facilities, chosen
        self.repaint()

    def wanted(self, width: int, height: int) -> int:
        """Rows wanted: three or six a line, never more than two thirds of the page."""
        count = len(self._facilities)
        each = _TALL if count * _TALL <= height * 2 // 3 else _SHORT
        return max(1, min(count * each, height * 2 // 3))

    def paint(self, width: int, height: int) -> Sequence[Line]:
        """As many lines as fit, the chosen one among them."""
        count = len(self._facilities)
        if not count:
            return []
        tall = height >= count * _TALL
        fits = max(1, height // (_TALL if tall else _SHORT))
        at = next((n for n, f in enumerate(self._facilities) if f.line.id == self._chosen), 0)
        first = max(0, min(at - fits + 1, count - fits)) if at >= fits else 0
        lines: list[Line] = []
        for facility in self._facilities[first : first + fits]:
            lines.extend(self._facility(facility, width, tall=tall))
        return lines

    def _facility(self, facility: Facility, width: int, *, tall: bool) -> list[Line]:
        chosen = facility.line.id == self._chosen and len(self._facilities) > 1
        ground = Ground.PANEL if chosen else Ground.PAGE
        head = self._head(facility, width)
        bar = self._bar(facility, width)
        if not tall:
            return [_on(head, ground, width), _on(bar, ground, width), ()]
        facts = self._facts(facility)
        return [_on(line, ground, width) for line in (head, bar, *facts)] + [()]

    def _head(self, facility: Facility, width: int) -> Line:
        line = facility.line
        name = f"{line.currency.upper() if len(line.currency) < 6 else 'Asset'} line"
        disabled = line.disabled_at is not None
        words = collateral_words(line)
        left = [
            Span("  "),
            Span(name, Role.STRONG),
            Span("  "),
            network_word(line.network),
            Span(f"  {words}", Role.BAD if disabled else Role.MUTED),
        ]
        if line.node_host is not None:
            left.append(Span(f"  own node {line.node_host}", Role.MUTED))
        return spread(left, [Span(f"{line.id}  ", Role.FAINT)], width)

    def _bar(self, facility: Facility, width: int) -> Line:
        hidden = self.app.amounts.hidden
        used = facility.used_permille
        room = max(6, min(60, width - 60))
        words = self.app.amounts.words
        limit = facility.line.limit
        whole = words(limit) if width >= _WIDE else self.app.amounts.short(limit)
        return [
            Span("  "),
            *used_bar(None if hidden else used, room),
            Span("  "),
            Span("" if hidden else pad(percent(used), 5), strong_role(used)),
            Span("used ", Role.MUTED),
            Span(words(facility.used), Role.STRONG),
            Span(" of ", Role.MUTED),
            Span(whole, Role.TEXT),
        ]

    def _facts(self, facility: Facility) -> list[Line]:
        line = facility.line
        count = len(facility.accounts)
        wallets = {0: "no wallet", 1: "1 wallet"}.get(count, f"{count:,} wallets")
        return [
            self._fact("handed out", line.allocated, self._handed(facility, wallets)),
            self._fact("not handed out", line.unallocated, ""),
            self._fact("can be spent", facility.headroom, "  within the wallets' own limits"),
        ]

    def _handed(self, facility: Facility, wallets: str) -> str:
        """What part of the line that is, and what part of it is used, as Balances says it."""
        if self.app.amounts.hidden:
            return f"  to {wallets}"
        used = facility.used_of_limits_permille
        of_it = "" if used is None else f", {percent(used)} of it used"
        return f"  {percent(facility.allocated_permille)}  to {wallets}{of_it}"

    def _fact(self, label: str, amount: Money, tail: str) -> Line:
        figure = self.app.amounts.number(amount)
        shown = "".join(span.text for span in figure.spans)
        unit = self.app.amounts.unit_word(amount)
        return [
            Span(f"  {label:<16}", Role.MUTED),
            Span(" " * max(0, 18 - len(shown))),
            *figure.spans,
            Span(f" {unit}", Role.MUTED),
            Span(tail, Role.MUTED),
        ]


def _on(line: Line, ground: Ground, width: int) -> Line:
    filled = spread(line, [Span(" ")], width) if ground is not Ground.PAGE else line
    return [s._replace(ground=s.ground or ground) for s in filled]
