"""When the screen shows everything that has happened: asked of the program, not timed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual._compositor import Compositor
from textual._context import active_app

from tests.waiting import settled
from voltage_tui.ui.app import VoltageApp

if TYPE_CHECKING:
    from textual.app import App
    from textual.screen import Screen

_MOST_PAINTS = 100
_paint = Compositor.render_update


async def painted(*_seconds: float) -> None:
    """Wait until nothing can happen and the screens show what has.

    Takes the place of the pilot's `wait_for_idle`, which waits until the processor is idle: that
    costs 20 ms for every key at the least, and is not true on a machine that others use too. The
    timers of 8 ms by which a screen is painted and takes its size are run ahead of time here, and
    so are those that gather news for it.
    """
    await _idle(paints=True)


async def arranged(*_seconds: float) -> None:
    """The same without painting: between two keys of those that a test presses at once."""
    await _idle(paints=False)


def unpainted(
    compositor: Compositor,
    full: bool = False,
    screen_stack: list[Screen[object]] | None = None,
    simplify: bool = False,
) -> object:
    """Leave for `painted` what is to be painted: stands for Textual's `render_update`.

    The timers of a screen would paint it after every few turns of the event loop, for a terminal
    that is not there: a third of what a test of the screen cost, and how often hung on the machine.
    Whoever wants the whole screen, for a picture of it, has it.
    """
    return _paint(compositor, full, screen_stack, simplify) if full else None


async def _idle(*, paints: bool) -> None:
    await settled()
    app: App[object] | None = active_app.get(None)
    if app is None or not app.screen_stack or app._batch_count:
        return
    if isinstance(app, VoltageApp) and app.link.gathering:
        app.link.flush()
        await settled()
    if app._resize_timer is not None:
        app._check_resize()
        await settled()
    for behind in app._background_screens:  # has the one in front paint what changed in it
        if _is_to_arrange(behind):
            behind._on_timer_update()
    for _ in range(_MOST_PAINTS):
        await settled()
        if not app.screen_stack:
            return
        if _is_to_arrange(app.screen):
            app.screen._on_timer_update()
        elif paints and app.screen._compositor._dirty_regions:
            _paint(app.screen._compositor, screen_stack=app._background_screens)
        else:
            return
    raise AssertionError("the screen changes without end")


def _is_to_arrange(screen: Screen[object]) -> bool:
    return bool(
        screen._layout_required
        or screen._scroll_required
        or screen._repaint_required
        or screen._recompose_required
        or screen._dirty_widgets
        or screen._callbacks
    )
