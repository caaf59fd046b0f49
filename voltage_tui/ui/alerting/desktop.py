"""Desktop notices: the one module that knows the library, loaded when the first one is shown.

A notice is shown from a thread with a loop of its own and an end to it, so that a desktop that
does not answer keeps nothing waiting. What goes wrong is logged, once, and said by `doctor`.
"""

from __future__ import annotations

import asyncio
import logging
import os
import sys
from typing import Final

from voltage_tui.api.deadline import Expired, within
from voltage_tui.clock import SystemClock

_log: Final = logging.getLogger(__name__)
_NAME: Final = "voltage-tui"
_LONGEST_S: Final = 5.0
_MARKUP: Final = str.maketrans({"<": "‹", ">": "›", "&": "+"})
"""Some desktops take these for markup (S-52)."""


class Desktop:
    """Shows notices; `problem` is why it cannot, once that was found out."""

    def __init__(self) -> None:
        self.problem: str | None = None

    async def show(self, words: str) -> None:
        """Show a notice; never raises. After a problem it is not tried again in this run."""
        if self.problem is not None:
            return
        try:
            await asyncio.to_thread(show_now, words)
        except Exception as error:  # noqa: BLE001 - whatever a desktop does, the program goes on
            self.problem = why(error)
            _log.warning("no desktop notices: %s", self.problem)


def show_now(words: str) -> None:
    """Show a notice, with a loop of its own. Raises whatever the desktop raises."""
    asyncio.run(within(SystemClock(), _LONGEST_S, _show(words.translate(_MARKUP))))


def standing() -> str:
    """Whether notices can be shown here, in words, for `doctor`; nothing is shown."""
    if sys.platform == "linux" and not os.environ.get("DBUS_SESSION_BUS_ADDRESS"):
        return "none here: there is no desktop session (DBUS_SESSION_BUS_ADDRESS is not set)"
    try:
        allowed = asyncio.run(within(SystemClock(), _LONGEST_S, _may()))
    except Exception as error:  # noqa: BLE001 - a finding, not an end
        return f"none here: {why(error)}"
    return "shown while another window is in use" if allowed else "not allowed by the desktop"


def why(error: Exception) -> str:
    """A fault of a desktop in words: its kind, never what it quotes."""
    if isinstance(error, Expired):
        return "the desktop did not answer"
    return f"the desktop cannot show them ({type(error).__name__})"


async def _show(words: str) -> None:
    from desktop_notifier import DesktopNotifier  # noqa: PLC0415 - takes a while, needed seldom

    await DesktopNotifier(app_name=_NAME).send(title=_NAME, message=words)


async def _may() -> bool:
    from desktop_notifier import DesktopNotifier  # noqa: PLC0415 - takes a while, needed seldom

    notifier = DesktopNotifier(app_name=_NAME)
    await notifier.get_capabilities()
    return await notifier.has_authorisation()
