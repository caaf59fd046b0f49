"""The keys by which credit is looked at over a day or a month."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from voltage_tui.treasury.credit.times import Stretch
from voltage_tui.ui.commands.command import Command

if TYPE_CHECKING:
    from collections.abc import Callable

_KEYS: Final = (
    ("shorter", "[", Stretch.HOURS, "Look at the last 24 hours."),
    ("longer", "]", Stretch.DAYS, "Look at the last 30 days."),
)


def stretch_keys(look: Callable[[Stretch], None], now: Callable[[], Stretch]) -> list[Command]:
    """`look` is given the stretch that is wanted, `now` says which is shown."""

    def key(name: str, key: str, stretch: Stretch, words: str) -> Command:
        return Command(
            name,
            (key,),
            stretch.value,
            words,
            lambda: look(stretch),
            lambda: now() is not stretch,
            footer=30,
        )

    return [key(*each) for each in _KEYS]
