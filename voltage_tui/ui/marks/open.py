"""Opens the dialogs that ask for a payment's note and for its tags, and keeps what they give."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from voltage_tui.ui.commands.command import Command
from voltage_tui.ui.marks.keeping import kept, marks_of, told
from voltage_tui.ui.work import begin

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from voltage_tui.model.ids import PaymentId
    from voltage_tui.store.mirror.mirror import Mirror
    from voltage_tui.store.mirror.store import MirrorStore
    from voltage_tui.ui.app import VoltageApp


def open_note(app: VoltageApp, payment_id: PaymentId) -> None:
    """Ask for the note on a payment, and keep it."""
    store = marks_of(app)
    if store is not None:
        begin(app, partial(_note, app, store, payment_id), "marks")


def open_tags(app: VoltageApp, payment_id: PaymentId) -> None:
    """Ask for the tags of a payment, and keep them."""
    store = marks_of(app)
    if store is not None:
        begin(app, partial(_tags, app, store, payment_id), "marks")


def mark_commands(
    app: VoltageApp, payment_id: Callable[[], PaymentId | None], *, footer: int = 0
) -> tuple[Command, ...]:
    """The two keys, for the payment that is pointed at when they are pressed."""

    def on_it(act: Callable[[VoltageApp, PaymentId], None]) -> Callable[[], None]:
        def run() -> None:
            chosen = payment_id()
            if chosen is not None:
                act(app, chosen)

        return run

    def there() -> bool:
        return payment_id() is not None

    return (
        Command(
            "note",
            ("n",),
            "note",
            "Write a note on the payment; it is kept here only.",
            on_it(open_note),
            there,
            footer=footer,
        ),
        Command(
            "tags",
            ("#",),
            "tags",
            "Give the payment tags; they are kept here only.",
            on_it(open_tags),
            there,
        ),
    )


async def _note(app: VoltageApp, store: MirrorStore, payment_id: PaymentId) -> None:
    from voltage_tui.ui.marks.note_dialog import NoteDialog  # noqa: PLC0415 - when asked for

    found = await told(app, store.read(lambda r: (r.marks.note(payment_id) or "",)))
    if found is None or app.lock.is_on:
        return  # nothing is shown on top of the lock (S-45)
    (old,) = found
    note = await app.push_screen_wait(NoteDialog(old))
    if note is None or note == old:
        return
    done = await told(app, store.write(lambda m: _set_note(m, payment_id, note, app.now())))
    if done is not None:
        kept(app, "The note is kept here." if note else "The note is gone.")


def _set_note(mirror: Mirror, payment_id: PaymentId, note: str, now: datetime) -> bool:
    mirror.set_note(payment_id, note, now)
    return True


async def _tags(app: VoltageApp, store: MirrorStore, payment_id: PaymentId) -> None:
    from voltage_tui.ui.marks.tags_dialog import TagsDialog  # noqa: PLC0415 - when asked for

    found = await told(app, store.read(lambda r: (r.marks.tags(payment_id), r.marks.all_tags())))
    if found is None or app.lock.is_on:
        return  # nothing is shown on top of the lock (S-45)
    old, in_use = found
    tags = await app.push_screen_wait(TagsDialog(old, in_use))
    if tags is None or tags == old:
        return
    done = await told(app, store.write(lambda m: m.set_tags(payment_id, tags)))
    if done is not None:
        kept(app, f"Tagged {', '.join(done)}." if done else "It has no tags now.")
