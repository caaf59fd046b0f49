"""Walking over all pages of a list, with an end in any case (safety rule S-65)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, Protocol, TypeVar

from voltage_tui.api.errors import CursorStuck, TooManyPages

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator, Awaitable, Callable

MAX_PAGES: Final = 10_000
"""Pages read in one sweep, unless a caller says otherwise: a million payments."""


class Page(Protocol):
    """A page that knows what comes after it."""

    @property
    def next_cursor(self) -> str | None:
        """Where the next page begins."""
        ...

    @property
    def has_more(self) -> bool:
        """Whether there is one."""
        ...


P = TypeVar("P", bound=Page)


async def pages(
    read: Callable[[str | None], Awaitable[P]], max_pages: int = MAX_PAGES
) -> AsyncGenerator[P, None]:
    """Every page from the first, asked for with the cursor of the one before.

    Raises `CursorStuck` when the server repeats a cursor or has more without one, `TooManyPages`
    after `max_pages`, and what `read` raises. The pages given until then are good, but not all.
    """
    seen: set[str] = set()
    cursor: str | None = None
    for count in range(1, max_pages + 1):
        page = await read(cursor)
        yield page
        if not page.has_more:
            return
        cursor = page.next_cursor
        if not cursor or cursor in seen:
            raise CursorStuck(count)
        seen.add(cursor)
    raise TooManyPages(max_pages)
