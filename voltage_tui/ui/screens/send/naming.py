"""Giving a payee a name: a person's word for a node or an address that was paid."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Final

from rich.cells import cell_len

from voltage_tui.text import is_clean
from voltage_tui.treasury.paying.lookalike import is_node
from voltage_tui.treasury.paying.payees import paid_by, was_made
from voltage_tui.treasury.paying.sending import PayRefused
from voltage_tui.ui.commands.command import Command
from voltage_tui.ui.palette import Role
from voltage_tui.ui.screens.send.grouped import grouped
from voltage_tui.ui.screens.send.payee_lines import NODE_NOTE
from voltage_tui.ui.widgets.dialog import Dialog
from voltage_tui.ui.widgets.field import Field, Note

if TYPE_CHECKING:
    from collections.abc import Iterable

    from textual.widget import Widget

    from voltage_tui.model.payment import Payment
    from voltage_tui.treasury.treasury import Treasury
    from voltage_tui.ui.app import VoltageApp

MOST_CELLS: Final = 40
_WIDTH: Final = 50


class PayeeOf:
    """Whom one payment paid, read from it once it was made; the book of payees is asked for then.

    `known` is the key, None before the payment was made and where it does not say.
    """

    def __init__(self) -> None:
        self.known: str | None = None
        self._read = False

    def key(self, payment: Payment | None, treasury: Treasury | None) -> str | None:
        """The key, once there is one."""
        if not self._read and payment is not None and was_made(payment) and treasury is not None:
            self._read = True
            paid = paid_by(payment)
            self.known = None if paid is None else paid.key
            treasury.learn_payees()
        return self.known


def naming(app: VoltageApp, payee: PayeeOf, *, footer: int = 0) -> Command:
    """The command that names whom a payment paid."""

    def ask() -> None:
        if payee.known is not None:
            ask_for_name(app, payee.known)

    return Command(
        "name-payee",
        ("N",),
        "name payee",
        "Give whom it paid a name, or take the name away.",
        ask,
        lambda: payee.known is not None and not app.amounts.hidden,
        footer=footer,
    )


def ask_for_name(app: VoltageApp, key: str) -> None:
    """Open the dialog, and keep what is typed."""
    known = app.snapshot.payee(key) if app.snapshot is not None else None
    name = (known.name if known is not None else None) or ""
    tasks: set[asyncio.Task[None]] = set()

    def named(new: str | None) -> None:
        if new is not None and new != name:
            task = asyncio.create_task(_keep(app, key, new), name="name payee")
            tasks.add(task)
            task.add_done_callback(tasks.discard)

    app.push_screen(NamePayee(key, name), named)


async def _keep(app: VoltageApp, key: str, name: str) -> None:
    if app.treasury is None:
        return
    try:
        await app.treasury.name_payee(key, name)
    except PayRefused as refused:
        app.say(f"The name is not kept: {refused.words}; {refused.advice}.", Role.WARN)
        return
    app.say(f"It is called {name} from now on." if name else "It has no name any more.")


def name_problem(name: str) -> str | None:
    """What is wrong with a payee's name, or None; an empty one takes the name away."""
    if cell_len(name) > MOST_CELLS:
        return f"A name has at most {MOST_CELLS} cells, this has {cell_len(name)}."
    if not is_clean(name):
        return "The name has characters that cannot be seen."
    return None


class NamePayee(Dialog[str]):
    """Dismissed with the name, which is empty when it is to be taken away."""

    TITLE = "Name the payee"
    KEYS = (("enter", "keep it (empty: no name)"), ("esc", "cancel"))

    def __init__(self, key: str, name: str) -> None:
        super().__init__()
        self._key = key
        self._payee_name = Field("Name", value=name)

    def body(self) -> Iterable[Widget]:
        """The whole key, what a node's says, and one field."""
        for line in grouped(self._key, _WIDTH):
            note = Note()
            note.say(line)
            yield note
        if is_node(self._key):
            yield Note(NODE_NOTE)
        yield Note()
        yield self._payee_name

    def accept(self) -> None:
        """Check the name."""
        name = self._payee_name.value
        problem = name_problem(name)
        if problem is not None:
            self._payee_name.say(problem, Role.BAD)
            return
        self.dismiss(name)
