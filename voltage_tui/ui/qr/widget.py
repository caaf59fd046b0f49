"""A QR code on the screen, drawn so that it scans whatever the terminal and the theme.

Measured, not guessed: block glyphs leave a one-pixel gap in each row of many terminals, and
readers then fail. Spaces with a background have no gaps, so two equal modules are a space, and
only a mixed pair is a lower half block. Black on white with explicit colours, always.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar, Final, TypeAlias

from rich.cells import cell_len, set_cell_size
from rich.color import Color
from rich.segment import Segment
from rich.style import Style
from textual.color import Color as ThemeColor
from textual.filter import LineFilter
from textual.geometry import Size
from textual.reactive import reactive
from textual.strip import Strip
from textual.widget import Widget

from voltage_tui.text import clean
from voltage_tui.ui.qr.encode import QrMatrix, RequestTooLongError, encode_request
from voltage_tui.ui.qr.geometry import Pair, fit, pairs, runs, size_needed

_WHITE: Final = Color.from_rgb(255, 255, 255)
_BLACK: Final = Color.from_rgb(0, 0, 0)
_INK: Final = {True: _BLACK, False: _WHITE}
_STYLES: Final[dict[Pair, Style]] = {
    (top, bottom): Style(color=_INK[bottom], bgcolor=_INK[top])
    for top in (True, False)
    for bottom in (True, False)
}
_CODE_STYLES: Final = frozenset(_STYLES.values())


@dataclass(frozen=True, slots=True)
class Shown:
    """A request to draw."""

    request: str


@dataclass(frozen=True, slots=True)
class Covered:
    """No code, but words in its place: it is hidden, not there yet, or over."""

    lines: tuple[str, ...]
    struck: bool = False


Face: TypeAlias = Shown | Covered


class QrCode(Widget):
    """A QR code if it fits, else words; set `face` to change it.

    `overhead` is how many columns and rows of the terminal lie outside this widget, so that the
    words for "too small" can name the terminal's own size. `offers` are the words that follow.
    """

    ALLOW_SELECT: ClassVar[bool] = False
    DEFAULT_CSS: ClassVar[str] = "QrCode { width: 1fr; height: 1fr; }"

    face: reactive[Face] = reactive[Face](Covered(()))
    overhead: reactive[tuple[int, int]] = reactive((0, 0))
    offers: reactive[tuple[str, ...]] = reactive[tuple[str, ...]](())

    def __init__(self, face: Face | None = None, *, id: str | None = None) -> None:  # noqa: A002
        super().__init__(id=id)
        self._made: tuple[Face, QrMatrix | None] | None = None
        self._filters: dict[LineFilter, LineFilter] = {}
        self._painted: tuple[tuple[Pair, ...], ...] = ()
        self._painted_for: tuple[QrMatrix | None, Size] | None = None
        if face is not None:
            self.face = face

    @property
    def needed(self) -> tuple[int, int] | None:
        """The fewest columns and rows for the present code; None when there is none."""
        matrix = self._matrix
        return None if matrix is None else size_needed(matrix)

    @property
    def _matrix(self) -> QrMatrix | None:
        """The modules of the present request; made when asked for, as a watcher runs too late."""
        if self._made is None or self._made[0] != self.face:
            self._made = (self.face, _matrix_of(self.face))
        return self._made[1]

    def get_line_filters(self) -> Sequence[LineFilter]:
        """The app's filters, kept off the code: NO_COLOR would take away what the code is made of.

        With an ANSI theme Textual then removes every colour, and with a filter in between a theme
        could not be trusted either. Everything beside the code is filtered as usual.
        """
        return [self._sparing(inner) for inner in super().get_line_filters()]

    def render_line(self, y: int) -> Strip:
        """Paint one line of the code, or of the words in its place."""
        width, height = self.content_size
        cells = self._cells()
        if not cells:
            return self._word_line(y, width, height)
        row = y - (height - len(cells)) // 2
        blank = Segment(" " * width, self.rich_style)
        if not 0 <= row < len(cells):
            return Strip([blank], width)
        left = (width - len(cells[row])) // 2
        return Strip(
            [
                Segment(" " * left, self.rich_style),
                *(_segment(pair, count) for pair, count in runs(cells[row])),
                Segment(" " * (width - left - len(cells[row])), self.rich_style),
            ],
            width,
        )

    def _sparing(self, inner: LineFilter) -> LineFilter:
        """One wrapper for each filter, since strips remember what each has made of them."""
        return self._filters.setdefault(inner, _Sparing(inner))

    def _cells(self) -> tuple[tuple[Pair, ...], ...]:
        """The cells to paint at the present size, none when there is no code or no room."""
        size = self.content_size
        if self._painted_for != (self._matrix, size):
            self._painted_for = (self._matrix, size)
            border = None if self._matrix is None else fit(self._matrix, *size)
            self._painted = (
                () if self._matrix is None or not border else pairs(self._matrix, border)
            )
        return self._painted

    def _words(self) -> tuple[str, ...]:
        matrix = self._matrix
        match self.face:
            case Covered(lines):
                return lines
            case Shown(request) if matrix is None:
                return (f"{len(request)} characters", "do not fit any QR code", *self.offers)
            case Shown():
                return (*self._too_small(matrix), *self.offers)

    def _too_small(self, matrix: QrMatrix) -> tuple[str, ...]:
        """Words with a size that is never less than what the terminal has already."""
        needed = zip(size_needed(matrix), self.overhead, self.app.size, strict=True)
        columns, rows = (max(code + around, now) for code, around, now in needed)
        return ("too small for the QR code", f"enlarge the terminal to {columns}×{rows}")

    def _word_line(self, y: int, width: int, height: int) -> Strip:
        style = self.rich_style
        lines = self._words()
        index = y - max(0, (height - len(lines)) // 2)
        text = clean(lines[index], 200) if 0 <= index < len(lines) else ""
        if cell_len(text) > width:
            text = set_cell_size(text, max(0, width - 1)) + "…"
        left = max(0, (width - cell_len(text)) // 2)
        padded = set_cell_size(" " * left + text, width)
        if isinstance(self.face, Covered) and self.face.struck and not text:
            padded = _hatch(y, width)
            style += Style(dim=True)
        return Strip([Segment(padded, style)], width)


def _matrix_of(face: Face) -> QrMatrix | None:
    match face:
        case Covered():
            return None
        case Shown(request):
            try:
                return encode_request(request)
            except RequestTooLongError:
                return None


class _Sparing(LineFilter):
    """A filter for all but the code's own cells."""

    def __init__(self, inner: LineFilter) -> None:
        super().__init__()
        self._inner = inner

    def apply(self, segments: list[Segment], background: ThemeColor) -> list[Segment]:
        """Filter each segment unless it has one of the code's four styles."""
        out: list[Segment] = []
        for segment in segments:
            if segment.style in _CODE_STYLES:
                out.append(segment)
            else:
                out.extend(self._inner.apply([segment], background))
        return out


def _segment(pair: Pair, count: int) -> Segment:
    top, bottom = pair
    return Segment((" " if top == bottom else "▄") * count, _STYLES[pair])


def _hatch(y: int, width: int) -> str:
    """A line of wide-set strokes that lean across the place of a code that is over."""
    return "".join("/" if (x + 2 * y) % 8 == 0 else " " for x in range(width))
