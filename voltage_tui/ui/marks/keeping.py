"""Reads and keeps notes and tags, and says in words when that cannot be done."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

from voltage_tui.trouble import TroubleError
from voltage_tui.ui.palette import Role

if TYPE_CHECKING:
    from collections.abc import Awaitable

    from voltage_tui.store.mirror.store import MirrorStore
    from voltage_tui.ui.app import VoltageApp

T = TypeVar("T")


def refusal(app: VoltageApp) -> str | None:
    """Why nothing can be kept now, or None.

    The mirror is written by one program at a time, so that two notes never take each other's place
    unseen.
    """
    if app.treasury is None:
        return "Notes and tags can be kept once it is connected."
    store = app.link.store
    held = store.held if store is not None else None
    if held is not None:
        return f"{held[:1].upper()}{held[1:]}: notes and tags are kept there; close it, press R."
    return None


def marks_of(app: VoltageApp) -> MirrorStore | None:
    """The mirror that keeps the marks; None after saying why there is none to write to."""
    why = refusal(app)
    if why is not None:
        app.say(why, Role.WARN)
    return app.treasury.mirror if app.treasury is not None and why is None else None


async def told(app: VoltageApp, work: Awaitable[T]) -> T | None:
    """What `work` gives; None after saying why it gave nothing."""
    try:
        return await work
    except TroubleError as error:
        app.say(str(error), Role.BAD)
        return None


def kept(app: VoltageApp, words: str) -> None:
    """Say that something was kept, and have the page in front show it."""
    app.say(words)
    front = app.pages.front
    if front is not None:
        front.marks_kept()
