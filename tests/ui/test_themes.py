"""Colours: chosen live, remembered, a person's own, the terminal's own, and none at all."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.architecture.sources import REPOSITORY
from tests.ui.stage import PAGE_KEYS, Stage, stage
from voltage_tui.settings import Settings, SettingsStore
from voltage_tui.ui.theme_file import Theme, shipped_themes

SHIPPED = {theme.name: theme for theme in shipped_themes()}
GOOD = (REPOSITORY / "themes" / "voltage-dark.toml").read_text(encoding="utf-8")


def background(shown: Stage) -> str:
    """The colour behind most of the screen."""
    counted: dict[str, int] = {}
    for text, style in shown.styles:
        name = style.bgcolor.name if style.bgcolor is not None else "none"
        counted[name] = counted.get(name, 0) + len(text)
    return max(counted, key=lambda name: counted[name])


async def test_the_picker_shows_a_theme_at_once_and_esc_puts_the_old_one_back() -> None:
    async with stage() as shown:
        dark = background(shown)
        assert dark == SHIPPED["voltage-dark"].background
        await shown.press("T", "down")
        assert shown.app.preferences.theme.name == "voltage-light"
        assert background(shown) == SHIPPED["voltage-light"].background
        await shown.press("escape")
        assert background(shown) == dark
        assert shown.app.launch.settings.load().settings.theme is None


async def test_enter_keeps_the_theme_and_remembers_it(tmp_path: Path) -> None:
    async with stage(folder=tmp_path) as shown:
        await shown.press("T", "down", "enter")
        assert len(shown.app.screen_stack) == 1
        for key in PAGE_KEYS:
            await shown.go(key)
            assert background(shown) == SHIPPED["voltage-light"].background, key
    assert SettingsStore(tmp_path).load().settings.theme == "voltage-light"
    async with stage(folder=tmp_path) as shown:
        assert background(shown) == SHIPPED["voltage-light"].background


async def test_a_theme_of_ones_own_can_be_chosen(tmp_path: Path) -> None:
    own = GOOD.replace('"voltage-dark"', '"mine"').replace("Voltage dark", "Mine alone")
    own = own.replace(SHIPPED["voltage-dark"].background, "#102030")
    (tmp_path / "themes").mkdir()
    (tmp_path / "themes" / "mine.toml").write_text(own)
    async with stage(folder=tmp_path) as shown:
        await shown.press("T")
        assert "Mine alone" in shown.text
        while shown.app.preferences.theme.name != "mine":
            await shown.press("down")
        await shown.press("enter")
        assert background(shown) == "#102030"


async def test_a_broken_theme_is_a_notice_and_not_offered(tmp_path: Path) -> None:
    (tmp_path / "themes").mkdir()
    (tmp_path / "themes" / "odd.toml").write_text('name = "odd"\ntitle = "[bold]\\u001b[31m"\n')
    SettingsStore(tmp_path).save(Settings(theme="odd"))
    async with stage(folder=tmp_path, started=False) as shown:
        assert "odd.toml" in shown.keys
        assert background(shown) == SHIPPED["voltage-dark"].background
        await shown.press("T")
        assert "odd" not in shown.text.replace("odd.toml", "")


@pytest.mark.parametrize("theme", SHIPPED.values(), ids=lambda theme: theme.name)
async def test_every_theme_paints_only_its_own_colours(theme: Theme) -> None:
    async with stage(settings=Settings(theme=theme.name), size=(110, 30)) as shown:
        for key in PAGE_KEYS:
            await shown.go(key)
            for text, style in shown.styles:
                for colour in (style.color, style.bgcolor):
                    assert (
                        colour is None
                        or colour.is_default
                        or theme.ansi == (colour.triplet is None)
                    ), (key, text, style)


@pytest.mark.safety("S-54", "NO_COLOR: no colour at all, and the cursor is still seen")
@pytest.mark.parametrize("theme", ["voltage-dark", "terminal-dark"])
async def test_without_colour_nothing_is_coloured_and_the_cursor_is_seen(
    monkeypatch: pytest.MonkeyPatch, theme: str
) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    async with stage(settings=Settings(theme=theme)) as shown:
        for key in PAGE_KEYS:
            await shown.go(key)
        await shown.go("2", "down")
        marked = [line for line in shown.lines if line.startswith(">")]
        assert len(marked) == 1
        assert marked[0].startswith("> Payouts"), "the row keeps its columns"
        assert "SANDBOX" in shown.top
        assert "● live" in shown.top
        for text, style in shown.styles:
            for colour in (style.color, style.bgcolor):
                if colour is not None and colour.triplet is not None:
                    assert len(set(colour.triplet)) == 1, (text, style)


@pytest.mark.parametrize("name", ["terminal-dark", "terminal-light"])
async def test_a_key_cap_in_the_terminals_colours_is_its_text_the_other_way_round(
    name: str,
) -> None:
    async with stage(settings=Settings(theme=name)) as shown:
        keys = next(iter(shown.strips[-1]))
        assert keys.text.strip() == "r"
        style = keys.style
        assert style is not None
        assert style.color is not None
        assert style.bgcolor is not None
        assert style.reverse
        assert style.color.is_default
        assert style.bgcolor.is_default
