"""The README's keys are the program's keys: none missing, none that does nothing."""

from __future__ import annotations

import re
from collections.abc import Iterable

from textual.binding import Binding

from tests.architecture.sources import REPOSITORY
from tests.ui.stage import Stage, stage
from voltage_tui.ui.commands.command import Command
from voltage_tui.ui.commands.everywhere import everywhere
from voltage_tui.ui.widgets.table import Table

NAMES = {"escape": "Esc", "enter": "Enter", "tab": "Tab", "ctrl+p": "Ctrl-P", " ": "Space"}
NAMES |= {"ctrl+r": "Ctrl-R", "ctrl+n": "Ctrl-N"}
"""How the README writes keys that are no single character."""
WAYS = {
    "Balances": ("1",),
    "Wallets": ("2",),
    "a wallet": ("2", "enter"),
    "Payments": ("3",),
    "a payment": ("3", "enter"),
    "Ledger": ("4",),
    "Credit": ("5",),
    "Alerts": ("6",),
    "the rules of alerts": ("6", "R"),
    "Close": ("8",),
    "a month's rows": ("8", "enter"),
}


def table_below(head: str) -> dict[str, list[str]]:
    """The README's table with this head: each row's first cell and the keys in the row."""
    text = (REPOSITORY / "README.md").read_text(encoding="utf-8")
    found = re.search(rf"^\| {head} \|.*\n\|[-|]+\n((?:\|.*\n)+)", text, re.MULTILINE)
    assert found is not None, head
    rows = [[cell.strip() for cell in line.split("|")[1:-1]] for line in found[1].splitlines()]
    return {cells[0]: re.findall(r"`([^`]+)`", " ".join(cells)) for cells in rows}


def everywhere_in_readme() -> set[str]:
    keys = {key for keys in table_below("Key").values() for key in keys}
    return keys | set("123456") if {"1", "6"} <= keys else keys


def written(keys: Iterable[str]) -> set[str]:
    return {NAMES.get(key, key) for key in keys}


def first_keys(commands: Iterable[Command]) -> set[str]:
    return written(command.keys[0] for command in commands)


async def own_commands(shown: Stage, way: Iterable[str]) -> list[Command]:
    await shown.go(*way)
    front = shown.app.pages.front
    assert front is not None
    return list(front.commands())


async def test_the_keys_that_work_everywhere_are_all_there_and_work() -> None:
    async with stage() as shown:
        general = everywhere(shown.app)
        known = written(key for command in general for key in command.keys)
        for binding in Table.BINDINGS:
            assert isinstance(binding, Binding)
            known |= written(binding.key.split(","))
        for way in WAYS.values():
            known |= first_keys(await own_commands(shown, way))
        assert first_keys(general) <= everywhere_in_readme() <= known | {"Tab"}


async def test_the_keys_of_each_page_are_all_there_and_work() -> None:
    rows = table_below("On")
    async with stage() as shown:
        for place, way in WAYS.items():
            own = first_keys(await own_commands(shown, way))
            assert own - everywhere_in_readme() <= set(rows.pop(place)) <= own, place
        await shown.go("1", "r")
        await shown.type("25000")
        await shown.press("enter")
        await shown.until_shown("waiting for the payer")
        front = shown.app.pages.front
        assert front is not None
        own = first_keys(front.commands())
        assert own - everywhere_in_readme() <= set(rows.pop("a request")) <= own
    assert not rows
