"""Units and hiding, everywhere at once: `u` and `p`."""

from __future__ import annotations

import re
from pathlib import Path

from tests.ui.stage import PAGE_KEYS, Stage, stage
from voltage_tui.settings import Settings, SettingsStore

SATS, BTC, DOLLARS = "11,168,958.377", "0.11168958", "6,948."
PLACES = [*PAGE_KEYS, "2 enter", "3 enter"]


async def words_of_every_page(shown: Stage) -> str:
    found = ""
    for place in PLACES:
        await shown.go(*place.split())
        found += shown.text
        await shown.press("escape")
    return found


async def test_the_unit_changes_on_every_page_and_comes_round() -> None:
    async with stage() as shown:
        first = shown.snapshot.accounts
        assert first
        for said, seen, unseen in (
            ("Units: BTC", BTC, SATS),
            ("Units: USD", "≈USD", BTC),
            ("Units: sats and USD", SATS, "≈USD"),
            ("Units: sats", SATS, "≈USD"),
        ):
            await shown.press("1", "u")
            assert said in shown.keys
            for key in "125":
                await shown.go(key)
                assert seen in shown.text, (said, shown.text)
                assert unseen not in shown.text, (said, shown.text)


async def test_hidden_amounts_are_nowhere() -> None:
    async with stage() as shown:
        known = shown.snapshot
        moneys = [m for a in known.accounts for m in (a.available, a.total, a.limit, a.held)]
        moneys += [p.amount for p in known.book.value.payments] if known.book.value else []
        digits = {f"{abs(m.units) // 1000:,}" for m in moneys if m is not None}
        telling = {d for d in digits if "," in d}
        assert len(telling) > 20
        before = await words_of_every_page(shown)
        assert any(group in before for group in telling)
        await shown.press("1", "p")
        assert "Amounts are hidden" in shown.keys
        for unit in range(4):
            after = await words_of_every_page(shown)
            shown_anyway = [group for group in telling if group in after]
            assert not shown_anyway, (unit, shown_anyway)
            assert not re.search(r"\d,\d\d\d\b(?! rows| s\b)", after), after
            assert not re.search(r"\d+ %", re.sub(r"processing fee.*", "", after)), after
            assert "••••" in after
            await shown.press("1", "u")
        assert shown.app.title == "voltage-tui"
        picture = shown.app.export_screenshot()
        assert not any(group in picture for group in telling)
        await shown.press("p")
        assert "Amounts are shown" in shown.keys
        assert SATS in shown.text


async def test_both_are_remembered(tmp_path: Path) -> None:
    async with stage(folder=tmp_path) as shown:
        await shown.press("u", "p")
    assert SettingsStore(tmp_path).load().settings == Settings(
        theme="voltage-dark", unit="btc", hide_amounts=True
    )
    async with stage(folder=tmp_path) as shown:
        assert "••••" in shown.text
        await shown.press("p")
        assert BTC in shown.text


async def test_settings_that_cannot_be_written_are_a_notice(tmp_path: Path) -> None:
    folder = tmp_path / "not a folder"
    folder.write_text("")
    async with stage(folder=folder) as shown:
        await shown.press("u")
        assert "Settings were not saved" in shown.keys
        assert BTC in shown.text


async def test_settings_that_make_no_sense_are_a_notice(tmp_path: Path) -> None:
    (tmp_path / "settings.toml").write_text('unit = "doubloons"\n')
    async with stage(folder=tmp_path) as shown:
        assert "unit not understood" in shown.keys
        assert SATS in shown.text
