"""Read a QR code back from what a terminal would show, with a decoder that is not ours."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import TypeVar

import zxingcpp
from rich.color import Color
from rich.style import Style
from textual.app import App
from textual.strip import Strip

from voltage_tui.destinations import bolt11_encode

R = TypeVar("R")
CELL_WIDTH, CELL_HEIGHT = 8, 16
_GLYPH_WITH_NO_PLACE_IN_A_CODE = 128


def cells_of(app: App[R]) -> list[Strip]:
    """The lines the compositor would send to the terminal."""
    return app.screen._compositor.render_strips()


def read_cells(strips: Iterable[Strip]) -> list[str]:
    """Every QR code that can be read from these cells, drawn 8 by 16 pixels each."""
    return read_pixels([line for strip in strips for line in _pixel_lines(strip)])


def read_pixels(lines: Sequence[bytes]) -> list[str]:
    """Every QR code in a greyscale picture, given line by line."""
    picture = memoryview(b"".join(lines)).cast("B", (len(lines), len(lines[0])))
    found = zxingcpp.read_barcodes(
        picture,
        formats=zxingcpp.BarcodeFormats(zxingcpp.BarcodeFormat.QRCode),
        try_invert=False,
        try_rotate=False,
    )
    return [code.text for code in found]


def _pixel_lines(strip: Strip) -> Iterator[bytes]:
    upper = bytearray()
    lower = bytearray()
    for text, style, _control in strip:
        for character in text:
            top, bottom = _shades(character, style or Style())
            upper += bytes([top]) * CELL_WIDTH
            lower += bytes([bottom]) * CELL_WIDTH
    for half in (upper, lower):
        for _ in range(CELL_HEIGHT // 2):
            yield bytes(half)


def _shades(character: str, style: Style) -> tuple[int, int]:
    front, back = _shade(style.color, default=200), _shade(style.bgcolor, default=0)
    if style.reverse:
        front, back = back, front
    match character:
        case " ":
            return back, back
        case "▄":
            return back, front
        case _:
            return _GLYPH_WITH_NO_PLACE_IN_A_CODE, _GLYPH_WITH_NO_PLACE_IN_A_CODE


def _shade(color: Color | None, *, default: int) -> int:
    """A grey for the colour; `default` for the terminal's own, here light on black."""
    if color is None or color.is_default:
        return default
    red, green, blue = color.get_truecolor()
    return (red * 299 + green * 587 + blue * 114) // 1000


def invoice(length: int, *, prefix: str = "lntbs") -> str:
    """A rightly signed invoice of exactly so many characters."""
    for description in range(400):
        for expiry in (20, 600, 3_600, 86_400):
            text = bolt11_encode.encode(
                prefix=prefix,
                amount_msat=25_000_000,
                timestamp=1_800_000_000,
                payment_hash=bytes(range(32)),
                payment_secret=bytes(range(32, 64)),
                description="d" * description,
                expiry_s=expiry,
                min_final_cltv=80,
                secret=7,
            )
            if len(text) == length:
                return text
            if len(text) < length - 16:
                break
    raise AssertionError(f"no invoice of {length} characters")
