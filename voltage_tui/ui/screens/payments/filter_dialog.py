"""The dialog that asks which payments are wanted."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import ClassVar, NamedTuple

from textual import events
from textual.binding import Binding, BindingType
from textual.widget import Widget

from voltage_tui.model.ids import WalletId
from voltage_tui.model.payment import Direction, PaymentKind
from voltage_tui.ui.paint import Line, Span, fit, pad, width_of
from voltage_tui.ui.palette import Ground, Role
from voltage_tui.ui.payment_rows import kind_word
from voltage_tui.ui.screens.payments.wanted import Since, Standing, Wanted
from voltage_tui.ui.widgets.dialog import Dialog
from voltage_tui.ui.widgets.field import Note
from voltage_tui.ui.widgets.painted import Painted

_LABEL = 12
_LONGEST_NAME = 24
_MOST_LINES = 3


class Option(NamedTuple):
    """One thing that can be chosen: its words, and the filter with it."""

    words: str
    wanted: Wanted


class Spot(NamedTuple):
    """Where an option is on the screen, for the mouse."""

    y: int
    start: int
    end: int
    row: int
    option: int


def rows_of(wanted: Wanted, wallets: Sequence[tuple[WalletId, str]]) -> list[list[Option]]:
    """The options of each row, every one with the other rows' choices as they are."""
    directions = ((None, "both"), (Direction.RECEIVE, "received"), (Direction.SEND, "sent"))
    kinds: tuple[PaymentKind | None, ...] = (None, *PaymentKind)
    names: list[tuple[WalletId | None, str]] = [(None, "any"), *wallets]
    return [
        [Option(s.value, replace(wanted, standing=s)) for s in Standing],
        [Option(words, replace(wanted, direction=d)) for d, words in directions],
        [Option(kind_word(k) if k else "any", replace(wanted, kind=k)) for k in kinds],
        [Option(fit(name, _LONGEST_NAME), replace(wanted, wallet_id=w)) for w, name in names],
        [Option(s.value, replace(wanted, since=s)) for s in Since],
    ]


LABELS = ("status", "direction", "kind", "wallet", "since")


class Choices(Painted):
    """The rows: all options of each where there is room, else one at a time."""

    GROUND = Ground.PANEL
    DEFAULT_CSS = "Choices { height: auto; width: 100%; }"

    def __init__(self, wanted: Wanted, wallets: Sequence[tuple[WalletId, str]]) -> None:
        super().__init__()
        self.wanted = wanted
        self._wallets = wallets
        self.row = 0
        self._spots: list[Spot] = []

    def get_content_height(self, container: object, viewport: object, width: int) -> int:
        """As many lines as the rows take."""
        return len(self._all_lines(width))

    def paint(self, width: int, height: int) -> Sequence[Line]:
        """Every row."""
        return self._all_lines(width)

    def _all_lines(self, width: int) -> list[Line]:
        self._spots = []
        lines: list[Line] = []
        for row, options in enumerate(rows_of(self.wanted, self._wallets)):
            lines += self._row_lines(row, options, width, len(lines))
        return lines

    def _row_lines(self, row: int, options: list[Option], width: int, top: int) -> list[Line]:
        here = row == self.row
        lines: list[list[Span]] = [
            [
                Span("› " if here else "  ", Role.ACCENT),
                Span(pad(LABELS[row], _LABEL - 2), Role.STRONG if here else Role.MUTED),
            ]
        ]
        spots: list[Spot] = []
        for index, option in enumerate(options):
            chosen = option.wanted == self.wanted
            span = _option_span(option.words, chosen=chosen, here=here)
            if width_of(lines[-1]) + width_of((span,)) > width:
                lines.append([Span(" " * _LABEL)])
            start = width_of(lines[-1])
            end = start + width_of((span,))
            spots.append(Spot(top + len(lines) - 1, start, end, row, index))
            lines[-1] += [span, Span("  ")]
        if len(lines) > _MOST_LINES:
            return [[*lines[0][:2], *self._one(options, here=here)]]
        self._spots += spots
        return list(lines)

    def _one(self, options: list[Option], *, here: bool) -> Line:
        index = self._chosen(options)
        span = _option_span(options[index].words, chosen=True, here=here)
        count = Span(f"  {index + 1} of {len(options)}", Role.MUTED)
        return [Span("‹ ", Role.ACCENT), span, Span(" ›", Role.ACCENT), count]

    def _chosen(self, options: list[Option]) -> int:
        return next((n for n, o in enumerate(options) if o.wanted == self.wanted), 0)

    def move(self, by: int) -> None:
        """To another row."""
        self.row = (self.row + by) % len(LABELS)
        self.repaint()

    def step(self, by: int) -> None:
        """To another option of this row."""
        options = rows_of(self.wanted, self._wallets)[self.row]
        self._take(self.row, (self._chosen(options) + by) % len(options))

    def _take(self, row: int, option: int) -> None:
        self.row = row
        self.wanted = rows_of(self.wanted, self._wallets)[row][option].wanted
        self.refresh(layout=True)
        self.repaint()

    def on_click(self, event: events.Click) -> None:
        """Take the option under the mouse."""
        for spot in self._spots:
            if spot.y == event.y and spot.start <= event.x < spot.end:
                self._take(spot.row, spot.option)
                return


def _option_span(words: str, *, chosen: bool, here: bool) -> Span:
    """An option; the chosen one has a mark, so that it can be told without colour."""
    if not chosen:
        return Span(f"  {words}", Role.MUTED)
    ground = Ground.SELECTED if here else None
    return Span(f"● {words}", Role.ACCENT_STRONG if here else Role.STRONG, ground)


class FilterDialog(Dialog[Wanted]):
    """Dismissed with what is wanted."""

    TITLE = "Filter payments"
    KEYS = (("enter", "show"), ("← →", "choose"), ("↑ ↓", "next"), ("esc", "cancel"))
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up,k,shift+tab", "move(-1)", show=False),
        Binding("down,j,tab", "move(1)", show=False),
        Binding("left,h", "step(-1)", show=False),
        Binding("right,l,space", "step(1)", show=False),
    ]

    def __init__(self, wanted: Wanted, wallets: Sequence[tuple[WalletId, str]]) -> None:
        super().__init__()
        self._choices = Choices(wanted, wallets)

    def body(self) -> Iterable[Widget]:
        """The rows, and what becomes of them."""
        yield self._choices
        yield Note()
        yield Note("It is written as a search, which can be changed and kept.")

    def action_move(self, by: int) -> None:
        """To another row."""
        self._choices.move(by)

    def action_step(self, by: int) -> None:
        """To another option."""
        self._choices.step(by)

    def accept(self) -> None:
        """Show these."""
        self.dismiss(self._choices.wanted)
