"""What is pasted stays text: no key can be pressed by it.

Textual 8.2.8 reads an escape character inside of a bracketed paste as the end of the text and what
follows as keys, so that a prepared clipboard could type commands. Many terminals take the escape
characters out of a paste, some do not; here they are taken out for all.
"""

from __future__ import annotations

import codecs
from functools import partial
from typing import TYPE_CHECKING, Final

from textual._xterm_parser import XTermParser
from textual.drivers import linux_driver

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from textual.message import Message

_BEGIN: Final = "\x1b[200~"
_END: Final = "\x1b[201~"


class PastedText:
    """Takes escape characters out of what is between the two markers of a paste.

    Text comes in pieces as it is read; a piece can end anywhere, within a marker too.
    """

    def __init__(self) -> None:
        self._pasting = False
        self._before = ""
        self._held = ""

    def tame(self, piece: str) -> str:
        """The piece, or as much of it as can be judged, with nothing between markers but text."""
        tamed = ""
        piece, self._held = self._held + piece, ""
        while piece:
            if not self._pasting:
                passed, piece = self._outside(piece)
            else:
                passed, piece = self._inside(piece)
            tamed += passed
        return tamed

    def _outside(self, piece: str) -> tuple[str, str]:
        """What is typed goes through at once; only its end is remembered, to know a marker."""
        known = self._before + piece
        at = known.find(_BEGIN)
        if at < 0:
            self._before = known[-len(_BEGIN) + 1 :]
            return piece, ""
        self._before, self._pasting = "", True
        end = at + len(_BEGIN) - (len(known) - len(piece))
        return piece[:end], piece[end:]

    def _inside(self, piece: str) -> tuple[str, str]:
        at = piece.find(_END)
        if at >= 0:
            self._pasting = False
            end = at + len(_END)
            return piece[:at].replace("\x1b", "") + _END, piece[end:]
        for size in range(len(_END) - 1, 0, -1):
            if piece.endswith(_END[:size]):
                self._held = piece[-size:]
                return piece[:-size].replace("\x1b", ""), ""
        return piece.replace("\x1b", ""), ""


class TameParser(XTermParser):
    """Textual's parser of terminal input, given tame pastes only."""

    def __init__(self, debug: bool = False) -> None:  # noqa: FBT001, FBT002 - the base's own
        super().__init__(debug)
        self._pasted = PastedText()

    def feed(self, data: str) -> Iterable[Message]:
        """The messages of this input; nothing is the end of it, as for the base."""
        if not data:
            return super().feed(data)
        tamed = self._pasted.tame(data)
        return super().feed(tamed) if tamed else ()


def tolerant_decoder(encoding: str) -> Callable[[], codecs.IncrementalDecoder]:
    """A decoder that replaces bytes which are no text, where Textual's ends the program."""
    return partial(codecs.getincrementaldecoder(encoding), errors="replace")


def guard_input() -> None:
    """Have the driver of this process, which knows both by these names, read with them."""
    vars(linux_driver).update(XTermParser=TameParser, getincrementaldecoder=tolerant_decoder)
