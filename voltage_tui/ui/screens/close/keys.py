"""The keys that every page of a month has: another month, its export, its seal."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from voltage_tui.ui.commands.command import Command

if TYPE_CHECKING:
    from collections.abc import Callable


class Act(NamedTuple):
    """What a key does, and when it can."""

    run: Callable[[], None]
    when: Callable[[], bool]


def step_keys(step: Callable[[int], None], *, footer: int) -> tuple[Command, Command]:
    """The month before and the month after: `step` is given -1 or 1."""
    return (
        Command(
            "previous-month",
            ("[",),
            "month before",
            "Show the month before.",
            lambda: step(-1),
            footer=footer,
        ),
        Command(
            "next-month",
            ("]",),
            "month after",
            "Show the month after.",
            lambda: step(1),
            footer=footer + 1,
        ),
    )


def export_key(export: Act, *, footer: int = 0) -> Command:
    """The month's export pack."""
    words = "Write the month's export pack."
    return Command("export", ("e",), "export", words, export.run, export.when, footer=footer)


def seal_keys(seal: Act, unseal: Act, which: str, *, footer: int) -> tuple[Command, Command]:
    """Sealing `which` month, and opening a wallet's again."""
    return (
        Command(
            "seal",
            ("S",),
            "seal",
            f"Seal {which}: any later change in it is an alert.",
            seal.run,
            seal.when,
            footer=footer,
        ),
        Command(
            "unseal",
            ("U",),
            "unseal",
            "Open the wallet's sealed month again, with a reason.",
            unseal.run,
            unseal.when,
        ),
    )
