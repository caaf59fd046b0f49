"""Work begun by the screen that ends with the screen it belongs to."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol, runtime_checkable

from voltage_tui.treasury.problems import log_unexpected
from voltage_tui.ui.palette import Role

if TYPE_CHECKING:
    from collections.abc import Callable, Coroutine

    from textual.dom import DOMNode
    from textual.worker import Worker, WorkType


@runtime_checkable
class Says(Protocol):
    """The app, as far as work needs it."""

    def say(self, words: str, role: Role) -> None:
        """Show a sentence."""


def begin(
    owner: DOMNode, work: Callable[[], Coroutine[None, None, None]], group: str
) -> Worker[None]:
    """Have `work` done until `owner` goes, in the place of what its `group` was doing.

    It is called when its turn comes: an owner that goes before that leaves nothing half begun.
    What it raises unforeseen is said and logged, and the program goes on.
    """

    async def guarded() -> None:
        try:
            await work()
        except Exception as error:  # noqa: BLE001 - the guard: one screen's fault ends no other's
            log_unexpected(group, error)
            if isinstance(owner.app, Says):
                kind = type(error).__name__
                words = f"That did not end well: {kind}, a fault of this program. Look again."
                owner.app.say(words, Role.BAD)

    typed: WorkType[None] = guarded
    return owner.run_worker(typed, group=group, exclusive=True)
