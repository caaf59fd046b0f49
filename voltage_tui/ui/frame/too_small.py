"""What is shown instead of everything when the terminal is too small to be honest in."""

from __future__ import annotations

from typing import TYPE_CHECKING

from voltage_tui.ui.paint import Line, Span
from voltage_tui.ui.palette import Role
from voltage_tui.ui.widgets.painted import Painted

if TYPE_CHECKING:
    from collections.abc import Sequence

    from textual.geometry import Size

LEAST_WIDTH = 60
LEAST_HEIGHT = 20


def is_too_small(size: Size) -> bool:
    """Whether a terminal of this size has no room for the whole of a page."""
    return size.width < LEAST_WIDTH or size.height < LEAST_HEIGHT


class TooSmall(Painted):
    """Says how large the terminal must be; the worker goes on meanwhile."""

    def paint(self, width: int, height: int) -> Sequence[Line]:
        """Three short lines."""
        return [
            [Span(" voltage-tui", Role.ACCENT_STRONG)],
            [Span(f" needs {LEAST_WIDTH}x{LEAST_HEIGHT}", Role.STRONG)],
            [Span(f" this is {width}x{height}", Role.MUTED)],
        ]
