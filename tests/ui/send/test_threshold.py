"""From which sum on the strong confirm is always asked for: as the settings file says (S-28)."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.ui.send.acts import LIVED, outside, review
from tests.ui.stage import stage


def kept_in(folder: Path, line: str) -> Path:
    (folder / "settings.toml").write_text(line, encoding="utf-8")
    return folder


@pytest.mark.safety("S-28", "the threshold is the settings file's; a sum over it is named")
@pytest.mark.parametrize(("sats", "asked"), [(1_000, True), (800, False)])
async def test_the_threshold_of_the_file_holds(tmp_path: Path, sats: int, asked: bool) -> None:
    folder = kept_in(tmp_path, "strong_confirm_sats = 1_000")
    async with stage(options=LIVED, folder=folder) as s:
        await review(s, outside(s, sats))
        assert ("It may cost more than 1,000 sats." in " ".join(s.text.split())) == asked


async def test_nonsense_is_said_and_the_usual_holds(tmp_path: Path) -> None:
    folder = kept_in(tmp_path, "strong_confirm_sats = 10 BTC")
    async with stage((200, 40), options=LIVED, folder=folder) as s:
        assert s.app.settings.strong_confirm_sats == 1_000_000
    folder = kept_in(tmp_path, "strong_confirm_sats = 500_000_000")
    async with stage((200, 40), options=LIVED, folder=folder, started=False) as s:
        assert "strong_confirm_sats (a whole number from 0 to 100,000,000)" in s.text
        await s.until(lambda: s.app.treasury is not None)
        assert s.app.settings.strong_confirm_sats == 1_000_000
