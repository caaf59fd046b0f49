"""Work begun by the screen that ends with the screen it belongs to."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Coroutine

    from textual.dom import DOMNode
    from textual.worker import Worker, WorkType


def begin(
    owner: DOMNode, work: Callable[[], Coroutine[None, None, None]], group: str
) -> Worker[None]:
    """Have `work` done until `owner` goes, in the place of what its `group` was doing.

    It is called when its turn comes: an owner that goes before that leaves nothing half begun.
    """
    typed: WorkType[None] = work
    return owner.run_worker(typed, group=group, exclusive=True)
