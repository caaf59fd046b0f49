"""Notes and tags: written, completed, kept, shown, and refused in words."""

from __future__ import annotations

import pytest
from textual import events

from tests.ui.stage import START, Stage, stage
from voltage_tui.model.ids import PaymentId
from voltage_tui.store.lock import Holder
from voltage_tui.store.mirror.marks import LONGEST_NOTE
from voltage_tui.ui.marks.note_dialog import NoteDialog
from voltage_tui.ui.marks.tags_dialog import TagsDialog, offered, problem_of, tags_in


async def opened(shown: Stage) -> PaymentId:
    """The case of the first payment."""
    await shown.go("3", "enter")
    assert shown.app.snapshot is not None
    return next(iter(shown.app.snapshot.cases))


async def marks(shown: Stage, payment_id: PaymentId) -> tuple[str | None, tuple[str, ...]]:
    assert shown.app.treasury is not None
    return await shown.app.treasury.mirror.read(
        lambda r: (r.marks.note(payment_id), r.marks.tags(payment_id))
    )


async def test_a_note_is_kept_shown_changed_and_taken_away() -> None:
    async with stage() as shown:
        payment_id = await opened(shown)
        await shown.press("n")
        assert isinstance(shown.app.screen, NoteDialog)
        await shown.type("rent for 家賃")
        await shown.press("enter")
        assert "note  rent for 家賃" in shown.text
        assert (await marks(shown, payment_id))[0] == "rent for 家賃"
        await shown.press("n")
        await shown.type(", paid twice")
        await shown.press("enter")
        assert "note  rent for 家賃, paid twice" in shown.text
        await shown.press("p")
        assert "家賃" not in shown.text
        await shown.press("p", "n", "ctrl+u", "enter")
        assert "note  " not in shown.text
        assert (await marks(shown, payment_id))[0] is None


async def test_a_pasted_note_keeps_all_of_its_lines_and_none_is_cut() -> None:
    async with stage((60, 20)) as shown:
        payment_id = await opened(shown)
        await shown.press("n")
        field = shown.app.focused
        assert field is not None
        field.post_message(events.Paste("first line\nsecond\x1b[2J line\r\nthird"))
        await shown.paint()
        await shown.press("enter")
        assert (await marks(shown, payment_id))[0] == "first line second line third"
        await shown.press("n")
        field = shown.app.focused
        assert field is not None
        field.post_message(events.Paste("word " * (LONGEST_NOTE // 5)))
        await shown.paint()
        assert "characters too many" in shown.text
        await shown.press("enter")
        assert isinstance(shown.app.screen, NoteDialog)
        await shown.press("escape")
        assert (await marks(shown, payment_id))[0] == "first line second line third"


async def test_tags_are_completed_and_kept() -> None:
    async with stage() as shown:
        payment_id = await opened(shown)
        await shown.press("#")
        assert isinstance(shown.app.screen, TagsDialog)
        await shown.type("Rent, q4")
        await shown.press("enter")
        assert (await marks(shown, payment_id))[1] == ("q4", "rent")
        assert "#q4  #rent" in shown.text
        await shown.press("escape", "down", "enter")
        await shown.pass_time(2)
        await shown.press("#")
        await shown.type("re")
        await shown.press("tab", "enter")
        assert "#rent" in shown.text
        assert "#q4" not in shown.text


@pytest.mark.parametrize("key", ["n", "#"])
async def test_while_another_program_writes_it_is_said(key: str) -> None:
    async with stage() as shown:
        await opened(shown)
        store = shown.app.link.store
        assert store is not None
        store.holder = Holder(4711, START)
        await shown.press(key)
        assert not isinstance(shown.app.screen, NoteDialog | TagsDialog)
        assert "notes and tags are kept there" in shown.text


@pytest.mark.parametrize(
    ("text", "tags"),
    [
        ("", ()),
        (" Rent,rent  Q4\tlease ", ("lease", "q4", "rent")),
        ("#rent #家賃", ("rent", "家賃")),
    ],
)
def test_words_are_tags(text: str, tags: tuple[str, ...]) -> None:
    assert tags_in(text) == tags


def test_too_many_and_too_long_tags_are_refused() -> None:
    assert problem_of(tags_in(" ".join(f"t{n}" for n in range(21)))) is not None
    assert problem_of(("x" * 41,)) is not None
    assert problem_of(("x" * 40,)) is None


def test_the_commonest_are_offered_first_and_none_that_is_there() -> None:
    in_use = {"rent": 1, "refund": 9, "q4": 4}
    assert offered("", in_use) == ["refund", "q4", "rent"]
    assert offered("q4 re", in_use) == ["refund", "rent"]
    assert offered("refund re", in_use) == ["rent"]
    assert offered("rent ", in_use) == ["refund", "q4"]
