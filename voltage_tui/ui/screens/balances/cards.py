"""The four cards at the top: available, credit used, in flight, the last day."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from voltage_tui.money import DASH
from voltage_tui.ui.paint import Line, Span, join, pad, width_of
from voltage_tui.ui.palette import Ground, Role
from voltage_tui.ui.widgets.painted import Painted

if TYPE_CHECKING:
    from collections.abc import Sequence

HEADS = ("AVAILABLE", "CREDIT USED", "IN FLIGHT", "LAST 24 H")
_GAP = 1
_FEWEST = 2
"""Cards that stay however narrow it gets."""
_PADDING = 3


class Detail(NamedTuple):
    """How much the cards say, from which width on; `bar` cells, 0 for none. A `brief` last card
    counts what moved and says no amount."""

    width: int
    tight: bool
    brief: bool
    bar: int


_PLAIN: Final = Detail(110, tight=False, brief=False, bar=0)
_LEAST: Final = Detail(0, tight=True, brief=True, bar=0)
_DETAILS: Final = (
    Detail(160, tight=False, brief=False, bar=24),
    Detail(110, tight=False, brief=False, bar=10),
    _PLAIN,
    Detail(110, tight=False, brief=True, bar=0),
    _LEAST,
)
"""From the fullest on."""
_TALL = 26
"""From here, in rows of the page, a card has air around its content."""
_BAND = 19
"""From here, in rows of the page, a last card that has no room stands below the others, in a line:
what changed since somebody looked is one of the three questions the page answers."""


class Cards(Painted):
    """Four cards side by side on panels."""

    def __init__(self, *, id: str) -> None:  # noqa: A002 - Textual's name
        super().__init__(id=id)
        self._said: dict[Detail, tuple[object, list[list[Line]]]] = {}
        self._laid: dict[tuple[bool, bool], tuple[int, list[list[Line]], list[Line]]] = {}

    def wanted(self, width: int, height: int) -> int:
        """Rows wanted on a page of this size, with the blank line below."""
        return len(self._lines_for(width, airy=height >= _TALL, band=height >= _BAND)) + 1

    def paint(self, width: int, height: int) -> Sequence[Line]:
        """The cards' lines joined; with air, and a band for the last, when there is room for it."""
        for airy, band in ((True, True), (True, False), (False, True)):
            lines = self._lines_for(width, airy=airy, band=band)
            if height > len(lines):
                return lines
        return self._lines_for(width, airy=False, band=False)

    def _lines_for(self, width: int, *, airy: bool, band: bool) -> list[Line]:
        """The cards' lines side by side; laid out again only when they say something else."""
        cards = self._fullest(width)
        known = self._laid.get((airy, band))
        if known is None or known[:2] != (width, cards):
            lines = self._side_by_side(cards, width, airy=airy, band=band)
            known = self._laid[airy, band] = (width, list(cards), lines)
        return known[2]

    def _side_by_side(
        self, cards: Sequence[list[Line]], width: int, *, airy: bool, band: bool
    ) -> list[Line]:
        shown = list(cards)
        while len(shown) > _FEWEST and _cut(shown[:_FEWEST], width, shown):
            shown.pop()  # rather than cut what there is to spend
        widths = _shares(shown, width)
        blank = _row(shown, widths, -1)
        lines = [_row(shown, widths, y) for y in range(max(len(card) for card in shown))]
        if band and len(shown) < len(cards):
            lines.append(_row([[self._last_in_a_line(width)]], [width - 2], 0))
        return [blank, *lines, blank] if airy else lines

    def _last_in_a_line(self, width: int) -> Line:
        """The last card's words one after the other, the fullest that are not cut."""
        full, least = (join(self._cards(d)[-1], gap=3) for d in (_PLAIN, _LEAST))
        return full if width_of(full) + _PADDING <= width - 2 else least

    def _fullest(self, width: int) -> list[list[Line]]:
        """The cards with the most in them that is not cut; the last detail may be."""
        *fuller, least = [d for d in _DETAILS if width >= d.width]
        for detail in fuller:
            cards = self._cards(detail)
            if not _cut(cards, width):
                return cards
        return self._cards(least)

    def _cards(self, detail: Detail) -> list[list[Line]]:
        """Each card's head and lines."""
        as_of = self.app.news.as_of
        said = self._said.get(detail)
        if said is None or said[0] != as_of:
            said = self._said[detail] = (as_of, self._content(detail))
        return list(said[1])

    def _content(self, detail: Detail) -> list[list[Line]]:
        snapshot = self.app.snapshot
        if snapshot is None:
            return [[_head(head), (Span(DASH, Role.FAINT),), ()] for head in HEADS]
        from voltage_tui.ui.screens.balances.card_content import CardContent  # noqa: PLC0415

        content = CardContent(
            self.app, snapshot, tight=detail.tight, brief=detail.brief, bar=detail.bar
        )
        heads = (*HEADS[:-1], content.last_head())
        return [[_head(head), *lines] for head, lines in zip(heads, content.cards(), strict=True)]


def _head(words: str) -> Line:
    return (Span(words, Role.MUTED),)


def _row(cards: Sequence[Sequence[Line]], widths: Sequence[int], y: int) -> Line:
    line: list[Span] = [Span(" ")]
    for n, (card, width) in enumerate(zip(cards, widths, strict=True)):
        if n:
            line.append(Span(" " * _GAP))
        line.extend(_on_panel(card[y] if 0 <= y < len(card) else (), width))
    return line


def _shares(cards: Sequence[Sequence[Line]], width: int) -> list[int]:
    """Widths that fill the line: what each card needs, and the rest shared out evenly.

    Where there is not enough for all, the widest give first.
    """
    room = width - 2 - _GAP * (len(cards) - 1)
    shares = [_need(card) for card in cards]
    while sum(shares) > room:
        shares[shares.index(max(shares))] -= 1
    spare = room - sum(shares)
    return [n + spare // len(cards) + (i < spare % len(cards)) for i, n in enumerate(shares)]


def _cut(
    cards: Sequence[Sequence[Line]], width: int, beside: Sequence[Sequence[Line]] | None = None
) -> bool:
    """Whether any of the first `cards` would be cut; `beside` is all that share the line."""
    shares = _shares(beside or cards, width)
    return any(share < _need(card) for card, share in zip(cards, shares, strict=False))


def _need(card: Sequence[Line]) -> int:
    return max(width_of(line) for line in card) + _PADDING


def _on_panel(line: Line, width: int) -> list[Span]:
    kept: list[Span] = [Span("  ", Role.TEXT, Ground.PANEL)]
    left = width - 2
    for span in line:
        cells = width_of((span,))
        if cells > left:
            kept.append(span._replace(text=pad(span.text, left), ground=Ground.PANEL))
            return kept
        kept.append(span._replace(ground=span.ground or Ground.PANEL))
        left -= cells
    return [*kept, Span(" " * max(0, left), Role.TEXT, Ground.PANEL)]
