"""A page shows what is known from the moment it is opened, not from the next piece of news."""

from __future__ import annotations

from tests.ui.stage import Stage, stage

SHOWN = {"2": "Storefront", "3": "completed", "5": "can be spent", "4": "credited"}
"""Words of each page; the one that has to read first is the last."""


async def test_a_page_just_made_shows_what_is_known() -> None:
    for _ in range(3):
        async with stage() as s:
            await payments_read(s)
            for key, words in SHOWN.items():
                await s.press(key)
                if key == "4":
                    await s.until_shown(words)
                assert words in s.text, key


async def payments_read(s: Stage) -> None:
    await s.until(lambda: s.snapshot.book.value is not None)
