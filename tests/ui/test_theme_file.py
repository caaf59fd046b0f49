"""Theme files: every shipped one can be read by people, every broken one says what is wrong."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.architecture.sources import REPOSITORY
from voltage_tui.text import is_clean
from voltage_tui.ui.theme_file import (
    TOKENS,
    BrokenThemeError,
    Theme,
    load_theme,
    shipped_themes,
    user_themes,
)

SHIPPED = {theme.name: theme for theme in shipped_themes()}
COLOURED = [theme for theme in SHIPPED.values() if not theme.ansi]
STATES = ("accent", "ok", "warn", "bad", "sandbox", "mainnet")
GOOD = (REPOSITORY / "themes" / "voltage-dark.toml").read_text(encoding="utf-8")
named = pytest.mark.parametrize("theme", COLOURED, ids=lambda theme: theme.name)


def luminance(colour: str) -> float:
    """WCAG 2.2's relative luminance."""

    def linear(channel: int) -> float:
        c = channel / 255
        return c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4

    red, green, blue = bytes.fromhex(colour[1:])
    return 0.2126 * linear(red) + 0.7152 * linear(green) + 0.0722 * linear(blue)


def contrast(one: str, other: str) -> float:
    """WCAG 2.2's contrast ratio, 1 to 21."""
    darker, lighter = sorted((luminance(one), luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def too_faint(
    theme: Theme, tokens: tuple[str, ...], grounds: tuple[str, ...], at_least: float
) -> list[str]:
    """The pairs of `theme` that are closer than `at_least`."""
    return [
        f"{token} on {ground}"
        for token in tokens
        for ground in grounds
        if contrast(theme.colour(token), theme.colour(ground)) < at_least
    ]


def test_the_known_ratios_come_out() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#767676", "#ffffff") == pytest.approx(4.54, abs=0.01)


def test_the_shipped_themes_are_these() -> None:
    assert set(SHIPPED) == {
        "voltage-dark",
        "voltage-light",
        "contrast-dark",
        "contrast-light",
        "terminal-dark",
        "terminal-light",
        "midnight",
        "paper",
        "forest",
    }
    assert all(path.stem in SHIPPED for path in (REPOSITORY / "themes").glob("*.toml"))
    assert len({theme.title for theme in SHIPPED.values()}) == len(SHIPPED)


@named
def test_text_is_read_with_ease(theme: Theme) -> None:
    assert too_faint(theme, ("text",), ("background", "panel"), 7) == []


@named
def test_muted_and_states_are_read(theme: Theme) -> None:
    assert too_faint(theme, ("muted", *STATES), ("background", "panel"), 4.5) == []


@named
def test_faint_is_still_seen(theme: Theme) -> None:
    assert too_faint(theme, ("faint",), ("background", "panel"), 3) == []


@named
def test_a_selected_row_and_a_key_cap_are_read(theme: Theme) -> None:
    assert too_faint(theme, ("text",), ("selection", "rule"), 4.5) == []
    assert too_faint(theme, ("muted", *STATES), ("selection",), 3) == []


@named
def test_bands_are_read(theme: Theme) -> None:
    for token in STATES:
        assert theme.on(token) in ("#000000", "#ffffff")
        assert contrast(theme.on(token), theme.colour(token)) >= 4.5


@named
def test_high_contrast_is_high(theme: Theme) -> None:
    if theme.name.startswith("contrast-"):
        assert too_faint(theme, ("text", "muted", *STATES), ("background", "panel"), 7) == []


@named
def test_the_background_is_as_dark_as_it_says(theme: Theme) -> None:
    assert theme.dark == (luminance(theme.background) < luminance(theme.text))


@pytest.mark.safety("S-54", "states and worlds differ in every shipped theme")
@pytest.mark.parametrize("theme", SHIPPED.values(), ids=lambda theme: theme.name)
def test_states_and_worlds_are_told_apart(theme: Theme) -> None:
    assert len({theme.colour(token) for token in STATES}) == len(STATES)


def test_terminal_themes_leave_the_ground_to_the_terminal() -> None:
    ours = [theme for theme in SHIPPED.values() if theme.ansi]
    assert len(ours) == 2
    for theme in ours:
        assert all(theme.colour(token).startswith("ansi_") for token in TOKENS)
        assert theme.background == theme.panel == theme.text == "ansi_default"
        assert {theme.on(token) for token in STATES} <= {"ansi_black", "ansi_bright_white"}


@given(st.binary(min_size=3, max_size=3))
def test_on_any_colour_black_or_white_is_read(rgb: bytes) -> None:
    colour = "#" + rgb.hex()
    theme = SHIPPED["voltage-dark"]
    tinted = Theme(**{**{key: getattr(theme, key) for key in Theme.__slots__}, "accent": colour})
    other = {"#000000": "#ffffff", "#ffffff": "#000000"}[tinted.on("accent")]
    assert contrast(tinted.on("accent"), colour) >= max(4.5, contrast(other, colour) - 1e-9)


def test_only_tokens_are_colours() -> None:
    with pytest.raises(KeyError):
        SHIPPED["paper"].colour("name")


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("name = ", "not TOML"),
        ("[" * 100_000, "too large"),
        (GOOD.replace('ok = "#57cc8a"\n', ""), "ok is missing"),
        (GOOD.replace("#57cc8a", "#57cc8"), "ok must be a colour"),
        (GOOD.replace("#57cc8a", "green"), "'green'"),
        (GOOD.replace('"#57cc8a"', "5754"), "'5754'"),
        (GOOD.replace("#57cc8a", "ansi_puce"), "'ansi_puce'"),
        (GOOD.replace("#57cc8a", "ansi_green"), "all #rrggbb or all ansi_"),
        (GOOD.replace("accent =", "acent ="), "'acent' is no token"),
        (GOOD.replace("dark = true", 'dark = "yes"'), "dark must be true or false"),
        (GOOD.replace("dark = true", "dark = 1"), "dark must be true or false"),
        (GOOD.replace("dark = true\n", ""), "dark must be true or false"),
        (GOOD.replace('"voltage-dark"', '"Voltage Dark"'), "name takes"),
        (GOOD.replace('"voltage-dark"', "7"), "name must be words"),
        (GOOD.replace('title = "Voltage dark"\n', ""), "title is missing"),
        (GOOD.replace('"Voltage dark"', '"\\u202e"'), "title must be words"),
        (GOOD + "\n[extra]\nx = 1\n", "'extra' is no token"),
    ],
)
def test_a_broken_file_says_what_is_wrong(tmp_path: Path, text: str, words: str) -> None:
    path = tmp_path / "mine.toml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(BrokenThemeError, match=r"mine\.toml") as caught:
        load_theme(path)
    assert words in caught.value.what
    assert caught.value.path == path


