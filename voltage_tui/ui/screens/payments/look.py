"""What every part of a case is given, and the pieces the parts are made of."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from rich.cells import cell_len

from voltage_tui.model.payment import Payment
from voltage_tui.treasury.paying.lookalike import KnownPayee
from voltage_tui.treasury.reading import Reading
from voltage_tui.treasury.snapshot import Case, Snapshot
from voltage_tui.ui.display import Display
from voltage_tui.ui.paint import Line, Span, fit, pad, width_of, wrap
from voltage_tui.ui.palette import Role
from voltage_tui.ui.payment_rows import HIDDEN_TEXT
from voltage_tui.ui.pricing.shown import RowRate
from voltage_tui.ui.widgets.prose import heading

LABEL: Final = 17
"""Cells of a label; a longer one gets a line of its own."""
_INDENT: Final = 2
_MARGIN: Final = 2


@dataclass(frozen=True, slots=True)
class Look:
    """A payment at a moment, as it is to be shown; `proof` shows its proof of payment (S-58).

    `watched` says that the bell rings when it moves; `payee` is whom it paid, once that is known;
    `note` and `tags` are what a person wrote about it here; `rates` say what it was worth then.
    """

    payment: Payment
    reading: Reading[Case] | None
    snapshot: Snapshot | None
    display: Display
    now: datetime
    proof: bool
    watched: bool = False
    payee: KnownPayee | None = None
    note: str = ""
    tags: tuple[str, ...] = ()
    rates: tuple[RowRate, ...] = ()

    @property
    def hidden(self) -> bool:
        """Whether amounts, and what tells of them, are hidden."""
        return self.display.hidden

    def private(self, text: str) -> str:
        """A text that may tell of amounts or people, or the word for its being hidden."""
        return HIDDEN_TEXT if self.hidden else text


def section(title: str, lines: Sequence[Line], note: str = "") -> list[Line]:
    """A head, its lines and a blank one; nothing when there are no lines."""
    if not lines:
        return []
    head = [*heading(title), Span(f"  {note}" if note else "", Role.FAINT)]
    return [head, *lines, ()]


def fact(label: str, value: str | Line, width: int, role: Role = Role.TEXT) -> list[Line]:
    """A label and its value; a text goes on below, a long label stands over it."""
    if not isinstance(value, str):
        return [[_label(label), *value]]
    return _labelled(label, wrap(value, max(8, width - LABEL - _INDENT - _MARGIN)), width, role)


def whole(label: str, text: str, width: int) -> list[Line]:
    """A text without spaces that is never shortened: an invoice, an address, a hash."""
    return _labelled(
        label, _pieces(text, max(8, width - LABEL - _INDENT - _MARGIN)), width, Role.TEXT
    )


def moment_words(moment: datetime) -> str:
    """A moment to the second, with its date: `2026-11-21 14:12:05 UTC`."""
    return f"{moment:%Y-%m-%d %H:%M:%S} UTC"


def side_by_side(left: Sequence[Line], right: Sequence[Line], left_width: int) -> list[Line]:
    """Two columns of lines; a left line is cut or filled to `left_width` cells."""
    lines: list[Line] = []
    for y in range(max(len(left), len(right))):
        one = _exactly(left[y] if y < len(left) else (), left_width)
        lines.append([*one, *(right[y] if y < len(right) else ())])
    return lines


def _label(label: str) -> Span:
    return Span(" " * _INDENT + pad(label, LABEL), Role.MUTED)


def _labelled(label: str, pieces: Sequence[str], width: int, role: Role) -> list[Line]:
    indent = Span(" " * (LABEL + _INDENT))
    if cell_len(label) < LABEL:
        first, *rest = pieces
        return [[_label(label), Span(first, role)], *([indent, Span(p, role)] for p in rest)]
    above = [Span(" " * _INDENT + piece, Role.MUTED) for piece in wrap(label, width - _INDENT - 1)]
    return [*([span] for span in above), *([indent, Span(p, role)] for p in pieces)]


def _pieces(text: str, width: int) -> list[str]:
    if text.isascii():
        return [text[i : i + width] for i in range(0, len(text), width)] or [""]
    pieces = [""]
    cells = 0
    for character in text:
        cells += cell_len(character)
        if cells > width:
            pieces.append("")
            cells = cell_len(character)
        pieces[-1] += character
    return pieces


def _exactly(line: Line, width: int) -> list[Span]:
    kept: list[Span] = []
    left = width
    for span in line:
        cells = width_of((span,))
        if cells > left:
            kept.append(span._replace(text=pad(fit(span.text, left), left)))
            return kept
        kept.append(span)
        left -= cells
    return [*kept, Span(" " * left)]
