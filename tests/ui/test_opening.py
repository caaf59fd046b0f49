"""A page shows what is known from the moment it is opened, not from the next piece of news."""

from __future__ import annotations

import pytest

from tests.ui.stage import Stage, stage

SHOWN = {"2": "Storefront", "3": "completed", "4": "credited", "5": "can be spent"}


@pytest.mark.parametrize("key", sorted(SHOWN))
async def test_a_page_just_made_shows_what_is_known(key: str) -> None:
    for _ in range(3):
        async with stage() as s:
            await payments_read(s)
            await s.press(key)
            if key == "4":
                await s.until_shown(SHOWN[key])
            assert SHOWN[key] in s.text


async def payments_read(s: Stage) -> None:
    await s.until(lambda: s.snapshot.book.value is not None)