def test_a_hostile_file_cannot_reach_the_terminal(tmp_path: Path) -> None:
    path = tmp_path / "\x1b]0;x\x07.toml"
    path.write_text('"\\u001b]52;c;eA==\\u0007\\u202e" = 1', encoding="utf-8")
    with pytest.raises(BrokenThemeError) as caught:
        load_theme(path)
    assert is_clean(str(caught.value))


def test_bytes_that_are_no_text_are_a_problem(tmp_path: Path) -> None:
    path = tmp_path / "mine.toml"
    path.write_bytes(b"name = '\xff\xfe'")
    with pytest.raises(BrokenThemeError, match="not UTF-8"):
        load_theme(path)


def test_a_missing_file_and_a_pipe_are_problems(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe.toml"
    os.mkfifo(pipe)
    for path in (pipe, tmp_path, tmp_path / "none.toml"):
        with pytest.raises(BrokenThemeError, match="not a file"):
            load_theme(path)


def test_a_persons_themes_are_read_beside_the_broken_ones(tmp_path: Path) -> None:
    (tmp_path / "a.toml").write_text(GOOD.replace('"voltage-dark"', '"mine"'), encoding="utf-8")
    (tmp_path / "b.toml").write_text("name = 1", encoding="utf-8")
    (tmp_path / "c.toml").write_text(GOOD.replace('"voltage-dark"', '"mine"'), encoding="utf-8")
    (tmp_path / "notes.txt").write_text("not a theme", encoding="utf-8")
    themes, problems = user_themes(tmp_path)
    assert [theme.name for theme in themes] == ["mine"]
    assert themes[0].accent == "#ffb224"
    assert [problem.path.name for problem in problems] == ["b.toml", "c.toml"]
    assert "another file has the name 'mine'" in str(problems[1])


def test_no_folder_is_no_problem(tmp_path: Path) -> None:
    assert user_themes(tmp_path / "none") == ((), ())


def test_a_file_in_the_folders_place_is_a_problem(tmp_path: Path) -> None:
    place = tmp_path / "themes"
    place.write_text("", encoding="utf-8")
    themes, problems = user_themes(place)
    assert themes == ()
    assert [problem.path for problem in problems] == [place]


def test_themes_are_found_beside_an_installed_module(tmp_path: Path) -> None:
    package = tmp_path / "voltage_tui"
    (package / "ui" / "themes").mkdir(parents=True)
    for name in ("__init__.py", "ui/__init__.py", "text.py", "ui/theme_file.py"):
        (package / name).write_bytes((REPOSITORY / "voltage_tui" / name).read_bytes())
    sample = GOOD.replace('"voltage-dark"', '"packaged"')
    (package / "ui" / "themes" / "packaged.toml").write_text(sample, encoding="utf-8")
    code = "from voltage_tui.ui.theme_file import shipped_themes as s; print([t.name for t in s()])"
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=tmp_path, capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == "['packaged']"
