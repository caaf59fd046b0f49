"""When Python looks for garbage: not while the program starts, nor while keys are pressed.

A start makes tens of thousands of objects that all stay, so that looking through them again and
again finds nothing and costs a sixth of the time to the first figures. Later a look through all
of them takes up to a tenth of a second, which a key would wait for.
"""

from __future__ import annotations

import gc
from typing import Final

_BY_ITSELF: Final = 500
"""Looks through the younger objects before all are looked through even while keys are pressed."""
_DUE: Final = 10
"""Looks through the younger ones after which all are looked through in a quiet moment."""


def pause() -> None:
    """Do not look for garbage until `resume`."""
    gc.disable()


def resume() -> None:
    """Look for garbage as usual, but never again among what is here by now.

    Nothing happens unless it was paused.
    """
    if gc.isenabled():
        return
    gc.collect()
    gc.freeze()
    young, middle, _ = gc.get_threshold()
    gc.set_threshold(young, middle, _BY_ITSELF)
    gc.enable()


def tidy() -> None:
    """Look through everything if that is due: nobody waits for anything at this moment.

    Nothing happens unless the start was paused and has been resumed.
    """
    if gc.get_threshold()[2] == _BY_ITSELF and gc.get_count()[2] >= _DUE:
        gc.collect()
